"""What does not depend on where the bytes of attachments are kept."""

import asyncio
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_notebook.errors import AttachmentRefusedError
from chatkit_notebook.store import BlobAttachmentStore, MemoryBlobs, MemoryStore, NotFoundError, StoreError
from chatkit_notebook.types import AttachmentCreateParams, FileAttachment, ImageAttachment
from tests.store.uploads import PNG, announce, noise, send


@pytest.mark.parametrize("mime_type", ["image/png", "image/jpeg", "image/gif", "image/webp"])
async def test_a_picture_has_a_preview(mime_type):
    store = MemoryStore()

    attachment = await announce(store, store.attachment_store(), name="a", mime_type=mime_type)

    assert isinstance(attachment, ImageAttachment)
    assert str(attachment.preview_url) == f"chatkit-notebook:///attachments/{attachment.id}"


@pytest.mark.parametrize("mime_type", ["image/svg+xml", "image/tiff", "text/html", ""])
async def test_what_no_view_shows_safely_is_a_file(mime_type):
    store = MemoryStore()

    attachment = await announce(store, store.attachment_store(), name="a", mime_type=mime_type)

    assert isinstance(attachment, FileAttachment)
    assert attachment.mime_type in (mime_type, "application/octet-stream")


async def test_any_id_has_an_address():
    store = MemoryStore()
    files = store.attachment_store()
    files.generate_attachment_id = lambda mime_type, context: "a/b?c#d e"

    attachment = await announce(store, files, name="a", mime_type="image/png")

    assert str(attachment.preview_url) == "chatkit-notebook:///attachments/a%2Fb%3Fc%23d%20e"


async def test_the_first_announcement_starts_what_cleans_up():
    started = []
    files = BlobAttachmentStore(MemoryBlobs(), clean_up=lambda: started.append(1))
    assert started == []

    for _ in range(3):
        await announce(MemoryStore(), files)

    assert started == [1]


async def test_an_upload_that_was_announced_long_ago_is_forgotten(monkeypatch):
    store = MemoryStore()
    files = store.attachment_store()
    old = await announce(store, files, b"abc")
    hours = iter((23, 25))
    monkeypatch.setattr("chatkit_notebook.store.attachments.monotonic", lambda: monotonic() + next(hours) * 3600)

    await announce(store, files, b"abc")
    assert await files.receive(old.id, 0, b"ab", None) == (2, False)
    await announce(store, files, b"abc")

    with pytest.raises(NotFoundError, match="There is no upload"):
        await files.receive(old.id, 2, b"c", None)


async def test_bytes_that_could_not_take_the_place_of_others_have_to_come_again():
    class Full(MemoryBlobs):
        is_full = False

        async def append(self, owner, name, at, data):
            if self.is_full:
                raise StoreError("The disk is full.")
            await super().append(owner, name, at, data)

    blobs = Full()
    files = BlobAttachmentStore(blobs)
    attachment = await announce(MemoryStore(), files, b"abc")
    await files.keep(attachment.id, b"abc", None)

    blobs.is_full = True
    with pytest.raises(StoreError, match="full"):
        await files.keep(attachment.id, b"def", None)
    blobs.is_full = False

    assert await files.receive(attachment.id, -1, b"", None) == (0, False)
    assert await files.receive(attachment.id, 0, b"def", None) == (3, True)


async def test_a_negative_size_is_refused():
    files = MemoryStore().attachment_store()

    with pytest.raises(AttachmentRefusedError, match=r"'a\.txt' has -1 bytes"):
        await files.create_attachment(AttachmentCreateParams(name="a.txt", size=-1, mime_type=""), None)


async def test_a_picture_is_known_however_it_is_cut():
    store = MemoryStore()
    files = store.attachment_store()
    attachment = await announce(store, files, PNG, name="a.png", mime_type="image/png")

    assert await send(files, attachment.id, PNG, piece=1) == (len(PNG), True)


@given(st.integers(1, 50), st.lists(st.tuples(st.integers(-60, 60), st.integers(0, 30)), max_size=40))
def test_whatever_a_view_repeats_the_file_is_right(size, moves):
    """It tries pieces that begin before and after where they should, and at last sends what is missing."""
    data = noise(size, size)

    async def work():
        store = MemoryStore()
        files = store.attachment_store()
        attachment = await announce(store, files, data)
        received, is_done = 0, False
        for shift, length in moves:
            at = max(0, min(size, received + shift))
            received, is_done = await files.receive(attachment.id, at, data[at : at + length], None)
        if not is_done:
            assert await files.receive(attachment.id, received, data[received:], None) == (size, True)
        assert await files.read(attachment.id, None) == data

    asyncio.run(work())


async def test_bytes_kept_at_once_wait_for_the_piece_that_is_being_written():
    class Slow(MemoryBlobs):
        async def append(self, owner, blob_id, offset, data):
            order.append((data, "begins"))
            await asyncio.sleep(0)
            await super().append(owner, blob_id, offset, data)
            order.append((data, "ends"))

    order = []
    store, files = MemoryStore(), BlobAttachmentStore(Slow())
    attachment = await announce(store, files, b"one")
    piece = asyncio.ensure_future(files.receive(attachment.id, 0, b"on", {}))
    await asyncio.sleep(0)
    await files.keep(attachment.id, b"two", {})
    await piece

    assert order == [(b"on", "begins"), (b"on", "ends"), (b"two", "begins"), (b"two", "ends")]
    assert await files.read(attachment.id, {}) == b"two"
