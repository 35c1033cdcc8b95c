"""Search: through the server's store, and each one a row of the log."""

from types import SimpleNamespace

import pytest

from tests.doubles import ByteServer


class Store:
    def __init__(self, *found, error=None):
        self.found, self.error, self.asked = [*found], error, []

    async def search(self, query, context, limit):
        self.asked.append((query, context, limit))
        if self.error is not None:
            raise self.error
        return self.found


def searches(session):
    return [record.payload for record in session.log.where(type="chatkit.search")]


async def test_the_store_is_asked_and_the_search_logged_by_its_count(session_of):
    store = Store("one", "two")
    async with session_of(SimpleNamespace(store=store), context={"user": 1}) as session:
        assert await session.search("words", 5, source="view") == ["one", "two"]
        assert store.asked == [("words", {"user": 1}, 5)]
        row = {"type": "chatkit.search", "source": "view", "query": "words", "found": 2, "error": None}
        assert searches(session) == [row]


async def test_a_search_that_fails_is_a_row_with_its_reason(session_of):
    async with session_of(SimpleNamespace(store=Store(error=ValueError("no word")))) as session:
        with pytest.raises(ValueError, match="no word"):
            await session.search("  ", 5)
        (row,) = searches(session)
        assert (row["source"], row["found"], row["error"]["message"]) == ("python", None, "no word")


@pytest.mark.parametrize(
    ("server", "says"),
    [
        (ByteServer(lambda _: {}), "ByteServer has no store in its `store` attribute"),
        (SimpleNamespace(store=SimpleNamespace()), "the store SimpleNamespace can't search"),
        (SimpleNamespace(store=SimpleNamespace(search=None)), "the store SimpleNamespace can't search"),
    ],
)
async def test_where_nothing_can_be_searched_the_reason_is_told(session_of, server, says):
    async with session_of(server) as session:
        with pytest.raises(NotImplementedError, match=f"Search is not available: {says}"):
            await session.search("words", 5)
        assert searches(session) == []
