"""What every store promises about the order of items, and about pages of them."""

from datetime import timedelta, timezone

import pytest

from chatkit_notebook.store import NotFoundError
from chatkit_notebook.types import Page
from tests.store.contract.samples import CONTEXT, ITEMS, NOW, add, item_ids, message, thread


class PagesContract:
    """Items come by their creation, and in pages that cover everything once."""

    async def test_items_come_by_their_creation(self, store):
        await add(store, message("b", 2), message("a", 1), message("c", 3))

        assert await item_ids(store, order="asc") == ["a", "b", "c"]
        assert await item_ids(store, order="desc") == ["c", "b", "a"]

    async def test_a_microsecond_makes_a_difference(self, store):
        later = NOW + timedelta(microseconds=1)
        await add(store, message("b", created_at=later), message("a"))

        assert await item_ids(store) == ["a", "b"]

    @pytest.mark.conformance(91)
    async def test_items_of_the_same_time_come_in_the_order_of_their_arrival(self, store):
        names = [f"m{n}" for n in range(30)]
        await add(store, *[message(name) for name in names])

        asc = await item_ids(store, limit=17)
        desc = await item_ids(store, limit=17, order="desc")
        assert asc + await item_ids(store, after=asc[-1], limit=17) == names
        assert desc + await item_ids(store, after=desc[-1], limit=17, order="desc") == names[::-1]

    async def test_naive_and_aware_times_are_on_one_scale(self, store):
        local = NOW.astimezone()
        elsewhere = (NOW + timedelta(minutes=2)).astimezone(timezone(timedelta(hours=7)))
        await add(store, message("a", created_at=local), message("c", created_at=elsewhere), message("b", 1))

        assert await item_ids(store) == ["a", "b", "c"]

    @pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 100])
    @pytest.mark.parametrize("order", ["asc", "desc"])
    async def test_pages_cover_everything_once(self, store, limit, order):
        names = [f"m{n}" for n in range(7)]
        await add(store, *[message(name, n) for n, name in enumerate(names)])

        seen, after, more = [], None, True
        while more:
            page = await store.load_thread_items("thr", after, limit, order, CONTEXT)
            assert len(page.data) == min(limit, len(names) - len(seen))
            seen += [item.id for item in page.data]
            more = len(seen) < len(names)
            after = seen[-1] if more else None
            assert (page.has_more, page.after) == (more, after)

        assert seen == (names if order == "asc" else names[::-1])

    async def test_nothing_follows_the_last_item(self, store):
        await add(store, message("a"), message("b"))

        assert await store.load_thread_items("thr", "b", 20, "asc", CONTEXT) == Page(data=[])
        assert await store.load_thread_items("thr", "a", 20, "desc", CONTEXT) == Page(data=[])

    async def test_a_page_after_an_unknown_item_is_not_found(self, store):
        await store.save_thread(thread(), CONTEXT)
        await add(store, message("a"), message("b"))
        await store.delete_thread_item("thr", "b", CONTEXT)

        for after in ("b", "nope"):
            with pytest.raises(NotFoundError, match=after):
                await store.load_thread_items("thr", after, 20, "asc", CONTEXT)
        with pytest.raises(NotFoundError, match="nope"):
            await store.load_threads(20, "nope", "asc", CONTEXT)

    async def test_hidden_items_are_part_of_a_page(self, store):
        await add(store, *ITEMS[-2:])

        assert await item_ids(store) == ["hidden", "sdk"]

    async def test_a_thread_without_items_has_an_empty_page(self, store):
        await store.save_thread(thread(), CONTEXT)

        assert await store.load_thread_items("thr", None, 20, "asc", CONTEXT) == Page(data=[])
