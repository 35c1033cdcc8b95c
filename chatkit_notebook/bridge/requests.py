"""The ChatKit requests of the views: each runs once and is answered, however often it is sent."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from chatkit_notebook.bridge.pace import Pace
from chatkit_notebook.bridge.patience import acknowledged, taken
from chatkit_notebook.bridge.refusals import described
from chatkit_notebook.bridge.times import with_offsets
from chatkit_notebook.bridge.weight import weight
from chatkit_notebook.client.requests import is_streaming, validate
from chatkit_notebook.errors import TooMuchError
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.bridge import envelope
    from chatkit_notebook.bridge.messages import Refusal, ReplyMessage, ToViews
    from chatkit_notebook.bridge.refusals import Refusals
    from chatkit_notebook.client import Session
    from chatkit_notebook.client.response import Response

REMEMBERED = 1_024
"""Requests whose answer is known, in case it is lost and they are sent again."""
REMEMBERED_CHARACTERS = 4_000_000
_LIGHT = 2_000
MOST_AT_ONCE = 200
"""Requests that may be under way, of those that stream and of the others."""


class Requests:
    """Gives requests to the session and their answers to the views. All methods run on the session's loop.

    Args:
        session: The conversation.
        send: Sends one message to the views.
        refusals: Reports what was wrong.
        remind: Tells the views the number of the newest frame.
    """

    def __init__(
        self,
        session: Session,
        send: Callable[[ToViews], None],
        refusals: Refusals,
        remind: Callable[[], None],
    ) -> None:
        self._session = session
        self._send = send
        self._refusals = refusals
        self._remind = remind
        self._again = Pace(at_once=20, interval=0.1, most_waiting=64)
        self._asking: set[str] = set()
        self._answers: OrderedDict[str, tuple[ReplyMessage | Refusal, int]] = OrderedDict()
        self._characters = 0

    def take(self, message: envelope.Request) -> None:
        """Run a request, or say again what has become of it."""
        again = self._told_again(message.id)
        if again is not None:
            self._again.do(message.id, again)
            return
        try:
            validate(message.body)
            if is_streaming(message.body):
                self._stream(message)
            else:
                _check_count(len(self._asking))
                self._asking.add(message.id)
                self._session.spawn(self._reply(message))
        except Exception as error:  # noqa: BLE001 - the edge: each request ends in one reply
            self._refusals.take(message.id, error)

    def close(self) -> None:
        """Repeat nothing more."""
        self._again.close()

    def _told_again(self, request_id: str) -> Callable[[], None] | None:
        # Sent again because the answer was lost or is late: it does not run again.
        if request_id in self._asking:
            return partial(self._send, taken(request_id))
        if self._session.is_under_way(request_id):
            return partial(self._remind_of, request_id)
        if request_id in self._answers:
            return partial(self._send, self._answers[request_id][0])
        return None

    def _remind_of(self, request_id: str) -> None:
        # Its frames may be lost; or it runs in a thread that is not shown, and has none.
        self._send(taken(request_id))
        self._remind()

    def _stream(self, message: envelope.Request) -> None:
        _check_count(self._session.under_way)
        response = self._session.submit(message.body["type"], message.body, id=message.id, source="view")
        self._remember(message.id, {"type": "reply", "id": message.id, "body": {}})
        if response.thread is not self._session.current:
            self._session.spawn(self._reply_from_elsewhere(response))

    async def _reply_from_elsewhere(self, response: Response) -> None:
        # Frames are of the shown thread only.
        await self._session.finished(response)
        if response.error is None:
            self._answer(response.id, {"type": "reply", "id": response.id, "body": {}})
        else:
            self._answer(response.id, {"type": "reply", "id": response.id, "error": response.error})

    async def _reply(self, message: envelope.Request) -> None:
        try:
            with acknowledged(message.id, self._send):
                body = await self._session.call(message.body, source="view")
            told = with_offsets(message.body["type"], body)
            self._answer(message.id, {"type": "reply", "id": message.id, "body": told})
        except Exception as error:  # noqa: BLE001 - the edge: each request ends in one reply
            self._refusals.note(message.id, error)
            self._answer(message.id, {"type": "reply", "id": message.id, "error": described(error)})
        finally:
            self._asking.discard(message.id)

    def _answer(self, request_id: str, reply: ReplyMessage | Refusal) -> None:
        self._remember(request_id, reply)
        self._send(reply)

    def _remember(self, request_id: str, reply: ReplyMessage | Refusal) -> None:
        self._forget(request_id)
        self._answers[request_id] = (reply, weight(reply))
        self._characters += self._answers[request_id][1]
        while len(self._answers) > REMEMBERED:
            self._forget(next(iter(self._answers)))
        while self._characters > REMEMBERED_CHARACTERS:
            # Long answers are what was read, which may be read again; what changed something is answered in few words.
            heavy = (known for known, (_, size) in self._answers.items() if size > _LIGHT and known != request_id)
            if (oldest := next(heavy, None)) is None:
                return
            self._forget(oldest)

    def _forget(self, request_id: str) -> None:
        if (known := self._answers.pop(request_id, None)) is not None:
            self._characters -= known[1]


def _check_count(count: int) -> None:
    if count >= MOST_AT_ONCE:
        raise TooMuchError(words().requests_crowded(count))
