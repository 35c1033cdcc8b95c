"""A widget as thread events, whole or growing."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Callable
from functools import partial
from typing import TYPE_CHECKING

from chatkit_notebook import clock, types
from chatkit_notebook.ids import StoreItemType, default_generate_id
from chatkit_notebook.server.widget_diff import as_json, diff_nodes, ends_in_half_a_character
from chatkit_notebook.store.copies import fresh

if TYPE_CHECKING:
    from chatkit_notebook.types import ThreadMetadata, ThreadStreamEvent, WidgetRoot


async def stream_widget(
    thread: ThreadMetadata,
    widget: WidgetRoot | AsyncIterable[WidgetRoot],
    copy_text: str | None = None,
    generate_id: Callable[[StoreItemType], str] = default_generate_id,
) -> AsyncIterator[ThreadStreamEvent]:
    """Stream a widget into a thread.

    Args:
        thread: The thread.
        widget: The widget, or a generator of its states. Each may be a new one, or the last one changed.
        copy_text: What copying the turn takes from the widget.
        generate_id: Makes the item's id.
    """
    item = partial(
        types.WidgetItem,
        id=generate_id("message"),
        thread_id=thread.id,
        created_at=clock.now(),
        copy_text=copy_text,
    )
    if not isinstance(widget, AsyncIterable):
        yield types.ThreadItemDoneEvent(item=item(widget=widget))
        return
    before = state = None
    async for state in widget:
        after = as_json(state)
        if before is None:
            if ends_in_half_a_character(after):
                continue  # the next state has all of it
            yield types.ThreadItemAddedEvent(item=item(widget=fresh(state)))
        else:
            for update in diff_nodes(before, after, state):
                yield types.ThreadItemUpdatedEvent(item_id=item.keywords["id"], update=update)
        before = after
    if state is not None:
        yield types.ThreadItemDoneEvent(item=item(widget=state))
