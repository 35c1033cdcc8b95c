"""What the views search for in the history, and what was found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from chatkit_notebook import clock
from chatkit_notebook.bridge.patience import acknowledged
from chatkit_notebook.bridge.questions import Questions
from chatkit_notebook.locales import words
from chatkit_notebook.store.search import terms

if TYPE_CHECKING:
    from chatkit_notebook.bridge import envelope
    from chatkit_notebook.bridge.messages import FoundItem
    from chatkit_notebook.bridge.outbox import Send
    from chatkit_notebook.bridge.questions import Answer
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
        refusals: Reports what was wrong.
    """

    def __init__(self, session: Session, send: Send, refusals: Refusals) -> None:
        self._session = session
        self._send = send
        self._questions = Questions(
            session, send, refusals, most=MOST_ASKED, too_many=lambda count: words().searches_crowded(count)
        )

    def take(self, search: envelope.Search) -> None:
        """Search, and send what was found."""
        self._questions.ask(search.id, partial(self._answer, search))

    async def _answer(self, search: envelope.Search) -> Answer:
        with acknowledged(search.id, self._send):
            found = await self._find(search.query)
        shown = [_told(each) for each in found[:MOST_FOUND]]
        return {"data": shown, "has_more": len(found) > MOST_FOUND}, []

    async def _find(self, query: str) -> list[Found]:
        # A bracket or a dash is how some begin to type: nothing is found yet, and nothing is wrong.
        return await self._session.search(query, MOST_FOUND + 1, source="view") if _has_words(query) else []


def _has_words(query: str) -> bool:
    try:
        return bool(terms(query))
    except ValueError:
        return False


def _told(found: Found) -> FoundItem:
    return {
        "thread_id": found.thread.id,
        "title": found.thread.title,
        "item_id": found.item_id,
        # The browser may be in another time zone than the kernel.
        "created_at": clock.local(found.created_at).isoformat(),
        "excerpt": found.excerpt,
    }
