"""Search in what was said: through the server's store, if it can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.client import failures

if TYPE_CHECKING:
    from chatkit_notebook.client.scene import Conversation
    from chatkit_notebook.store.search import Found


def why_no_search(server: Any) -> str | None:
    """Why nothing can be searched for in a server's store; None if it can."""
    store = getattr(server, "store", None)
    if store is None:
        return f"{type(server).__name__} has no store in its attribute `store`."
    if not callable(getattr(store, "search", None)):
        return (
            f"the store {type(store).__name__} can't search. MemoryStore and SQLStore can, and so can one that has a "
            "method search(query, context, limit)."
        )
    return None


async def search(conversation: Conversation, query: str, limit: int, source: str) -> list[Found]:
    """Find what was said, and log what was asked and how much was found.

    Raises:
        NotImplementedError: The server's store can't search.
        ValueError: There is no word in the query, or the limit makes no sense.
        Exception: Whatever the store raised.
    """
    server = conversation.server
    if (reason := why_no_search(server)) is not None:
        raise NotImplementedError(f"There is no search here: {reason}")
    store: Any = getattr(server, "store", None)
    event = {"type": "chatkit.search", "source": source, "query": query}
    try:
        found = await store.search(query, conversation.context, limit)
    except Exception as error:
        conversation.log.append({**event, "found": None, "error": failures.describe(error)})
        raise
    conversation.log.append({**event, "found": len(found), "error": None})
    return found
