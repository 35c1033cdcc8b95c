"""Agents as a chat runs them: with the tools of the client, and with tools that report their failures."""

from __future__ import annotations

import copy
import inspect
import json
from typing import TYPE_CHECKING, Any, cast

from agents.tool import default_tool_error_function

from chatkit_notebook.agents.tool_watch import reporting, watched
from chatkit_notebook.sdk_internals import redirect_handoff

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agents import Agent, FunctionToolResult, Handoff, RunContextWrapper, ToolsToFinalOutputResult
    from agents.agent import MCPConfig
    from agents.tool_context import ToolContext

    from chatkit_notebook.server.host import ClientToolSpec

HANDED_OVER = "The client carries out this call; its result comes with the next message."


def equipped(agent: Agent[Any], specs: Sequence[ClientToolSpec], see: Callable[[Any], Any]) -> Agent[Any]:
    """The agent as a chat runs it: with client tools, and with tools that report their failures.

    It gets those client tools that it does not have yet, and a run of it stops at each of them. The agents that it
    hands over to are equipped, too. The user's own objects stay as they are.

    Args:
        agent: The agent.
        specs: The client tools.
        see: Makes of a model's object one that gets the files of tools as it can take them.
    """
    return _Equipment(specs, see).equipped(agent)


class _Equipment:
    """What agents get, and the agents that have got it: each agent once, since agents hand back and forth."""

    def __init__(self, specs: Sequence[ClientToolSpec], see: Callable[[Any], Any]) -> None:
        self._specs = specs
        self._see = see
        self._equipped: dict[int, tuple[Agent[Any], Agent[Any]]] = {}

    def equipped(self, agent: Agent[Any]) -> Agent[Any]:
        # The original is kept beside its copy, so that no other object can take its id.
        known = self._equipped.get(id(agent))
        if known is not None:
            return known[1]
        own = {tool.name for tool in agent.tools}
        added = [spec for spec in self._specs if spec.name not in own]
        clone = agent.clone(
            tools=[*map(watched, agent.tools), *(_function_tool(spec) for spec in added)],
            mcp_config=_reporting(agent.mcp_config),
            model=self._see(agent.model),
            tool_use_behavior=_stopping_at({spec.name for spec in added}, agent.tool_use_behavior),
        )
        self._equipped[id(agent)] = self._equipped[id(clone)] = (agent, clone)
        clone.handoffs = [self._handoff(target) for target in agent.handoffs]
        return clone

    def _handoff(self, target: Agent[Any] | Handoff[Any, Any]) -> Agent[Any] | Handoff[Any, Any]:
        invoke: Callable[[RunContextWrapper[Any], str], Any] | None = getattr(target, "on_invoke_handoff", None)
        if invoke is None:
            return self.equipped(cast("Agent[Any]", target))
        handoff: Any = copy.copy(target)

        async def invoke_equipped(context: RunContextWrapper[Any], arguments: str) -> Agent[Any]:
            return self.equipped(await invoke(context, arguments))

        handoff.on_invoke_handoff = invoke_equipped
        redirect_handoff(handoff, self.equipped)
        return handoff


def _reporting(config: MCPConfig) -> MCPConfig:
    """The settings of an agent's MCP servers, whose tools report their failures."""
    return {
        **config,
        "failure_error_function": reporting(config.get("failure_error_function", default_tool_error_function)),
    }


def _function_tool(spec: ClientToolSpec) -> Any:
    from agents import FunctionTool  # noqa: PLC0415 - takes a second to import

    from chatkit_notebook.agents import ClientToolCall  # noqa: PLC0415 - imports agents

    async def invoke(context: ToolContext[Any], arguments: str) -> str:
        context.context.client_tool_call = ClientToolCall(name=spec.name, arguments=json.loads(arguments or "{}"))
        return HANDED_OVER

    return FunctionTool(
        name=spec.name,
        description=spec.description,
        params_json_schema=spec.parameters_json_schema,
        on_invoke_tool=invoke,
        strict_json_schema=False,  # schemas of plain functions have optional arguments
    )


def _stopping_at(names: set[str], behavior: Any) -> Any:
    if behavior == "stop_on_first_tool" or not names:
        return behavior
    if behavior == "run_llm_again":
        return {"stop_at_tool_names": sorted(names)}
    if isinstance(behavior, dict):
        stops = cast("dict[str, list[str]]", behavior).get("stop_at_tool_names", [])
        return {"stop_at_tool_names": [*stops, *sorted(names)]}

    async def decide(context: RunContextWrapper[Any], results: list[FunctionToolResult]) -> ToolsToFinalOutputResult:
        from agents import ToolsToFinalOutputResult  # noqa: PLC0415 - takes a second to import

        if any(result.tool.name in names for result in results):
            return ToolsToFinalOutputResult(is_final_output=True, final_output=HANDED_OVER)
        decision = behavior(context, results)
        return await decision if inspect.isawaitable(decision) else decision

    return decide
