"""What the views ask beside the requests of ChatKit: each question is answered with one reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from chatkit_notebook.client.requests import request_error
from chatkit_notebook.errors import TooMuchError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from chatkit_notebook.bridge.messages import FileInfo, FoundPage
    from chatkit_notebook.bridge.outbox import Send
    from chatkit_notebook.bridge.refusals import Refusals
    from chatkit_notebook.client import Session

Answer: TypeAlias = "tuple[FileInfo | FoundPage, list[bytes]]"
"""The body of a reply, and the bytes that go with it."""


class Questions:
    """Questions of one kind. All methods run on the session's loop.

    Args:
        session: The conversation.
        send: Sends one message with its bytes to the views.
        refusals: Reports what was wrong.
        most: Questions that may wait for an answer.
        too_many: Says to a view that asks for more that there are this many.
    """

    def __init__(
        self, session: Session, send: Send, refusals: Refusals, *, most: int, too_many: Callable[[int], str]
    ) -> None:
        self._session = session
        self._send = send
        self._refusals = refusals
        self._most = most
        self._too_many = too_many
        self._asked: set[str] = set()

    def ask(self, question_id: str, answer: Callable[[], Coroutine[Any, Any, Answer]]) -> None:
        """Answer a question. One that is under way is not asked twice; one that was answered is asked again."""
        if question_id in self._asked:
            return
        if len(self._asked) >= self._most:
            self._refusals.take(question_id, TooMuchError(self._too_many(self._most)))
            return
        self._asked.add(question_id)
        self._session.spawn(self._reply(question_id, answer))

    async def _reply(self, question_id: str, answer: Callable[[], Coroutine[Any, Any, Answer]]) -> None:
        try:
            body, data = await answer()
            self._send({"type": "reply", "id": question_id, "body": body}, data)
        except Exception as error:  # noqa: BLE001 - the edge: each question ends in one reply
            self._send({"type": "reply", "id": question_id, "error": request_error(error)})
        finally:
            self._asked.discard(question_id)
