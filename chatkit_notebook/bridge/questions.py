"""What the views ask beside the requests of ChatKit: each question is answered by exactly one reply.

A view asks again until it is answered, under the same id. What is under way is acknowledged and does not begin anew;
what ran once is answered from memory; what only reads is read again. So a question that is lost, doubled or late on its
way, or whose reply is, has its effect once, as long as its answer is remembered
(:data:`~chatkit_notebook.bridge.remembered.MOST`).
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from chatkit_notebook.bridge.acknowledgement import acknowledged
from chatkit_notebook.bridge.answers import QUESTIONS
from chatkit_notebook.bridge.envelope import BadMessageError, checked
from chatkit_notebook.bridge.pace import Pace
from chatkit_notebook.bridge.refusals import described
from chatkit_notebook.bridge.remembered import Remembered
from chatkit_notebook.client.requests import request_error
from chatkit_notebook.errors import TooMuchError
from chatkit_notebook.locales import words
from chatkit_notebook.misfits import brief

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from chatkit_notebook.bridge import envelope
    from chatkit_notebook.bridge.answers import Answer, Question
    from chatkit_notebook.bridge.messages import Answered
    from chatkit_notebook.bridge.outbox import Send
    from chatkit_notebook.bridge.refusals import Refusals
    from chatkit_notebook.client import Session

MOST_BYTES = 2**20
"""The most bytes that one question may carry."""
EFFECT_INTERVAL = 1 / 30
"""Seconds between two questions that have an effect, if many come."""


class Questions:
    """Gives questions to the session and answers to the views. All methods run on the session's loop.

    Args:
        session: The conversation.
        send: Sends one message with its bytes to the views.
        refusals: Reports what was wrong.
        table: What may be asked, by name.
    """

    def __init__(
        self, session: Session, send: Send, refusals: Refusals, table: Mapping[str, Question[Any]] = QUESTIONS
    ) -> None:
        self._session = session
        self._send = send
        self._refusals = refusals
        self._known = Remembered(send)
        self._effects = Pace(at_once=100, interval=EFFECT_INTERVAL, most_waiting=200)
        self._kinds = {name: _Kind(question) for name, question in table.items()}

    def take(self, ask: envelope.Ask, buffers: Sequence[bytes]) -> None:
        """Answer a question, or say again what has become of it.

        Raises:
            BadMessageError: There is no such question, or what goes with it is malformed.
        """
        if self._known.repeat(ask.id):
            return
        kind = self._kinds.get(ask.name)
        if kind is None:
            raise BadMessageError(words().question_unknown(brief(ask.name)), ask.id)
        question = kind.question
        args = checked(question.args.model_validate, ask.args, ask.id, "args")
        data = _only(buffers, ask) if question.takes_bytes else b""
        if kind.waiting < question.most:
            self._known.under_way.add(ask.id)
            kind.waiting += 1
            if self._begin(kind, ask.id, partial(question.give, self._session, args, data)):
                return
            self._end(kind, ask.id)
        refused = TooMuchError(words().questions_crowded(kind.waiting, ask.name))
        if question.runs_once:
            # The view has said that it did not happen: a double that is still on its way must not make it happen.
            self._known.keep(ask.id, {"type": "reply", "id": ask.id, "error": described(refused)})
        self._refusals.take(ask.id, refused)

    def close(self) -> None:
        """Begin and repeat nothing more."""
        self._effects.close()
        self._known.close()

    def _begin(self, kind: _Kind, ask_id: str, give: Callable[[], Awaitable[Answer]]) -> bool:
        def work() -> None:
            self._session.spawn(self._reply(kind, ask_id, give))

        if kind.question.runs_once:
            return self._effects.do(ask_id, work)
        work()
        return True

    async def _reply(self, kind: _Kind, ask_id: str, give: Callable[[], Awaitable[Answer]]) -> None:
        try:
            with acknowledged(ask_id, self._send):
                # What is read is sent before another one gets its turn.
                async with kind.turns:
                    body, data = await give()
                    self._answer(kind, ask_id, {"type": "reply", "id": ask_id, "body": body}, data)
        except (Exception, asyncio.CancelledError) as error:  # the edge: each question ends in one reply
            # A function that awaited what was cancelled has failed; it must not run again as if it had not begun.
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            self._answer(kind, ask_id, {"type": "reply", "id": ask_id, "error": request_error(error)})
        finally:
            self._end(kind, ask_id)

    def _answer(self, kind: _Kind, ask_id: str, reply: Answered, data: Sequence[bytes] = ()) -> None:
        if kind.question.runs_once:
            self._known.keep(ask_id, reply)
        self._send(reply, data)

    def _end(self, kind: _Kind, ask_id: str) -> None:
        self._known.under_way.discard(ask_id)
        kind.waiting -= 1


class _Kind:
    """The questions of one name that wait for their answers."""

    def __init__(self, question: Question[Any]) -> None:
        self.question = question
        self.turns = asyncio.Semaphore(question.at_once)
        self.waiting = 0


def _only(buffers: Sequence[bytes], ask: envelope.Ask) -> bytes:
    if len(buffers) != 1:
        raise BadMessageError(words().upload_without_bytes(len(buffers)), ask.id)
    if len(buffers[0]) > MOST_BYTES:
        raise BadMessageError(words().upload_piece_too_large(len(buffers[0]), MOST_BYTES), ask.id)
    return buffers[0]
