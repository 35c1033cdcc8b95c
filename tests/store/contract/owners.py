"""What every store promises that tells the users of one server apart."""

import pytest

from chatkit_notebook.store import NotFoundError
from chatkit_notebook.types import FileAttachment
from tests.store.contract.samples import message, thread

ADA, BOB = {"user": "ada"}, {"user": "bob"}


class OwnersContract:
    """For a store whose owner is ``context["user"]``: each has threads, items and attachments of their own."""

    async def test_each_owner_has_a_store_of_their_own(self, store):
        for context in (ADA, BOB):
            await store.save_thread(thread(title=context["user"]), context)
            await store.add_thread_item("thr", message("msg", text=context["user"]), context)
            await store.save_attachment(FileAttachment(id="a", name=context["user"], mime_type="a/b"), context)
        await store.save_thread(thread("other"), ADA)

        await store.delete_thread("thr", ADA)
        await store.delete_attachment("a", ADA)
        await store.delete_thread_item("thr", "msg", ADA)

        assert [each.id for each in (await store.load_threads(9, None, "asc", ADA)).data] == ["other"]
        assert [each.title for each in (await store.load_threads(9, None, "asc", BOB)).data] == ["bob"]
        assert (await store.load_thread_items("thr", None, 9, "asc", ADA)).data == []
        assert (await store.load_thread_items("thr", None, 9, "asc", BOB)).data == [message("msg", text="bob")]
        assert (await store.load_attachment("a", BOB)).name == "bob"
        assert await store.load_item("thr", "msg", BOB) == message("msg", text="bob")
        for name, load in (
            ("other", store.load_thread("other", BOB)),
            ("other", store.load_threads(9, "other", "asc", BOB)),
            ("msg", store.load_item("thr", "msg", ADA)),
            ("msg", store.load_thread_items("thr", "msg", 9, "asc", ADA)),
            ("a", store.load_attachment("a", ADA)),
        ):
            with pytest.raises(NotFoundError, match=name):
                await load
