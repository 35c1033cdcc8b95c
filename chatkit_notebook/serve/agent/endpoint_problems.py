"""What an endpoint did in place of answering, in words that help."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urlsplit

import httpx2
import openai

from chatkit_notebook.json import object_in
from chatkit_notebook.locales import words
from chatkit_notebook.models.answers import OFFICIAL_HOST, EndpointAnswerError
from chatkit_notebook.secrets import masked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

    from agents import Agent

_LONGEST = 400
_SERVER_ERROR = 500
_NO_QUOTA = ("insufficient_quota", "billing_hard_limit_reached", "insufficient_balance")
_VERSION = re.compile(r"/v\d+\w*(/|$)")
_OPERATION = re.compile(r"/(responses|chat/completions)$")
_UNITS = {"retry-after-ms": 0.001, "retry-after": 1.0}


class _Failure(NamedTuple):
    """A failure that an endpoint put a status to."""

    error: Exception
    status: int
    code: str | None
    said: str
    headers: Mapping[str, str]


def endpoint_problem(error: Exception, agent: Agent[Any]) -> str | None:
    """What to tell of what an endpoint did; None for errors of other kinds.

    Args:
        error: What was raised.
        agent: The agent that ran at the time.
    """
    told: str | None = None
    match error:
        case EndpointAnswerError():
            told = _answer(error, agent)
        case openai.APIStatusError():
            code = error.code if isinstance(error.code, str) else None
            told = _status(_Failure(error, error.status_code, code, _said(error), error.response.headers), agent)
        case openai.APITimeoutError() | httpx2.TimeoutException():
            told = words().endpoint_silent(_where(error))
        case openai.APIConnectionError() if not isinstance(error.__cause__, httpx2.RemoteProtocolError):
            told = _unreachable(error)
        case openai.APIConnectionError() | httpx2.TransportError():
            told = words().connection_lost(_where(error))
        case openai.APIError():
            told = words().endpoint_reports(_where(error), clean(error.message))
        case _:
            pass
    return told


def _answer(error: EndpointAnswerError, agent: Agent[Any]) -> str:
    place, came = _where(error), clean(error.came)
    match error.kind:
        case "cut":
            told = words().connection_lost(place)
        case "empty":
            told = words().answer_empty(place)
        case "length":
            told = words().nothing_before_limit
        case "content_filter":
            told = words().answer_filtered(place)
        case "foreign":
            told = _without_version(error, came) or words().answer_foreign(place, came)
        case "error" if error.status is not None:
            told = _status(_Failure(error, error.status, error.code, came, {}), agent)
        case "error":
            told = _without_version(error, came) or words().endpoint_reports(place, came)
    return told


def _status(failure: _Failure, agent: Agent[Any]) -> str:
    error, status, code, said, headers = failure
    place = _where(error)
    match status:
        case 401:
            told = words().key_refused(place)
        case 404 | 405 if hint := _without_version(error, said):
            told = hint
        case 404:
            model = agent.model if isinstance(agent.model, str) else getattr(agent.model, "model", None)
            told = words().model_unknown(place, model, said)
        case 408:
            told = words().endpoint_silent(place)
        case 429 if code in _NO_QUOTA:
            told = words().quota_used_up(place)
        case 429:
            told = words().rate_limited(place, said, _wait(headers))
        case _ if status >= _SERVER_ERROR:
            told = words().endpoint_failed(place, status, said)
        case _:
            told = words().request_refused(place, status, said)
    return told


def _wait(headers: Mapping[str, str]) -> float | None:
    """For how many seconds an endpoint asks to be left alone."""
    for name, unit in _UNITS.items():
        given = headers.get(name)
        if given is None:
            continue
        try:
            seconds = float(given) * unit
        except ValueError:
            try:
                seconds = (parsedate_to_datetime(given) - datetime.now(UTC)).total_seconds()
            except (TypeError, ValueError):  # a date without a zone can't be compared
                continue
        if 0 < seconds < float("inf"):
            return seconds
    return None


def _without_version(error: Exception, came: str) -> str | None:
    """What to tell if the address lacks its version, and that may be why the API is not there."""
    address = _address(error)
    if address is None or _VERSION.search(address.path) or re.search(r"\bmodel\b", came, re.IGNORECASE):
        return None
    base = _OPERATION.sub("", address.path).rstrip("/")
    place = _where(error)
    return words().version_missing(place, came, f"{place}{base}/v1")


def _where(error: Exception) -> str:
    """The endpoint that an error is about, without what is secret in its address."""
    address = _address(error)
    if address is None:
        return words().the_endpoint
    if address.hostname == OFFICIAL_HOST:
        return words().the_official_api
    return f"{address.scheme}://{address.hostname}{f':{address.port}' if address.port else ''}"


def _address(error: Exception) -> SplitResult | None:
    try:
        request: httpx2.Request = cast("openai.APIError", error).request
        return urlsplit(str(request.url))
    except (AttributeError, RuntimeError):  # some errors know of no request
        return None


def _unreachable(error: Exception) -> str:
    """What to tell if there was no connection."""
    address = _address(error)
    if address is not None and address.hostname == OFFICIAL_HOST:
        return words().api_unreachable
    return words().endpoint_unreachable(_where(error))


def _said(error: openai.APIStatusError) -> str:
    body = object_in(error.body)
    told = next((body[key] for key in ("message", "detail", "error", "msg") if isinstance(body.get(key), str)), None)
    return clean(told or error.message)


def clean(text: str) -> str:
    """What an endpoint said, without secrets and not too long."""
    text = masked(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
