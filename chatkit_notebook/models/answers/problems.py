"""What an endpoint answered with status 200 that is not a model's answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from openai import OpenAIError

from chatkit_notebook.errors import ChatKitError
from chatkit_notebook.json import is_list, is_object, object_in

if TYPE_CHECKING:
    import httpx2

Kind = Literal["error", "foreign", "empty", "cut", "length", "content_filter"]

_LONGEST = 400
_STATUSES = range(400, 600)


class EndpointAnswerError(ChatKitError, OpenAIError):
    """An endpoint answered a request for a model's reply with something else, or with half of one.

    The client of ``openai`` passes on what is an error of its own; in some versions it would ask again and hide others.

    Attributes:
        kind: ``error``: it reported one; ``foreign``: what came is not an answer of the API; ``empty``: nothing came,
            or a reply without content; ``cut``: the reply ended in the middle; ``length`` and
            ``content_filter``: it was stopped before it began.
        came: What it reported, or the beginning of what came.
        status: The HTTP status that it reported in its answer, if any.
        code: The code that it reported, if any.
        request: The request that was answered so.
    """

    def __init__(
        self, kind: Kind, came: str = "", *, status: int | None = None, code: str | None = None, request: Any = None
    ) -> None:
        super().__init__(came or kind)
        self.kind: Kind = kind
        self.came = came
        self.status = status
        self.code = code
        self.request: httpx2.Request | None = request


def reported(event: dict[str, Any]) -> EndpointAnswerError | None:
    """The error that an object reports in any of the usual forms; None if it reports none."""
    kind = event.get("type")
    told = event.get("error") or object_in(event.get("response")).get("error")
    is_said_so = kind in ("error", "response.failed", "response.error") or event.get("object") == "error"
    if not told and not is_said_so and not _is_bare(event):
        return None
    inner = told if is_object(told) else event
    message = told if isinstance(told, str) else _message(inner) or _message(event)
    codes = [inner.get("code"), inner.get("status"), event.get("code"), event.get("status")]
    code = next((one for one in (inner.get("code"), inner.get("type")) if isinstance(one, str) and one), None)
    return EndpointAnswerError("error", message or beginning(event), status=_status(codes), code=code)


def _is_bare(event: dict[str, Any]) -> bool:
    """Whether an object is nothing but a message about what went wrong, as frameworks and gateways write it."""
    if any(key in event for key in ("choices", "response", "delta", "output", "usage", "item", "part")):
        return False
    return "type" not in event and any(key in event for key in ("detail", "message", "errors", "msg"))


def _message(told: dict[str, Any]) -> str:
    for key in ("message", "detail", "details", "errors", "msg", "error_description"):
        value = told.get(key)
        if isinstance(value, str) and value:
            return value
        if is_list(value) and value:
            return "; ".join(_message(one) or beginning(one) if is_object(one) else str(one) for one in value)
        if is_object(value) and value:
            return _message(value) or beginning(value)
    return ""


def _status(codes: list[Any]) -> int | None:
    for code in codes:
        if isinstance(code, str) and code.isdecimal():
            code = int(code)  # noqa: PLW2901 - some write it as a string
        if isinstance(code, int) and code in _STATUSES:
            return code
    return None


def beginning(came: object) -> str:
    """The beginning of what came, on one line."""
    text = came.decode("utf-8", "replace") if isinstance(came, bytes) else came
    text = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
