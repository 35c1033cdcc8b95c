"""What the views search for in the history, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook import clock
from chatkit_notebook.bridge.patience import acknowledged
from chatkit_notebook.bridge.refusals import TooMuchError
from chatkit_notebook.client.requests import request_error
from chatkit_notebook.store.search import terms

if TYPE_CHECKING:
    from chatkit_notebook.bridge import envelope
    from chatkit_notebook.bridge.outbox import Send
    from chatkit_notebook.bridge.refusals import Refusals
    from chatkit_notebook.client import Session
    from chatkit_notebook.store.search import Found

MOST_FOUND = 200
"""Items that one answer names."""

MOST_ASKED = 50
"""Questions that may wait for an answer."""


class Searches:
    """Answers each question with one reply. All methods run on the session's loop.

    Args:
        session: The conversation.
        send: Sends one message to the views.
        refusals: Tells what was wrong.
    """

    def __init__(self, session: Session, send: Send, refusals: Refusals) -> None:
        self._session = session
        self._send = send
        self._refusals = refusals
        self._asked: set[str] = set()

    def take(self, search: envelope.Search) -> None:
        """Search. A question that is under way is not asked twice; one that was answered is asked again."""
        if search.id in self._asked:
            return
        if len(self._asked) >= MOST_ASKED:
            error = TooMuchError(f"{MOST_ASKED} searches are under way already. Wait until some have ended.")
            self._refusals.take(search.id, error)
            return
        self._asked.add(search.id)
        self._session.spawn(self._reply(search))

    async def _reply(self, search: envelope.Search) -> None:
        reply: dict[str, Any] = {"type": "reply", "id": search.id}
        try:
            with acknowledged(search.id, self._send):
                found = await self._find(search.query)
            shown = [_told(each) for each in found[:MOST_FOUND]]
            self._send({**reply, "body": {"data": shown, "has_more": len(found) > MOST_FOUND}})
        except Exception as error:  # noqa: BLE001 - the edge: each question ends in one reply
            self._send({**reply, "error": request_error(error)})
        finally:
            self._asked.discard(search.id)

    async def _find(self, query: str) -> list[Found]:
        # A bracket or a dash is how some begin to type: nothing is found yet, and nothing is wrong.
        return await self._session.search(query, MOST_FOUND + 1, source="view") if _has_words(query) else []


def _has_words(query: str) -> bool:
    try:
        return bool(terms(query))
    except ValueError:
        return False


def _told(found: Found) -> dict[str, Any]:
    return {
        "thread_id": found.thread.id,
        "title": found.thread.title,
        "item_id": found.item_id,
        # The browser may be in another time zone than the kernel.
        "created_at": clock.local(found.created_at).isoformat(),
        "excerpt": found.excerpt,
    }
