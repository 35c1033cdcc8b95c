"""What an import does with threads that are there already, and what is left when a store fails in the middle."""

import asyncio

import pytest

from chatkit_notebook.store import (
    BlobAttachmentStore,
    MemoryBlobs,
    MemoryStore,
    NotFoundError,
    PartialImportError,
    StoreError,
    export_threads,
    import_threads,
)
from chatkit_notebook.types import FileAttachment, ThreadMetadata
from tests.store.portable.thread_lines import thread, whole
from tests.store.portable.threads import CONTEXT, FILES, NOW, answered, content, fill, said, thread_content
from tests.store.test_ones_own import DictStore

# --- what is there already


async def names(store):
    return {name: thread.title for name, (thread, *_) in (await content(store)).items()}


@pytest.fixture
async def file(tmp_path):
    """A file with the threads "new" and "thr"; the latter has an attachment."""
    store = MemoryStore()
    await store.save_thread(ThreadMetadata(id="new", created_at=NOW, title="New"), CONTEXT)
    await fill(store)
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW, title="From the file"), CONTEXT)
    await export_threads(store, tmp_path / "file", CONTEXT, thread_ids=["new", "thr"])
    return tmp_path / "file"


async def test_a_thread_that_exists_stops_an_import_before_it_begins(store, file):
    await fill(store)
    before = await content(store)

    with pytest.raises(ValueError, match=r"'thr' exists already.*'skip'.*'copy'.*'replace'"):
        await import_threads(store, file, CONTEXT)

    assert await content(store) == before


async def test_threads_that_exist_can_be_left_out(store, file):
    await fill(store)
    before = (await content(store))["thr"]

    imported = await import_threads(store, file, CONTEXT, existing="skip")

    assert [thread.id for thread in imported] == ["new"]
    assert (await content(store))["thr"] == before


async def test_threads_that_exist_can_come_under_new_ids(store, file):
    await fill(store)
    before = (await content(store))["thr"]

    new, copy = await import_threads(store, file, CONTEXT, existing="copy")

    assert (new.id, copy.title) == ("new", "From the file")
    assert (await content(store))["thr"] == before
    _, items, files = (await content(store))[copy.id]
    assert [item.type for item in items] == [item.type for item in before[1]]
    assert not {item.id for item in items} & {item.id for item in before[1]}
    assert not set(files) & set(before[2])
    assert {data for _, data in files.values()} == {*FILES.values(), None}
    assert {attachment.thread_id for attachment, _ in files.values()} == {copy.id}


async def test_threads_that_exist_can_be_replaced(store, file):
    await fill(store)
    await store.add_thread_item("thr", answered("later", minutes=9), CONTEXT)
    await store.add_thread_item("thr", answered("first", "another text"), CONTEXT)

    await import_threads(store, file, CONTEXT, existing="replace")

    thread, items, files = (await content(store))["thr"]
    assert thread.title == "From the file"
    assert (items[0].id, items[0].type) == ("first", "user_message")
    assert "later" not in {item.id for item in items}
    assert files["at image"][1] == FILES["at image"]


async def test_what_else_to_do_with_them_is_refused(store, file):
    with pytest.raises(ValueError, match="'merge' must be"):
        await import_threads(store, file, CONTEXT, existing="merge")


async def test_the_attachment_of_another_thread_is_left_alone(store, file):
    mine = FileAttachment(id="at file", name="mine", mime_type="x/y", thread_id="mine")
    await store.save_attachment(mine, CONTEXT)
    await store.attachment_store().keep("at file", b"mine", CONTEXT)

    await import_threads(store, file, CONTEXT)

    assert await store.load_attachment("at file", CONTEXT) == mine
    assert await store.attachment_store().read("at file", CONTEXT) == b"mine"
    items, files = await thread_content(store, "thr")
    moved, kept = items[0].attachments
    assert (moved.name, kept.id) == ("a.bin", "at image")
    assert items[-1].attachments == [moved]
    assert files[moved.id][1] == FILES["at file"]


async def test_what_the_store_knows_of_an_attachment_comes_along(tmp_path):
    source, store = MemoryStore(), MemoryStore()
    await source.save_thread(ThreadMetadata(id="thr", created_at=NOW), CONTEXT)
    await source.add_thread_item("thr", said("a", attachments=[ATTACHMENT]), CONTEXT)
    known = ATTACHMENT.model_copy(update={"thread_id": "thr", "metadata": {"pages": 3}})
    await source.save_attachment(known, CONTEXT)

    await export_threads(source, tmp_path / "file", CONTEXT)
    await import_threads(store, tmp_path / "file", CONTEXT)

    assert await store.load_attachment("f", CONTEXT) == known
    assert (await store.load_item("thr", "a", CONTEXT)).attachments == [ATTACHMENT]


async def test_what_is_left_of_an_attachment_of_the_same_thread_is_replaced(tmp_path):
    await write(tmp_path / "file", ATTACHMENT)
    store = DictStore()
    await store.save_attachment(ATTACHMENT.model_copy(update={"name": "old", "thread_id": "one"}), CONTEXT)

    await import_threads(store, tmp_path / "file", CONTEXT)

    assert (await store.load_attachment("f", CONTEXT)).name == "f"
    assert (await store.load_item("one", "one a", CONTEXT)).attachments[0].id == "f"


async def test_an_attachment_gets_a_new_id_where_no_bytes_are_kept(tmp_path):
    await write(tmp_path / "file", ATTACHMENT)
    store = DictStore()
    mine = ATTACHMENT.model_copy(update={"name": "mine", "thread_id": "mine"})
    await store.save_attachment(mine, CONTEXT)

    await import_threads(store, tmp_path / "file", CONTEXT)

    new = {(await store.load_item(name, f"{name} a", CONTEXT)).attachments[0].id for name in ("one", "two", "three")}
    assert store.attachments.keys() == {"f"} | new
    assert len(new) == 3
    assert store.attachments["f"] == mine


# --- stores that fail


class AtAnItem:
    """Fails at one item, or stops there."""

    def __init__(self, item_id, reached=None):
        super().__init__()
        self.item_id, self.reached = item_id, reached

    async def add_thread_item(self, thread_id, item, context):
        if item.id == self.item_id and item.content[0].text == "new":
            if self.reached is None:
                raise StoreError("The disk is full.")
            self.reached.set()
            await asyncio.Event().wait()
        await super().add_thread_item(thread_id, item, context)


class Failing(AtAnItem, MemoryStore):
    pass


class FailingOfOnesOwn(AtAnItem, DictStore):
    """Forgets no attachments with a thread."""


async def write(path, attachment):
    source = MemoryStore()
    for name in ("one", "two", "three"):
        await source.save_thread(ThreadMetadata(id=name, created_at=NOW, title="new"), CONTEXT)
        await source.save_attachment(attachment, CONTEXT)
        await source.attachment_store().keep(attachment.id, b"new", CONTEXT)
        await source.add_thread_item(name, said(f"{name} a", "new", attachments=[attachment]), CONTEXT)
        await source.add_thread_item(name, said(f"{name} b", "new"), CONTEXT)
    await export_threads(source, path, CONTEXT)


ATTACHMENT = FileAttachment(id="f", name="f", mime_type="x/y")


async def test_an_import_that_fails_keeps_whole_threads_and_names_them(tmp_path):
    await write(tmp_path / "file", ATTACHMENT)
    store = Failing("two b")

    with pytest.raises(PartialImportError) as caught:
        await import_threads(store, tmp_path / "file", CONTEXT)

    assert str(caught.value) == (
        "The import stopped: The disk is full. Nothing of the thread 'two' was kept. Imported before it: 'one'."
    )
    assert [thread.id for thread in caught.value.imported] == ["one"]
    assert await names(store) == {"one": "new"}
    assert await store.attachment_store().read("f", CONTEXT) == b"new"
    assert len(store._attachments) == 1


async def test_attachments_of_a_thread_that_failed_are_removed_from_a_place_of_their_own(tmp_path):
    await write(tmp_path / "file", ATTACHMENT)
    store, files = FailingOfOnesOwn("two b"), BlobAttachmentStore(MemoryBlobs())
    files.generate_attachment_id = lambda mime_type, context: "of the second thread"

    with pytest.raises(PartialImportError):
        await import_threads(store, tmp_path / "file", CONTEXT, attachments=files)

    assert await files.read("f", CONTEXT) == b"new"
    assert list(store.attachments) == ["f"]
    with pytest.raises(NotFoundError):
        await files.read("of the second thread", CONTEXT)


@pytest.mark.parametrize(("count", "told"), [(10, "'t0', .*, 't9'\\.$"), (12, "'t0', .*, 't9' and 2 more\\.$")])
async def test_no_more_than_ten_threads_are_named(tmp_path, count, told):
    class Full(MemoryStore):
        async def save_thread(self, thread, context):
            if thread.id == f"t{count}":
                raise StoreError("The disk is full.")
            await super().save_thread(thread, context)

    lines = [thread(f"t{number}") for number in range(count + 1)]
    (tmp_path / "file").write_text(whole(*lines, threads=count + 1))

    with pytest.raises(PartialImportError, match=told):
        await import_threads(Full(), tmp_path / "file", CONTEXT)


async def test_what_may_be_left_of_a_thread_is_told(tmp_path):
    class Stuck(Failing):
        async def delete_thread(self, thread_id, context):
            raise StoreError("The disk is gone.")

    await write(tmp_path / "file", ATTACHMENT)

    with pytest.raises(PartialImportError, match=r"full\. A part of 'two' may be left\. Imported before it: 'one'"):
        await import_threads(Stuck("two b"), tmp_path / "file", CONTEXT)


async def test_an_attachment_is_removed_even_if_nobody_knows_whether_it_was_saved(tmp_path):
    class Unsure(DictStore):
        async def save_attachment(self, attachment, context):
            await super().save_attachment(attachment, context)
            raise StoreError("The server is gone.")

    await write(tmp_path / "file", ATTACHMENT)
    store = Unsure()

    with pytest.raises(PartialImportError):
        await import_threads(store, tmp_path / "file", CONTEXT)

    assert store.attachments == {}


async def test_an_import_that_is_cancelled_keeps_whole_threads(tmp_path):
    await write(tmp_path / "file", ATTACHMENT)
    reached = asyncio.Event()
    store = Failing("two b", reached)
    importing = asyncio.create_task(import_threads(store, tmp_path / "file", CONTEXT))
    await asyncio.wait_for(reached.wait(), 15)

    importing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await importing

    assert await names(store) == {"one": "new"}
    assert len(store._attachments) == 1
