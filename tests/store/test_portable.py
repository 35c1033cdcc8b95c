"""Threads written to a file and made from it again, over every kind of store."""

import asyncio
import io
import json
import os
import time
from datetime import timedelta

import pytest

from chatkit_notebook.store import (
    MemoryStore,
    NotFoundError,
    SQLStore,
    copy_thread,
    export_threads,
    import_threads,
)
from chatkit_notebook.types import FileAttachment, HiddenContextItem, Thread, ThreadMetadata
from tests.store.threads import CONTEXT, FILES, NOW, answered, content, fill, said, thread_content

# --- there and back


@pytest.mark.parametrize("name", ["threads.jsonl", "threads.jsonl.gz"])
async def test_everything_of_a_thread_comes_back_in_any_store(store, other_store, tmp_path, name):
    await fill(store)

    assert await export_threads(store, tmp_path / name, CONTEXT) == 2
    imported = await import_threads(other_store, tmp_path / name, CONTEXT)

    assert [thread.id for thread in imported] == ["thr", "'; -- \0../"]
    assert await content(other_store) == await content(store)
    _, files = await thread_content(other_store, "thr")
    assert {name: data for name, (_, data) in files.items()} == {**FILES, "a": None}


async def test_items_of_the_same_time_keep_their_order(store, other_store, tmp_path):
    names = [f"m{n * 7919 % 250}" for n in range(250)]
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), CONTEXT)
    for name in names:
        await store.add_thread_item("thr", answered(name), CONTEXT)

    await export_threads(store, tmp_path / "file", CONTEXT)
    await import_threads(other_store, tmp_path / "file", CONTEXT)

    items, _ = await thread_content(other_store, "thr")
    assert [item.id for item in items] == names


async def test_a_file_is_the_same_after_a_round_trip(store, tmp_path):
    await fill(store)
    first, second = io.StringIO(), io.StringIO()

    await export_threads(store, first, CONTEXT)
    first.seek(0)
    other = MemoryStore()
    await import_threads(other, first, CONTEXT)
    await export_threads(other, second, CONTEXT)

    assert second.getvalue().splitlines()[1:] == first.getvalue().splitlines()[1:]


async def test_an_empty_file_comes_back_and_is_copied(tmp_path):
    store, other = MemoryStore(), MemoryStore()
    attachment = FileAttachment(id="f", name="f", mime_type="x/y", thread_id="thr")
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), CONTEXT)
    await store.save_attachment(attachment, CONTEXT)
    await store.attachment_store().keep("f", b"", CONTEXT)
    await store.add_thread_item("thr", said("m", attachments=[attachment]), CONTEXT)

    await export_threads(store, tmp_path / "file", CONTEXT)
    await import_threads(other, tmp_path / "file", CONTEXT)
    copy = await copy_thread(other, "thr", CONTEXT)

    for thread_id in ("thr", copy.id):
        _, files = await thread_content(other, thread_id)
        assert [data for _, data in files.values()] == [b""]


async def test_no_threads_may_be_chosen(store):
    await fill(store)

    assert await export_threads(store, io.StringIO(), CONTEXT, thread_ids=[]) == 0


async def test_chosen_threads_are_written_once_and_in_their_order(store):
    for name in "abc":
        await store.save_thread(ThreadMetadata(id=name, created_at=NOW), CONTEXT)
    file = io.StringIO()

    assert await export_threads(store, file, CONTEXT, thread_ids=["c", "a", "c"]) == 2

    lines = [json.loads(line) for line in file.getvalue().splitlines()]
    assert [line["thread"]["id"] for line in lines if line["type"] == "thread"] == ["c", "a"]


async def test_halves_of_characters_are_joined_or_replaced(tmp_path):
    store, other = MemoryStore(), MemoryStore()
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), CONTEXT)
    hidden = HiddenContextItem(id="h", thread_id="thr", created_at=NOW, content={"a\ud83d\ude00": ["x\ud800", 1]})
    await store.add_thread_item("thr", hidden, CONTEXT)

    await export_threads(store, tmp_path / "file", CONTEXT)
    await import_threads(other, tmp_path / "file", CONTEXT)

    assert (await other.load_item("thr", "h", CONTEXT)).content == {"a😀": ["x\ufffd", 1]}


async def test_an_item_comes_back_in_the_thread_where_it_is_whatever_it_says(tmp_path):
    store, other = MemoryStore(), MemoryStore()
    await store.save_thread(ThreadMetadata(id="here", created_at=NOW), CONTEXT)
    await store.add_thread_item("here", answered("m", thread_id="elsewhere"), CONTEXT)

    await export_threads(store, tmp_path / "file", CONTEXT)
    await import_threads(other, tmp_path / "file", CONTEXT)

    assert (await other.load_item("here", "m", CONTEXT)).thread_id == "here"


async def test_how_a_file_was_uploaded_is_not_written():
    store, file = MemoryStore(), io.StringIO()
    secret = {"url": "https://example.org/up?signature=SECRET", "method": "PUT", "headers": {"Authorization": "SECRET"}}
    attachment = FileAttachment(id="f", name="f", mime_type="x/y", upload_descriptor=secret)
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), CONTEXT)
    await store.save_attachment(attachment, CONTEXT)
    await store.add_thread_item("thr", said("m", attachments=[attachment]), CONTEXT)

    await export_threads(store, file, CONTEXT)

    assert '"f"' in file.getvalue()
    assert "SECRET" not in file.getvalue()


async def test_a_line_that_is_too_large_for_a_file_is_named(monkeypatch):
    monkeypatch.setattr("chatkit_notebook.store.portable.lines.LONGEST", 300)
    store = MemoryStore()
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW, title="x" * 100), CONTEXT)
    assert await export_threads(store, io.StringIO(), CONTEXT) == 1
    await store.add_thread_item("thr", answered("long", "x" * 300), CONTEXT)

    with pytest.raises(ValueError, match="The item 'long' of the thread 'thr' is too large for a file of threads"):
        await export_threads(store, io.StringIO(), CONTEXT)


async def test_the_items_of_a_thread_are_written_once_even_if_a_store_loads_them_with_it():
    class Whole(MemoryStore):
        async def load_thread(self, thread_id, context):
            thread = await super().load_thread(thread_id, context)
            return Thread(**dict(thread), items=await super().load_thread_items(thread_id, None, 9, "asc", context))

    store, file = Whole(), io.StringIO()
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), CONTEXT)
    await store.add_thread_item("thr", answered("once"), CONTEXT)

    await export_threads(store, file, CONTEXT, thread_ids=["thr"])

    assert file.getvalue().count('"once"') == 1


async def test_an_owner_exports_and_imports_only_what_is_theirs(url, tmp_path):
    store = SQLStore(url, owner=lambda context: context["user"])
    eve = {"user": "eve"}
    await fill(store)

    assert await export_threads(store, tmp_path / "none", eve) == 0
    with pytest.raises(NotFoundError, match="thr"):
        await export_threads(store, tmp_path / "none", eve, thread_ids=["thr"])
    assert await export_threads(store, tmp_path / "chosen", CONTEXT, thread_ids=["thr"]) == 1
    await export_threads(store, tmp_path / "file", CONTEXT)
    await import_threads(store, tmp_path / "file", eve)
    await store.delete_thread("thr", eve)

    assert (await store.load_thread("thr", CONTEXT)).title == "Trip"
    assert await store.attachment_store().read("at file", CONTEXT) == FILES["at file"]
    store.close()


async def test_a_store_of_the_official_package_is_written_and_filled_with_its_own_models(tmp_path):
    from chatkit.types import ThreadMetadata as OfficialThread
    from chatkit.types import UserMessageItem as OfficialMessage

    from tests.official_server import DictStore

    store = MemoryStore()
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW, title="Trip"), CONTEXT)
    await store.add_thread_item("thr", said("m"), CONTEXT)
    official, again = DictStore(), MemoryStore()

    await export_threads(store, tmp_path / "file", CONTEXT)
    await import_threads(official, tmp_path / "file", CONTEXT)
    await export_threads(official, tmp_path / "official", CONTEXT)
    await import_threads(again, tmp_path / "official", CONTEXT)

    assert type(official.threads["thr"]) is OfficialThread
    assert type(official.items["thr"]["m"]) is OfficialMessage
    assert await content(again) == await content(store)


async def test_the_lines_are_as_documented(tmp_path):
    store = MemoryStore()
    await fill(store)

    await export_threads(store, tmp_path / "file", CONTEXT)

    lines = [json.loads(line) for line in (tmp_path / "file").read_text("utf-8").split("\n")[:-1]]
    assert (lines[0]["type"], lines[0]["version"]) == ("chatkit.threads", 1)
    assert [line["type"] for line in lines[1:6]] == ["thread", "attachment", "attachment", "item", "attachment"]
    assert lines[1]["thread"]["metadata"]["any"][0] == "thing"
    assert lines[-1] == {"type": "end", "threads": 2, "items": 15}


# --- the file


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


# --- times


@pytest.fixture
def in_zone(monkeypatch):
    def move(name):
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


async def test_times_are_the_same_moments_in_another_zone(in_zone, tmp_path):
    in_zone("America/New_York")
    store, other = MemoryStore(), MemoryStore()
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), CONTEXT)
    await store.add_thread_item("thr", said("a"), CONTEXT)
    await export_threads(store, tmp_path / "file", CONTEXT)

    in_zone("Asia/Tokyo")
    await import_threads(other, tmp_path / "file", CONTEXT)

    items, _ = await thread_content(other, "thr")
    there = NOW + timedelta(hours=14)
    assert [(await other.load_thread("thr", CONTEXT)).created_at, items[0].created_at] == [there, there]
