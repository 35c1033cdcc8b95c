"""Responses where an endpoint serves it, else Chat Completions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from agents import Model
from openai import APIStatusError

from chatkit_notebook.json import is_object
from chatkit_notebook.models.answers import EndpointAnswerError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from agents import ModelResponse
    from agents.items import TResponseStreamEvent
    from agents.retry import ModelRetryAdvice, ModelRetryAdviceRequest

ServedApi: TypeAlias = Literal["responses", "chat_completions"]

_NOT_SERVED = (404, 405, 501)
_PERHAPS_NOT_SERVED = (400, 403, 422)
# What is missing is the place, or what only Chat Completions would ask for; not a model, a right or a parameter.
_MISSING_PLACE = re.compile(
    r"/responses\b|responses?[ _-]?(api|endpoint|create)\b"
    r"|(unknown|invalid|unsupported|unexpected|no such|undefined|wrong) (request )?(url|uri|path|route|endpoint|method"
    r"|operation|api\b|resource)"
    r"|\b(url|uri|path|route|endpoint|method|operation|api|resource)\b[^.,;:]{0,60}?"
    r"\b(not|isn't|unknown|unsupported|unavailable|disabled|invalid|forbidden|doesn't|no)\b"
    r"|\b(not|isn't|cannot|no)\b[^.,;:]{0,40}?\b(route|endpoint|url|path)\b"
    r"|missing authentication token",  # an API gateway's words for a place that is not there
    re.IGNORECASE,
)
_MESSAGES = re.compile(r"\bmessages\b", re.IGNORECASE)
_WANTED = re.compile(r"required|missing|must|expected|empty|provide|need", re.IGNORECASE)
_INPUT = re.compile(r"[\"'`\[(. ]?\binput\b", re.IGNORECASE)
_UNWANTED = re.compile(
    r"unknown|unrecogni[sz]ed|unexpected|unsupported|extra|not permitted|not allowed|no such|additional", re.IGNORECASE
)


class EitherApi(Model):
    """Asks with Responses, and where that is not served with Chat Completions; remembers what worked.

    Args:
        responses: The model behind the one.
        completions: The model behind the other.
        address: The endpoint.
        served: What endpoints are known to serve.
    """

    def __init__(self, responses: Model, completions: Model, address: str, served: dict[str, ServedApi]) -> None:
        self._responses = responses
        self._completions = completions
        self._address = address
        self._served = served

    async def get_response(self, *args: Any, **kwargs: Any) -> ModelResponse:
        """Ask for a whole answer."""
        first = self._current
        try:
            return self._worked(first, await first.get_response(*args, **kwargs))
        except (APIStatusError, EndpointAnswerError) as error:
            if not self._falls_back(error):
                raise
        return self._worked(self._completions, await self._completions.get_response(*args, **kwargs))

    async def stream_response(self, *args: Any, **kwargs: Any) -> AsyncIterator[TResponseStreamEvent]:
        """Ask for an answer as it comes."""
        first = self._current
        has_begun = False
        try:
            async for event in first.stream_response(*args, **kwargs):
                has_begun = True
                yield self._worked(first, event)
        except (APIStatusError, EndpointAnswerError) as error:
            if has_begun or not self._falls_back(error):
                raise
        else:
            return
        async for event in self._completions.stream_response(*args, **kwargs):
            yield self._worked(self._completions, event)

    def get_retry_advice(self, request: ModelRetryAdviceRequest) -> ModelRetryAdvice | None:
        """What the model in use advises."""
        return self._current.get_retry_advice(request)

    @property
    def _current(self) -> Model:
        return self._completions if self._served.get(self._address) == "chat_completions" else self._responses

    def _worked(self, model: Model, answer: Any) -> Any:
        self._served[self._address] = "chat_completions" if model is self._completions else "responses"
        return answer

    def _falls_back(self, error: Exception) -> bool:
        return self._address not in self._served and lacks_responses(error)


def lacks_responses(error: Exception) -> bool:
    """Whether an error says that an endpoint does not serve Responses, as far as that can be told."""
    if isinstance(error, EndpointAnswerError):
        if error.kind == "error":
            return error.status in _NOT_SERVED or _names_missing_place(error.came)
        return error.kind == "foreign"
    if not isinstance(error, APIStatusError):
        return False
    if error.status_code in _NOT_SERVED:
        return True
    if error.status_code not in _PERHAPS_NOT_SERVED:
        return False
    # A page is what a web server or a gateway answers where there is no API.
    return not is_object(error.body) or _names_missing_place(str(error.body))


def _names_missing_place(told: str) -> bool:
    return bool(
        _MISSING_PLACE.search(told)
        or (_MESSAGES.search(told) and _WANTED.search(told))
        or (_INPUT.search(told) and _UNWANTED.search(told))
    )
