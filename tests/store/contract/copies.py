"""What every store promises about the objects that it takes and hands out."""

from chatkit_notebook.types import LockedStatus, UserMessageTextContent
from tests.store.contract.samples import CONTEXT, ITEMS, add, thread


class CopiesContract:
    """Objects belong to the caller: what is done to them does not reach the store."""

    async def test_what_is_done_to_a_saved_object_does_not_reach_the_store(self, store):
        saved = thread(metadata={"deep": [1]}, status=LockedStatus(reason="a"), allowed_image_domains=["a"])
        item, attachment = ITEMS[0].model_copy(deep=True), ITEMS[0].attachments[0].model_copy(deep=True)
        await store.save_thread(saved, CONTEXT)
        await add(store, item)
        await store.save_attachment(attachment, CONTEXT)

        saved.title = "changed"
        saved.metadata["deep"].append(2)
        saved.status.reason = "b"
        saved.allowed_image_domains.append("b")
        item.content[0].text = "changed"
        item.content[1].data["a"][1]["b"] = 0
        item.content.append(UserMessageTextContent(text="more"))
        attachment.metadata["key"].append(2)

        unchanged = thread(metadata={"deep": [1]}, status=LockedStatus(reason="a"), allowed_image_domains=["a"])
        assert await store.load_thread("thr", CONTEXT) == unchanged
        assert await store.load_item("thr", "user", CONTEXT) == ITEMS[0]
        assert await store.load_attachment("a", CONTEXT) == ITEMS[0].attachments[0]

    async def test_what_is_done_to_a_loaded_object_does_not_reach_the_store(self, store):
        await store.save_thread(thread(metadata={"deep": [1]}), CONTEXT)
        await add(store, ITEMS[0])
        await store.save_attachment(ITEMS[0].attachments[0], CONTEXT)

        (await store.load_thread("thr", CONTEXT)).metadata["deep"].append(2)
        (await store.load_threads(1, None, "asc", CONTEXT)).data[0].metadata["deep"].append(2)
        (await store.load_item("thr", "user", CONTEXT)).content[1].data["a"].append(2)
        (await store.load_thread_items("thr", None, 1, "asc", CONTEXT)).data[0].content.clear()
        (await store.load_attachment("a", CONTEXT)).metadata["key"].append(2)

        assert (await store.load_thread("thr", CONTEXT)).metadata == {"deep": [1]}
        assert await store.load_item("thr", "user", CONTEXT) == ITEMS[0]
        assert (await store.load_attachment("a", CONTEXT)).metadata == {"key": [1]}
