"""From events to the user's functions: effects, client tools and listeners.

A function that fails never ends the conversation: the failure is a notice in the chat and a row with its traceback in
the log.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticSerializationError, to_jsonable_python

from chatkit_notebook.actions import Action
from chatkit_notebook.client import failures
from chatkit_notebook.client.callbacks import call_effect, call_listener, stream_action
from chatkit_notebook.client.thread import running
from chatkit_notebook.wire import object_in

if TYPE_CHECKING:
    from chatkit_notebook.client.response import Response
    from chatkit_notebook.client.session import Session
    from chatkit_notebook.client.thread import OpenThread

_ELEMENT = "chatkit."


def dispatch(session: Session, event: dict[str, Any], thread: OpenThread, response: Response | None) -> None:
    """Call the functions an event is meant for, without waiting for them."""
    kind = event.get("type", "")
    if kind == "client_effect":
        name, data = event.get("name"), event.get("data")
        if isinstance(name, str):
            session.spawn(_effect(session, name, object_in(data), thread, response))
    elif isinstance(kind, str) and kind.startswith(_ELEMENT):
        for callback in session.callbacks.listeners.get(kind.removeprefix(_ELEMENT), []):
            session.spawn(_listener(session, callback, event, thread, response))


async def run_client_tool(session: Session, call: dict[str, Any]) -> Any:
    """Run the function of a client tool call; a failure is a result the agent can read."""
    name, arguments = call["name"], object_in(call.get("arguments"))
    response = _running(session)
    thread = response.thread if response else session.current
    tool = session.callbacks.client_tools.get(name)
    if tool is None:
        message = f"Nothing answers the client tool {name!r}. Add a function with @chat.client_tool({name!r})."
        _note(session, thread, response, f"Client tool {name} is missing", message)
        return {"error": message}
    try:
        result = to_jsonable_python(await tool.run(arguments))
    except asyncio.CancelledError:
        raise
    except PydanticSerializationError as error:
        message = f"{name}() returned something that is no JSON: {error}. Return strings, numbers, lists or dicts."
        fail(session, thread, response, f"Client tool {name} failed", TypeError(message))
        return {"error": message}
    except Exception as error:  # noqa: BLE001 - the user's function may raise anything
        fail(session, thread, response, f"Client tool {name} failed", error)
        return {"error": failures.in_one_line(error)}
    session.log.append(
        {
            "type": "chatkit.callback",
            "kind": "client_tool",
            "name": name,
            "arguments": arguments,
            "result": result,
        },
        run_id=response.id if response else None,
        op=response.op if response else None,
        thread_id=thread.id,
        began=response.began if response else None,
    )
    return {} if result is None else result


async def client_action(session: Session, action: dict[str, Any], item_id: str | None) -> None:
    """Call the function of an action whose handler is the client; what it returns is not used.

    Raises:
        LookupError: No function is registered for the action.
    """
    config = Action[str, Any].model_validate(action)
    callback = session.callbacks.actions.get(config.type)
    if callback is None:
        raise LookupError(
            f'Nothing handles the action {config.type!r}. Add a function with @chat.on_action("{config.type}").'
        )
    sender = next((item for item in session.current.items() if item.id == item_id), None)
    arguments = {
        "action": config,
        "payload": config.payload,
        "sender": sender,
        "thread": session.current.state["thread"],
        "context": session.context,
    }
    async for _ in stream_action(callback, arguments):
        pass


async def _effect(
    session: Session, name: str, data: dict[str, Any], thread: OpenThread, response: Response | None
) -> None:
    try:
        await call_effect(session.callbacks, name, data)
    except Exception as error:  # noqa: BLE001 - the user's function may raise anything
        fail(session, thread, response, f"The function for the effect {name} failed", error)


async def _listener(
    session: Session, callback: Any, event: dict[str, Any], thread: OpenThread, response: Response | None
) -> None:
    try:
        await call_listener(callback, event)
    except Exception as error:  # noqa: BLE001 - the user's function may raise anything
        kind = event["type"].removeprefix(_ELEMENT)
        fail(session, thread, response, f"The listener {callback.name} of {kind} failed", error)


def _running(session: Session) -> Response | None:
    response = running.get()
    return response if response is not None and response.session is session else None


def fail(session: Session, thread: OpenThread, response: Response | None, title: str, error: BaseException) -> None:
    """Tell a failure as a notice in the chat, and keep its traceback in the log."""
    session.log.append(
        {"type": "chatkit.failure", "title": title, "error": failures.describe(error)},
        run_id=response.id if response else None,
        op=response.op if response else None,
        thread_id=thread.id,
        began=response.began if response else None,
    )
    _note(session, thread, response, title, failures.in_one_line(error))


def _note(session: Session, thread: OpenThread, response: Response | None, title: str, message: str) -> None:
    session.take({"type": "notice", "level": "danger", "title": title, "message": message}, thread, response)
