"""Widget actions reach the user's Python functions before the server's own ``action()``.

The functions run inside the server's own pipeline: its ``action`` and ``sync_action`` are wrapped on the instance, so
that what they yield is stored, streamed and cancelled like anything else of that server, ours or the official one.
"""

from __future__ import annotations

import json
import sys
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

from chatkit_notebook.client.callbacks import stream_action
from chatkit_notebook.wire import is_list, object_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from chatkit_notebook.client.callbacks import Callbacks

acting: ContextVar[Callbacks | None] = ContextVar("chatkit_notebook_acting", default=None)
"""The callbacks of the session whose request is being processed."""

_ROOTS = ("Card", "ListView", "Basic")


def hook(server: Any) -> bool:
    """Wrap a server's actions; tell whether it has any. Doing it twice changes nothing."""
    kind = cast("Any", type(server))
    base: Any = next((one for one in type(server).__mro__ if one.__name__ == "ChatKitServer"), None)
    if base is None:
        return False
    if not hasattr(server, "_chatkit_notebook_hooked"):
        wire = _Wire(sys.modules[f"{base.__module__.partition('.')[0]}.types"])
        _hook_action(server, wire, is_overridden=kind.action is not base.action)
        if hasattr(base, "sync_action"):
            _hook_sync_action(server, wire, is_overridden=kind.sync_action is not base.sync_action)
        server._chatkit_notebook_hooked = True  # noqa: SLF001 - our own mark
    return True


class _Wire:
    """Makes events and items of the classes that a server's own SDK expects."""

    def __init__(self, types: Any) -> None:
        self.types = types
        self._event: TypeAdapter[Any] = TypeAdapter(types.ThreadStreamEvent)

    def events(self, value: Any, sender: Any, name: str) -> list[Any]:
        """Turn what a function gave into events."""
        if value is None:
            return []
        if is_list(value):
            return [event for part in value for event in self.events(part, sender, name)]
        wire = _json_of(value)
        kind = object_in(wire).get("type")
        if kind in _ROOTS:
            if sender is None:
                raise TypeError(
                    f"The function of the action {name!r} returned a {kind}, but the action came from no widget that "
                    "it could replace. Yield a ThreadItemDoneEvent with a WidgetItem instead."
                )
            wire = {"type": "thread.item.replaced", "item": {**_json_of(sender), "widget": wire}}
        try:
            return [self._event.validate_python(wire)]
        except ValidationError as error:
            raise TypeError(
                f"The function of the action {name!r} gave {value!r}, which is neither a stream event nor a widget "
                f"root ({', '.join(_ROOTS)}) nor None."
            ) from error


def _json_of(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return json.loads(value.model_dump_json(by_alias=True, exclude_none=True))
    return value


async def _call(wire: _Wire, arguments: dict[str, Any]) -> AsyncIterator[Any]:
    callbacks = acting.get()
    name, sender = arguments["action"].type, arguments["sender"]
    callback = callbacks.actions.get(name) if callbacks else None
    if callback is None:
        return
    async for value in stream_action(callback, arguments):
        for event in wire.events(value, sender, name):
            yield event


def _arguments(thread: Any, action: Any, sender: Any, context: Any) -> dict[str, Any]:
    return {"action": action, "payload": action.payload, "sender": sender, "thread": thread, "context": context}


def _is_registered(name: str) -> bool:
    callbacks = acting.get()
    return callbacks is not None and name in callbacks.actions


def _nobody(name: str) -> str:
    return f'Nothing handles the action {name!r}. Add a function with @chat.on_action("{name}") and try again.'


def _hook_action(server: Any, wire: _Wire, *, is_overridden: bool) -> None:
    original = server.action

    async def action(thread: Any, action: Any, sender: Any, context: Any) -> AsyncIterator[Any]:
        is_handled = False
        async for event in _call(wire, _arguments(thread, action, sender, context)):
            is_handled = True
            yield event
        if is_handled:
            return
        own = _own_answer(original, thread, action, sender, context) if is_overridden else None
        if own is not None:
            async for event in own:
                yield event
        elif not _is_registered(action.type):
            yield wire.types.ErrorEvent(code="custom", message=_nobody(action.type), allow_retry=False)

    server.action = action


def _own_answer(original: Any, *arguments: Any) -> AsyncIterator[Any] | None:
    try:
        return original(*arguments)
    except NotImplementedError:  # what its base class says to actions that it was not written for
        return None


def _hook_sync_action(server: Any, wire: _Wire, *, is_overridden: bool) -> None:
    original = server.sync_action

    async def sync_action(thread: Any, action: Any, sender: Any, context: Any) -> Any:
        updated = None
        async for event in _call(wire, _arguments(thread, action, sender, context)):
            if event.type != "thread.item.replaced":
                raise TypeError(
                    f"The action {action.type!r} does not stream, so its function can only return a widget; it gave a "
                    f"{event.type} event."
                )
            updated = event.item
            await server.store.save_item(thread.id, updated, context)
        if updated is not None:
            return wire.types.SyncCustomActionResponse(updated_item=updated)
        if is_overridden:
            return await original(thread, action, sender, context)
        if not _is_registered(action.type):
            raise NotImplementedError(_nobody(action.type))
        return wire.types.SyncCustomActionResponse()

    server.sync_action = sync_action
