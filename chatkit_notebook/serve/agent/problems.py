"""Why a run failed, in words that help: what happened, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import httpx2
import openai
from agents import exceptions

from chatkit_notebook.errors import CustomStreamError, ScriptError
from chatkit_notebook.locales import words
from chatkit_notebook.models.endpoints import OFFICIAL_HOST, UnconfiguredModelError
from chatkit_notebook.secrets import masked

if TYPE_CHECKING:
    from urllib.parse import SplitResult

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
            told = words().out_of_turns(agent.name, max_turns)
        case exceptions.ModelBehaviorError() | exceptions.UserError() | exceptions.ModelRefusalError():
            told = words().agent_cannot_go_on(agent.name, _clean(str(error)))
        case ScriptError():
            told = words().script_failed(_clean(str(error)))
        case openai.APIStatusError():
            told = _status(error, agent)
        case openai.APITimeoutError() | httpx2.TimeoutException():
            told = words().endpoint_silent(_where(error))
        case openai.APIConnectionError() if not isinstance(error.__cause__, httpx2.RemoteProtocolError):
            told = _unreachable(error)
        case openai.APIConnectionError() | httpx2.TransportError():
            told = words().connection_lost(_where(error))
        case openai.APIError():
            told = words().endpoint_reports(_where(error), _clean(error.message))
        case _:
            return _guardrail(error)
    return CustomStreamError(told, allow_retry=True)


def _guardrail(error: Exception) -> CustomStreamError | None:
    match error:
        case exceptions.InputGuardrailTripwireTriggered():
            result = error.guardrail_result
            told = words().message_stopped(result.guardrail.get_name())
        case exceptions.OutputGuardrailTripwireTriggered():
            result = error.guardrail_result
            told = words().reply_withheld(result.guardrail.get_name())
        case exceptions.ToolInputGuardrailTripwireTriggered():
            return CustomStreamError(words().call_stopped(error.guardrail.get_name()))
        case exceptions.ToolOutputGuardrailTripwireTriggered():
            return CustomStreamError(words().result_withheld(error.guardrail.get_name()))
        case _:
            return None
    info = result.output.output_info
    return CustomStreamError(f"{told} {_clean(info)}" if isinstance(info, str) and info else told)


def _status(error: openai.APIStatusError, agent: Agent[Any]) -> str:
    where, said = _where(error), _said(error)
    match error:
        case openai.AuthenticationError():
            return words().key_refused(where)
        case openai.NotFoundError():
            model = agent.model if isinstance(agent.model, str) else getattr(agent.model, "model", None)
            return words().model_unknown(where, model, said)
        case openai.RateLimitError() if error.code == "insufficient_quota":
            return words().quota_used_up(where)
        case openai.RateLimitError():
            return words().rate_limited(where, said)
        case _ if error.status_code >= _SERVER_ERROR:
            return words().endpoint_failed(where, error.status_code, said)
        case _:
            return words().request_refused(where, error.status_code, said)


def _where(error: Exception) -> str:
    address = _address(error)
    if address is None:
        return words().the_endpoint
    if address.hostname == OFFICIAL_HOST:
        return words().the_official_api
    return f"{address.scheme}://{address.hostname}{f':{address.port}' if address.port else ''}"


def _address(error: Exception) -> SplitResult | None:
    try:
        return urlsplit(str(cast("openai.APIError", error).request.url))
    except (AttributeError, RuntimeError):  # some errors know of no request
        return None


def _unreachable(error: Exception) -> str:
    address = _address(error)
    if address is not None and address.hostname == OFFICIAL_HOST:
        return words().api_unreachable
    return words().endpoint_unreachable(_where(error))


def _said(error: openai.APIStatusError) -> str:
    body = error.body
    message = cast("dict[str, Any]", body).get("message") if isinstance(body, dict) else None
    return _clean(message if isinstance(message, str) else error.message)


def _clean(text: str) -> str:
    text = masked(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
