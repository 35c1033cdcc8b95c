"""The bytes of attachments on their way from the views: the pieces of a file in order, several files at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.client.requests import request_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.bridge import envelope
    from chatkit_notebook.client import Session

MOST_WAITING = 16
"""Pieces of one upload that are held until their turn comes. A view sends again what is not acknowledged."""


class Uploads:
    """Gives the pieces to the session and acknowledges each. All methods run on the session's loop.

    Args:
        session: The conversation.
        send: Sends one message to the views.
    """

    def __init__(self, session: Session, send: Callable[[dict[str, Any]], None]) -> None:
        self._session = session
        self._send = send
        self._waiting: dict[str, dict[int, bytes]] = {}

    def take(self, piece: envelope.Upload) -> None:
        """Take a piece, to be stored in the order of the file. One that waits already is not held twice."""
        waiting = self._waiting.get(piece.id)
        if waiting is None:
            waiting = self._waiting[piece.id] = {}
            self._session.spawn(self._store(piece.id, waiting))
        if len(waiting) < MOST_WAITING:
            waiting.setdefault(piece.offset, piece.data)

    async def _store(self, attachment_id: str, waiting: dict[int, bytes]) -> None:
        try:
            while waiting:
                offset = min(waiting)
                answer = await self._answer(attachment_id, offset, waiting.pop(offset))
                self._send({"type": "upload", "id": attachment_id, **answer})
        finally:
            del self._waiting[attachment_id]

    async def _answer(self, attachment_id: str, offset: int, data: bytes) -> dict[str, Any]:
        try:
            received, is_done = await self._session.receive(attachment_id, offset, data)
        except Exception as error:  # noqa: BLE001 - the edge: each piece gets an answer
            return {"error": request_error(error)}
        return {"received": received, "done": is_done}
