"""An import tells how far it is, and ends whole wherever it is stopped."""

import asyncio
import io
import threading

import pytest

from chatkit_notebook import ChatKit
from chatkit_notebook.store import ImportProgress, MemoryStore, export_threads, import_threads
from chatkit_notebook.types import ThreadMetadata
from tests.store.portable.thread_lines import item, thread, whole
from tests.store.portable.threads import CONTEXT, NOW, answered, content


async def test_an_import_tells_how_far_it_is(tmp_path):
    store, told = MemoryStore(), []
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), CONTEXT)
    for number in range(250):
        await store.add_thread_item("thr", answered(str(number)), CONTEXT)
    await export_threads(store, tmp_path / "file", CONTEXT)
    size = len((tmp_path / "file").read_text())

    await import_threads(MemoryStore(), tmp_path / "file", CONTEXT, progress=told.append)

    first, second = [each for each in told if not each.is_checked], [each for each in told if each.is_checked]
    assert len(first) == len(second) == 3
    assert [each.items for each in first] == [each.items for each in second] == [99, 199, 250]
    assert first[-1] == ImportProgress(is_checked=False, read=first[-1].read, characters=None, threads=1, items=250)
    assert {each.characters for each in second} == {size}
    assert 0 < first[0].read < first[1].read < first[2].read <= size


async def test_an_import_of_long_lines_tells_of_each(tmp_path):
    names, told = "abc", []
    (tmp_path / "file").write_text(whole(*(thread(name, title="x" * 2**20) for name in names), threads=3))

    await import_threads(MemoryStore(), tmp_path / "file", CONTEXT, progress=told.append)

    assert [each.threads for each in told if each.is_checked] == [1, 2, 3]


class Held(io.StringIO):
    """A file that is read no further until it may be."""

    def __init__(self, text):
        super().__init__(text)
        self.is_reached, self.may_go_on = threading.Event(), threading.Event()

    def readline(self, size=-1):
        self.is_reached.set()
        assert self.may_go_on.wait(15)
        return super().readline(size)


async def test_a_check_that_is_cancelled_lets_go_of_its_file_first():
    file, store = Held(whole(thread(), item(), items=1)), MemoryStore()
    importing = asyncio.create_task(import_threads(store, file, CONTEXT))
    assert await asyncio.to_thread(file.is_reached.wait, 15)

    importing.cancel()
    for _ in range(20):
        await asyncio.sleep(0)
    assert not importing.done()
    file.may_go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await importing

    assert await content(store) == {}


async def test_an_import_whose_progress_fails_keeps_whole_threads(tmp_path):
    lines = [each for name in "ab" for each in (thread(name), *(item(f"{name}{n}", name) for n in range(150)))]
    (tmp_path / "file").write_text(whole(*lines, threads=2, items=300))
    store = MemoryStore()

    def stop(progress):
        if progress.is_checked and progress.items > 250:
            raise RuntimeError("enough")

    with pytest.raises(Exception, match=r"enough.*Nothing of the thread 'b' was kept"):
        await import_threads(store, tmp_path / "file", CONTEXT, progress=stop)

    assert list(await content(store)) == ["a"]


async def test_a_chat_tells_of_its_import(tmp_path):
    (tmp_path / "file").write_text(whole(thread(), item(), items=1))
    chat, told = ChatKit(lambda text: text), []

    await chat.import_threads(tmp_path / "file", progress=told.append)

    assert [each.is_checked for each in told] == [False, True]
