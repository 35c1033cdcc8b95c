"""What every store promises about items."""

import pytest

from chatkit_notebook.store import NotFoundError
from chatkit_notebook.types import EndOfTurnItem
from tests.store.contract.samples import CONTEXT, ITEMS, NOW, add, item_ids, message


class ItemsContract:
    """Items load as they were saved, in the place that they had, until they are deleted."""

    @pytest.mark.parametrize("item", [pytest.param(item, id=item.id) for item in ITEMS])
    async def test_every_kind_of_item_loads_as_it_was(self, store, item):
        await store.add_thread_item("thr", item, CONTEXT)

        loaded = await store.load_item("thr", item.id, CONTEXT)

        assert loaded == item
        assert loaded.model_dump_json() == item.model_dump_json()
        assert (await store.load_thread_items("thr", None, 20, "asc", CONTEXT)).data == [item]

    async def test_an_unknown_item_is_not_found(self, store):
        await add(store, message("a"), message("b", thread_id="other"))

        for thread_id, item_id in (("thr", "nope"), ("other", "a"), ("nope", "a")):
            with pytest.raises(NotFoundError, match=item_id):
                await store.load_item(thread_id, item_id, CONTEXT)

    async def test_saving_an_item_keeps_its_place(self, store):
        await add(store, message("a"), message("b"), message("c"))

        await store.save_item("thr", message("b", text="new"), CONTEXT)

        assert await item_ids(store) == ["a", "b", "c"]
        assert (await store.load_item("thr", "b", CONTEXT)).content[0].text == "new"

    async def test_saving_an_unknown_item_adds_it(self, store):
        await store.save_item("thr", message("a"), CONTEXT)

        assert await item_ids(store) == ["a"]

    @pytest.mark.conformance(92)
    async def test_adding_a_known_item_replaces_it_in_its_place(self, store):
        await add(store, message("a"), message("b"))

        await add(store, message("a", text="new"))

        assert await item_ids(store) == ["a", "b"]
        assert (await store.load_item("thr", "a", CONTEXT)).content[0].text == "new"

    async def test_an_item_may_change_its_type(self, store):
        await add(store, message("a"))

        await store.save_item("thr", EndOfTurnItem(id="a", thread_id="thr", created_at=NOW), CONTEXT)

        assert (await store.load_item("thr", "a", CONTEXT)).type == "end_of_turn"

    async def test_a_deleted_item_is_gone(self, store):
        await add(store, message("a"), message("b"), message("c"))

        await store.delete_thread_item("thr", "b", CONTEXT)
        await store.delete_thread_item("thr", "never there", CONTEXT)
        await store.delete_thread_item("nope", "a", CONTEXT)

        assert await item_ids(store) == ["a", "c"]
        assert await item_ids(store, order="desc") == ["c", "a"]

    async def test_an_item_added_again_after_its_deletion_is_the_newest(self, store):
        await add(store, message("a"), message("b"))

        await store.delete_thread_item("thr", "a", CONTEXT)
        await add(store, message("a"))

        assert await item_ids(store) == ["b", "a"]
