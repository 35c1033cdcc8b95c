"""What a client tool returned to be looked at, such as a figure, as items of the thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.display import item_of
from chatkit_notebook.ids import default_generate_id
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from chatkit_notebook.client.conversation import Caller
    from chatkit_notebook.display import Part


async def show(caller: Caller, parts: list[Part]) -> None:
    """Put the parts at the end of the thread, and into the store of its server if that has one."""
    try:
        for part in parts:
            await _show(caller, part)
    except Exception as error:  # noqa: BLE001 - stores fail in any way, and the answer goes on without it
        caller.fail(words().widget_failed, error)


async def _show(caller: Caller, part: Part) -> None:
    peer, context, thread_id = caller.conversation.peer, caller.conversation.context, str(caller.thread.id)
    store = peer.store if peer.types is not None else None
    item_id = default_generate_id("message")
    if store is not None:
        meta = await store.load_thread(thread_id, context)
        item_id = store.generate_item_id("message", meta, context)
    item = item_of(part, item_id, thread_id).model_dump(mode="json", by_alias=True, exclude_none=True)
    event: dict[str, Any] = {"type": "thread.item.done", "item": item}
    if store is not None:
        await store.add_thread_item(thread_id, peer.event(event).item, context)
    caller.conversation.take(event, caller.thread, caller.response)
