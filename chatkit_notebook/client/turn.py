"""What one response came to, for whoever asked from Python."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from chatkit_notebook.client.thread import parse_items
from chatkit_notebook.client.turn_words import in_markdown
from chatkit_notebook.errors import TurnError
from chatkit_notebook.types.approvals import asked_in

if TYPE_CHECKING:
    from chatkit_notebook.client.response import Response
    from chatkit_notebook.eventlog import EventLog, EventRows
    from chatkit_notebook.server.host import ToolUse
    from chatkit_notebook.types import ThreadItem
    from chatkit_notebook.types.approvals import WaitingApproval


@dataclass(frozen=True, slots=True)
class Turn:
    """One response, a chain of client tools included.

    Attributes:
        text: The assistant's text; several messages are parted by a blank line.
        items: The items that the response added or replaced, in order.
        events: The rows of the event log that belong to it.
        usage: Token usage as the Agents SDK counts it (``agents.Usage``); None if no agent ran.
        error: Why it failed, in words; None if it did not. A stopped response has no error.
        duration: Seconds from the request to the end.
        thread_id: The thread it happened in; None when no thread could be created.
        tools: The tools that were called, in the order in which they ended: each with its ``name``, ``arguments``,
            ``result``, ``error`` and ``duration`` in seconds.
        approvals: The calls that wait for approval: each with its ``tool``, ``arguments``, ``agent`` and an
            ``item_id`` that ``chat.approve()`` and ``chat.reject()`` take.
        stopped: Whether somebody stopped it.
        agent: The name of the agent that answered last; None where no agent is known.
        model: The name of its model.
        latency: Seconds from the request to the first piece of text; None without any.
        exception: What was raised, where that is known.
    """

    text: str
    items: list[ThreadItem]
    events: EventRows
    usage: Any
    error: str | None
    duration: float
    thread_id: str | None
    tools: list[ToolUse] = field(default_factory=list["ToolUse"])
    approvals: list[WaitingApproval] = field(default_factory=list["WaitingApproval"])
    stopped: bool = False
    agent: str | None = None
    model: str | None = None
    latency: float | None = None
    exception: BaseException | None = None

    def raise_for_error(self) -> Self:
        """Return the turn if the response did not fail.

        Raises:
            TurnError: It failed. What it raised, if that is known, is the cause.
        """
        if self.error is not None:
            raise TurnError(self.error) from self.exception
        return self

    def __repr__(self) -> str:
        text = self.text if len(self.text) <= 80 else f"{self.text[:77]}..."  # noqa: PLR2004
        failed = f", error={self.error!r}" if self.error else ""
        stopped = ", stopped" if self.stopped else ""
        waiting = f", {len(self.approvals)} waiting for approval" if self.approvals else ""
        counts = f"{len(self.items)} items, {len(self.events)} events"
        return f"Turn({text!r}, {counts}, {self.duration:.2f} s{waiting}{stopped}{failed})"

    def _repr_markdown_(self) -> str:
        return in_markdown(self)


def turn_of(response: Response, log: EventLog) -> Turn:
    """What a response that has ended came to."""
    items = [item for item in response.thread.state["items"] if item["id"] in response.item_ids]
    models = parse_items(items)
    texts = ["".join(part.text for part in item.content) for item in models if item.type == "assistant_message"]
    error = response.error
    events = log.where(run_id=response.id)
    first = next((row.elapsed_ms for row in events if row.delta is not None and row.elapsed_ms is not None), None)
    return Turn(
        text="\n\n".join(text for text in texts if text),
        items=[item for item in models if item.type != "user_message"],
        events=events,
        usage=response.usage,
        error=(error["message"] or error["code"]) if error else None,
        duration=(time.time_ns() - response.began) / 1e9,
        thread_id=response.thread.id,
        tools=[*response.tools],
        approvals=[asked for item in models if (asked := asked_in(item)) is not None],
        stopped=response.is_cancelled,
        agent=response.agent,
        model=response.model,
        latency=None if first is None else first / 1000,
        exception=response.exception if error else None,
    )
