"""The session: the client of one conversation, living in the kernel.

It submits requests to a server's ``process()``, folds and logs the events, answers client tool calls, dispatches
effects, pairs the start and end of each response, and tells whoever looks on. Everything here runs on one event loop.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from contextvars import Context, copy_context
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

from chatkit_notebook.client import actions, dispatch, failures
from chatkit_notebook.client.requests import InvalidRequestError, is_streaming, send, validate
from chatkit_notebook.client.response import Response
from chatkit_notebook.client.scene import Scene
from chatkit_notebook.client.thread import OpenThread, Running, parse_items
from chatkit_notebook.client.turn import Turn
from chatkit_notebook.eventlog import EventLog
from chatkit_notebook.fold import fold
from chatkit_notebook.wire import object_in

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from chatkit_notebook.client.callbacks import Callbacks
    from chatkit_notebook.client.wire import Server

PAGE = 20
VIEW_EVENTS = frozenset({"deeplink", "history.open", "history.close", "ready"})


class Onlooker(Protocol):
    """Somebody who follows the conversation: a widget's views, a test."""

    def frame(self, request_id: str | None, event: dict[str, Any]) -> None:
        """Take one event of the thread that is shown."""
        ...

    def opened(self) -> None:
        """Take note that another thread is shown from now on."""
        ...


class Session:
    """One conversation with one server.

    Args:
        server: Anything with ``process(request, context)``.
        callbacks: The user's functions; looked up at each call, so that they may be redefined.
        context: What the server gets as context with each request.
        log: Where events are kept.
    """

    def __init__(
        self, server: Server, callbacks: Callbacks, *, context: Any = None, log: EventLog | None = None
    ) -> None:
        self.server = server
        self.callbacks = callbacks
        self.context: Any = {} if context is None else context
        self.log = EventLog() if log is None else log
        self.current = OpenThread()
        self._onlookers: list[Onlooker] = []
        self._cell: Context = copy_context()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._responses: dict[str, Response] = {}
        self._opening = 0
        self._background: dict[str, OpenThread] = {}
        self.has_actions = actions.hook(server)
        failures.listen()

    def look_on(self, onlooker: Onlooker) -> None:
        """Let somebody follow from now on."""
        self._onlookers.append(onlooker)

    def submit(
        self,
        op: str,
        body: Callable[[OpenThread], dict[str, Any]] | dict[str, Any],
        *,
        id: str | None = None,  # noqa: A002 - the protocol's word
        source: str = "python",
    ) -> Response:
        """Begin a streaming request; it runs when the responses before it in its thread have ended.

        Args:
            op: The request's type; a ``body`` made later may choose another.
            body: The request, or a function that makes it when its turn has come.
            id: The request's id; made up when not given.
            source: Who asks: ``"view"`` or ``"python"``.

        Raises:
            InvalidRequestError: The body is no streaming request.
        """
        if callable(body):
            thread, make = self.current, body
        else:
            validate(body)
            if not is_streaming(body):
                raise InvalidRequestError(f"{op!r} is no streaming request.")
            thread, make = self._thread_of(body), _constantly(body)
        response = Response(self, thread, id=id or uuid4().hex, op=op, source=source)
        self._responses[response.id] = response
        if thread.turnstile.locked():
            # Whoever asked learns at once that the request has arrived, though its turn comes later.
            self.take({"type": "chatkit.response.queued", "id": response.id, "op": op}, thread, response)
        response.task = self.spawn(self._respond(response, make))
        return response

    def is_under_way(self, request_id: str) -> bool:
        """Tell whether a response runs or waits for its turn."""
        return request_id in self._responses

    async def finished(self, response: Response) -> Turn:
        """Wait for a response to end and tell what it came to. Cancelling the wait stops the response."""
        assert response.task is not None  # noqa: S101 - submit() made it
        try:
            await asyncio.shield(response.task)
        except asyncio.CancelledError:
            if not response.task.done():
                response.cancel()
                await asyncio.wait([response.task])
                raise
        items = [item for item in response.thread.state["items"] if item["id"] in response.item_ids]
        models = parse_items(items)
        texts = ["".join(part.text for part in item.content) for item in models if item.type == "assistant_message"]
        error = response.error
        return Turn(
            text="\n\n".join(text for text in texts if text),
            items=[item for item in models if item.type != "user_message"],
            events=self.log.where(run_id=response.id),
            usage=response.usage,
            error=(error["message"] or error["code"]) if error else None,
            duration=(time.time_ns() - response.began) / 1e9,
            thread_id=response.thread.id,
        )

    async def call(self, body: dict[str, Any], *, source: str = "python") -> dict[str, Any]:
        """Run a request that does not stream and return its reply.

        Raises:
            InvalidRequestError: The body is no such request.
            Exception: Whatever the server raised.
        """
        validate(body)
        if is_streaming(body):
            raise InvalidRequestError(f"{body['type']!r} streams; submit it.")
        op, thread_id = body["type"], body["params"].get("thread_id")
        self.log.append({**body, "type": "chatkit.request", "op": op, "source": source}, op=op, thread_id=thread_id)
        actions.acting.set(self.callbacks)
        try:
            reply = await send(self.server, body, self.context)
        except Exception as error:
            self.log.append({"type": "chatkit.failure", "error": failures.describe(error)}, op=op, thread_id=thread_id)
            raise
        self.log.append({"type": "chatkit.reply", "body": reply}, op=op, thread_id=thread_id)
        self._follow(op, thread_id, reply)
        return reply

    async def open_thread(self, thread_id: str | None) -> None:
        """Show a thread with its newest items, or a new one. A response under way elsewhere goes on.

        Raises:
            Exception: Whatever the server raised; the thread shown stays the same.
        """
        self._opening += 1
        opening = self._opening
        if thread_id is not None and thread_id == self.current.id:
            return
        opened = self._background.get(thread_id) if thread_id else OpenThread()
        if opened is None:
            self._tell({"type": "chatkit.thread.load.start", "thread_id": thread_id})
            try:
                opened = await self._load(thread_id)
            finally:
                self._tell({"type": "chatkit.thread.load.end", "thread_id": thread_id})
        if opening == self._opening:  # what was asked for last is shown, not what came last
            self._show(opened)

    async def refresh(self) -> None:
        """Load the shown thread anew from the server."""
        if (thread_id := self.current.id) is not None and self.current.response is None:
            self._show(await self._load(thread_id))

    def stop(self, request_id: str | None = None) -> None:
        """Stop a response, or all of the shown thread, those that wait for their turn included."""
        for response in list(self._responses.values()):
            if response.id == request_id or (request_id is None and response.thread is self.current):
                self.log.append({"type": "chatkit.cancel", "id": response.id}, run_id=response.id, op=response.op)
                response.cancel()

    async def close(self) -> None:
        """Stop everything and wait for it."""
        for response in list(self._responses.values()):
            response.cancel()
        for task in [*self._tasks]:
            if task is not asyncio.current_task():
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await task

    def take(self, event: dict[str, Any], thread: OpenThread, response: Running | None = None) -> None:
        """Fold, log, dispatch and broadcast one event."""
        fold(thread.state, event)
        self.log.append(
            event,
            run_id=response.id if response else None,
            op=response.op if response else None,
            thread_id=thread.id,
            began=response.began if response else None,
        )
        if thread is self.current:
            for onlooker in self._onlookers:
                onlooker.frame(response.id if response else None, event)
        kind = event.get("type")
        if kind == "thread.created":
            self.take({"type": "chatkit.thread.change", "thread_id": thread.id}, thread, response)
        dispatch.dispatch(Scene(self, thread, response), event)

    def view_event(self, kind: str, data: Any) -> None:
        """Log something that happened in a view and call its listeners: as an event of its own, or as ``log``."""
        if kind in VIEW_EVENTS:
            self._tell({**object_in(data), "type": f"chatkit.{kind}"})
        else:
            self._tell({"type": "chatkit.log", "name": kind, "data": data})

    async def client_action(self, action: dict[str, Any], item_id: str | None) -> None:
        """Call the function of a widget action that the client handles by itself."""
        await dispatch.client_action(Scene(self, self.current), action, item_id)

    def note(self, title: str, error: BaseException) -> None:
        """Tell a failure in the chat and keep its traceback in the log."""
        Scene(self, self.current).fail(title, error)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run a coroutine in the context of the cell that made the session, owned by the session."""
        task = asyncio.get_running_loop().create_task(work, context=self._cell.copy())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _respond(self, response: Response, make: Callable[[OpenThread], dict[str, Any]]) -> None:
        thread = response.thread
        actions.acting.set(self.callbacks)
        try:
            async with thread.turnstile:
                body = make(thread)
                response.op = body["type"]
                thread.response = response
                try:
                    self._begin(response, body)
                    await response.run(body)
                finally:
                    thread.response = None
                    self._end(response)
        except asyncio.CancelledError:
            if not response.is_cancelled:
                raise
        finally:
            if self._responses.pop(response.id, None) is not None and response.is_cancelled:
                # Stopped while it waited for its turn: whoever asked still learns that it is over.
                self._announce_end(response)
            if thread.id is not None and all(other.thread is not thread for other in self._responses.values()):
                self._background.pop(thread.id, None)

    def _begin(self, response: Response, body: dict[str, Any]) -> None:
        thread = response.thread
        start = {
            "type": "chatkit.response.start",
            "id": response.id,
            "op": response.op,
            "source": response.source,
        }
        self.take({**start, "request": body}, thread, response)
        if body["type"] == "threads.retry_after_item":
            item_id = body["params"]["item_id"]
            self.take({"type": "chatkit.thread.truncate", "after_item_id": item_id}, thread, response)

    def _end(self, response: Response) -> None:
        self._responses.pop(response.id, None)
        self._announce_end(response)

    def _announce_end(self, response: Response) -> None:
        event = {
            "type": "chatkit.response.end",
            "id": response.id,
            "op": response.op,
            "error": response.error,
            "cancelled": response.is_cancelled,
        }
        self.take(event, response.thread, response)

    def _thread_of(self, body: dict[str, Any]) -> OpenThread:
        thread_id = body["params"].get("thread_id")
        if thread_id is not None:
            if thread_id == self.current.id:
                return self.current
            if thread_id in self._background:
                return self._background[thread_id]
            thread = OpenThread()
            thread.state["thread"] = {"id": thread_id}
            return thread
        if self.current.id is not None or self.current.turnstile.locked():
            self._show(OpenThread())
        return self.current

    def _show(self, thread: OpenThread) -> None:
        previous = self.current
        if previous is thread:
            return
        if previous.response is not None and previous.id is not None:
            self._background[previous.id] = previous
        if thread.id is not None:
            self._background.pop(thread.id, None)
        self.current = thread
        for onlooker in self._onlookers:
            onlooker.opened()
        self._tell({"type": "chatkit.thread.change", "thread_id": thread.id})

    async def _load(self, thread_id: str | None) -> OpenThread:
        params = {"thread_id": thread_id}
        metadata = await self.call({"type": "threads.get_by_id", "params": params})
        page = metadata.pop("items", {"data": [], "has_more": False})
        items, has_older = page.get("data", []), False
        if page.get("has_more"):
            newest = await self.call({"type": "items.list", "params": {**params, "limit": PAGE, "order": "desc"}})
            items, has_older = newest["data"][::-1], newest["has_more"]
        thread = OpenThread()
        thread.state["thread"], thread.state["items"], thread.has_older = metadata, items, has_older
        return thread

    def _follow(self, op: str, thread_id: str | None, reply: dict[str, Any]) -> None:
        if op == "threads.update" and thread_id == self.current.id:
            self._tell({"type": "thread.updated", "thread": reply})
        elif op == "threads.delete" and thread_id == self.current.id:
            self.stop()
            self._show(OpenThread())
        elif op == "threads.sync_custom_action" and thread_id == self.current.id and reply.get("updated_item"):
            self._tell({"type": "thread.item.replaced", "item": reply["updated_item"]})

    def _tell(self, event: dict[str, Any]) -> None:
        self.take(event, self.current)


def _constantly(body: dict[str, Any]) -> Callable[[OpenThread], dict[str, Any]]:
    return lambda _: body
