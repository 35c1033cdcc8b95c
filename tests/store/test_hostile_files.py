"""Files of threads that were made to harm: what is too much is refused by name, and nothing in one acts by itself."""

import asyncio
import gzip
import io
import json
import os
import tracemalloc

import pytest

from chatkit_notebook import ChatKit
from chatkit_notebook.store import (
    ImportLimits,
    ImportProgress,
    MemoryStore,
    SQLStore,
    ThreadFileError,
    export_threads,
    import_threads,
)
from chatkit_notebook.types import ThreadMetadata
from tests.store.threads import CONTEXT, NOW, answered, content

NOON = "2026-01-02T03:04:05"
HEADER = '{"type":"chatkit.threads","version":1}\n'


def line(kind, **fields):
    return json.dumps({"type": kind, **fields}) + "\n"


def thread(thread_id="t", **fields):
    return line("thread", thread={"id": thread_id, "created_at": NOON, **fields})


def item(item_id="i", thread_id="t", **fields):
    text = {"type": "end_of_turn", "id": item_id, "thread_id": thread_id, "created_at": NOON, **fields}
    return line("item", item=text)


def attachment(attachment_id="a", data="YQ==", **fields):
    described = {"type": "file", "id": attachment_id, "name": "n", "mime_type": "x/y", **fields}
    return line("attachment", attachment=described, data=data)


def message(*attachments, item_id="m"):
    fields = {"type": "user_message", "content": [], "attachments": list(attachments), "inference_options": {}}
    return item(item_id, **fields)


def whole(*lines, threads=1, items=0):
    return HEADER + "".join(lines) + line("end", threads=threads, items=items)


async def imported(text, tmp_path, **options):
    (tmp_path / "file").write_text(text, "utf-8")
    store = MemoryStore()
    await import_threads(store, tmp_path / "file", CONTEXT, **options)
    return store


# --- too much


class Endless(io.TextIOBase):
    """A file that says some text, and then another one without end."""

    def __init__(self, beginning, rest):
        self.waiting, self.rest, self.given = beginning, rest, 0

    def seekable(self):
        return True

    def tell(self):
        return 0

    def readline(self, size=-1):
        if not self.waiting:
            self.waiting = self.rest * max(1, 10_000 // len(self.rest))
        end = self.waiting.find("\n") + 1 or len(self.waiting)
        given, self.waiting = self.waiting[: min(end, size)], self.waiting[min(end, size) :]
        self.given += len(given)
        return given


SMALL = ImportLimits(characters=10**6, line=10**5, values=1_000, file=10**5, threads=100, items=100, blank_lines=100)
ENDLESS = {
    "blank lines": (HEADER, "\n", "blank_lines"),
    "lines of spaces": (HEADER, " " * 99 + "\n", "blank_lines"),
    "lines of other spaces": (HEADER, "\u2003\r\n", "blank_lines"),
    "blank lines before the header": ("", "\n", "blank_lines"),
    "spaces": (HEADER, " ", "line"),
    "a first line": ("", "x", "line"),
    "zeros": ("", "\0", "line"),
    "a text in a line": (HEADER + '{"type":"item","item":{"id":"', "x", "line"),
    "a text in the line of a thread": (HEADER + '{"type":"thread","thread":{"id":"', "x", "line"),
    "the bytes of an attachment": (HEADER + thread() + '{"type":"attachment","data":"', "YQ==", "file"),
    "spaces in the line of an attachment": (HEADER + thread() + ' { "type" : "attachment",', " ", "file"),
    "brackets": (HEADER, "[", "line"),
    "lists": (HEADER + "[", "[],", "line"),
}


@pytest.mark.parametrize("name", ENDLESS)
async def test_a_file_without_end_is_refused_soon(name):
    beginning, rest, limit = ENDLESS[name]
    file = Endless(beginning, rest)

    with pytest.raises(ThreadFileError, match=rf"line \d+: more than [\d,]+ .*limits=ImportLimits\({limit}=\.\.\.\)"):
        await import_threads(MemoryStore(), file, CONTEXT, limits=SMALL)

    assert file.given < 3 * 10**5


def numbered(make, count, *before, **counts):
    return whole(*before, *(make(str(number)) for number in range(count)), **counts)


LARGE = {
    "threads": (numbered(thread, 101, threads=101), "threads"),
    "items": (numbered(item, 101, thread(), items=101), "items"),
    "attachments": (numbered(attachment, 101, thread()), "items"),
    "characters": (numbered(lambda name: thread(name, title="x" * 90_000), 12, threads=12), "characters"),
    "a line": (whole(thread(title="x" * 100_001)), "line"),
    "values in a list": (whole(thread(metadata={"a": [[]] * 1_000})), "values"),
    "values in a dict": (whole(thread(metadata={str(n): 1 for n in range(1_001)})), "values"),
    "values in values": (whole(thread(metadata={"a": [{}] * 700})), "values"),
    "the bytes of an attachment": (whole(thread(), attachment(data="YWFh" * 34_000)), "file"),
    "the text of an attachment": (whole(thread(), attachment(data="YWFh" * 80_000)), "file"),
}


@pytest.mark.parametrize("name", LARGE)
async def test_a_file_with_too_much_in_it_is_refused_and_taken_when_the_limit_is_raised(name, tmp_path):
    text, limit = LARGE[name]
    named = {**{each: getattr(SMALL, each) for each in SMALL.__dataclass_fields__}, limit: 10**7}

    with pytest.raises(ThreadFileError, match=rf"more than .*pass limits=ImportLimits\({limit}=") as caught:
        await imported(text, tmp_path, limits=SMALL)
    store = await imported(text, tmp_path, limits=ImportLimits(**named))

    assert len(str(caught.value)) < 200
    assert (await store.load_threads(1, None, "asc", CONTEXT)).data


@pytest.mark.parametrize("limit", ImportLimits.__dataclass_fields__)
def test_a_limit_is_a_number_from_one(limit):
    with pytest.raises(TypeError, match=f"{limit}='9' must be an int"):
        ImportLimits(**{limit: "9"})
    with pytest.raises(TypeError, match=f"{limit}=True must be an int"):
        ImportLimits(**{limit: True})
    with pytest.raises(ValueError, match=f"{limit}=0 must be at least 1"):
        ImportLimits(**{limit: 0})


async def test_a_packed_file_that_grows_takes_little_memory(tmp_path):
    with gzip.open(tmp_path / "file", "wt", encoding="utf-8") as file:
        file.write(HEADER)
        for number in range(30):
            file.write(thread(str(number), title="x" * 10**6))
    limits = ImportLimits(characters=2 * 10**7)
    assert (tmp_path / "file").stat().st_size < 10**5

    tracemalloc.start()
    with pytest.raises(ThreadFileError, match=r"line 2\d: more than 20,000,000 characters"):
        await import_threads(MemoryStore(), tmp_path / "file", CONTEXT, limits=limits)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 12 * 10**6


# --- files that are none


def packed(text):
    return gzip.compress(text.encode())


GOOD = whole(thread(), item(), items=1)
NONE = {
    "packed twice": (gzip.compress(packed(GOOD)), "no file of threads|no text"),
    "packed and cut": (packed(GOOD)[:-12], "cut short"),
    "packed with a wrong sum": (packed(GOOD)[:-8] + b"\0\0\0\0" + packed(GOOD)[-4:], "can't be read on"),
    "packed with a wrong length": (packed(GOOD)[:-4] + b"\xff\xff\xff\xff", "can't be read on"),
    "packed with rubbish behind it": (packed(GOOD) + b"rubbish", "can't be read on"),
    "packed with rubbish in it": (packed(GOOD)[:20] + b"\xff" * 50, "can't be read on|cut short|no text"),
    "packed in a way that is unknown": (b"\x1f\x8b\x07" + packed(GOOD)[3:], "can't be read on"),
    "nothing but the mark of a packed file": (b"\x1f\x8b", "cut short|can't be read"),
    "packed nothing": (packed(""), "the file is empty"),
    "an archive": (b"PK\x03\x04" + os.urandom(100), "no file of threads|no text"),
    "a database": (b"SQLite format 3\0" + bytes(1_000), "no file of threads"),
    "UTF-16": (GOOD.encode("utf-16"), "no file of threads|no text"),
}


@pytest.mark.parametrize("name", NONE)
async def test_bytes_that_are_no_file_of_threads_are_refused(name, tmp_path):
    data, said_of_it = NONE[name]
    (tmp_path / "file").write_bytes(data)
    store = MemoryStore()

    with pytest.raises(ThreadFileError, match=said_of_it):
        await import_threads(store, tmp_path / "file", CONTEXT)

    assert await content(store) == {}


async def test_a_file_that_was_packed_in_parts_is_read_as_one(tmp_path):
    (tmp_path / "file").write_bytes(b"".join(packed(each) for each in GOOD.splitlines(keepends=True)))

    assert len(await import_threads(MemoryStore(), tmp_path / "file", CONTEXT)) == 1


PLACES = {
    "a pipe": (os.mkfifo, ThreadFileError, "must be an ordinary file"),
    "a device that never ends": (lambda path: path.symlink_to("/dev/zero"), ThreadFileError, "must be an ordinary"),
    "a device that is empty": (lambda path: path.symlink_to("/dev/null"), ThreadFileError, "must be an ordinary"),
    "a loop of links": (lambda path: path.symlink_to(path), OSError, "symbolic links"),
    "a folder": (lambda path: path.mkdir(), IsADirectoryError, "file"),
    "nothing": (lambda path: None, FileNotFoundError, "file"),
}


@pytest.mark.parametrize("name", PLACES)
async def test_a_place_that_is_no_file_is_refused_at_once(name, tmp_path):
    make, kind, said_of_it = PLACES[name]
    make(tmp_path / "file")

    with pytest.raises(kind, match=said_of_it):
        await import_threads(MemoryStore(), tmp_path / "file", CONTEXT)
    with pytest.raises(kind, match=said_of_it):
        await MemoryStore.load(tmp_path / "file")


# --- what would act by itself

OUTSIDE = "https://evil.example/x.png?you=here"
UPLOAD = {"url": "https://evil.example/up", "method": "PUT", "headers": {"A": "b"}}
IMAGE = {
    "type": "image",
    "id": "a",
    "name": "n",
    "mime_type": "image/png",
    "preview_url": OUTSIDE,
    "upload_descriptor": UPLOAD,
}
STRANGE = whole(
    thread(allowed_image_domains=["evil.example"]),
    line("attachment", attachment=IMAGE, data=None),
    message(IMAGE),
    items=1,
)


@pytest.mark.parametrize("existing", ["error", "copy", "replace"])
async def test_what_acts_by_itself_is_left_out_of_the_thread_of_a_stranger(existing, tmp_path):
    (tmp_path / "file").write_text(STRANGE)
    store = MemoryStore()
    if existing != "error":
        await store.save_thread(ThreadMetadata(id="t", created_at=NOW), CONTEXT)

    (arrived,) = await import_threads(store, tmp_path / "file", CONTEXT, existing=existing)

    assert arrived.allowed_image_domains is None
    assert (await store.load_thread(arrived.id, CONTEXT)).allowed_image_domains is None
    (of_message,) = (await store.load_thread_items(arrived.id, None, 9, "asc", CONTEXT)).data[0].attachments
    for each in (of_message, await store.load_attachment(of_message.id, CONTEXT)):
        assert each.upload_descriptor is None
        assert str(each.preview_url) == f"chatkit-notebook:///attachments/{each.id}"


async def test_what_acts_by_itself_is_left_out_of_a_memory_store_and_a_chat(tmp_path):
    (tmp_path / "file").write_text(STRANGE)

    loaded = await MemoryStore.load(tmp_path / "file")
    chat = ChatKit(lambda text: text)
    (shown,) = await chat.import_threads(tmp_path / "file")

    assert (await loaded.load_thread("t", None)).allowed_image_domains is None
    assert shown.allowed_image_domains is None


async def test_a_file_of_ones_own_comes_as_it_is(tmp_path):
    (tmp_path / "file").write_text(STRANGE)

    loaded = await MemoryStore.load(tmp_path / "file", is_own=True)

    assert (await loaded.load_thread("t", None)).allowed_image_domains == ["evil.example"]
    assert str((await loaded.load_attachment("a", None)).preview_url) == OUTSIDE


async def test_a_thread_that_could_not_be_replaced_keeps_its_domains(tmp_path):
    class Failing(MemoryStore):
        async def add_thread_item(self, thread_id, item, context):
            raise RuntimeError("no")

    (tmp_path / "file").write_text(STRANGE)
    store = Failing()
    await store.save_thread(ThreadMetadata(id="t", created_at=NOW, allowed_image_domains=["mine.example"]), CONTEXT)

    with pytest.raises(Exception, match="put back"):
        await import_threads(store, tmp_path / "file", CONTEXT, existing="replace")

    assert (await store.load_thread("t", CONTEXT)).allowed_image_domains == ["mine.example"]


async def test_a_client_tool_that_waits_is_not_called_when_its_thread_is_opened(tmp_path):
    call = item("c", type="client_tool_call", call_id="c", name="wipe", arguments={}, status="pending")
    (tmp_path / "file").write_text(whole(thread(), call, items=1))
    chat, called = ChatKit(lambda text: text), []
    chat.client_tool("wipe")(lambda: called.append(1))
    await chat.import_threads(tmp_path / "file")

    await chat.set_thread_id("t")
    turn = await chat.ask("hello")

    assert turn.text == "hello"
    assert called == []


NAMES = ["../../evil", "/etc/passwd", "..", "", "a/b", "a\\b", "nul\0", "x" * 5_000, "C:\\x", "'; DROP TABLE x; --"]


@pytest.mark.parametrize("name", NAMES)
async def test_no_name_of_an_attachment_leads_out_of_its_folder(name, tmp_path):
    (tmp_path / "in" / "deep").mkdir(parents=True)
    text = whole(thread(name), attachment(name, name=name), item(name, name), items=1)
    (tmp_path / "file").write_text(text)
    store = SQLStore(tmp_path / "in" / "deep" / "threads.db")

    (arrived,) = await import_threads(store, tmp_path / "file", CONTEXT)

    assert arrived.id == name
    assert await store.attachment_store().read(name, CONTEXT) == b"a"
    assert (await store.load_item(name, name, CONTEXT)).id == name
    store.close()
    assert {each.name for each in tmp_path.iterdir()} == {"in", "file"}
    assert {each.name for each in (tmp_path / "in" / "deep").iterdir()} == {"threads.db", "threads.db.files"}
    assert len(list((tmp_path / "in" / "deep" / "threads.db.files").iterdir())) == 1


# --- progress and cancelling


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


async def test_a_check_can_be_cancelled_and_has_ended_then(tmp_path):
    lines = [thread(), *(item(str(number)) for number in range(1_000))]
    (tmp_path / "file").write_text(whole(*lines, items=1_000))
    store, reached = MemoryStore(), asyncio.Event()
    importing = asyncio.create_task(
        import_threads(store, tmp_path / "file", CONTEXT, progress=lambda _progress: reached.set())
    )
    await asyncio.wait_for(reached.wait(), 15)

    importing.cancel()
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


async def test_a_chat_tells_of_its_import_and_takes_limits(tmp_path):
    (tmp_path / "file").write_text(whole(thread(), item(), items=1))
    chat, told = ChatKit(lambda text: text), []

    with pytest.raises(ThreadFileError, match="line="):
        await chat.import_threads(tmp_path / "file", limits=ImportLimits(line=50))
    await chat.import_threads(tmp_path / "file", progress=told.append)

    assert [each.is_checked for each in told] == [False, True]
