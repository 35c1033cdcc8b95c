"""An agent's text as the growing value of a widget's text component."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from chatkit_notebook.widgets import Markdown, Text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from agents import StreamEvent

TWidget = TypeVar("TWidget", bound=Markdown | Text)


async def accumulate_text(events: AsyncIterator[StreamEvent], base_widget: TWidget) -> AsyncIterator[TWidget]:
    """Yield `base_widget`, then a copy with the text so far at each delta, at last one that no longer streams."""
    yield base_widget
    text = ""
    async for event in events:
        if event.type == "raw_response_event" and event.data.type == "response.output_text.delta":
            text += event.data.delta
            yield base_widget.model_copy(update={"value": text})
    yield base_widget.model_copy(update={"value": text, "streaming": False})
