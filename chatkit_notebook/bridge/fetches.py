"""The bytes of attachments on their way to the views, which show and save them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from chatkit_notebook.bridge.refusals import TooMuchError
from chatkit_notebook.client.requests import request_error

if TYPE_CHECKING:
    from chatkit_notebook.bridge import envelope
    from chatkit_notebook.bridge.outbox import Send
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
        refusals: Tells what was wrong.
    """

    def __init__(self, session: Session, send: Send, refusals: Refusals) -> None:
        self._session = session
        self._send = send
        self._refusals = refusals
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._asked: set[str] = set()

    def take(self, fetch: envelope.Fetch) -> None:
        """Read an attachment. What is being read already is not read twice; what was answered is read again."""
        if fetch.id in self._asked:
            return
        if len(self._asked) >= MOST_ASKED:
            error = TooMuchError(f"{MOST_ASKED} files are on their way already. Wait until some have come.")
            self._refusals.take(fetch.id, error)
            return
        self._asked.add(fetch.id)
        self._session.spawn(self._reply(fetch))

    async def _reply(self, fetch: envelope.Fetch) -> None:
        reply: dict[str, Any] = {"type": "reply", "id": fetch.id}
        try:
            async with self._turns:
                attachment, data = await self._session.read_attachment(fetch.attachment_id)
                body = {"name": attachment.name, "mime_type": attachment.mime_type}
                self._send({**reply, "body": body}, [data])
        except Exception as error:  # noqa: BLE001 - the edge: each question ends in one reply
            self._send({**reply, "error": request_error(error)})
        finally:
            self._asked.discard(fetch.id)
