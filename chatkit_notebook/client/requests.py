"""Requests are checked before a server sees them, and what it raises becomes one clear error."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from chatkit_notebook.client import failures
from chatkit_notebook.errors import AttachmentRefusedError
from chatkit_notebook.store.failures import StoreError
from chatkit_notebook.types import ChatKitReq, is_streaming_req
from chatkit_notebook.wire import is_object

if TYPE_CHECKING:
    from chatkit_notebook.client.wire import Server

_request: TypeAdapter[Any] = TypeAdapter(ChatKitReq)
_CODES = {
    "NotFoundError": "not_found",
    "ValidationError": "invalid_request",
    "NotImplementedError": "unsupported",
}


class InvalidRequestError(ValueError):
    """A request that is none of the protocol's, or lacks something."""


class UploadFailedError(Exception):
    """The place where the server wants the bytes of a file did not take them; the message says why."""


# Errors that are written for whoever uses the chat.
_TOLD: dict[type[Exception], str] = {
    InvalidRequestError: "invalid_request",
    AttachmentRefusedError: "attachment_refused",
    UploadFailedError: "upload_failed",
    StoreError: "store_failed",
}
_PASSING = {"server_error", "store_failed", "upload_failed"}


def validate(body: Any) -> None:
    """Check a request's shape.

    Raises:
        InvalidRequestError: It has a wrong shape; the text names the field and the value.
    """
    if not is_object(body) or not isinstance(body.get("type"), str):
        raise InvalidRequestError(f"A request is an object with a type and params, not {_short(body)}.")
    try:
        _request.validate_python(body)
    except ValidationError as error:
        problem: Any = error.errors(include_url=False)[0]
        if problem["type"] == "union_tag_invalid":
            raise InvalidRequestError(
                f"The operation {body['type']!r} is not supported. Known are {problem['ctx']['expected_tags']}."
            ) from None
        where = ".".join(str(part) for part in problem["loc"][1:]) or "the request"
        raise InvalidRequestError(
            f"The request {body['type']!r} is malformed at {where}: {problem['msg']}, got {_short(problem['input'])}."
        ) from None


def is_streaming(body: dict[str, Any]) -> bool:
    """Tell whether a valid request's answer is a stream."""
    return is_streaming_req(_request.validate_python(body))


async def send(server: Server, body: dict[str, Any], context: Any) -> dict[str, Any]:
    """Send a request that does not stream and read its reply."""
    result = await server.process(json.dumps(body).encode(), context)
    return json.loads(result.json)


def request_error(error: BaseException) -> dict[str, Any]:
    """Describe what went wrong with a request: ``code``, ``message``, ``allow_retry``."""
    for kind, code in _TOLD.items():
        if isinstance(error, kind):
            return {"code": code, "message": str(error), "allow_retry": code in _PASSING}
    code = _CODES.get(type(error).__name__, "server_error")
    return {"code": code, "message": failures.in_one_line(error), "allow_retry": code in _PASSING}


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:117]}..."  # noqa: PLR2004
