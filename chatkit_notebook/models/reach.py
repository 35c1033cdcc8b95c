"""Which agents a run may come to."""

from __future__ import annotations

from typing import Any, cast

from agents import Agent


def reachable_agents(agent: Agent[Any]) -> list[Agent[Any]]:
    """The agent, those it hands over to or calls as tools, and theirs; each once, the nearest first."""
    found = [agent]
    for one in found:
        targets: list[Any] = [*one.handoffs, *one.tools]
        for target in targets:
            reference = getattr(target, "_agent_ref", None)  # of a handoff
            other = reference() if reference is not None else getattr(target, "_agent_instance", target)
            if isinstance(other, Agent) and not any(other is known for known in found):
                found.append(cast("Agent[Any]", other))
    return found
