"""What our stores promise beyond the words of ``Store``."""

from datetime import datetime

import pytest

from chatkit_notebook.store import NotFoundError
from chatkit_notebook.types import ThreadMetadata
from tests.store.contract.samples import CONTEXT, NOW, add, item_ids, message, thread


class StrictContract:
    """For stores as exacting as ours: no server needs this of a plain one.

    - A limit below 1 and an order that is none are refused by name; any larger limit is a limit.
    - The first and last days of the calendar are times.
    - What is saved again keeps its place, whatever time it says.
    - Text that has no encoding (half a surrogate pair) names nothing.
    - Numbers of a thread's metadata come back that JSON or a database can't hold.
    - Ids begin with what they are for.
    """

    @pytest.mark.parametrize(
        ("limit", "order", "said"), [(0, "asc", "0"), (-1, "desc", "-1"), (5, "sideways", "sideways")]
    )
    async def test_a_page_that_makes_no_sense_is_refused(self, store, limit, order, said):
        with pytest.raises(ValueError, match=said):
            await store.load_thread_items("thr", None, limit, order, CONTEXT)
        with pytest.raises(ValueError, match=said):
            await store.load_threads(limit, None, order, CONTEXT)

    async def test_a_page_may_ask_for_more_than_there_could_be(self, store):
        await store.add_thread_item("thr", message("a"), CONTEXT)

        assert len((await store.load_thread_items("thr", None, 10**30, "asc", CONTEXT)).data) == 1

    async def test_the_first_and_last_days_of_the_calendar_are_times_as_well(self, store):
        first, last = datetime.min, datetime.max  # noqa: DTZ901 - naive is the default
        old = datetime(1900, 1, 1)  # noqa: DTZ001 - naive is the default
        await add(store, message("last", created_at=last), message("old", created_at=old), message("now"))
        await add(store, message("first", created_at=first))

        assert await item_ids(store) == ["first", "old", "now", "last"]

    @pytest.mark.parametrize("minutes", [-5, 5])
    async def test_what_is_saved_with_another_time_keeps_its_place(self, store, minutes):
        for name in "abc":
            await store.save_thread(thread(name), CONTEXT)
            await add(store, message(name))

        await store.save_thread(thread("b", minutes), CONTEXT)
        await store.save_item("thr", message("b", minutes), CONTEXT)

        assert [each.id for each in (await store.load_threads(9, None, "asc", CONTEXT)).data] == ["a", "b", "c"]
        assert await item_ids(store) == ["a", "b", "c"]

    async def test_half_a_character_names_nothing(self, store):
        with pytest.raises(NotFoundError):
            await store.load_thread("\ud800", CONTEXT)
        await store.delete_thread("\udfff", CONTEXT)

    async def test_numbers_that_no_database_counts_in_are_kept(self, store):
        metadata = {"int": 2**200, "float": 1e-320, "infinite": float("-inf")}
        await store.save_thread(ThreadMetadata(id="thr", created_at=NOW, metadata=metadata), CONTEXT)

        assert (await store.load_thread("thr", CONTEXT)).metadata == metadata

    def test_new_ids_tell_what_they_are_for(self, store):
        assert store.generate_thread_id(CONTEXT).startswith("thr_")
        prefixes = {"message": "msg", "tool_call": "tc", "task": "tsk", "workflow": "wf", "sdk_hidden_context": "shcx"}
        for kind, prefix in prefixes.items():
            ids = {store.generate_item_id(kind, thread(), CONTEXT) for _ in range(100)}
            assert len(ids) == 100
            assert all(each.startswith(f"{prefix}_") for each in ids)
