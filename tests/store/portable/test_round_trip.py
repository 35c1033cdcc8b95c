"""Threads written to a file and made from it again, over every kind of store."""

import io
import json
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
from tests.store.portable.threads import CONTEXT, FILES, NOW, answered, content, fill, said, thread_content


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
    monkeypatch.setattr("chatkit_notebook.store.portable.file.LONGEST", 300)
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
