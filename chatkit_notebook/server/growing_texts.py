"""Texts that arrive in pieces, with the characters that the cuts went through made whole."""

from __future__ import annotations

from typing import Any

from chatkit_notebook.json import Halves, ends_in_half
from chatkit_notebook.store.copies import repaired

_GROWING = {
    "assistant_message.content_part.text_delta": "content_index",
    "widget.streaming_text.value_delta": "component_id",
}


class GrowingTexts:
    """Repairs the texts of one response's events, of either SDK's classes, before they are stored or shown.

    Half a character at the end of a growing text waits for its other half, so that nobody is shown U+FFFD in between.
    If that never comes, it becomes U+FFFD with the item that it is in.
    """

    def __init__(self) -> None:
        self._halves = Halves()

    def whole(self, event: Any) -> Any:
        """The event with its texts repaired: itself where nothing was wrong."""
        if getattr(event, "type", None) != "thread.item.updated":
            return repaired(event)
        update = event.update
        name = _GROWING.get(update.type)
        if name is not None and type(update.delta) is str:
            if not self._halves and update.delta.isascii():
                return event
            # Only what a widget's text grows by has this field, and to ask a model for one that it lacks is slow.
            is_last = name == "component_id" and update.done
            text = self._halves.join((event.item_id, getattr(update, name)), update.delta, is_last=is_last)
            return event if text == update.delta else _with(event, delta=text)
        if update.type == "workflow.task.updated":
            # It is sent whole each time it grows.
            content = getattr(update.task, "content", None)
            if isinstance(content, str) and ends_in_half(content):
                event = _with(event, task=update.task.model_copy(update={"content": content[:-1]}))
        return repaired(event)


def _with(event: Any, **fields: Any) -> Any:
    return event.model_copy(update={"update": event.update.model_copy(update=fields)})
