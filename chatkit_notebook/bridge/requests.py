"""The ChatKit requests of the views: each runs once and is answered, however often it is sent."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from chatkit_notebook.bridge.acknowledgement import acknowledged, taken
from chatkit_notebook.bridge.refusals import described
from chatkit_notebook.bridge.remembered import Remembered
from chatkit_notebook.bridge.times import with_offsets
from chatkit_notebook.client.requests import validate
from chatkit_notebook.errors import TooMuchError
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.bridge import envelope
    from chatkit_notebook.bridge.messages import ToViews
    from chatkit_notebook.bridge.refusals import Refusals
    from chatkit_notebook.client import Session
    from chatkit_notebook.client.requests import CheckedRequest
    from chatkit_notebook.client.response import Response

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
        self._known = Remembered(send)

    def take(self, message: envelope.Request) -> None:
        """Run a request, or say again what has become of it."""
        if self._session.is_under_way(message.id):
            self._known.say_again(message.id, partial(self._remind_of, message.id))
            return
        if self._known.repeat(message.id):
            return
        try:
            request = validate(message.body)
            if request.is_streaming:
                self._stream(message.id, request)
            else:
                _check_count(len(self._known.under_way))
                self._known.under_way.add(message.id)
                self._session.spawn(self._reply(message.id, request))
        except Exception as error:  # noqa: BLE001 - the edge: each request ends in one reply
            self._refusals.take(message.id, error)

    def close(self) -> None:
        """Repeat nothing more."""
        self._known.close()

    def _remind_of(self, request_id: str) -> None:
        # Its frames may be lost; or it runs in a thread that is not shown, and has none.
        self._send(taken(request_id))
        self._remind()

    def _stream(self, request_id: str, request: CheckedRequest) -> None:
        _check_count(self._session.under_way)
        response = self._session.submit(request.body["type"], request, id=request_id, source="view")
        self._known.keep(request_id, {"type": "reply", "id": request_id, "body": {}})
        if response.thread is not self._session.current:
            self._session.spawn(self._reply_when_finished(response))

    async def _reply_when_finished(self, response: Response) -> None:
        # Frames are of the shown thread only.
        await self._session.finished(response)
        if response.error is None:
            self._known.answer(response.id, {"type": "reply", "id": response.id, "body": {}})
        else:
            self._known.answer(response.id, {"type": "reply", "id": response.id, "error": response.error})

    async def _reply(self, request_id: str, request: CheckedRequest) -> None:
        try:
            with acknowledged(request_id, self._send):
                body = await self._session.call(request, source="view")
            told = with_offsets(request.body["type"], body)
            self._known.answer(request_id, {"type": "reply", "id": request_id, "body": told})
        except Exception as error:  # noqa: BLE001 - the edge: each request ends in one reply
            self._refusals.note(request_id, error)
            self._known.answer(request_id, {"type": "reply", "id": request_id, "error": described(error)})
        finally:
            self._known.under_way.discard(request_id)


def _check_count(count: int) -> None:
    if count >= MOST_AT_ONCE:
        raise TooMuchError(words().requests_crowded(count))
