"""What every store that keeps bytes promises about uploads."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from chatkit_notebook.errors import AttachmentRefusedError
from chatkit_notebook.store import NotFoundError
from chatkit_notebook.types import FileAttachment
from tests.store.uploads import PIECE, announce, blobs_left, noise, send, upload

TEXT = noise(1_234, 1)


class UploadingContract:
    """A file that was announced comes in pieces, each once, from wherever it is sent."""

    async def test_an_announced_file_tells_where_its_bytes_go(self, store):
        files = store.attachment_store()

        attachment = await announce(
            store, files, TEXT, name="/home/ada/notes.txt", mime_type="Text/Plain; charset=utf-8"
        )

        assert await store.load_attachment(attachment.id, None) == attachment
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

    async def test_pieces_become_the_file(self, store):
        files = store.attachment_store()
        attachment = await announce(store, files, TEXT)

        answers = [
            await files.receive(attachment.id, offset, TEXT[offset : offset + 500], None) for offset in (0, 500, 1_000)
        ]

        assert answers == [(500, False), (1_000, False), (1_234, True)]
        assert await files.read(attachment.id, None) == TEXT
        assert await store.attachment_store().read(attachment.id, None) == TEXT

    async def test_an_empty_file_is_one_empty_piece(self, store):
        files = store.attachment_store()
        attachment = await announce(store, files)

        assert await files.receive(attachment.id, 7, b"", None) == (0, False)
        with pytest.raises(NotFoundError):
            await files.read(attachment.id, None)
        assert await files.receive(attachment.id, 0, b"", None) == (0, True)
        assert await files.read(attachment.id, None) == b""

    async def test_a_piece_at_another_place_is_answered_with_what_there_is(self, store):
        files = store.attachment_store()
        attachment = await announce(store, files, TEXT)
        await files.receive(attachment.id, 0, TEXT[:500], None)

        for offset in (0, 499, 501, 1_234, 10**12, -1):
            assert await files.receive(attachment.id, offset, TEXT[:100], None) == (500, False)

        assert await files.receive(attachment.id, 500, TEXT[500:], None) == (1_234, True)
        for offset in (0, 500, 1_234):
            assert await files.receive(attachment.id, offset, TEXT, None) == (1_234, True)
        assert await files.read(attachment.id, None) == TEXT

    async def test_a_file_that_is_not_whole_can_not_be_read(self, store):
        files = store.attachment_store()
        attachment = await announce(store, files, TEXT)
        await files.receive(attachment.id, 0, TEXT[:-1], None)

        with pytest.raises(NotFoundError, match=attachment.id):
            await files.read(attachment.id, None)

    async def test_more_than_was_announced_is_refused_again_and_again(self, store):
        files = store.attachment_store()
        attachment = await announce(store, files, TEXT)
        await files.receive(attachment.id, 0, TEXT[:500], None)

        for offset, data in ((500, TEXT[500:] + b"x"), (500, TEXT[500:]), (0, b"")):
            with pytest.raises(
                AttachmentRefusedError, match=r"'notes\.txt' has more than the 1,234 bytes that were ann"
            ):
                await files.receive(attachment.id, offset, data, None)

        assert blobs_left(store) == 0
        with pytest.raises(NotFoundError):
            await files.read(attachment.id, None)

    @pytest.mark.parametrize(
        ("data", "found"),
        [
            (TEXT, "is not a picture"),
            (b"GIF89a" + TEXT, "is of the type image/gif"),
            (b"\x89PN", "is not"),
            (b"", "is not"),
        ],
    )
    async def test_what_is_no_such_picture_is_refused(self, store, data, found):
        files = store.attachment_store()
        attachment = await announce(store, files, data, name="a.png", mime_type="image/png")

        with pytest.raises(AttachmentRefusedError, match=f"'a.png' {found}.*, and should be image/png"):
            await send(files, attachment.id, data)

        assert blobs_left(store) == 0

    async def test_an_unknown_upload_is_not_found(self, store):
        files = store.attachment_store()
        attachment = await announce(store, files, TEXT)

        with pytest.raises(NotFoundError, match="There is no upload 'atc_nope' in this process"):
            await files.receive("atc_nope", 0, b"x", None)
        with pytest.raises(NotFoundError, match=attachment.id):
            await store.attachment_store().receive(attachment.id, 0, TEXT, None)
        with pytest.raises(NotFoundError, match="atc_nope"):
            await files.read("atc_nope", None)

    async def test_pieces_that_come_at_once_come_in_order(self, store):
        files = store.attachment_store()
        attachment = await announce(store, files, TEXT)

        answers = await asyncio.gather(
            *(files.receive(attachment.id, at, TEXT[at : at + PIECE], None) for at in range(0, len(TEXT), PIECE))
        )

        assert answers[-1] == (1_234, True)
        assert await files.read(attachment.id, None) == TEXT

    def test_any_number_of_loops_may_send_at_once(self, store):
        files = store.attachment_store()

        def work(number):
            data = noise(2_000, number)

            async def work():
                attachment_id = await upload(store, files, data)
                return await files.read(attachment_id, None) == data

            return asyncio.run(work())

        with ThreadPoolExecutor(4) as pool:
            assert all(pool.map(work, range(12)))

    def test_one_file_may_come_from_several_loops(self, store):
        files = store.attachment_store()
        attachment = asyncio.run(announce(store, files, TEXT))

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

    async def test_a_piece_that_was_cancelled_may_come_again(self, store):
        files = store.attachment_store()
        attachment = await announce(store, files, TEXT)
        received, is_done = 0, False
        for turns in range(60):
            piece = asyncio.create_task(files.receive(attachment.id, received, TEXT[received : received + PIECE], None))
            for _ in range(turns % 5):
                await asyncio.sleep(0)
            piece.cancel()
            await asyncio.gather(piece, return_exceptions=True)
            received, is_done = await files.receive(attachment.id, -1, b"", None)

        while not is_done:
            received, is_done = await files.receive(
                attachment.id, received, TEXT[received : received + PIECE + 7], None
            )

        assert await files.read(attachment.id, None) == TEXT

    async def test_deleting_ends_an_upload(self, store):
        files = store.attachment_store()
        attachment = await announce(store, files, TEXT)
        await files.receive(attachment.id, 0, TEXT[:500], None)

        await files.delete_attachment(attachment.id, None)
        await store.delete_attachment(attachment.id, None)

        assert blobs_left(store) == 0
        with pytest.raises(NotFoundError):
            await files.receive(attachment.id, 500, TEXT[500:], None)
        assert blobs_left(store) == 0

    async def test_pieces_on_their_way_do_not_outlive_a_deletion(self, store):
        files = store.attachment_store()
        attachment = await announce(store, files, TEXT)

        pieces = [files.receive(attachment.id, at, TEXT[at : at + PIECE], None) for at in range(0, len(TEXT), PIECE)]
        results = await asyncio.gather(
            *pieces[:3], files.delete_attachment(attachment.id, None), *pieces[3:], return_exceptions=True
        )

        assert all(isinstance(each, NotFoundError) for each in results[4:])
        assert blobs_left(store) == 0

    async def test_an_upload_whose_pieces_another_process_deleted_says_so(self, store):
        files = store.attachment_store()
        attachment = await announce(store, files, TEXT)
        await files.receive(attachment.id, 0, TEXT[:500], None)

        await store.attachment_store().delete_attachment(attachment.id, None)

        with pytest.raises(NotFoundError, match="attach the file again"):
            await files.receive(attachment.id, 500, TEXT[500:], None)
        assert blobs_left(store) == 0
