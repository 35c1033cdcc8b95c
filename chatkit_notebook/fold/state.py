"""What each event does to the state of one thread on screen."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, cast

from chatkit_notebook.fold.copies import copied
from chatkit_notebook.fold.ordered import Items, Open
from chatkit_notebook.fold.updates import apply_update
from chatkit_notebook.json import Json, is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.fold.screen import ErrorRow, Notice, Progress, State

_HIDDEN = frozenset({"hidden_context_item", "sdk_hidden_context"})
# Items whose arrival leaves the progress line standing: the reader sees no answer in them yet.
_QUIET = frozenset({"user_message", "client_tool_call", "workflow", "task", "end_of_turn"})


def new_state() -> State:
    """Make the state of a chat in which nothing has happened."""
    return {
        "thread": None,
        "items": Items(),
        "open": Open(),
        "progress": None,
        "error": None,
        "notices": [],
        "allow_cancel": False,
    }


def fold(state: State, event: Json) -> None:
    """Apply one stream or session event to ``state`` in place."""
    kind = event.get("type") if is_object(event) else None
    if kind == "thread.item.updated":
        _item_updated(state, event)
    elif isinstance(kind, str) and (apply := _EVENTS.get(kind)) is not None:
        # Nesting too deep for the interpreter to copy is malformed, too. Handlers copy before they write.
        with suppress(RecursionError):
            apply(state, event)


def _visible_item(item: object) -> Json | None:
    if not is_object(item) or not isinstance(item.get("id"), str) or not isinstance(item.get("type"), str):
        return None
    return None if item["type"] in _HIDDEN else item


def _items(state: State) -> Items:
    items = state["items"]
    if not isinstance(items, Items):  # it was put there by somebody who loaded it
        items = state["items"] = Items(items)
    return items


def _open(state: State) -> Open:
    ids = state["open"]
    if not isinstance(ids, Open):
        ids = state["open"] = Open(ids)
    return ids


def _thread(event: Json) -> Json | None:
    thread = event.get("thread")
    return thread if is_object(thread) and isinstance(thread.get("id"), str) else None


def _without_items(thread: Json) -> Json:
    return {key: copied(value) for key, value in thread.items() if key != "items"}


def _thread_created(state: State, event: Json) -> None:
    thread = _thread(event)
    if thread is None:
        return
    page = thread.get("items")
    data = page.get("data") if is_object(page) else None
    items = [copied(item) for item in data if _visible_item(item)] if is_list(data) else []
    state["thread"], state["items"], state["open"] = _without_items(thread), Items(items), Open()
    state["progress"], state["error"], state["notices"] = None, None, []


def _thread_updated(state: State, event: Json) -> None:
    thread, current = _thread(event), state["thread"]
    if thread is not None and (current is None or current.get("id") == thread["id"]):
        state["thread"] = _without_items(thread)


def _item_added(state: State, event: Json) -> None:
    item = _visible_item(event.get("item"))
    if item is None:
        return
    _items(state).place(copied(item))
    _open(state).open(item["id"])
    if item["type"] not in _QUIET:
        state["progress"] = None


def _item_done(state: State, event: Json) -> None:
    item = _visible_item(event.get("item"))
    if item is None:
        return
    _items(state).place(copied(item))
    _open(state).close(item["id"])
    if item["type"] not in _QUIET:
        state["progress"] = None


def _item_replaced(state: State, event: Json) -> None:
    item = _visible_item(event.get("item"))
    if item is not None:
        _items(state).place(copied(item))
        _open(state).close(item["id"])


def _item_removed(state: State, event: Json) -> None:
    items = _items(state)
    if (index := items.position(event.get("item_id"))) is not None:
        items.remove_at(index)
    _open(state).close(event.get("item_id"))


def _item_updated(state: State, event: Json) -> None:
    update = event.get("update")
    if is_object(update) and (index := _items(state).position(event.get("item_id"))) is not None:
        apply_update(state["items"][index], update)


def _stream_options(state: State, event: Json) -> None:
    options = event.get("stream_options")
    if is_object(options) and isinstance(allow := options.get("allow_cancel"), bool):
        state["allow_cancel"] = allow


def _progress(state: State, event: Json) -> None:
    if isinstance(event.get("text"), str):
        state["progress"] = cast("Progress", _texts(event, "text", "icon"))


def _error(state: State, event: Json) -> None:
    state["error"] = cast("ErrorRow", {key: copied(value) for key, value in event.items() if key != "type"})
    state["progress"] = None


def _notice(state: State, event: Json) -> None:
    if isinstance(event.get("level"), str) and isinstance(event.get("message"), str):
        state["notices"].append(cast("Notice", _texts(event, "level", "message", "title")))


def _texts(event: Json, *keys: str) -> Json:
    return {key: event[key] for key in keys if isinstance(event.get(key), str)}


def _response_start(state: State, _event: Json) -> None:
    state["error"], state["progress"], state["notices"] = None, None, []
    state["allow_cancel"] = False


def _response_end(state: State, _event: Json) -> None:
    items = _items(state)
    for item_id in state["open"]:
        if (index := items.position(item_id)) is not None and _is_blank_message(items[index]):
            items.remove_at(index)
    state["open"], state["progress"] = Open(), None
    state["allow_cancel"] = False


def _is_blank_message(item: Json) -> bool:
    if item["type"] != "assistant_message":
        return False
    parts = item.get("content")
    texts = [part.get("text") for part in parts if is_object(part)] if is_list(parts) else []
    return not any(isinstance(text, str) and text.strip() for text in texts)


def _thread_truncate(state: State, event: Json) -> None:
    index = _items(state).position(event.get("after_item_id"))
    if index is not None:
        del state["items"][index + 1 :]
        state["open"], state["error"], state["progress"] = Open(), None, None


_EVENTS: dict[str, Callable[[State, Json], None]] = {
    "thread.created": _thread_created,
    "thread.updated": _thread_updated,
    "thread.item.added": _item_added,
    "thread.item.done": _item_done,
    "thread.item.removed": _item_removed,
    "thread.item.replaced": _item_replaced,
    "stream_options": _stream_options,
    "progress_update": _progress,
    "error": _error,
    "notice": _notice,
    "chatkit.response.start": _response_start,
    "chatkit.response.end": _response_end,
    "chatkit.thread.truncate": _thread_truncate,
}
