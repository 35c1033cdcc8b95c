"""What every store promises about threads and the metadata of attachments."""

from datetime import UTC

import pytest

from chatkit_notebook.store import NotFoundError
from chatkit_notebook.types import FileAttachment, ImageAttachment, LockedStatus, Page, Thread, ThreadMetadata
from tests.store.contract.samples import CONTEXT, NOW, add, item_ids, message, thread


async def thread_ids(store, after=None, limit=20, order="asc"):
    return [each.id for each in (await store.load_threads(limit, after, order, CONTEXT)).data]


class ThreadsContract:
    """Threads and attachments load as they were saved, until they are deleted."""

    @pytest.mark.parametrize(
        "saved",
        [
            thread(),
            thread(title=""),
            thread(title="Ünïcode", metadata={"a": {"b": [1, None]}}, allowed_image_domains=[]),
            thread(status=LockedStatus(reason="Done"), allowed_image_domains=["example.org"]),
            ThreadMetadata(id="aware", created_at=NOW.replace(tzinfo=UTC)),
        ],
    )
    async def test_a_saved_thread_loads_as_it_was(self, store, saved):
        await store.save_thread(saved, CONTEXT)

        loaded = await store.load_thread(saved.id, CONTEXT)

        assert loaded == saved
        assert type(loaded) is ThreadMetadata

    async def test_saving_a_known_thread_replaces_all_of_it(self, store):
        await store.save_thread(thread(title="Old", metadata={"a": 1, "b": 2}), CONTEXT)

        await store.save_thread(thread(title=None, metadata={"a": 3}), CONTEXT)

        assert await store.load_thread("thr", CONTEXT) == thread(metadata={"a": 3})
        assert await thread_ids(store) == ["thr"]

    async def test_the_items_of_a_saved_thread_are_not_meant(self, store):
        await add(store, message("kept"))
        whole = Thread(**dict(thread()), items=Page(data=[message("not meant")]).model_dump())

        await store.save_thread(whole, CONTEXT)

        assert await store.load_thread("thr", CONTEXT) == thread()
        assert await item_ids(store) == ["kept"]

    async def test_an_unknown_thread_is_not_found(self, store):
        with pytest.raises(NotFoundError, match="nope"):
            await store.load_thread("nope", CONTEXT)

    async def test_threads_come_by_their_creation(self, store):
        for name, minutes in (("b", 2), ("a", 1), ("c", 3)):
            await store.save_thread(thread(name, minutes), CONTEXT)

        assert await thread_ids(store, order="asc") == ["a", "b", "c"]
        assert await thread_ids(store, order="desc") == ["c", "b", "a"]

    async def test_saving_a_thread_again_keeps_its_place(self, store):
        for name in ("a", "b", "c"):
            await store.save_thread(thread(name), CONTEXT)

        await store.save_thread(thread("a", title="New"), CONTEXT)

        assert await thread_ids(store) == ["a", "b", "c"]

    @pytest.mark.parametrize("count", [4, 5])
    @pytest.mark.parametrize("order", ["asc", "desc"])
    async def test_threads_page_in_both_directions(self, store, order, count):
        names = [f"t{minute}" for minute in range(count)]
        for minute, name in enumerate(names):
            await store.save_thread(thread(name, minute), CONTEXT)
        names = names if order == "asc" else names[::-1]

        after = None
        for start in range(0, count, 2):
            page = await store.load_threads(2, after, order, CONTEXT)
            more = start + 2 < count
            after = names[start + 1] if more else None
            assert [each.id for each in page.data] == names[start : start + 2]
            assert (page.has_more, page.after) == (more, after)

    async def test_a_deleted_thread_is_gone_with_its_items(self, store):
        await store.save_thread(thread(), CONTEXT)
        await store.save_thread(thread("other"), CONTEXT)
        await add(store, message("a"))
        await add(store, message("b", thread_id="other"), thread_id="other")

        await store.delete_thread("thr", CONTEXT)
        await store.delete_thread("never there", CONTEXT)

        assert await thread_ids(store) == ["other"]
        assert await item_ids(store) == []
        assert await item_ids(store, thread_id="other") == ["b"]
        with pytest.raises(NotFoundError):
            await store.load_item("thr", "a", CONTEXT)

    async def test_attachments_are_saved_replaced_and_deleted(self, store):
        file = FileAttachment(id="a", name="a.txt", mime_type="text/plain", metadata={"key": [1]})
        upload = {"url": "https://example.org/u", "method": "PUT", "headers": {"a": "b"}}
        image = ImageAttachment(
            id="b", name="b", mime_type="image/png", preview_url="https://example.org", upload_descriptor=upload
        )
        for attachment in (file, image):
            await store.save_attachment(attachment, CONTEXT)
            assert await store.load_attachment(attachment.id, CONTEXT) == attachment

        owned = file.model_copy(update={"thread_id": "thr"})
        await store.save_attachment(owned, CONTEXT)
        assert await store.load_attachment("a", CONTEXT) == owned

        await store.delete_attachment("a", CONTEXT)
        await store.delete_attachment("never there", CONTEXT)
        with pytest.raises(NotFoundError, match="a"):
            await store.load_attachment("a", CONTEXT)
        assert await store.load_attachment("b", CONTEXT) == image
