"""From events to the user's functions: effects, client tools and listeners.

A function that fails never ends the conversation: the failure is a notice in the chat and a row with its traceback in
the log.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticSerializationError, to_jsonable_python

from chatkit_notebook import types
from chatkit_notebook.client import failures
from chatkit_notebook.client.callbacks.registry import call_listener, effect_calls, stream_action
from chatkit_notebook.client.events import form_refused
from chatkit_notebook.display import is_looked_at, parts_of
from chatkit_notebook.errors import ClientToolError, FormRefusedError
from chatkit_notebook.json import object_in
from chatkit_notebook.locales import words
from chatkit_notebook.secrets import masked_json
from chatkit_notebook.server.host import ToolUse
from chatkit_notebook.workers import in_thread

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from chatkit_notebook.client.conversation import Caller
    from chatkit_notebook.display import Part

_ELEMENT = "chatkit."


def dispatch(caller: Caller, event: dict[str, Any]) -> None:
    """Call the functions an event is meant for, without waiting for them."""
    kind = event.get("type")
    if kind == "client_effect" and isinstance(event.get("name"), str):
        name, data = event["name"], object_in(event.get("data"))
        for callback, call in effect_calls(caller.conversation.callbacks, name, data):
            caller.call(callback, _finish(caller, words().effect_failed(name), call))
        heard, told = "effect", {"name": name, "data": data}
    elif kind == "error":
        heard, told = "error", {"error": _without_type(event)}
    elif isinstance(kind, str) and kind.startswith(_ELEMENT):
        heard, told = kind.removeprefix(_ELEMENT), _without_type(event)
    else:
        return
    for callback in caller.conversation.callbacks.listeners.get(heard, []):
        title = words().listener_failed(callback.name, heard)
        caller.call(callback, _finish(caller, title, call_listener(callback, told)))


async def run_client_tool(caller: Caller, call: dict[str, Any]) -> tuple[Any, list[Part]]:
    """Run the function of a client tool call; a failure is a result the agent can read.

    Returns:
        The result, as JSON, and what it is shown as if it is there to be looked at.
    """
    name, arguments = call["name"], object_in(call.get("arguments"))
    began = time.monotonic()
    failure: Exception | None = None
    result: Any
    shown: list[Part] = []
    try:
        returned, shown = await _carried_out(caller, name, arguments)
        result = {} if returned is None else returned
    except Exception as error:  # noqa: BLE001 - the user's function may raise anything
        failure = error
        caller.fail(
            words().client_tool_missing(name) if _is_missing(caller, name) else words().client_tool_failed(name), error
        )
        result = {"error": failures.in_one_line(error)}
    else:
        caller.log({"type": "chatkit.callback", "name": name, "arguments": arguments, "result": masked_json(returned)})
    if caller.response is not None:
        told = None if failure is None else failures.in_one_line(failure)
        duration = time.monotonic() - began
        call_id = str(call.get("call_id"))
        caller.response.called(ToolUse(name, arguments, result, told, duration, call_id, None, failure))
    return result, shown


async def _carried_out(caller: Caller, name: str, arguments: dict[str, Any]) -> tuple[Any, list[Part]]:
    """Call a client tool; return what it gives as JSON, and as what it is shown."""
    if _is_missing(caller, name):
        raise ClientToolError(words().client_tool_unanswered(name))
    given = await caller.conversation.callbacks.client_tools[name].run(arguments)
    if is_looked_at(given):
        return {"shown_to_user": type(given).__name__}, await in_thread(parts_of, given)
    try:
        return to_jsonable_python(given, inf_nan_mode="null"), []
    except (PydanticSerializationError, ValueError, RecursionError) as error:
        # Its own words, without the cause: in the chat they would be taken for a whole message, and told anew.
        raise ClientToolError(words().result_not_json(name, failures.told(str(error)))) from None


def _is_missing(caller: Caller, name: str) -> bool:
    return name not in caller.conversation.callbacks.client_tools


async def client_action(caller: Caller, action: dict[str, Any], item_id: str | None) -> None:
    """Call the function of an action whose handler is the client; what it returns is not used.

    Raises:
        LookupError: No function is registered for the action.
    """
    config = types.Action[str, Any].model_validate(action)
    callback = caller.conversation.callbacks.actions.get(config.type)
    if callback is None:
        raise LookupError(words().action_unhandled(config.type))
    arguments = {
        "action": config,
        "payload": config.payload,
        "sender": next((item for item in caller.thread.items() if item.id == item_id), None),
        "thread": caller.thread.state["thread"],
        "context": caller.conversation.context,
    }
    try:
        async for _ in stream_action(callback, arguments):
            pass
    except FormRefusedError as error:
        caller.conversation.take(form_refused(item_id, error), caller.thread)


async def _finish(caller: Caller, title: str, call: Coroutine[Any, Any, None]) -> None:
    try:
        await call
    except Exception as error:  # noqa: BLE001 - the user's function may raise anything
        caller.fail(title, error)


def _without_type(event: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in event.items() if key != "type"}
