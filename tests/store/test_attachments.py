"""What does not depend on where the bytes of attachments are kept."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_notebook.errors import AttachmentRefusedError
from chatkit_notebook.store import MemoryStore
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
