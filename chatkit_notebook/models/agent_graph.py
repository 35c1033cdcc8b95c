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
