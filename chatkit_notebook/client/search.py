"""Search in what was said: through the server's store, if it can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_notebook.client import failures

if TYPE_CHECKING:
    from chatkit_notebook.client.conversation import Conversation
    from chatkit_notebook.store.search import Found


async def search(conversation: Conversation, query: str, limit: int, source: str) -> list[Found]:
    """Find what was said, and log what was asked and how much was found.

    Raises:
        NotImplementedError: The server's store can't search.
        ValueError: There is no word in the query, or the limit is out of range.
        Exception: Whatever the store raised.
    """
    store = conversation.peer.searchable_store()
    event = {"type": "chatkit.search", "source": source, "query": query}
    try:
        found = await store.search(query, conversation.context, limit)
    except Exception as error:
        conversation.log.append({**event, "found": None, "error": failures.describe(error)})
        raise
    conversation.log.append({**event, "found": len(found), "error": None})
    return found
