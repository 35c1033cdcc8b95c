"""Requests are checked before a server sees them, and what it raises becomes one clear error."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from chatkit_notebook import types
from chatkit_notebook.client import failures
from chatkit_notebook.errors import (
    AttachmentRefusedError,
    FormRefusedError,
    FrameGoneError,
    InvalidRequestError,
    StoreError,
    UploadFailedError,
)
from chatkit_notebook.json import is_list, is_object, object_in
from chatkit_notebook.locales import words
from chatkit_notebook.misfits import brief, misfit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chatkit_notebook.client.events import Failure

_CODES = {
    "NotFoundError": "not_found",
    "ValidationError": "invalid_request",
    "NotImplementedError": "unsupported",
}


# Errors that are written for whoever uses the chat.
_TOLD: dict[type[Exception], str] = {
    InvalidRequestError: "invalid_request",
    AttachmentRefusedError: "attachment_refused",
    FormRefusedError: "form_refused",
    UploadFailedError: "upload_failed",
    StoreError: "store_failed",
    FrameGoneError: "frame_gone",
}
# Each wrong member would be an error of its own, and a megabyte of them takes seconds.
_CHECKED = ("input", "item_ids")
_MOST_MEMBERS = 5_000
_PASSING = {"server_error", "store_failed", "upload_failed"}


@cache
def _requests() -> TypeAdapter[Any]:
    return TypeAdapter(types.ChatKitReq)


@dataclass(frozen=True, slots=True)
class CheckedRequest:
    """A request whose shape is right.

    Attributes:
        body: Its JSON, as it came.
        is_streaming: Whether its answer is a stream.
    """

    body: dict[str, Any]
    is_streaming: bool

    def make(self, _thread: object) -> dict[str, Any]:
        """The body, as a function of the thread: it is the same for any."""
        return self.body


def validate(body: Any) -> CheckedRequest:
    """Check a request's shape, unless it has been checked already.

    Raises:
        InvalidRequestError: It is malformed; the message names the field and the value.
    """
    if isinstance(body, CheckedRequest):
        return body
    if not is_object(body) or not isinstance(body.get("type"), str):
        raise InvalidRequestError(words().not_a_request(brief(body)))
    if (count := _members(body.get("params"))) > _MOST_MEMBERS:
        raise InvalidRequestError(words().request_too_large(brief(body["type"]), count, _MOST_MEMBERS))
    try:
        parsed = _requests().validate_python(body)
    except ValidationError as error:
        problem: Any = error.errors(include_url=False)[0]
        if problem["type"] == "union_tag_invalid" and not problem["loc"]:
            known = problem["ctx"]["expected_tags"]
            raise InvalidRequestError(words().operation_unknown(brief(body["type"]), known)) from None
        told = str(misfit(error, within=body))
        raise InvalidRequestError(words().request_malformed(brief(body["type"]), told)) from None
    return CheckedRequest(body, types.is_streaming_req(parsed))


def user_message(text: str, attachments: Sequence[str] = ()) -> dict[str, Any]:
    """Make the input of a message: its text, and the ids of its attachments."""
    content = [{"type": "input_text", "text": text}] if text or not attachments else []
    return {"content": content, "attachments": [*attachments], "inference_options": {}}


def request_error(error: BaseException) -> Failure:
    """Describe what went wrong with a request: ``code``, ``message``, ``allow_retry``."""
    for kind, code in _TOLD.items():
        if isinstance(error, kind):
            return {"code": code, "message": failures.message_of(error), "allow_retry": code in _PASSING}
    code = _CODES.get(type(error).__name__, "server_error")
    return {"code": code, "message": failures.in_one_line(error), "allow_retry": code in _PASSING}


def _members(params: Any) -> int:
    """How many members the lists and objects have that are checked one by one."""
    count, left = 0, [object_in(params).get(name) for name in _CHECKED]
    while left and count <= _MOST_MEMBERS:
        part = left.pop()
        if is_object(part) or is_list(part):
            count += len(part)
            left.extend(part.values() if is_object(part) else part)
    return count
