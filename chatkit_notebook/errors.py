"""The errors of the kit in one tree; each can be imported from here and from ``chatkit_notebook``.

    Exception
    ├── ChatKitError                the kit's own: ``except ChatKitError`` catches all of them
    │   ├── AttachmentRefusedError  a file may not be attached (also a ValueError)
    │   ├── BadMessageError         a browser sent a malformed message (also a ValueError)
    │   ├── BrokenStreamError       a server's stream holds something that is not an event
    │   ├── ClientToolError         a client tool can't be carried out, or returned what JSON can't hold
    │   ├── EndpointAnswerError     an endpoint answered with no model's reply (also an ``openai.OpenAIError``)
    │   ├── FormRefusedError        the values of a widget's form don't fit; the form says why (also a ValueError)
    │   ├── FrameGoneError          a DataFrame is no longer in the kernel (also a LookupError)
    │   ├── InvalidRequestError     a request is not part of the protocol, or lacks something (also a ValueError)
    │   ├── NotDisplayableError     a value has nothing that a person could read (also a TypeError)
    │   ├── PartialImportError      a store failed in the middle of an import
    │   ├── PictureError            a value draws no picture, or one that is too large (also a ValueError)
    │   ├── ScriptError             a ``ScriptedModel`` was asked to fail, or its script is wrong (also a RuntimeError)
    │   ├── StoreError              a database or a folder can't be opened, read or written
    │   ├── TemplateLimitError      a widget template asks for too much (also an OverflowError)
    │   ├── ThreadFileError         a file of threads is damaged, or is something else (also a ValueError)
    │   ├── TooMuchError            a browser asks for too much at once
    │   ├── TurnError               the response to what was asked from Python failed
    │   ├── UnconfiguredModelError  a model is named, and there is no key or endpoint (also an ``agents.UserError``)
    │   ├── UnreadableFrameError    a value is not a DataFrame, or nothing reads it (also a TypeError)
    │   ├── UploadFailedError       where the server wants a file's bytes, they were not taken
    │   └── WidgetError             something in a widget is wrong (also a ValueError)
    ├── BaseStreamError             official: ends a response with an error event
    │   ├── StreamError             a coded error: the view shows its own, localised text
    │   └── CustomStreamError       an error in the server author's words
    └── NotFoundError               official: a store has no such thread, item or attachment

Any other exception that escapes a server becomes `stream.error`: its text goes to the log, never to the user.
"""

from __future__ import annotations

from abc import ABC
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# These need what only the layers above them have, so they live there and are loaded when first used.
_HOMES = {
    "BadMessageError": "bridge.envelope",
    "EndpointAnswerError": "models.answers.problems",
    "PartialImportError": "store.portable.importer",
    "UnconfiguredModelError": "models.endpoints",
}


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


class ChatKitError(Exception):
    """The base of the kit's own errors."""


class AttachmentRefusedError(ChatKitError, ValueError):
    """A file that may not be attached; the message says why, and what may be."""


class BrokenStreamError(ChatKitError):
    """The server's stream held something that is not an event."""


class ClientToolError(ChatKitError):
    """A client tool that nothing answers, or that returned what JSON can't hold; the message says what to do."""


class FormRefusedError(ChatKitError, ValueError):
    """The values of a widget's form don't fit: the form stays as it is and says why at its fields.

    A function of ``@chat.on_action`` may raise it for rules of its own.

    Args:
        fields: Why, by the name of the field, dotted as in the widget; what concerns the whole form has the name "".
            A single text stands for that.

    Attributes:
        fields: Why, by the name of the field.
    """

    def __init__(self, fields: Mapping[str, str] | str) -> None:
        self.fields = {"": fields} if isinstance(fields, str) else dict(fields)
        super().__init__("; ".join(f"{name}: {why}" if name else why for name, why in self.fields.items()))


class FrameGoneError(ChatKitError, LookupError):
    """A DataFrame is not kept any more: the kernel was restarted, or many others were shown since."""


class InvalidRequestError(ChatKitError, ValueError):
    """A request that is not part of the protocol, or lacks something."""


class NotDisplayableError(ChatKitError, TypeError):
    """A value has nothing that a person could read.

    Attributes:
        fix: What to do.
    """

    def __init__(self, value: object, fix: str = "") -> None:
        super().__init__(f"A chat can't show a {type(value).__name__}{f': {fix}' if fix else ''}.")
        self.fix = fix


class PictureError(ChatKitError, ValueError):
    """A value draws no picture, or one too large that nothing makes smaller, or what draws it is not installed."""


class ScriptError(ChatKitError, RuntimeError):
    """A script asked for this failure, ran out of turns, or holds something that is not a turn."""


class StoreError(ChatKitError):
    """A database or a folder can't be opened, read or written; the message says why and what to do."""


class TemplateLimitError(ChatKitError, OverflowError):
    """A template asks for more than a widget may take; the message names the widget and the limit."""


class ThreadFileError(ChatKitError, ValueError):
    """A file is not a file of threads, or is damaged; the message says at which line and why."""


class TooMuchError(ChatKitError):
    """A browser asks for more at once than anybody could want; the message says what."""


class TurnError(ChatKitError):
    """The response to what was asked from Python failed; what it raised, if it is known, is the cause."""


class UnreadableFrameError(ChatKitError, TypeError):
    """A value is not a DataFrame, or nothing is installed that reads it; the message says what to install."""


class UploadFailedError(ChatKitError):
    """The place where the server wants the bytes of a file did not take them; the message says why."""


class WidgetError(ChatKitError, ValueError):
    """Something in a widget is wrong; the message says where, what, and what was probably meant."""


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"chatkit_notebook.{home}"), name)
