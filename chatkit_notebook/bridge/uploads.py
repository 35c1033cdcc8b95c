"""The bytes of attachments on their way from the views: the pieces of a file in order, several files at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_notebook.client.attachments import unknown_upload
from chatkit_notebook.client.requests import request_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.bridge import envelope
    from chatkit_notebook.bridge.messages import UploadProgress, UploadRefusal
    from chatkit_notebook.bridge.refusals import Refusals
    from chatkit_notebook.client import Session

MOST_WAITING = 16
"""Pieces of one upload that are held until their turn comes. A view sends again what is not acknowledged."""
MOST_HELD = 64 * 2**20
"""Bytes of pieces that are held in all."""


class Uploads:
    """Gives the pieces to the session and acknowledges each. All methods run on the session's loop.

    Args:
        session: The conversation.
        send: Sends one message to the views.
        refusals: Reports what was wrong.
    """

    def __init__(
        self, session: Session, send: Callable[[UploadProgress | UploadRefusal], None], refusals: Refusals
    ) -> None:
        self._session = session
        self._send = send
        self._refusals = refusals
        self._waiting: dict[str, dict[int, bytes]] = {}
        self._held = 0

    def take(self, piece: envelope.Upload) -> None:
        """Take a piece, to be stored in the order of the file. One that waits already is not held twice."""
        if not self._session.is_announced(piece.id):
            self._refusals.take(piece.id, unknown_upload(piece.id), kind="upload")
            return
        waiting = self._waiting.get(piece.id, {})
        if len(waiting) >= MOST_WAITING or self._held + len(piece.data) > MOST_HELD or piece.offset in waiting:
            return
        waiting[piece.offset] = piece.data
        self._held += len(piece.data)
        if piece.id not in self._waiting:
            self._waiting[piece.id] = waiting
            self._session.spawn(self._store(piece.id, waiting))

    async def _store(self, attachment_id: str, waiting: dict[int, bytes]) -> None:
        try:
            while waiting:
                offset = min(waiting)
                data = waiting.pop(offset)
                try:
                    answer = await self._answer(attachment_id, offset, data)
                finally:
                    self._held -= len(data)
                self._send(answer)
        finally:
            del self._waiting[attachment_id]
            self._held -= sum(map(len, waiting.values()))  # it was cancelled

    async def _answer(self, attachment_id: str, offset: int, data: bytes) -> UploadProgress | UploadRefusal:
        try:
            received, is_done = await self._session.receive(attachment_id, offset, data)
        except Exception as error:  # noqa: BLE001 - the edge: each piece gets an answer
            return {"type": "upload", "id": attachment_id, "error": request_error(error)}
        return {"type": "upload", "id": attachment_id, "received": received, "done": is_done}
