"""What was wrong with a browser's message: answered and logged, and a thousand times as cheaply as once."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from chatkit_notebook.bridge import envelope
from chatkit_notebook.bridge.pace import Pace
from chatkit_notebook.client import failures
from chatkit_notebook.client.requests import request_error
from chatkit_notebook.errors import InvalidRequestError, TooMuchError
from chatkit_notebook.secrets import masked

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.bridge.messages import Refusal
    from chatkit_notebook.client.events import Failure
    from chatkit_notebook.eventlog import EventLog, EventRecord

INTERVAL = 1 / 30
"""Seconds between two answers in a flood."""
WINDOW = 10.0
"""Seconds in which failures of one kind share a row of the log."""
OWN_ROWS = 8
"""Rows that failures of one class have in that time, each for another message; the others share one."""


class Refusals:
    """Answers and logs what is refused. All methods run on the session's loop.

    Args:
        log: Where failures are kept.
        send: Sends one message to the views.
    """

    def __init__(self, log: EventLog, send: Callable[[Refusal], None]) -> None:
        self._log = log
        self._send = send
        self._pace = Pace(at_once=20, interval=INTERVAL, most_waiting=256)
        self._rows: dict[tuple[str, str | None], EventRecord] = {}
        self._since = float("-inf")

    def take(self, message_id: str | None, error: Exception) -> None:
        """Log a failure and answer the message of this id. In a flood the log counts, and not all is answered.

        Args:
            message_id: What the answer belongs to.
            error: What was wrong.
        """
        self.note(message_id, error)
        if isinstance(error, envelope.BadMessageError | InvalidRequestError):
            # The error itself would keep the message, which may be large, until its turn has come.
            answer = partial(self._answer_malformed, message_id, str(error))
        else:
            answer = partial(self._answer, message_id, described(error))
        self._pace.do(message_id, answer)

    def note(self, message_id: str | None, error: Exception) -> None:
        """Log a failure that is not answered."""
        if (now := monotonic()) - self._since > WINDOW:
            self._since = now
            self._rows = {}
        name, message = type(error).__name__, failures.said(error)
        is_crowded = sum(known == name for known, _ in self._rows) >= OWN_ROWS
        kind = (name, None if is_crowded and (name, message) not in self._rows else message)
        if (row := self._rows.get(kind)) is not None:
            self._log.count(row)
        else:
            event = {"type": "chatkit.failure", "id": message_id, "error": failures.describe(error), "count": 1}
            self._rows[kind] = self._log.append(event)

    def close(self) -> None:
        """Answer nothing more."""
        self._pace.close()

    def _answer_malformed(self, message_id: str | None, reason: str) -> None:
        error: Failure = {"code": "invalid_request", "message": masked(reason), "allow_retry": False}
        self._answer(message_id, error)

    def _answer(self, message_id: str | None, error: Failure) -> None:
        self._send({"type": "reply", "id": message_id, "error": error})


def described(error: Exception) -> Failure:
    """Describe what went wrong for the view: ``code``, ``message``, ``allow_retry``."""
    if isinstance(error, TooMuchError):
        return {"code": "too_much", "message": str(error), "allow_retry": True}
    return request_error(error)
