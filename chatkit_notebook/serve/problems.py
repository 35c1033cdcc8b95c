"""Why a run failed, in words that help: what happened, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import httpx2
import openai
from agents import exceptions

from chatkit_notebook.errors import CustomStreamError, ScriptError
from chatkit_notebook.models.endpoints import OFFICIAL_HOST, UnconfiguredModelError
from chatkit_notebook.secrets import masked

if TYPE_CHECKING:
    from agents import Agent

_LONGEST = 400
_NOT_FOUND, _SERVER_ERROR = 404, 500


def problem_of(error: Exception, agent: Agent[Any], *, max_turns: int | None) -> CustomStreamError | None:
    """The error to show for what a run raised; None for what only a programmer can make sense of.

    Args:
        error: What was raised.
        agent: The agent that ran at the time.
        max_turns: How many turns the run was allowed.
    """
    match error:
        case UnconfiguredModelError():
            told = str(UnconfiguredModelError(error.model, agent.name))
        case exceptions.MaxTurnsExceeded():
            told = (
                f"The agent {agent.name!r} was stopped after {max_turns} turns without an answer. If it needs "
                "more, pass a higher max_turns=; if it calls the same tool again and again, look at what the "
                "tool returns."
            )
        case exceptions.ModelBehaviorError() | exceptions.UserError() | exceptions.ModelRefusalError():
            told = f"The agent {agent.name!r} could not go on: {_clean(str(error))}"
        case ScriptError():
            told = f"The scripted model failed: {_clean(str(error))}"
        case openai.APIStatusError():
            told = _status(error, agent)
        case openai.APITimeoutError() | httpx2.TimeoutException():
            told = f"{_where(error)} did not answer in time. Try again."
        case openai.APIConnectionError() if not isinstance(error.__cause__, httpx2.RemoteProtocolError):
            told = f"Cannot reach {_where(error)}. {_reach_hint(error)}"
        case openai.APIConnectionError() | httpx2.TransportError():
            told = f"The connection to {_where(error)} broke off in the middle of a reply. Try again."
        case openai.APIError():
            told = f"{_where(error)} reports an error: {_clean(error.message)}"
        case _:
            return _guardrail(error)
    return CustomStreamError(told, allow_retry=True)


def _guardrail(error: Exception) -> CustomStreamError | None:
    match error:
        case exceptions.InputGuardrailTripwireTriggered():
            result = error.guardrail_result
            told = f"The guardrail {result.guardrail.get_name()!r} stopped this message."
        case exceptions.OutputGuardrailTripwireTriggered():
            result = error.guardrail_result
            told = f"The guardrail {result.guardrail.get_name()!r} withheld the reply."
        case exceptions.ToolInputGuardrailTripwireTriggered():
            return CustomStreamError(f"The guardrail {error.guardrail.get_name()!r} stopped a tool call.")
        case exceptions.ToolOutputGuardrailTripwireTriggered():
            return CustomStreamError(f"The guardrail {error.guardrail.get_name()!r} withheld a tool's result.")
        case _:
            return None
    info = result.output.output_info
    return CustomStreamError(f"{told} {_clean(info)}" if isinstance(info, str) and info else told)


def _status(error: openai.APIStatusError, agent: Agent[Any]) -> str:
    where, said = _where(error), _said(error)
    match error:
        case openai.AuthenticationError():
            return f"{where} refused the API key. Set OPENAI_API_KEY to a valid one, or pass api_key=."
        case openai.NotFoundError():
            model = agent.model if isinstance(agent.model, str) else getattr(agent.model, "model", None)
            asked = "the default model" if model is None else f"the model {model!r}"
            return f"{where} does not know {asked} ({said}). Give the agent a model that is served there."
        case openai.RateLimitError() if error.code == "insufficient_quota":
            return f"The account at {where} has no quota left: check its plan and billing."
        case openai.RateLimitError():
            return f"{where} limits the rate of requests ({said}). Wait a moment, then try again."
        case _ if error.status_code >= _SERVER_ERROR:
            return f"{where} failed with status {error.status_code} ({said}). Try again in a moment."
        case _:
            return f"{where} did not accept the request, status {error.status_code}: {said}"


def _where(error: Exception) -> str:
    try:
        address = urlsplit(str(cast("openai.APIError", error).request.url))
    except (AttributeError, RuntimeError):  # some errors know of no request
        return "the endpoint"
    if address.hostname == OFFICIAL_HOST:
        return "the OpenAI API"
    return f"{address.scheme}://{address.hostname}{f':{address.port}' if address.port else ''}"


def _reach_hint(error: Exception) -> str:
    if _where(error) == "the OpenAI API":
        return "Check the network, or give the agent model=OfflineModel() to go on without one."
    return "Is the server running, and is base_url= right?"


def _said(error: openai.APIStatusError) -> str:
    body = error.body
    message = cast("dict[str, Any]", body).get("message") if isinstance(body, dict) else None
    return _clean(message if isinstance(message, str) else error.message)


def _clean(text: str) -> str:
    text = masked(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
