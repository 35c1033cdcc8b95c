"""What a run did besides talking, as a hidden item: the next turn's model knows it from there."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from chatkit_notebook.json import Json, is_list, object_in, whole
from chatkit_notebook.types import SDKHiddenContextItem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chatkit_notebook.types import ThreadItem

_LEAD = "The agent's tools were called in this turn, and returned:\n"

_TYPES = ("function_call", "function_call_output")


@dataclass(frozen=True)
class TurnRecord:
    """The calls of one turn with their results, and who has the conversation after it.

    Attributes:
        calls: Input items of the SDK, each call before its result.
        agent: The name of the agent that ran last.
    """

    calls: list[Json] = field(default_factory=list[Json])
    agent: str | None = None

    def text(self) -> str:
        """The content of the hidden item."""
        told = {"agent": self.agent, "calls": self.calls}
        return whole(_LEAD + json.dumps(told, ensure_ascii=False, default=str))


def record_in(content: str) -> TurnRecord | None:
    """The record that a hidden item holds; None if it holds something else."""
    if not content.startswith(_LEAD):
        return None
    try:
        told = object_in(json.loads(content[len(_LEAD) :]))
    except ValueError:
        return None
    calls, agent = told.get("calls"), told.get("agent")
    # A file of threads may come from anybody: nothing else gets into the model's input by this way.
    allowed = [call for call in calls if object_in(call).get("type") in _TYPES] if is_list(calls) else []
    return TurnRecord(allowed, agent if isinstance(agent, str) else None)


def agent_after(items: Iterable[ThreadItem]) -> str | None:
    """The name of the agent that has the conversation after these items; None if they don't tell."""
    hidden = [item.content for item in items if isinstance(item, SDKHiddenContextItem)]
    records = (record_in(content) for content in reversed(hidden))
    return next((record.agent for record in records if record is not None and record.agent is not None), None)


def calls_in(run_items: Iterable[Any], known: set[str], *, beside: str) -> list[Json]:
    """The calls of function tools among a run's items that have their results, as input items of the SDK.

    Args:
        run_items: What the run has made so far.
        known: Ids of calls that are left out; those that are returned are added.
        beside: The output of calls that are told of elsewhere.
    """
    items = list(run_items)
    raws = [_raw(item) for item in items if item.type == "tool_call_item"]
    calls = {raw.get("call_id"): raw for raw in raws if raw.get("type") == "function_call"}
    told: list[Json] = []
    for item in items:
        raw = _raw(item) if item.type == "tool_call_output_item" else {}
        call_id, output = raw.get("call_id"), raw.get("output")
        call = calls.get(call_id)
        if call is None or not isinstance(call_id, str) or call_id in known or output == beside:
            continue
        known.add(call_id)
        told.append({key: call.get(key) for key in ("type", "call_id", "name", "arguments")})
        told.append({"type": "function_call_output", "call_id": call_id, "output": output})
    return told


def _raw(item: Any) -> Json:
    raw = item.raw_item
    return cast("Json", raw) if isinstance(raw, dict) else raw.model_dump()
