"""A store that fails says so: it is not taken for one that has nothing."""

import pytest

from chatkit_notebook.store import (
    MemoryStore,
    PartialImportError,
    StoreError,
    copy_thread,
    export_threads,
    import_threads,
)
from chatkit_notebook.types import FileAttachment, ThreadMetadata
from tests.store.portable.threads import CONTEXT, NOW, content, fill


async def gone(*_):
    raise StoreError("The disk is gone.")


@pytest.fixture
async def store():
    store = MemoryStore()
    await fill(store)
    return store


@pytest.fixture
async def file(store, tmp_path):
    await export_threads(store, tmp_path / "file", CONTEXT)
    return tmp_path / "file"


async def test_a_thread_that_can_not_be_looked_for_stops_an_import_before_it_begins(file):
    other = MemoryStore()
    await other.save_thread(ThreadMetadata(id="thr", created_at=NOW, title="mine"), CONTEXT)
    before = await content(other)
    other.load_thread = gone

    with pytest.raises(StoreError, match="gone"):
        await import_threads(other, file, CONTEXT)

    assert await content(other) == before


async def test_an_import_that_can_not_look_for_an_attachment_leaves_that_of_another_thread_alone(file):
    other = MemoryStore()
    mine = FileAttachment(id="at file", name="mine", mime_type="x/y", thread_id="mine")
    await other.save_attachment(mine, CONTEXT)
    load, other.load_attachment = other.load_attachment, gone

    with pytest.raises(PartialImportError, match="gone"):
        await import_threads(other, file, CONTEXT)

    assert await load("at file", CONTEXT) == mine


async def test_an_export_does_not_leave_out_what_can_not_be_read(store, tmp_path):
    files = store.attachment_store()
    files.read = gone

    with pytest.raises(StoreError, match="gone"):
        await export_threads(store, tmp_path / "of bytes", CONTEXT, attachments=files)
    store.load_attachment = gone
    with pytest.raises(StoreError, match="gone"):
        await export_threads(store, tmp_path / "of metadata", CONTEXT)

    assert list(tmp_path.iterdir()) == []


async def test_a_copy_does_not_leave_out_what_can_not_be_read(store):
    before = await content(store)
    files = store.attachment_store()
    files.read = gone

    with pytest.raises(StoreError, match="gone"):
        await copy_thread(store, "thr", CONTEXT, attachments=files)

    assert await content(store) == before
