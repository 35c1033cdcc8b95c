"""What one response came to, for whoever asked from Python."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chatkit_notebook.client.thread import parse_items

if TYPE_CHECKING:
    from chatkit_notebook.client.response import Response
    from chatkit_notebook.eventlog import EventLog, EventRows
    from chatkit_notebook.types import ThreadItem


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
    """

    text: str
    items: list[ThreadItem]
    events: EventRows
    usage: Any
    error: str | None
    duration: float
    thread_id: str | None

    def __repr__(self) -> str:
        text = self.text if len(self.text) <= 80 else f"{self.text[:77]}..."  # noqa: PLR2004
        failed = f", error={self.error!r}" if self.error else ""
        return f"Turn({text!r}, {len(self.items)} items, {len(self.events)} events, {self.duration:.2f} s{failed})"


def turn_of(response: Response, log: EventLog) -> Turn:
    """What a response that has ended came to."""
    items = [item for item in response.thread.state["items"] if item["id"] in response.item_ids]
    models = parse_items(items)
    texts = ["".join(part.text for part in item.content) for item in models if item.type == "assistant_message"]
    error = response.error
    return Turn(
        text="\n\n".join(text for text in texts if text),
        items=[item for item in models if item.type != "user_message"],
        events=log.where(run_id=response.id),
        usage=response.usage,
        error=(error["message"] or error["code"]) if error else None,
        duration=(time.time_ns() - response.began) / 1e9,
        thread_id=response.thread.id,
    )
