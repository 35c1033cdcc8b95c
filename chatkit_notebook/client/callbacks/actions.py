"""Widget actions reach the user's Python functions before the server's own ``action()``.

The functions answer within the server's own pipeline, so that what they yield is stored, streamed and cancelled like
anything else of that server, ours or the official one.
"""

from __future__ import annotations

import json
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from chatkit_notebook.client.callbacks.forwarding import merged, passing_on
from chatkit_notebook.client.callbacks.registry import stream_action
from chatkit_notebook.client.turn import Turn
from chatkit_notebook.json import is_list, object_in
from chatkit_notebook.locales import words
from chatkit_notebook.server.host import Host

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable

    from chatkit_notebook.client.callbacks.registry import Callback, Callbacks
    from chatkit_notebook.client.peer import Peer

_ROOTS = ("Card", "ListView", "Basic")


class ActionHost(Host):
    """Answers the actions of a server for one client of it.

    Args:
        peer: The server.
        callbacks: The client's functions.
        asked_by: Those of them that wait for the answer: they are not called again for it.
    """

    def __init__(self, peer: Peer, callbacks: Callbacks, asked_by: frozenset[object] = frozenset()) -> None:
        self._peer = peer
        self._callbacks = callbacks
        self._asked_by = asked_by

    async def action(
        self,
        own: Callable[[Any, Any, Any, Any], AsyncIterator[Any]],
        thread: Any,
        action: Any,
        sender: Any,
        context: Any,
    ) -> AsyncIterator[Any]:
        """Stream what this action's function gives; without one, or if it gives nothing, what the server gives.

        A function that passes an action on has given what comes of it.
        """
        is_answered = False
        if (callback := self._function_of(action)) is not None:

            async def answer(kind: str, payload: Any, item_id: str | None) -> AsyncIterator[Any]:
                nonlocal is_answered
                is_answered = True
                origin = await self._sender(thread, item_id, sender, context)
                passed = type(action)(type=kind, payload=payload)
                async for event in self._beside(callback).action(own, thread, passed, origin, context):
                    yield event

            given = self._call(callback, thread, action, sender, context)
            async with aclosing(merged(self._callbacks, given, answer)) as events:
                async for event in events:
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
        elif callback is None:
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
        updated, is_passed_on = None, False
        callback = self._function_of(action)

        async def answer(kind: str, payload: Any, item_id: str | None) -> None:
            nonlocal updated, is_passed_on
            is_passed_on = True
            origin = await self._sender(thread, item_id, sender, context)
            passed = type(action)(type=kind, payload=payload)
            beside = self._beside(callback)
            updated = (await beside.sync_action(own, thread, passed, origin, context)).updated_item

        with passing_on(self._callbacks, answer):
            async for event in self._call(callback, thread, action, sender, context):
                if event.type != "thread.item.replaced":
                    raise TypeError(
                        f"The action {action.type!r} does not stream, so its function can only return a widget; it "
                        f"gave a {event.type} event."
                    )
                updated = event.item
                await self._peer.save_item(thread.id, updated, context)
        if updated is None and not is_passed_on:
            if self._peer.overrides("sync_action"):
                return await own(thread, action, sender, context)
            if callback is None:
                raise NotImplementedError(words().action_unhandled(action.type))
        return self._peer.types.SyncCustomActionResponse(updated_item=updated)

    def _function_of(self, action: Any) -> Callback | None:
        callback = self._callbacks.actions.get(action.type)
        return None if callback in self._asked_by else callback

    def _beside(self, callback: Callback | None) -> ActionHost:
        return ActionHost(self._peer, self._callbacks, self._asked_by | {callback})

    async def _sender(self, thread: Any, item_id: str | None, sender: Any, context: Any) -> Any:
        if item_id is None:
            return None
        if sender is not None and sender.id == item_id:
            return sender
        return await self._peer.load_item(thread.id, item_id, context)

    async def _call(
        self, callback: Callback | None, thread: Any, action: Any, sender: Any, context: Any
    ) -> AsyncGenerator[Any]:
        if callback is None:
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
        if value is None or isinstance(value, Turn):  # what a function returns that only passes the action on
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
