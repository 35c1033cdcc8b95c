"""What becomes of a thread that an import replaces, or fails to."""

import pytest

from chatkit_notebook.store import (
    BlobAttachmentStore,
    MemoryBlobs,
    MemoryStore,
    PartialImportError,
    StoreError,
    ThreadFileError,
    import_threads,
)
from chatkit_notebook.types import FileAttachment, ThreadMetadata
from tests.store.portable.test_importer import ATTACHMENT, Failing, names, write
from tests.store.portable.threads import CONTEXT, NOW, content, fill, said


@pytest.fixture
def aside(tmp_path, monkeypatch):
    """The folder in which a thread is kept that is being replaced."""
    folder = tmp_path / "aside"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


async def old(store, files=None, **fields):
    """Put the thread "two" into a store, as it was before, with an attachment."""
    attachment = FileAttachment(id="f", name="old", mime_type="x/y", thread_id="two")
    await store.save_thread(ThreadMetadata(id="two", created_at=NOW, title="old", **fields), CONTEXT)
    await store.save_attachment(attachment, CONTEXT)
    await (files or store.attachment_store()).keep("f", b"old", CONTEXT)
    await store.add_thread_item("two", said("two b", "old", thread_id="two", attachments=[attachment]), CONTEXT)
    return (await content(store))["two"]


async def test_a_thread_that_was_replaced_leaves_no_file(tmp_path, aside):
    await write(tmp_path / "file", ATTACHMENT)
    store = MemoryStore()
    await old(store)

    await import_threads(store, tmp_path / "file", CONTEXT, existing="replace")

    assert await names(store) == {"one": "new", "two": "new", "three": "new"}
    assert list(aside.iterdir()) == []


async def test_a_thread_that_can_not_be_put_aside_is_not_replaced(tmp_path, aside):
    await write(tmp_path / "file", ATTACHMENT)
    store = MemoryStore()
    before = await old(store)

    async def gone(*_):
        raise StoreError("The disk is gone.")

    store.load_thread_items = gone
    with pytest.raises(PartialImportError, match="gone"):
        await import_threads(store, tmp_path / "file", CONTEXT, existing="replace")

    del store.load_thread_items
    assert (await content(store))["two"] == before
    assert list(aside.iterdir()) == []


@pytest.mark.parametrize("is_deleted", [True, False])
async def test_a_thread_is_put_back_even_if_nobody_knows_whether_it_was_deleted(tmp_path, aside, is_deleted):
    class Unsure(MemoryStore):
        async def delete_thread(self, thread_id, context):
            if is_deleted:
                await super().delete_thread(thread_id, context)
            raise StoreError("The server is gone.")

    await write(tmp_path / "file", ATTACHMENT)
    store = Unsure()
    before = await old(store)

    with pytest.raises(PartialImportError, match=r"gone.*put back"):
        await import_threads(store, tmp_path / "file", CONTEXT, existing="replace")

    assert (await content(store))["two"] == before
    assert list(aside.iterdir()) == []


async def test_bytes_are_put_back_into_a_place_of_their_own(tmp_path, aside):
    await write(tmp_path / "file", ATTACHMENT)
    store, files = Failing("two b"), BlobAttachmentStore(MemoryBlobs())
    await old(store, files)

    with pytest.raises(PartialImportError, match="put back"):
        await import_threads(store, tmp_path / "file", CONTEXT, existing="replace", attachments=files)

    assert (await store.load_attachment("f", CONTEXT)).name == "old"
    assert await files.read("f", CONTEXT) == b"old"


async def test_a_thread_is_put_back_however_large_it_is(tmp_path, aside):
    await write(tmp_path / "file", ATTACHMENT)
    store = Failing("two b")
    await old(store, metadata={"many": [0] * 2_000_001})

    with pytest.raises(PartialImportError, match="put back"):
        await import_threads(store, tmp_path / "file", CONTEXT, existing="replace")

    assert len((await store.load_thread("two", CONTEXT)).metadata["many"]) == 2_000_001


async def test_a_thread_that_could_not_be_replaced_is_put_back(tmp_path, aside):
    await write(tmp_path / "file", ATTACHMENT)
    store = Failing("two b")
    await fill(store)
    before = await old(store)

    with pytest.raises(PartialImportError, match="put back"):
        await import_threads(store, tmp_path / "file", CONTEXT, existing="replace")

    assert (await content(store))["two"] == before
    assert list(aside.iterdir()) == []


async def test_a_thread_that_could_not_even_be_put_back_is_in_a_file_that_is_named(tmp_path, aside):
    await write(tmp_path / "file", ATTACHMENT)

    class Broken(Failing):
        is_broken = False

        async def delete_thread(self, thread_id, context):
            await super().delete_thread(thread_id, context)
            self.is_broken = True

        async def save_thread(self, thread, context):
            if self.is_broken:
                raise StoreError("The disk is gone.")
            await super().save_thread(thread, context)

    store = Broken("two b")
    await store.save_thread(ThreadMetadata(id="two", created_at=NOW, title="old"), CONTEXT)

    with pytest.raises(PartialImportError, match=r"in the file '.*\.jsonl': import it again"):
        await import_threads(store, tmp_path / "file", CONTEXT, existing="replace")

    (kept,) = aside.iterdir()
    assert await names(await MemoryStore.load(kept)) == {"two": "old"}


async def test_a_file_that_changes_while_it_is_imported_replaces_nothing(tmp_path):
    path = tmp_path / "file"
    await write(path, ATTACHMENT)

    class Slow(MemoryStore):
        async def load_thread(self, thread_id, context):
            with path.open("r+") as file:  # the same file, in place
                text = file.read().replace("three", "thr3e")
                file.seek(0)
                file.write(text)
            return await super().load_thread(thread_id, context)

    store = Slow()
    await store.save_thread(ThreadMetadata(id="thr3e", created_at=NOW, title="mine"), CONTEXT)

    with pytest.raises(PartialImportError, match="changed while it was read: the thread 'thr3e' is new") as caught:
        await import_threads(store, path, CONTEXT)

    assert type(caught.value.__cause__) is ThreadFileError
    assert await names(store) == {"one": "new", "two": "new", "thr3e": "mine"}
