"""Items that were announced and are not finished: what there is to keep if the user stops the response."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

from chatkit_notebook import types
from chatkit_notebook.fold import apply_update
from chatkit_notebook.store.copies import fresh

if TYPE_CHECKING:
    from chatkit_notebook.types import ThreadItem, ThreadItemUpdate, ThreadItemUpdatedEvent

_MOST_NOTED = 1_000
"""Updates of one item that wait to be applied: text that streams into a widget brings one a word."""


class PendingItems:
    """Copies of unfinished items; updates are only noted, and applied when somebody asks for the items.

    Args:
        follows_widgets: Whether widgets take their updates, too; those of the official SDK stay as they were announced.
    """

    def __init__(self, *, follows_widgets: bool = False) -> None:
        self._items: dict[str, _PendingItem] = {}
        self._followed = (types.AssistantMessageItem, types.WorkflowItem, *([types.WidgetItem] * follows_widgets))

    def add(self, item: ThreadItem) -> None:
        """Begin to follow an item, as it is now."""
        self._items[item.id] = _PendingItem(item, is_followed=isinstance(item, self._followed))

    def update(self, event: ThreadItemUpdatedEvent) -> None:
        """Note an update."""
        pending = self._items.get(event.item_id)
        if pending is None:
            return
        update = event.update
        if not isinstance(update, types.AssistantMessageContentPartTextDelta):
            pending.note(update)
            return
        if update.content_index != pending.content_index:
            pending.end_run()
            pending.content_index = update.content_index
        pending.run.write(update.delta)

    def drop(self, item_id: str) -> None:
        """Forget an item, if it is followed."""
        self._items.pop(item_id, None)

    def current(self) -> list[ThreadItem]:
        """Return the items with all updates applied."""
        return [pending.current() for pending in self._items.values()]


class _PendingItem:
    def __init__(self, item: ThreadItem, *, is_followed: bool) -> None:
        self._item = fresh(item)
        self._is_followed = is_followed
        self._updates: list[dict[str, Any]] = []
        self.run = StringIO()
        self.content_index = 0

    def note(self, update: ThreadItemUpdate) -> None:
        if not self._is_followed:
            return
        self.end_run()
        noted = update.model_dump()
        # A thought is sent whole with every word that it grows by; only its last state matters.
        if self._updates and _same_task(self._updates[-1], noted):
            self._updates.pop()
        elif noted["type"] == "widget.root.updated":
            self._updates.clear()
        elif len(self._updates) == _MOST_NOTED:
            self._item, self._updates = self.current(), []
        self._updates.append(noted)

    def current(self) -> ThreadItem:
        self.end_run()
        if not self._updates:
            return self._item
        item = self._item.model_dump()
        for update in self._updates:
            apply_update(item, update)
        return type(self._item).model_validate(item)

    def end_run(self) -> None:
        if text := self.run.getvalue():
            run = types.AssistantMessageContentPartTextDelta(content_index=self.content_index, delta=text)
            self._updates.append(run.model_dump())
            self.run = StringIO()


def _same_task(one: dict[str, Any], other: dict[str, Any]) -> bool:
    kinds = {one["type"], other["type"]}
    return kinds == {"workflow.task.updated"} and one["task_index"] == other["task_index"]
