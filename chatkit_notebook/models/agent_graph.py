"""Which agents a run may come to."""

from __future__ import annotations

from typing import Any, cast

from agents import Agent

from chatkit_notebook.sdk_internals import agent_behind


def reachable_agents(agent: Agent[Any]) -> list[Agent[Any]]:
    """The agent, those it hands over to or calls as tools, and theirs; each once, the nearest first."""
    found = [agent]
    for one in found:
        targets: list[Any] = [*one.handoffs, *one.tools]
        for target in targets:
            other = agent_behind(target)
            if isinstance(other, Agent) and not any(other is known for known in found):
                found.append(cast("Agent[Any]", other))
    return found


def check_tools(agent: Agent[Any]) -> None:
    """See that the tools of an agent, and of those that a run may come to, are tools that a model can tell apart.

    Raises:
        TypeError: One is something else, such as a function without ``@function_tool``.
        ValueError: Two tools of one agent have the same name.
    """
    for one in reachable_agents(agent):
        for tool in cast("list[object]", one.tools):
            if not isinstance(getattr(tool, "name", None), str):
                kind = "write @function_tool above it" if callable(tool) else "make one with @function_tool"
                raise TypeError(f"The agent {one.name!r} has {tool!r} in its tools, which is not a tool: {kind}.")
        names = [str(getattr(tool, "qualified_name", None) or tool.name) for tool in one.tools]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(
                f"The agent {one.name!r} has two tools of the name {twice!r}, and its model could not tell them apart: "
                "remove one, or give it another name, as in @function_tool(name_override='...')."
            )
