"""What every store that keeps bytes promises about them."""

from datetime import timedelta

import pytest

from chatkit_notebook.errors import AttachmentRefusedError
from chatkit_notebook.store import NotFoundError
from chatkit_notebook.types import FileAttachment
from tests.store.contract.samples import NAMES
from tests.store.contract.uploading import TEXT, UploadingContract
from tests.store.uploads import age, announce, blobs_left, send, upload

DAY = timedelta(days=1)
ALL = timedelta(days=-1)


class Named:
    """An attachment store whose ids are as its author likes."""

    def __init__(self, files, ids):
        ids = iter(ids)
        files.generate_attachment_id = lambda mime_type, context: next(ids)
        self.files = files


class AttachmentsContract(UploadingContract):
    """For a store with ``attachment_store`` and ``clean_up``, as ``MemoryStore`` has them. The context is None.

    The tests look into stores through ``age`` and ``blobs_left`` of ``tests/store/uploads.py``.

    - Pieces come in order, each once; one at another place is answered with what there is.
    - Only a whole file can be read; it is of the announced size, and a picture is of the announced type.
    - What was refused, cancelled or deleted leaves no bytes.
    - Several loops and threads may send at once, even one file.
    - Bytes go with their metadata, with their thread, and by ``clean_up`` when they were never sent.
    - Any text is an id.
    """

    @pytest.mark.parametrize("data", [b"", TEXT, bytes(2**20 + 1)], ids=len)
    async def test_bytes_at_hand_are_kept_at_once(self, store, data):
        files = store.attachment_store()
        attachment = await announce(store, files, data)

        await files.keep(attachment.id, data, None)

        assert await files.read(attachment.id, None) == data
        assert await files.receive(attachment.id, 0, b"x", None) == (len(data), True)

    async def test_bytes_need_no_announcement_to_be_kept(self, store):
        files = store.attachment_store()
        await store.save_attachment(FileAttachment(id="atc", name="a", mime_type="image/png"), None)

        for data in (TEXT, b"less"):
            await files.keep("atc", data, None)
            assert await files.read("atc", None) == data
        await store.delete_attachment("atc", None)

        assert blobs_left(store) == 0

    async def test_bytes_that_are_not_what_was_announced_are_not_kept(self, store):
        files = store.attachment_store()
        text = await announce(store, files, TEXT)
        picture = await announce(store, files, TEXT, name="a.png", mime_type="image/png")

        with pytest.raises(AttachmentRefusedError, match="has 1 bytes, and 1,234 were announced"):
            await files.keep(text.id, b"x", None)
        with pytest.raises(AttachmentRefusedError, match="is not a picture"):
            await files.keep(picture.id, TEXT, None)

        assert blobs_left(store) == 0
        await files.keep(text.id, TEXT, None)
        assert await files.receive(text.id, 0, b"", None) == (1_234, True)
        assert await files.read(text.id, None) == TEXT

    async def test_deleted_bytes_are_gone(self, store):
        files = store.attachment_store()
        kept, deleted = [await upload(store, files, TEXT) for _ in range(2)]

        for _ in range(2):
            await files.delete_attachment(deleted, None)
            await store.delete_attachment(deleted, None)
        await files.delete_attachment("never there", None)

        with pytest.raises(NotFoundError, match=deleted):
            await files.read(deleted, None)
        assert await files.read(kept, None) == TEXT
        assert blobs_left(store) == 1

    async def test_the_bytes_go_even_if_only_the_metadata_is_deleted(self, store):
        attachment_id = await upload(store, store.attachment_store(), TEXT)

        await store.delete_attachment(attachment_id, None)

        assert blobs_left(store) == 0

    async def test_a_deleted_thread_takes_its_attachments_with_it(self, store):
        files = store.attachment_store()
        gone = [await upload(store, files, TEXT, thread_id="thr") for _ in range(3)]
        kept = await upload(store, files, TEXT, thread_id="other"), await upload(store, files, TEXT)

        for _ in range(2):
            await store.delete_thread("thr", None)

        for each in gone:
            with pytest.raises(NotFoundError):
                await store.load_attachment(each, None)
            with pytest.raises(NotFoundError):
                await files.read(each, None)
        for each in kept:
            assert (await store.load_attachment(each, None)).id == each
            assert await files.read(each, None) == TEXT
        assert blobs_left(store) == 2

    async def test_what_was_never_sent_is_cleaned_up_when_it_is_old(self, store):
        files = store.attachment_store()
        sent = await upload(store, files, TEXT, thread_id="thr")
        old, young = [await upload(store, files, TEXT) for _ in range(2)]
        begun, silent, fresh = [await announce(store, files, TEXT) for _ in range(3)]
        for each in (begun, fresh):
            await files.receive(each.id, 0, TEXT[:500], None)
        for each in (sent, old, begun.id, silent.id):
            age(store, each, days=2)

        assert await store.clean_up(timedelta(days=3)) == 0
        assert await store.clean_up() == 3
        assert await store.clean_up(DAY) == 0

        for each in (old, begun.id, silent.id):
            with pytest.raises(NotFoundError):
                await store.load_attachment(each, None)
        assert blobs_left(store) == 3
        assert await files.read(sent, None) == await files.read(young, None) == TEXT
        assert await files.receive(fresh.id, 500, TEXT[500:], None) == (1_234, True)
        assert await store.clean_up(ALL) == 2
        assert blobs_left(store) == 1

    async def test_an_attachment_that_is_saved_again_is_as_old_as_before(self, store):
        attachment = await announce(store, store.attachment_store(), TEXT)
        age(store, attachment.id, days=2)

        await store.save_attachment(attachment.model_copy(update={"name": "new"}), None)

        assert await store.clean_up() == 1

    async def test_every_text_is_the_id_of_one_attachment(self, store):
        files = Named(store.attachment_store(), NAMES).files

        for name in NAMES:
            attachment = await announce(store, files, name.encode(), name=name or "x")
            assert attachment.id == name
            assert await send(files, name, name.encode(), piece=2**16) == (len(name.encode()), True)

        for name in NAMES:
            assert await files.read(name, None) == name.encode()
        for name in NAMES[::2]:
            await store.delete_attachment(name, None)
        for name in NAMES[1::2]:
            assert await files.read(name, None) == name.encode()
        assert blobs_left(store) == len(NAMES[1::2])
        assert await store.clean_up(ALL) == len(NAMES[1::2])
        assert blobs_left(store) == 0
