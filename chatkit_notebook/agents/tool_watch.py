"""What a run reports of its tools while it goes on: that one began, what it returned, why it failed."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import time
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any

from agents import FunctionTool, RunHooks, ToolInputGuardrail
from agents.exceptions import ToolTimeoutError
from agents.tool import default_tool_timeout_error_message
from agents.tool_context import ToolContext

from chatkit_notebook.agents.context import AgentContext
from chatkit_notebook.locales import words
from chatkit_notebook.sdk_internals import hides_failures, replace_failure_words

if TYPE_CHECKING:
    from agents import Agent, RunContextWrapper, Tool
    from agents.run_config import ToolErrorFormatterArgs


@dataclass(frozen=True, slots=True)
class CallOfTool:
    """One call, as the SDK knows it while the tool runs."""

    call_id: str
    name: str
    arguments: str
    agent: str | None


@dataclass(frozen=True, slots=True)
class ToolStarted:
    """A tool has begun."""

    call: CallOfTool
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What one of several tools returned, before the others have."""

    call: CallOfTool
    value: object
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class ToolFailure:
    """Why a tool failed: an exception, or what a guardrail said. What the model is told of it follows."""

    call: CallOfTool
    error: BaseException | str
    at: float = field(default_factory=time.monotonic)


class ToolResults(RunHooks["AgentContext[Any]"]):
    """Hooks that report each tool when it begins and ends; without them, all calls of one turn complete together."""

    async def on_tool_start(
        self,
        context: RunContextWrapper[AgentContext[Any]],
        agent: Agent[AgentContext[Any]],
        tool: Tool,  # noqa: ARG002 - the signature of the SDK
    ) -> None:
        """Note when a tool began."""
        if isinstance(context, ToolContext):
            _report(context, ToolStarted(_call(context, agent.name)))

    async def on_tool_end(
        self,
        context: RunContextWrapper[AgentContext[Any]],
        agent: Agent[AgentContext[Any]],
        tool: Tool,
        result: object,
    ) -> None:
        """Pass a result on to the stream of the run."""
        if not isinstance(context, ToolContext):
            return
        call = _call(context, agent.name)
        if (late := _timeout_of(tool, result)) is not None:
            _report(context, ToolFailure(call, late))
        _report(context, ToolResult(call, result))


def watched(tool: Tool) -> Tool:
    """A copy of a function's tool that reports its failures; another tool as it is."""
    if not isinstance(tool, FunctionTool):
        return tool
    copied = copy.copy(tool)
    if hides_failures(tool):
        replace_failure_words(copied, reporting)
    else:
        copied.on_invoke_tool = _reporting_invoke(tool.on_invoke_tool)
    if tool.timeout_error_function is not None:
        copied.timeout_error_function = reporting(tool.timeout_error_function)
    copied.tool_input_guardrails = [_reporting_check(each) for each in tool.tool_input_guardrails or []] or None
    copied.tool_output_guardrails = [_reporting_check(each) for each in tool.tool_output_guardrails or []] or None
    return copied


def reporting(wording: Any) -> Any:
    """What words a failure for the model, after it was reported; None as the wording lets it end the run."""

    async def report(context: RunContextWrapper[Any], error: Exception) -> Any:
        report_failure(context, error)
        told = None if wording is None else wording(context, error)
        return await told if inspect.isawaitable(told) else told

    return report


def _reporting_invoke(invoke: Any) -> Any:
    @wraps(invoke)
    async def report(context: ToolContext[Any], arguments: str) -> Any:
        try:
            return await invoke(context, arguments)
        except Exception as error:
            report_failure(context, error)
            raise

    return report


def _reporting_check(guardrail: Any) -> Any:
    is_input = isinstance(guardrail, ToolInputGuardrail)
    name = guardrail.get_name()

    async def check(data: Any) -> Any:
        try:
            output = await guardrail.run(data)
        except Exception as error:
            report_failure(data.context, error)
            raise
        if output.behavior["type"] != "allow":
            told = words().call_stopped(name) if is_input else words().result_withheld(name)
            report_failure(data.context, f"{told} {output.behavior.get('message') or ''}".strip())
        return output

    return dataclasses.replace(guardrail, guardrail_function=check, name=name)


def report_failure(context: RunContextWrapper[Any], error: BaseException | str) -> None:
    """Report that a tool failed, from wherever the SDK says so."""
    if isinstance(context, ToolContext):
        agent = context.agent
        _report(context, ToolFailure(_call(context, None if agent is None else agent.name), error))


def report_default(args: ToolErrorFormatterArgs[Any]) -> None:
    """Report a failure for which the SDK has its own words: they stay as they are."""
    error = getattr(args, "error", None)
    if isinstance(error, BaseException):
        report_failure(args.run_context, error)


def _timeout_of(tool: Tool, result: object) -> ToolTimeoutError | None:
    """The error of a tool that took too long, for which the model was told so in the SDK's words."""
    if not isinstance(tool, FunctionTool) or tool.timeout_seconds is None:
        return None
    told = default_tool_timeout_error_message(tool_name=tool.name, timeout_seconds=tool.timeout_seconds)
    return ToolTimeoutError(tool_name=tool.name, timeout_seconds=tool.timeout_seconds) if result == told else None


def _call(context: ToolContext[Any], agent: str | None) -> CallOfTool:
    return CallOfTool(context.tool_call_id, context.tool_name, context.tool_arguments, agent)


def _report(context: ToolContext[Any], report: ToolStarted | ToolResult | ToolFailure) -> None:
    if isinstance(context.context, AgentContext):
        context.context._events.put_nowait(report)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage, reportUnknownMemberType]
