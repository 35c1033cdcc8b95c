"""One response from its request to its end: the stream, the client tools it asks for, and how it is stopped.

The session decides when a response may run; this file runs it.
"""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pydantic_core import to_jsonable_python

from chatkit_notebook.client import failures
from chatkit_notebook.client.callbacks.actions import ActionHost
from chatkit_notebook.client.callbacks.dispatch import run_client_tool
from chatkit_notebook.client.conversation import Caller
from chatkit_notebook.client.events import as_event, form_refused
from chatkit_notebook.client.logs import mask_logs
from chatkit_notebook.client.lost_events import why_lost
from chatkit_notebook.client.masking import mask_event
from chatkit_notebook.client.requests import request_error
from chatkit_notebook.client.shown_results import show
from chatkit_notebook.client.sse import events_of
from chatkit_notebook.client.thread import calling, running
from chatkit_notebook.errors import FormRefusedError
from chatkit_notebook.json import object_in
from chatkit_notebook.locales import words
from chatkit_notebook.secrets import masked_json
from chatkit_notebook.server.host import hosted_by

if TYPE_CHECKING:
    from chatkit_notebook.client.conversation import Conversation
    from chatkit_notebook.client.events import Failure, ResponseEnd, ResponseStart, Source, ThreadTruncate
    from chatkit_notebook.client.thread import OpenThread
    from chatkit_notebook.display import Part
    from chatkit_notebook.server.host import ToolUse

MOST_CLIENT_TOOLS = 50
"""Client tool calls in one response before it is taken for a loop."""
_BREATH = 0.01
"""Seconds of uninterrupted work after which other tasks of the loop get their turn."""
_LONGEST_RESULT = 2_000
_LAST_PULLS = 1_000
"""Events a cancelled stream that never waits may still make before it is closed."""


class Response:
    """One response.

    Attributes:
        id: The id of the request that began it.
        op: That request's type.
        source: Who asked: ``"view"`` or ``"python"``.
        thread: The thread it runs in.
        began: When it was asked, in nanoseconds since the epoch.
        item_ids: The items it touched, in order.
        error: Why it failed, as ``code``, ``message`` and ``allow_retry``; None while it did not.
        usage: Token usage, where an agent ran.
        is_cancelled: Whether somebody stopped it.
        task: The task that runs it, set by the session.
        asked_by: The user's functions that asked for it, and wait for it.
        calls: What it has called of the user's functions without waiting, and which function each call is of.
        tools: The tools that were called, in the order in which they ended.
        agent: The name of the agent that answered last; None where no agent is known.
        model: The name of its model.
        heard: Tells the cell of failures.
    """

    def __init__(self, conversation: Conversation, thread: OpenThread, *, id: str, op: str, source: Source) -> None:  # noqa: A002
        self._conversation = conversation
        self.thread = thread
        self.id = id
        self.op = op
        self.source: Source = source
        self.began = time.time_ns()
        self.item_ids: dict[str, None] = {}
        self.error: Failure | None = None
        self.usage: Any = None
        self.is_cancelled = False
        self.task: asyncio.Task[Any] | None = None
        self.asked_by = calling.get()
        self.calls: dict[asyncio.Task[Any], object] = {}
        self.tools: list[ToolUse] = []
        self.agent: str | None = None
        self.model: str | None = None
        self.heard = failures.Heard()
        self._failures: list[BaseException] = []
        self._unshown: list[Part] = []
        self._client_failures: dict[str, BaseException] = {}
        self._form_id: str | None = None

    def cancel(self) -> None:
        """Stop the response: what has arrived stays, nothing more comes."""
        if not self.is_cancelled and self.task is not None:
            self.is_cancelled = True
            self.task.cancel()

    def start_events(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        """The events that begin it."""
        start: ResponseStart = {
            "type": "chatkit.response.start",
            "id": self.id,
            "op": self.op,
            "source": self.source,
            "request": body,
        }
        if body["type"] != "threads.retry_after_item":
            return [as_event(start)]
        after: ThreadTruncate = {"type": "chatkit.thread.truncate", "after_item_id": body["params"]["item_id"]}
        return [as_event(start), as_event(after)]

    def end_event(self) -> dict[str, Any]:
        """The event that ends it."""
        end: ResponseEnd = {
            "type": "chatkit.response.end",
            "id": self.id,
            "op": self.op,
            "error": self.error,
            "cancelled": self.is_cancelled,
        }
        return as_event(end)

    async def run(self, body: dict[str, Any]) -> None:
        """Run to the end. Raises nothing: a failure is an error event, and a stop is not a failure."""
        mask_logs()
        running.set(self)
        self._form_id = object_in(body.get("params")).get("item_id")
        try:
            with hosted_by(_ResponseHost(self, self._conversation)):
                await self._chain(body)
        except asyncio.CancelledError:
            if not self.is_cancelled:  # the loop itself is going down
                self.is_cancelled = True
                raise
        except (Exception, SystemExit, KeyboardInterrupt) as error:  # noqa: BLE001 - the edge: all of it is one error event
            self._failures.append(error)
            self.emit({"type": "error", "code": "stream.error", "allow_retry": _may_retry(error)})

    def emit(self, event: dict[str, Any]) -> None:
        """Fold, log and broadcast one event of this response."""
        if event.get("type") == "error":
            if self._failures and isinstance(refusal := self._failures[-1], FormRefusedError):
                event = self._refused(refusal)
            else:
                self._explain(event)
        item_id = object_in(event.get("item")).get("id", event.get("item_id"))
        if isinstance(item_id, str):
            self.item_ids[item_id] = None
        self._conversation.take(event, self.thread, self)

    def _explain(self, event: dict[str, Any]) -> None:
        mask_event(event)
        if self._failures:
            error = self._failures[-1]
            event["detail"] = failures.describe(error)
            self.heard.tell(words().response_failed, error)
            self._log({"type": "chatkit.failure", "title": words().response_failed, "error": event["detail"]})
        self.error = {
            "code": event.get("code", "custom"),
            "message": event.get("message") or (failures.in_one_line(self._failures[-1]) if self._failures else None),
            "allow_retry": bool(event.get("allow_retry", False)),
        }

    def called(self, use: ToolUse) -> None:
        """Take note of a tool that was called: for the turn and the log, and for the cell if it failed."""
        self.tools.append(use)
        if use.exception is not None and use.call_id is not None:
            self._client_failures[use.call_id] = use.exception
        self._log(
            {
                "type": "chatkit.tool",
                "name": use.name,
                "call_id": use.call_id,
                "agent": use.agent,
                "arguments": masked_json(use.arguments),
                "result": _brief(use.result),
                "error": use.error,
                "duration_ms": None if use.duration is None else use.duration * 1000,
            }
        )
        if use.exception is not None and self.heard.tell(title := words().tool_failed(use.name), use.exception):
            error = failures.describe(use.exception)
            self._log({"type": "chatkit.failure", "title": title, "name": use.name, "error": error})

    @property
    def exception(self) -> BaseException | None:
        """What was raised last; None if nothing was, or nobody says."""
        return self._failures[-1] if self._failures else None

    def failure_of(self, call_id: str) -> BaseException | None:
        """Why the client could not carry out a call."""
        return self._client_failures.get(call_id)

    def _log(self, event: dict[str, Any]) -> None:
        mask_event(event)
        Caller(self._conversation, self.thread, self).log(event)

    def _refused(self, error: FormRefusedError) -> dict[str, Any]:
        """What stands for an error event where it is the form that says what is wrong."""
        self.error = request_error(error)
        return form_refused(self._form_id, error)

    def note_failure(self, error: BaseException) -> None:
        """Take note of the exception behind the next error event."""
        self._failures.append(error)

    def count(self, usage: Any) -> None:
        """Add the tokens that a run of an agent used, and report them."""
        self.emit({"type": "chatkit.usage", **to_jsonable_python(usage, fallback=vars)})
        if self.usage is None:
            self.usage = usage
        else:
            self.usage.add(usage)

    async def _chain(self, body: dict[str, Any]) -> None:
        for _ in range(MOST_CLIENT_TOOLS):
            call = await self._stream(body)
            await self._show_results()
            if call is None or self.error is not None:
                return
            try:
                result, self._unshown = await run_client_tool(Caller(self._conversation, self.thread, self), call)
            except asyncio.CancelledError:
                if self.is_cancelled and self._conversation.peer.store is not None:
                    await self._give_up(call)
                raise
            body = self._output(result)
        self.emit(
            {
                "type": "error",
                "code": "custom",
                "message": words().too_many_client_tools(MOST_CLIENT_TOOLS),
                "allow_retry": False,
            }
        )

    def _output(self, result: Any) -> dict[str, Any]:
        return {"type": "threads.add_client_tool_output", "params": {"thread_id": self.thread.id, "result": result}}

    async def _give_up(self, call: dict[str, Any]) -> None:
        """Let the server know that a call has no result, after somebody stopped it; nothing else is answered."""
        with suppress(Exception):  # the call stays open then, as it was
            await self._stream(self._output({"error": words().client_tool_stopped(call["name"])}), is_last=True)

    async def _stream(self, body: dict[str, Any], *, is_last: bool = False) -> dict[str, Any] | None:
        """Run one request; return the client tool call it left pending.

        Args:
            body: The request.
            is_last: Whether the response was stopped, and only lets its server know: it is stopped again as soon as the
                server has begun.
        """
        result = await self._conversation.peer.process(body, self._conversation.context)
        pending: dict[str, Any] | None = None
        breathed = time.monotonic()
        pulls_after_cancel = 0
        events = events_of(result)
        held: dict[str, Any] | None = None
        try:
            async for event in events:
                await self._show_results()
                if held is not None:
                    self.emit(held)
                    held = None
                if self.is_cancelled:
                    if is_last and pulls_after_cancel == 0 and self.task is not None:
                        self.task.cancel()
                    pulls_after_cancel += 1
                    if pulls_after_cancel > _LAST_PULLS:
                        raise asyncio.CancelledError
                elif event.get("type") == "error" and why_lost(event) is None:
                    held = event  # servers log the exception behind it only when they are asked for more
                else:
                    pending = self._take(event, pending)
                if (now := time.monotonic()) - breathed > _BREATH:
                    breathed = now
                    await self._breathe()
        finally:
            if held is not None:
                self.emit(held)
            await events.aclose()
        if self.is_cancelled:
            raise asyncio.CancelledError
        return pending

    def _take(self, event: dict[str, Any], pending: dict[str, Any] | None) -> dict[str, Any] | None:
        """Tell of an event, or why it can't be shown; return the client tool call that is pending after it."""
        if (lack := why_lost(event)) is not None:
            Caller(self._conversation, self.thread, self).note(words().event_lost, lack)
            return pending
        self.emit(event)
        return _pending_call(event, pending)

    async def _show_results(self) -> None:
        """Show what a client tool returned, once its server has begun: it looks for the call at the thread's end."""
        if self._unshown:
            parts, self._unshown = self._unshown, []
            await show(Caller(self._conversation, self.thread, self), parts)

    async def _breathe(self) -> None:
        # A cancellation that lands here would never reach the server's own stream, and with it neither
        # handle_stream_cancelled nor the agent's run: it is passed on to the stream's next wait.
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            if self.task is not None:
                self.task.cancel()


class _ResponseHost(ActionHost):
    """The host of the server while a response runs."""

    def __init__(self, response: Response, conversation: Conversation) -> None:
        super().__init__(conversation.peer, conversation.callbacks, response.asked_by)
        self._response = response
        self._conversation = conversation

    def failed(self, error: BaseException) -> None:
        """Keep the reason for the error event that follows."""
        self._response.note_failure(error)

    def reported(self, title: str, error: BaseException) -> None:
        """Show it."""
        Caller(self._conversation, self._response.thread, self._response).fail(title, error)

    def used(self, usage: Any) -> None:
        """Count the tokens."""
        self._response.count(usage)

    def called(self, use: ToolUse) -> None:
        """Note the tool."""
        self._response.called(use)

    def answered(self, agent: str, model: str | None) -> None:
        """Note who answered last."""
        self._response.agent, self._response.model = agent, model

    def failure_of(self, call_id: str) -> BaseException | None:
        """Why a function of the client's failed."""
        return self._response.failure_of(call_id)


def _pending_call(event: dict[str, Any], pending: dict[str, Any] | None) -> dict[str, Any] | None:
    if event.get("type") != "thread.item.done":
        return pending
    item = object_in(event.get("item"))
    if item.get("type") == "client_tool_call" and item.get("status") == "pending":
        return item
    return pending


def _brief(value: object) -> str | None:
    """What a tool returned, as the log keeps it."""
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(to_jsonable_python(value, fallback=str), default=str)
    return failures.told(text, _LONGEST_RESULT)


def _may_retry(error: BaseException) -> bool:
    return not isinstance(error, (ValueError, LookupError)) and type(error).__name__ != "NotFoundError"
