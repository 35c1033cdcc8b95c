"""Files of threads on the disk: written whole or not at all, packed or not, and what is not one."""

import asyncio
import io
import os

import pytest

from chatkit_notebook.store import (
    MemoryStore,
    NotFoundError,
    export_threads,
    import_threads,
)
from chatkit_notebook.types import HiddenContextItem, ThreadMetadata
from tests.store.portable.threads import CONTEXT, NOW, content, fill


async def test_a_file_stays_as_it_was_if_the_export_fails(tmp_path):
    (tmp_path / "file").write_text("before")
    store = MemoryStore()
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), CONTEXT)
    await store.add_thread_item(
        "thr", HiddenContextItem(id="h", thread_id="thr", created_at=NOW, content=object()), CONTEXT
    )

    with pytest.raises(ValueError, match="The item 'h' of the thread 'thr' can't be written as JSON"):
        await export_threads(store, tmp_path / "file", CONTEXT)
    with pytest.raises(NotFoundError, match="nope"):
        await export_threads(store, tmp_path / "file", CONTEXT, thread_ids=["nope"])

    assert (tmp_path / "file").read_text() == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


async def test_an_export_is_on_the_disk_before_it_takes_the_place_of_the_old_one(tmp_path, monkeypatch):
    path, synced, sync = tmp_path / "file", [], os.fsync

    def fsync(handle):
        status = os.fstat(handle)
        synced.append((status.st_ino, status.st_size, path.exists()))
        sync(handle)

    monkeypatch.setattr(os, "fsync", fsync)

    await export_threads(MemoryStore(), path, CONTEXT)

    there, folder = path.stat(), tmp_path.stat()
    assert synced == [(there.st_ino, there.st_size, False), (folder.st_ino, folder.st_size, True)]


async def test_an_export_leaves_nothing_when_it_is_cancelled(tmp_path):
    reached, never = asyncio.Event(), asyncio.Event()

    class Stuck(MemoryStore):
        async def load_thread_items(self, *args):
            reached.set()
            await never.wait()

    store = Stuck()
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), CONTEXT)
    exporting = asyncio.create_task(export_threads(store, tmp_path / "file", CONTEXT))
    await asyncio.wait_for(reached.wait(), 15)

    exporting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await exporting

    assert list(tmp_path.iterdir()) == []


async def test_a_tilde_is_the_home_of_the_user(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))

    await export_threads(MemoryStore(), "~/file", CONTEXT)

    assert (tmp_path / "file").exists()
    assert await import_threads(MemoryStore(), "~/file", CONTEXT) == []


async def test_only_a_name_that_ends_in_gz_stands_for_a_packed_file(tmp_path):
    for name in ("a.gz.jsonl", "gz", "a.jsonl"):
        await export_threads(MemoryStore(), tmp_path / name, CONTEXT)
        assert (tmp_path / name).read_text("utf-8").startswith('{"type":"chatkit.threads"')


async def test_an_open_file_that_can_not_be_read_twice_is_refused():
    class Stream(io.StringIO):
        def seekable(self):
            return False

    with pytest.raises(ValueError, match="Threads are read twice, and this file can't be"):
        await import_threads(MemoryStore(), Stream(), CONTEXT)


async def test_a_file_may_have_the_longest_name_there_is(tmp_path):
    await export_threads(MemoryStore(), tmp_path / ("x" * 255), CONTEXT)

    assert [each.name for each in tmp_path.iterdir()] == ["x" * 255]


async def test_a_path_that_can_not_be_written_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"none/file.jsonl'$"):
        await export_threads(MemoryStore(), tmp_path / "none/file.jsonl", CONTEXT)


async def test_a_text_in_place_of_a_list_of_ids_is_refused(tmp_path):
    with pytest.raises(TypeError, match=r"thread_ids=\['thr'\]"):
        await export_threads(MemoryStore(), tmp_path / "file", CONTEXT, thread_ids="thr")


async def test_a_file_from_another_system_is_read(tmp_path):
    text = io.StringIO()
    store = MemoryStore()
    await fill(store)
    await export_threads(store, text, CONTEXT)
    (tmp_path / "file").write_bytes(b"\xef\xbb\xbf" + text.getvalue().replace("\n", "\r\n").encode() + b"\r\n")

    other = MemoryStore()
    await import_threads(other, tmp_path / "file", CONTEXT)

    assert await content(other) == await content(store)


async def test_reading_begins_where_an_open_file_is():
    store = MemoryStore()
    await fill(store)
    file = io.StringIO()
    file.write("not of this\n")
    start = file.tell()
    await export_threads(store, file, CONTEXT)
    file.seek(start)

    assert len(await import_threads(MemoryStore(), file, CONTEXT)) == 2


async def test_a_file_that_is_open_for_bytes_is_refused(tmp_path):
    await export_threads(MemoryStore(), tmp_path / "file", CONTEXT)

    with (tmp_path / "file").open("rb") as file, pytest.raises(TypeError, match="without 'b'"):
        await import_threads(MemoryStore(), file, CONTEXT)


@pytest.mark.parametrize("place", [3, None, io.BytesIO()])
async def test_what_is_no_file_for_text_is_named(place):
    with pytest.raises(TypeError, match="is not a file of threads: pass a path, or a file that is open for text"):
        await export_threads(MemoryStore(), place, CONTEXT)
    with pytest.raises(TypeError, match="is not a file of threads: pass a path, or a file that is open for text"):
        await import_threads(MemoryStore(), place, CONTEXT)


async def test_a_folder_in_the_place_of_the_file_is_named(tmp_path):
    folder = tmp_path / "threads"
    folder.mkdir()

    with pytest.raises(IsADirectoryError) as raised:
        await export_threads(MemoryStore(), folder, CONTEXT)

    assert raised.value.filename == str(folder)
    assert list(tmp_path.iterdir()) == [folder]
