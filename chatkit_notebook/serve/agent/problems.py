"""Why a run failed, in words that help: what happened, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agents import exceptions

from chatkit_notebook.errors import CustomStreamError, ScriptError
from chatkit_notebook.locales import words
from chatkit_notebook.misfits import plainly
from chatkit_notebook.models.endpoints import UnconfiguredModelError
from chatkit_notebook.serve.agent.endpoint_problems import clean, endpoint_problem

if TYPE_CHECKING:
    from agents import Agent


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
        case exceptions.ModelBehaviorError() | exceptions.UserError():
            told = words().agent_cannot_go_on(agent.name, clean(plainly(error, str(error))))
        case ScriptError():
            told = words().script_failed(clean(str(error)))
        case _ if (problem := endpoint_problem(error, agent)) is not None:
            told = problem
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
    return CustomStreamError(f"{told} {clean(info)}" if isinstance(info, str) and info else told)
