"""The thread on screen brought up to what its server keeps, when a response is over.

Not all of it comes as events: an output of the client's completes its call, what is left of a response that was
stopped is stored when nobody listens any more, and other notebooks may have written to the same thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_notebook.client import failures
from chatkit_notebook.client.files.upload_address import conceal
from chatkit_notebook.client.masking import mask_reply
from chatkit_notebook.client.thread import same_item
from chatkit_notebook.fold.ordered import Items
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from chatkit_notebook.client.conversation import Conversation
    from chatkit_notebook.client.thread import OpenThread, Running
    from chatkit_notebook.json import Json

_PAGE = 20
_MOST_PAGES = 25
"""More items than that are not looked through: a thread that is opened anew shows them."""


async def catch_up(conversation: Conversation, thread: OpenThread, response: Running, known: set[str]) -> None:
    """Show what the server keeps of a thread, as far as it differs from what is shown.

    Args:
        conversation: The session.
        thread: The thread.
        response: The response that is over.
        known: The ids of the items that were shown when it began.
    """
    if thread.id is None or not hasattr(conversation.peer.store, "load_thread_items"):
        return
    try:
        # Of a thread whose items are not loaded, only those of this response are here.
        pages = _MOST_PAGES if thread.is_loaded else 1
        stored = await _newest(conversation, thread.id, known, pages)
    except Exception as error:  # noqa: BLE001 - the response itself is over, and says whatever is wrong by itself
        event = {"type": "chatkit.failure", "title": "catch_up", "error": failures.describe(error)}
        conversation.log.append(event, run_id=response.id, op=response.op, thread_id=thread.id)
        return
    shown = {item["id"]: item for item in thread.state["items"]}
    # What was taken away to be answered again stays away, whatever the server has done with it.
    stored = [item for item in stored if item["id"] in shown or item["id"] not in known]
    for item in stored:
        if item["id"] in shown and not same_item(shown[item["id"]], item):
            conversation.take({"type": "thread.item.replaced", "item": item}, thread, response)
    if response.is_cancelled:
        kept = {item["id"] for item in stored}
        for item_id in [*thread.state["open"]]:
            # What the server said stays on screen; an unfinished card or image would not be there at the next look.
            if item_id not in kept and item_id in shown and shown[item_id]["type"] != "assistant_message":
                conversation.take({"type": "thread.item.removed", "item_id": item_id}, thread, response)
    unknown = [item for item in stored if item["id"] not in shown]
    if not unknown or not thread.is_loaded:
        return
    _insert(thread, stored)
    conversation.show_anew(thread)
    own = next((at for at, item in enumerate(stored) if item["id"] in shown and item["id"] not in known), len(stored))
    foreign = [item for item in stored[:own] if item["id"] not in shown]
    if foreign:
        notice = {"type": "notice", "level": "info", "message": words().items_from_elsewhere(len(foreign))}
        conversation.take(notice, thread, response)


async def _newest(conversation: Conversation, thread_id: str, known: set[str], pages: int) -> list[Json]:
    """The items of a thread down to a page with one that was known before, the oldest first."""
    found: list[Json] = []
    after: str | None = None
    for _ in range(pages):
        page = await conversation.peer.newest_items(thread_id, after, _PAGE, conversation.context)
        conceal(page)
        mask_reply(page)
        items: list[Json] = page["data"]
        found += items
        after = page["after"]
        if not page["has_more"] or after is None or any(item["id"] in known for item in items):
            break
    return found[::-1]


def _insert(thread: OpenThread, stored: list[Json]) -> None:
    """Put stored items where they belong; what the server does not keep stays behind what it followed."""
    held = thread.state["items"]
    ids = {item["id"] for item in stored}
    first = next((at for at, item in enumerate(held) if item["id"] in ids), len(held))
    merged = [*held[:first], *stored]
    for at, item in enumerate(held[first:], first):
        if item["id"] not in ids:
            before = next((each["id"] for each in reversed(held[:at])), None)
            place = next((index + 1 for index, each in enumerate(merged) if each["id"] == before), len(merged))
            merged.insert(place, item)
    thread.state["items"] = Items(merged)
