"""One thread as the session sees it: its folded state and the response that runs in it."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any, NotRequired, Protocol

from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chatkit_notebook import types
from chatkit_notebook.client.form_drafts import FieldDraft  # noqa: TC001 - the view's types are made from it
from chatkit_notebook.fold import State, new_state
from chatkit_notebook.fold.ordered import Items

if TYPE_CHECKING:
    from chatkit_notebook.client.failures import Heard
    from chatkit_notebook.server.host import ToolUse
    from chatkit_notebook.types import ThreadItem

SNAPSHOT_ITEMS = 60
"""The items a snapshot carries at the most; older ones are paged through ``items.list``."""


class Running(Protocol):
    """What a thread and the log need of a response."""

    id: str
    op: str
    began: int
    """When it was asked, in nanoseconds since the epoch."""
    is_cancelled: bool
    """Whether somebody stopped it."""
    asked_by: frozenset[object]
    """The user's functions that asked for it, and wait for it."""
    calls: dict[asyncio.Task[Any], object]
    """What it has called of the user's functions without waiting, and which function each call is of."""
    heard: Heard
    """Tells the cell of its failures."""

    def called(self, use: ToolUse) -> None:
        """Take note of a tool that was called."""
        ...


calling: ContextVar[frozenset[object]] = ContextVar("chatkit_notebook_calling", default=frozenset())
"""The user's functions whose work the current task does, each called by way of the one before."""

running: ContextVar[Running | None] = ContextVar("chatkit_notebook_response", default=None)
"""The response whose work the current task does."""


class RunningResponse(TypedDict):
    """The response under way, for a view that starts anew."""

    id: str
    op: str


class Snapshot(State):
    """The state of a thread, and what else a view must know that starts anew."""

    has_older: bool
    response: RunningResponse | None
    fields: NotRequired[dict[str, list[FieldDraft]]]
    """What was typed into the widgets among the items, by item id."""


@cache
def _items() -> TypeAdapter[ThreadItem]:
    return TypeAdapter(types.ThreadItem)


class OpenThread:
    """A thread the session holds: a new one has no id yet.

    Args:
        unread_id: The id of one whose items stay in the store until `fill`.

    Attributes:
        is_loaded: Whether it holds its newest items, and not only what a response has shown since it began.
        state: The fold of its events, as wire JSON.
        has_older: Whether the store has items older than the first one held.
        response_lock: Lets one response run at a time, the others in the order they came.
        response: The response that runs now.
    """

    def __init__(self, unread_id: str | None = None) -> None:
        self.state = new_state()
        self.is_loaded = unread_id is None
        if unread_id is not None:
            self.state["thread"] = {"id": unread_id}
        self.has_older = False
        self.response_lock = asyncio.Lock()
        self.response: Running | None = None

    @property
    def id(self) -> str | None:
        """The thread's id; None until it is created."""
        thread = self.state["thread"]
        return thread["id"] if thread else None

    def fill(self, loaded: OpenThread) -> None:
        """Put what was read from the store under what a response has shown meanwhile, which is newer."""
        items = Items(loaded.state["items"])
        for item in self.state["items"]:
            items.place(item)
        known = self.state["thread"]
        self.state["thread"] = loaded.state["thread"] if known is None or len(known) == 1 else known
        self.state["items"], self.has_older, self.is_loaded = items, loaded.has_older, True

    def items(self) -> list[ThreadItem]:
        """The items held, as models; an item that fits none of them is left out."""
        return parse_items(self.state["items"])

    def snapshot(self) -> Snapshot:
        """The state for a view that starts anew."""
        items = self.state["items"]
        running = self.response
        return {
            **self.state,
            "items": items[-SNAPSHOT_ITEMS:],
            "has_older": self.has_older or len(items) > SNAPSHOT_ITEMS,
            "response": {"id": running.id, "op": running.op} if running else None,
        }


def same_item(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two wire items say the same. What no model fits is left as it is."""
    if one == other:
        return True
    try:
        return _items().validate_python(one) == _items().validate_python(other)
    except ValidationError:
        return True


def parse_items(items: list[dict[str, Any]]) -> list[ThreadItem]:
    """Validate wire items into models, leaving out what fits none."""
    parsed: list[ThreadItem] = []
    for item in items:
        try:
            parsed.append(_items().validate_python(item))
        except ValidationError:
            continue
    return parsed
