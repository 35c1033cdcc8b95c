"""The bytes of attachments on their way to the views, which show and save them."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from chatkit_notebook.bridge.questions import Questions
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from chatkit_notebook.bridge import envelope
    from chatkit_notebook.bridge.outbox import Send
    from chatkit_notebook.bridge.questions import Answer
    from chatkit_notebook.bridge.refusals import Refusals
    from chatkit_notebook.client import Session

_AT_ONCE = 2
"""Files that are in memory at the same time."""

MOST_ASKED = 500
"""Questions that may wait for an answer."""


class Fetches:
    """Answers each question with one reply that carries the bytes. All methods run on the session's loop.

    Args:
        session: The conversation.
        send: Sends one message with its bytes to the views.
        refusals: Reports what was wrong.
    """

    def __init__(self, session: Session, send: Send, refusals: Refusals) -> None:
        self._session = session
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._questions = Questions(
            session, send, refusals, most=MOST_ASKED, too_many=lambda count: words().files_crowded(count)
        )

    def take(self, fetch: envelope.Fetch) -> None:
        """Read an attachment, and send its bytes."""
        self._questions.ask(fetch.id, partial(self._read, fetch.attachment_id))

    async def _read(self, attachment_id: str) -> Answer:
        # What is read is sent before another one gets its turn.
        async with self._turns:
            attachment, data = await self._session.read_attachment(attachment_id)
            return {"name": attachment.name, "mime_type": attachment.mime_type}, [data]
