"""Files of threads that are no such files, or damaged, or made to harm."""

import gzip
import os

import pytest

from chatkit_notebook.store import MemoryStore, ThreadFileError, export_threads, import_threads
from chatkit_notebook.types import ThreadMetadata
from tests.store.portable.threads import CONTEXT, NOW, answered, content

LINES = [
    '{"type":"chatkit.threads","version":1}',
    '{"type":"thread","thread":{"id":"t","created_at":"2026-01-02T03:04:05"}}',
    '{"type":"attachment","attachment":{"type":"file","id":"a","name":"n","mime_type":"x/y"},"data":"YQ=="}',
    '{"type":"item","item":{"type":"end_of_turn","id":"i","thread_id":"t","created_at":"2026-01-02T03:04:05"}}',
    (
        '{"type":"item","item":{"type":"user_message","id":"m","thread_id":"t","created_at":"2026-01-02T03:04:05",'
        '"content":[],"attachments":[{"type":"file","id":"a","name":"n","mime_type":"x/y"}],"inference_options":{}}}'
    ),
    '{"type":"end","threads":1,"items":2}',
]


def at(number, line):
    """The lines, with another one at its place."""
    return "\n".join([*LINES[: number - 1], line, *LINES[number:]]) + "\n"


GOOD = "\n".join(LINES) + "\n"
WRONG = {
    "empty": ("", "line 1: the file is empty"),
    "of another kind": ('{"seq": 1, "type": "thread.created"}\n', "line 1: this is not a file of threads"),
    "an array": ("[1, 2]\n", "line 1: this is not a file of threads"),
    "no JSON at all": ("PK\x03\x04 and so on", "line 1: this is not a file of threads"),
    "without a header": ("\n".join(LINES[1:]), "line 1: this is not a file of threads"),
    "of a newer version": (
        at(1, '{"type":"chatkit.threads","version":2}'),
        "line 1: .* of version 2.*--upgrade",
    ),
    "of no version": (at(1, '{"type":"chatkit.threads"}'), "line 1: the version of the file is None"),
    "cut in a line": (
        GOOD[:-100],
        r"line 5: .* EOF .* at character \d+ \(the file was cut",
    ),
    "cut between lines": ("\n".join(LINES[:-1]) + "\n", "line 6: the file ends here.*cut short"),
    "a line too few": ("\n".join(LINES[:3] + LINES[4:]), "line 5: the file should have 2 items, but has 1"),
    "a thread too few": (at(6, '{"type":"end","threads":2,"items":2}'), "line 6: .* 2 threads, but has 1"),
    "something after the end": (GOOD + LINES[1], "line 7: nothing may come after"),
    "an unknown line": (at(4, '{"type":"note"}'), "line 4: the type is 'note': it should be"),
    "a line without a type": (at(4, "[]"), "line 4: the type is None"),
    "a type that is none": (at(4, '{"type":["item"]}'), r"line 4: the type is \['item'\]"),
    "a line that brings nothing": (at(4, '{"type":"item"}'), "line 4: item must be a dict, not None"),
    "an item before any thread": ("\n".join([LINES[0], LINES[3]]), "line 2: the item 'i' comes before any thread"),
    "an item of another thread": (
        at(4, LINES[3].replace('"thread_id":"t"', '"thread_id":"evil"')),
        "line 4: the item 'i' belongs to the thread 'evil', but is in the thread 't'",
    ),
    "an item twice": (at(5, LINES[3]), "line 5: the item 'i' appears twice"),
    "a thread twice": (at(4, LINES[1]), "line 4: the thread 't' appears twice"),
    "an attachment twice": (at(4, LINES[2]), "line 4: the attachment 'a' appears twice"),
    "an attachment without a line": (at(3, ""), "line 5: the message 'm' names the attachment 'a'"),
    "data that is no base64": (at(3, LINES[2].replace("YQ==", "%%%")), "line 3: the data .* is not base64"),
    "data that is half base64": (at(3, LINES[2].replace("YQ==", "YQ=")), "line 3: the data .* is not base64"),
    "data beyond ASCII": (at(3, LINES[2].replace("YQ==", "YQ==é")), "line 3: the data .* is not base64"),
    "data that is a number": (at(3, LINES[2].replace('"YQ=="', "7")), "line 3: the data .* base64 or null, not 7"),
    "an unknown item": (at(4, LINES[3].replace("end_of_turn", "poll")), "line 4: item.type must be .*, not 'poll'"),
    "a field that is missing": (at(2, '{"type":"thread","thread":{"id":"t"}}'), "line 2: thread.created_at is missing"),
    "a time that is none": (at(2, LINES[1].replace("2026-01", "2026-99")), "created_at must be a time, not '2026"),
    "half a character": (at(2, LINES[1].replace('"t"', '"\\ud800"')), "line 2: this is not JSON"),
    "deep": (at(4, '{"type":"item","item":' + "[" * 100_000), "line 4: this is not JSON: recursion limit"),
    "a number without end": (at(4, "9" * 100_000), "line 4: this is not JSON: number out of range"),
    "an unknown item with a long name": (
        at(4, LINES[3].replace("end_of_turn", "x" * 10**6)),
        "line 4: item.type must be .*, not 'x",
    ),
    "a wrong value with a long name": (
        at(2, LINES[1].replace('"id":"t"', '"id":"t","metadata":{"' + "x" * 10**6 + '":"\\ud800"}')),
        "line 2: this is not JSON",
    ),
    "10 MB of nonsense": (at(4, '{"type":"' + "x" * 10_000_000 + '"}'), "line 4: the type is 'xxxx"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_a_file_that_is_wrong_is_told_by_its_line_and_nothing_is_imported(name, tmp_path):
    text, said_of_it = WRONG[name]
    (tmp_path / "file").write_text(text, "utf-8")
    store = MemoryStore()

    with pytest.raises(ThreadFileError, match=said_of_it) as caught:
        await import_threads(store, tmp_path / "file", CONTEXT)

    assert len(str(caught.value)) < 500
    assert await content(store) == {}


async def test_a_file_that_is_right_is_imported(tmp_path):
    (tmp_path / "file").write_text(GOOD)

    assert [thread.id for thread in await import_threads(MemoryStore(), tmp_path / "file", CONTEXT)] == ["t"]


async def test_bytes_that_are_no_text_are_told_at_their_line(tmp_path):
    (tmp_path / "file").write_bytes(at(4, "?").encode().replace(b"?", b'"\xff\xfe"'))

    with pytest.raises(ThreadFileError, match="line 4: this is not UTF-8 text"):
        await import_threads(MemoryStore(), tmp_path / "file", CONTEXT)


# --- bytes and places that are no such file


def packed(text):
    return gzip.compress(text.encode())


NONE = {
    "packed twice": (gzip.compress(packed(GOOD)), "not a file of threads|not UTF-8 text"),
    "packed with a wrong sum": (packed(GOOD)[:-8] + b"\0\0\0\0" + packed(GOOD)[-4:], "can't be read any further"),
    "packed with a wrong length": (packed(GOOD)[:-4] + b"\xff\xff\xff\xff", "can't be read any further"),
    "packed with rubbish behind it": (packed(GOOD) + b"rubbish", "can't be read any further"),
    "packed with rubbish in it": (
        packed(GOOD)[:20] + b"\xff" * 50,
        "can't be read any further|cut short|not UTF-8 text",
    ),
    "packed in a way that is unknown": (b"\x1f\x8b\x07" + packed(GOOD)[3:], "can't be read any further"),
    "nothing but the mark of a packed file": (b"\x1f\x8b", "cut short|can't be read"),
    "packed nothing": (packed(""), "the file is empty"),
    "an archive": (b"PK\x03\x04" + os.urandom(100), "not a file of threads|not UTF-8 text"),
    "a database": (b"SQLite format 3\0" + bytes(1_000), "not a file of threads"),
    "UTF-16": (GOOD.encode("utf-16"), "not a file of threads|not UTF-8 text"),
}


@pytest.mark.parametrize("name", NONE)
async def test_bytes_that_are_no_file_of_threads_are_refused(name, tmp_path):
    data, said_of_it = NONE[name]
    (tmp_path / "file").write_bytes(data)
    store = MemoryStore()

    with pytest.raises(ThreadFileError, match=said_of_it):
        await import_threads(store, tmp_path / "file", CONTEXT)

    assert await content(store) == {}


@pytest.mark.parametrize("end", [-4, -12, -20, 30])
async def test_a_packed_file_that_was_cut_is_told(tmp_path, end):
    (tmp_path / "file").write_bytes(packed(GOOD)[:end])

    with pytest.raises(ThreadFileError, match="cut short"):
        await import_threads(MemoryStore(), tmp_path / "file", CONTEXT)


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


# --- what is large


async def test_a_large_item_is_imported(tmp_path):
    store, other = MemoryStore(), MemoryStore()
    text = "0123456789\0é🙂\u2028" * 400_000
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), CONTEXT)
    await store.add_thread_item("thr", answered("large", text), CONTEXT)

    await export_threads(store, tmp_path / "file", CONTEXT)
    await import_threads(other, tmp_path / "file", CONTEXT)

    assert (await other.load_item("thr", "large", CONTEXT)).content[0].text == text
