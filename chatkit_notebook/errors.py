"""The errors that servers raise and the kit raises to them.

    Exception
    ├── BaseStreamError          ends a response with an error event; the message decides what the user reads
    │   ├── StreamError          a coded error: the view shows its own, localised text
    │   └── CustomStreamError    an error in the server author's words
    ├── NotFoundError            a store has no such thread, item or attachment
    └── AttachmentRefusedError   a file that may not be attached, with the reason

Any other exception that escapes a server becomes `stream.error`: its text goes to the log, never to the user.
"""

from __future__ import annotations

from abc import ABC
from enum import Enum


class ErrorCode(str, Enum):  # noqa: UP042 - str() of a member stays "ErrorCode.…", as upstream
    """Codes of errors that the view has words for. More may come: treat unknown ones as `STREAM_ERROR`."""

    STREAM_ERROR = "stream.error"


DEFAULT_STATUS: dict[ErrorCode, int] = {ErrorCode.STREAM_ERROR: 500}
"""HTTP status that goes with each code."""

DEFAULT_ALLOW_RETRY: dict[ErrorCode, bool] = {ErrorCode.STREAM_ERROR: True}
"""Whether the view offers to try again, by code."""


class BaseStreamError(ABC, Exception):
    """What a server raises to end a response with an error event."""

    allow_retry: bool


class StreamError(BaseStreamError):
    """An error with a code and no message of its own.

    Raises:
        ValueError: `code` is not an `ErrorCode`.
    """

    code: ErrorCode

    def __init__(self, code: ErrorCode, *, allow_retry: bool | None = None) -> None:
        super().__init__(code)
        self.code = ErrorCode(code)
        self.status_code = DEFAULT_STATUS[self.code]
        self.allow_retry = DEFAULT_ALLOW_RETRY[self.code] if allow_retry is None else allow_retry


class CustomStreamError(BaseStreamError):
    """An error whose message is shown to the user as it stands."""

    message: str

    def __init__(self, message: str, *, allow_retry: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.allow_retry = allow_retry


class NotFoundError(Exception):
    """A store has nothing under the id it was asked for."""


class AttachmentRefusedError(ValueError):
    """A file that may not be attached; the message says why, and what may be."""
