"""What comes in pages is read to its end, and a store whose pages have no end is named."""

import pytest
from agents import Agent

from chatkit_notebook import Chat, MemoryStore, ScriptedModel
from chatkit_notebook.store.pages import paged
from chatkit_notebook.types import Page, ThreadMetadata
from tests.store.portable.threads import CONTEXT, NOW, answered

MOST_CALLS = 10


async def collect(items, seen):
    async for each in items:
        seen.append(each.id)


def pages(*given):
    """What loads the given pages in turn, without end, and what it was called with."""
    calls = []

    async def load(after):
        calls.append(after)
        assert len(calls) <= MOST_CALLS, "It would never end."
        ids, has_more, cursor = given[(len(calls) - 1) % len(given)]
        return Page(data=[answered(each, "words") for each in ids], has_more=has_more, after=cursor)

    return load, calls


async def test_pages_are_read_until_one_says_that_it_is_the_last():
    load, calls = pages(("ab", True, None), ("c", True, "c2"), ("d", False, "d"))

    assert [each.id async for each in paged(load)] == ["a", "b", "c", "d"]
    assert calls == [None, "b", "c2"]


async def test_an_empty_page_is_the_last():
    load, calls = pages(("a", True, None), ("", True, "z"))

    assert [each.id async for each in paged(load)] == ["a"]
    assert calls == [None, "a"]


@pytest.mark.parametrize(
    "given",
    [
        [("ab", True, None)],
        [("ab", True, "1"), ("ab", True, "2")],
        [("a", True, "1"), ("b", True, "2"), ("a", True, "3"), ("b", True, "4")],
        [("a", True, "1"), ("b", True, "1")],
        [("a", True, "1"), ("b", True, "2"), ("c", True, "1")],
    ],
    ids=["the same page", "under other cursors", "two in turn", "the same cursor", "an earlier cursor"],
)
async def test_pages_that_come_again_end_in_an_error(given):
    load, _ = pages(*given)
    seen = []

    with pytest.raises(RuntimeError, match="twice: "):
        await collect(paged(load), seen)

    assert len(seen) == len(set(seen))


class Repeating(MemoryStore):
    """Gives the first page whatever comes before it, under a cursor of its own each time."""

    async def load_thread_items(self, thread_id, after, limit, order, context):
        page = await super().load_thread_items(thread_id, None, limit, order, context)
        return Page(data=page.data, has_more=True, after=f"{after}+")

    async def load_threads(self, limit, after, order, context):
        page = await super().load_threads(limit, None, order, context)
        return Page(data=page.data, has_more=True, after=f"{after}+")


async def test_an_agent_does_not_read_such_a_store_forever():
    turn = await Chat(Agent(name="A", model=ScriptedModel(["hello"])), store=Repeating()).ask("hi")

    assert "twice: " in turn.error


async def test_a_list_of_threads_does_not_go_on_forever():
    store = Repeating()
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), CONTEXT)

    with pytest.raises(RuntimeError, match="twice: "):
        await Chat(lambda text: text, store=store).threads()
