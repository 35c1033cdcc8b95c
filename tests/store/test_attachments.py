"""What every store promises about the bytes of attachments, wherever it keeps them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_notebook.errors import AttachmentRefusedError
from chatkit_notebook.store import MemoryStore, NotFoundError
from chatkit_notebook.types import AttachmentCreateParams, FileAttachment, ImageAttachment
from tests.store.test_names import NAMES
from tests.store.uploads import PIECE, PNG, age, announce, blobs_left, noise, send, upload

TEXT = noise(1_234, 1)
DAY = timedelta(days=1)
ALL = timedelta(days=-1)


# --- announcing


async def test_an_announced_file_tells_where_its_bytes_go(filing):
    files = filing.attachment_store()

    attachment = await announce(filing, files, TEXT, name="/home/ada/notes.txt", mime_type="Text/Plain; charset=utf-8")

    assert await filing.load_attachment(attachment.id, None) == attachment
    url = f"chatkit-notebook:///attachments/{attachment.id}"
    assert attachment == FileAttachment.model_validate(
        {
            "id": attachment.id,
            "name": "notes.txt",
            "mime_type": "text/plain",
            "upload_descriptor": {"url": url, "method": "PUT"},
            "metadata": {"size": len(TEXT)},
        }
    )


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


# --- receiving


async def test_pieces_become_the_file(filing):
    files = filing.attachment_store()
    attachment = await announce(filing, files, TEXT)

    answers = [
        await files.receive(attachment.id, offset, TEXT[offset : offset + 500], None) for offset in (0, 500, 1_000)
    ]

    assert answers == [(500, False), (1_000, False), (1_234, True)]
    assert await files.read(attachment.id, None) == TEXT
    assert await filing.attachment_store().read(attachment.id, None) == TEXT


async def test_an_empty_file_is_one_empty_piece(filing):
    files = filing.attachment_store()
    attachment = await announce(filing, files)

    assert await files.receive(attachment.id, 7, b"", None) == (0, False)
    with pytest.raises(NotFoundError):
        await files.read(attachment.id, None)
    assert await files.receive(attachment.id, 0, b"", None) == (0, True)
    assert await files.read(attachment.id, None) == b""


async def test_a_piece_at_another_place_is_answered_with_what_there_is(filing):
    files = filing.attachment_store()
    attachment = await announce(filing, files, TEXT)
    await files.receive(attachment.id, 0, TEXT[:500], None)

    for offset in (0, 499, 501, 1_234, 10**12, -1):
        assert await files.receive(attachment.id, offset, TEXT[:100], None) == (500, False)

    assert await files.receive(attachment.id, 500, TEXT[500:], None) == (1_234, True)
    for offset in (0, 500, 1_234):
        assert await files.receive(attachment.id, offset, TEXT, None) == (1_234, True)
    assert await files.read(attachment.id, None) == TEXT


async def test_a_file_that_is_not_whole_can_not_be_read(filing):
    files = filing.attachment_store()
    attachment = await announce(filing, files, TEXT)
    await files.receive(attachment.id, 0, TEXT[:-1], None)

    with pytest.raises(NotFoundError, match=attachment.id):
        await files.read(attachment.id, None)


async def test_more_than_was_announced_is_refused_again_and_again(filing):
    files = filing.attachment_store()
    attachment = await announce(filing, files, TEXT)
    await files.receive(attachment.id, 0, TEXT[:500], None)

    for offset, data in ((500, TEXT[500:] + b"x"), (500, TEXT[500:]), (0, b"")):
        with pytest.raises(AttachmentRefusedError, match=r"'notes\.txt' has more than the 1,234 bytes that were ann"):
            await files.receive(attachment.id, offset, data, None)

    assert blobs_left(filing) == 0
    with pytest.raises(NotFoundError):
        await files.read(attachment.id, None)


@pytest.mark.parametrize(
    ("data", "found"),
    [(TEXT, "is no picture"), (b"GIF89a" + TEXT, "is of the type image/gif"), (b"\x89PN", "is no"), (b"", "is no")],
)
async def test_what_is_no_such_picture_is_refused(filing, data, found):
    files = filing.attachment_store()
    attachment = await announce(filing, files, data, name="a.png", mime_type="image/png")

    with pytest.raises(AttachmentRefusedError, match=f"'a.png' {found}.*, and was announced as image/png"):
        await send(files, attachment.id, data)

    assert blobs_left(filing) == 0


async def test_a_picture_is_known_however_it_is_cut():
    store = MemoryStore()
    files = store.attachment_store()
    attachment = await announce(store, files, PNG, name="a.png", mime_type="image/png")

    assert await send(files, attachment.id, PNG, piece=1) == (len(PNG), True)


async def test_an_unknown_upload_is_not_found(filing):
    files = filing.attachment_store()
    attachment = await announce(filing, files, TEXT)

    with pytest.raises(NotFoundError, match="There is no upload 'atc_nope' in this process"):
        await files.receive("atc_nope", 0, b"x", None)
    with pytest.raises(NotFoundError, match=attachment.id):
        await filing.attachment_store().receive(attachment.id, 0, TEXT, None)
    with pytest.raises(NotFoundError, match="atc_nope"):
        await files.read("atc_nope", None)


async def test_pieces_that_come_at_once_come_in_order(filing):
    files = filing.attachment_store()
    attachment = await announce(filing, files, TEXT)

    answers = await asyncio.gather(
        *(files.receive(attachment.id, at, TEXT[at : at + PIECE], None) for at in range(0, len(TEXT), PIECE))
    )

    assert answers[-1] == (1_234, True)
    assert await files.read(attachment.id, None) == TEXT


def test_any_number_of_loops_may_send_at_once(filing):
    files = filing.attachment_store()

    def work(number):
        data = noise(2_000, number)

        async def work():
            attachment_id = await upload(filing, files, data)
            return await files.read(attachment_id, None) == data

        return asyncio.run(work())

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(12)))


def test_one_file_may_come_from_several_loops(filing):
    files = filing.attachment_store()
    attachment = asyncio.run(announce(filing, files, TEXT))

    def work(_number):
        async def work():
            received, is_done = 0, False
            while not is_done:
                piece = TEXT[received : received + 37]
                received, is_done = await files.receive(attachment.id, received, piece, None)

        asyncio.run(work())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert asyncio.run(files.read(attachment.id, None)) == TEXT


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


# --- cancelling


async def test_a_piece_that_was_cancelled_may_come_again(filing):
    files = filing.attachment_store()
    attachment = await announce(filing, files, TEXT)
    received, is_done = 0, False
    for turns in range(60):
        piece = asyncio.create_task(files.receive(attachment.id, received, TEXT[received : received + PIECE], None))
        for _ in range(turns % 5):
            await asyncio.sleep(0)
        piece.cancel()
        await asyncio.gather(piece, return_exceptions=True)
        received, is_done = await files.receive(attachment.id, -1, b"", None)

    while not is_done:
        received, is_done = await files.receive(attachment.id, received, TEXT[received : received + PIECE + 7], None)

    assert await files.read(attachment.id, None) == TEXT


async def test_deleting_ends_an_upload(filing):
    files = filing.attachment_store()
    attachment = await announce(filing, files, TEXT)
    await files.receive(attachment.id, 0, TEXT[:500], None)

    await files.delete_attachment(attachment.id, None)
    await filing.delete_attachment(attachment.id, None)

    assert blobs_left(filing) == 0
    with pytest.raises(NotFoundError):
        await files.receive(attachment.id, 500, TEXT[500:], None)
    assert blobs_left(filing) == 0


async def test_pieces_on_their_way_do_not_outlive_a_deletion(filing):
    files = filing.attachment_store()
    attachment = await announce(filing, files, TEXT)

    pieces = [files.receive(attachment.id, at, TEXT[at : at + PIECE], None) for at in range(0, len(TEXT), PIECE)]
    results = await asyncio.gather(
        *pieces[:3], files.delete_attachment(attachment.id, None), *pieces[3:], return_exceptions=True
    )

    assert all(isinstance(each, NotFoundError) for each in results[4:])
    assert blobs_left(filing) == 0


async def test_an_upload_whose_pieces_another_process_deleted_says_so(filing):
    files = filing.attachment_store()
    attachment = await announce(filing, files, TEXT)
    await files.receive(attachment.id, 0, TEXT[:500], None)

    await filing.attachment_store().delete_attachment(attachment.id, None)

    with pytest.raises(NotFoundError, match="attach the file again"):
        await files.receive(attachment.id, 500, TEXT[500:], None)
    assert blobs_left(filing) == 0


# --- all at once


@pytest.mark.parametrize("data", [b"", TEXT, bytes(2**20 + 1)], ids=len)
async def test_bytes_at_hand_are_kept_at_once(filing, data):
    files = filing.attachment_store()
    attachment = await announce(filing, files, data)

    await files.keep(attachment.id, data, None)

    assert await files.read(attachment.id, None) == data
    assert await files.receive(attachment.id, 0, b"x", None) == (len(data), True)


async def test_bytes_need_no_announcement_to_be_kept(filing):
    files = filing.attachment_store()
    await filing.save_attachment(FileAttachment(id="atc", name="a", mime_type="image/png"), None)

    for data in (TEXT, b"less"):
        await files.keep("atc", data, None)
        assert await files.read("atc", None) == data
    await filing.delete_attachment("atc", None)

    assert blobs_left(filing) == 0


async def test_bytes_that_are_not_what_was_announced_are_not_kept(filing):
    files = filing.attachment_store()
    text = await announce(filing, files, TEXT)
    picture = await announce(filing, files, TEXT, name="a.png", mime_type="image/png")

    with pytest.raises(AttachmentRefusedError, match="has 1 bytes, and 1,234 were announced"):
        await files.keep(text.id, b"x", None)
    with pytest.raises(AttachmentRefusedError, match="is no picture"):
        await files.keep(picture.id, TEXT, None)

    assert blobs_left(filing) == 0
    await files.keep(text.id, TEXT, None)
    assert await files.receive(text.id, 0, b"", None) == (1_234, True)
    assert await files.read(text.id, None) == TEXT


# --- deleting


async def test_deleted_bytes_are_gone(filing):
    files = filing.attachment_store()
    kept, deleted = [await upload(filing, files, TEXT) for _ in range(2)]

    for _ in range(2):
        await files.delete_attachment(deleted, None)
        await filing.delete_attachment(deleted, None)
    await files.delete_attachment("never there", None)

    with pytest.raises(NotFoundError, match=deleted):
        await files.read(deleted, None)
    assert await files.read(kept, None) == TEXT
    assert blobs_left(filing) == 1


async def test_the_bytes_go_even_if_only_the_metadata_is_deleted(filing):
    attachment_id = await upload(filing, filing.attachment_store(), TEXT)

    await filing.delete_attachment(attachment_id, None)

    assert blobs_left(filing) == 0


async def test_a_deleted_thread_takes_its_attachments_with_it(filing):
    files = filing.attachment_store()
    gone = [await upload(filing, files, TEXT, thread_id="thr") for _ in range(3)]
    kept = await upload(filing, files, TEXT, thread_id="other"), await upload(filing, files, TEXT)

    for _ in range(2):
        await filing.delete_thread("thr", None)

    for each in gone:
        with pytest.raises(NotFoundError):
            await filing.load_attachment(each, None)
        with pytest.raises(NotFoundError):
            await files.read(each, None)
    for each in kept:
        assert (await filing.load_attachment(each, None)).id == each
        assert await files.read(each, None) == TEXT
    assert blobs_left(filing) == 2


async def test_what_was_never_sent_is_cleaned_up_when_it_is_old(filing):
    files = filing.attachment_store()
    sent = await upload(filing, files, TEXT, thread_id="thr")
    old, young = [await upload(filing, files, TEXT) for _ in range(2)]
    begun, silent, fresh = [await announce(filing, files, TEXT) for _ in range(3)]
    for each in (begun, fresh):
        await files.receive(each.id, 0, TEXT[:500], None)
    for each in (sent, old, begun.id, silent.id):
        age(filing, each, days=2)

    assert await filing.clean_up(timedelta(days=3)) == 0
    assert await filing.clean_up() == 3
    assert await filing.clean_up(DAY) == 0

    for each in (old, begun.id, silent.id):
        with pytest.raises(NotFoundError):
            await filing.load_attachment(each, None)
    assert blobs_left(filing) == 3
    assert await files.read(sent, None) == await files.read(young, None) == TEXT
    assert await files.receive(fresh.id, 500, TEXT[500:], None) == (1_234, True)
    assert await filing.clean_up(ALL) == 2
    assert blobs_left(filing) == 1


# --- names


class Named:
    """An attachment store whose ids are as its author likes."""

    def __init__(self, files, ids):
        ids = iter(ids)
        files.generate_attachment_id = lambda mime_type, context: next(ids)
        self.files = files


async def test_every_text_is_the_id_of_one_attachment(filing):
    files = Named(filing.attachment_store(), NAMES).files

    for name in NAMES:
        attachment = await announce(filing, files, name.encode(), name=name or "x")
        assert attachment.id == name
        assert await send(files, name, name.encode(), piece=2**16) == (len(name.encode()), True)

    for name in NAMES:
        assert await files.read(name, None) == name.encode()
    for name in NAMES[::2]:
        await filing.delete_attachment(name, None)
    for name in NAMES[1::2]:
        assert await files.read(name, None) == name.encode()
    assert blobs_left(filing) == len(NAMES[1::2])
    assert await filing.clean_up(ALL) == len(NAMES[1::2])
    assert blobs_left(filing) == 0
