"""Widget actions reach the user's Python functions before the server's own ``action()``.

The functions answer within the server's own pipeline, so that what they yield is stored, streamed and cancelled like
anything else of that server, ours or the official one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from chatkit_notebook.client.callbacks.registry import stream_action
from chatkit_notebook.json import is_list, object_in
from chatkit_notebook.locales import words
from chatkit_notebook.server.host import Host

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from chatkit_notebook.client.callbacks.registry import Callbacks
    from chatkit_notebook.client.peer import Peer

_ROOTS = ("Card", "ListView", "Basic")


class ActionHost(Host):
    """Answers the actions of a server for one client of it.

    Args:
        peer: The server.
        callbacks: The client's functions.
    """

    def __init__(self, peer: Peer, callbacks: Callbacks) -> None:
        self._peer = peer
        self._callbacks = callbacks

    async def action(
        self,
        own: Callable[[Any, Any, Any, Any], AsyncIterator[Any]],
        thread: Any,
        action: Any,
        sender: Any,
        context: Any,
    ) -> AsyncIterator[Any]:
        """Stream what this action's function gives; without one, or if it gives nothing, what the server gives."""
        is_answered = False
        async for event in self._call(thread, action, sender, context):
            is_answered = True
            yield event
        if is_answered:
            return
        try:
            events = own(thread, action, sender, context)
        except NotImplementedError:  # what base classes say to actions that they were not written for
            events = None
        if events is not None:
            async for event in events:
                yield event
        elif action.type not in self._callbacks.actions:
            yield self._peer.types.ErrorEvent(
                code="custom", message=words().action_unhandled(action.type), allow_retry=False
            )

    async def sync_action(
        self,
        own: Callable[[Any, Any, Any, Any], Awaitable[Any]],
        thread: Any,
        action: Any,
        sender: Any,
        context: Any,
    ) -> Any:
        """Return what this action's function gives; without one, or if it gives nothing, what the server gives.

        Raises:
            NotImplementedError: Nothing answers the action.
            TypeError: The function gave something other than a widget.
        """
        updated = None
        async for event in self._call(thread, action, sender, context):
            if event.type != "thread.item.replaced":
                raise TypeError(
                    f"The action {action.type!r} does not stream, so its function can only return a widget; it gave a "
                    f"{event.type} event."
                )
            updated = event.item
            await self._peer.save_item(thread.id, updated, context)
        if updated is None:
            if self._peer.overrides("sync_action"):
                return await own(thread, action, sender, context)
            if action.type not in self._callbacks.actions:
                raise NotImplementedError(words().action_unhandled(action.type))
        return self._peer.types.SyncCustomActionResponse(updated_item=updated)

    async def _call(self, thread: Any, action: Any, sender: Any, context: Any) -> AsyncIterator[Any]:
        if (callback := self._callbacks.actions.get(action.type)) is None:
            return
        arguments = {
            "action": action,
            "payload": action.payload,
            "sender": sender,
            "thread": thread,
            "context": context,
        }
        async for value in stream_action(callback, arguments):
            for event in self._events(value, sender, action.type):
                yield event

    def _events(self, value: Any, sender: Any, name: str) -> list[Any]:
        """Turn what a function gave into events of the server's own classes."""
        if value is None:
            return []
        if is_list(value):
            return [event for part in value for event in self._events(part, sender, name)]
        wire = _json_of(value)
        kind = object_in(wire).get("type")
        if kind in _ROOTS:
            if sender is None:
                raise TypeError(
                    f"The function of the action {name!r} returned a {kind}, but the action did not come from a widget "
                    "that it could replace. Yield a ThreadItemDoneEvent with a WidgetItem instead."
                )
            wire = {"type": "thread.item.replaced", "item": {**_json_of(sender), "widget": wire}}
        try:
            return [self._peer.event(wire)]
        except ValidationError as error:
            raise TypeError(
                f"The function of the action {name!r} gave {value!r}, which is neither a stream event nor a widget "
                f"root ({', '.join(_ROOTS)}) nor None."
            ) from error


def _json_of(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return json.loads(value.model_dump_json(by_alias=True, exclude_none=True))
    return value
