"""The session: the client of one conversation, living in the kernel.

It submits requests to a server's ``process()``, folds and logs the events, answers client tool calls, dispatches
effects, pairs the start and end of each response, and tells whoever looks on. Everything here runs on one event loop.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from contextvars import Context, copy_context
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from chatkit_notebook.client import failures, search
from chatkit_notebook.client.callbacks import dispatch
from chatkit_notebook.client.callbacks.actions import ActionHost
from chatkit_notebook.client.conversation import Caller, Onlooker
from chatkit_notebook.client.events import VIEW_EVENTS, as_event, form_refused
from chatkit_notebook.client.files.attachments import Attachments
from chatkit_notebook.client.files.upload_address import conceal
from chatkit_notebook.client.form_drafts import FormDrafts
from chatkit_notebook.client.logs import mask_logs
from chatkit_notebook.client.masking import mask_event, mask_reply
from chatkit_notebook.client.open_threads import OpenThreads
from chatkit_notebook.client.peer import Peer
from chatkit_notebook.client.requests import validate
from chatkit_notebook.client.response import Response
from chatkit_notebook.client.responses import Responses
from chatkit_notebook.client.thread import OpenThread, calling
from chatkit_notebook.errors import FormRefusedError, InvalidRequestError, NotFoundError
from chatkit_notebook.eventlog import EventLog
from chatkit_notebook.fold import fold
from chatkit_notebook.json import object_in
from chatkit_notebook.locales import words
from chatkit_notebook.server.host import hosted_by

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from chatkit_notebook.client.callbacks import Callbacks
    from chatkit_notebook.client.events import Source
    from chatkit_notebook.client.peer import Server
    from chatkit_notebook.client.requests import CheckedRequest
    from chatkit_notebook.client.thread import Running
    from chatkit_notebook.client.turn import Turn
    from chatkit_notebook.store.limits import AttachmentLimits
    from chatkit_notebook.store.search import Found
    from chatkit_notebook.types import Attachment
    from chatkit_notebook.widgets.custom import CustomComponent


class Session:
    """One conversation with one server.

    Args:
        server: Anything with ``process(request, context)``.
        callbacks: The user's functions; looked up at each call, so that they may be redefined.
        context: What the server gets as context with each request.
        log: Where events are kept.
        limits: What may be attached to a message.
        upload_url: Where files are uploaded directly; without one the server is asked about each.

    Attributes:
        components: What draws the types of widget nodes that the user has registered, by their names.
        resumes: Whether a thread that was shown before may be shown again.
    """

    def __init__(
        self,
        server: Server,
        callbacks: Callbacks,
        *,
        context: Any = None,
        log: EventLog | None = None,
        limits: AttachmentLimits | None = None,
        upload_url: str | None = None,
    ) -> None:
        self.peer = Peer(server, upload_url)
        self.callbacks = callbacks
        self.context: Any = {} if context is None else context
        self.log = EventLog() if log is None else log
        self._threads = OpenThreads(self.call, self._tell, self._tell_shown)
        self._attachments = Attachments(self, limits)
        self._onlookers: list[Onlooker] = []
        self.drafts = FormDrafts(self._onlookers)
        self.components: dict[str, CustomComponent] = {}
        self._cell: Context = copy_context()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._responses = Responses(self, self._attachments.direct.named, self._threads.rest)
        self._is_closed = False
        self.resumes = False
        mask_logs()

    @property
    def server(self) -> Server:
        """The server."""
        return self.peer.server

    @property
    def current(self) -> OpenThread:
        """The thread that is shown."""
        return self._threads.current

    @property
    def limits(self) -> AttachmentLimits:
        """What may be attached to a message."""
        return self._attachments.limits

    @limits.setter
    def limits(self, limits: AttachmentLimits) -> None:
        self._attachments.limits = limits

    def look_on(self, onlooker: Onlooker) -> None:
        """Let somebody follow from now on."""
        self._onlookers.append(onlooker)

    def look_away(self, onlooker: Onlooker) -> None:
        """Let somebody follow no longer."""
        self._onlookers.remove(onlooker)

    def submit(
        self,
        op: str,
        body: Callable[[OpenThread], dict[str, Any]] | CheckedRequest | dict[str, Any],
        *,
        id: str | None = None,  # noqa: A002 - the protocol's word
        source: Source = "python",
    ) -> Response:
        """Begin a streaming request; it runs when the responses before it in its thread have ended.

        Args:
            op: The request's type; a ``body`` made later may choose another.
            body: The request, or a function that makes it when its turn has come.
            id: The request's id; made up when not given.
            source: Who asks: ``"view"`` or ``"python"``.

        Raises:
            InvalidRequestError: The body is not a streaming request.
            AttachmentRefusedError: Its message has too many attachments.
        """
        self.check_open()
        if callable(body):
            thread, make = self.current, body
        else:
            request = validate(body)
            if not request.is_streaming:
                raise InvalidRequestError(f"{op!r} is not a streaming request.")
            self._attachments.check_message(request.body)
            thread, make = self._threads.of(request.body), request.make
        response = Response(self, thread, id=id or uuid4().hex, op=op, source=source)
        self._responses.begin(response, make)
        return response

    def is_under_way(self, request_id: str) -> bool:
        """Tell whether a response runs or waits for its turn."""
        return request_id in self._responses

    @property
    def under_way(self) -> int:
        """How many responses run or wait for their turn."""
        return len(self._responses)

    async def finished(self, response: Response) -> Turn:
        """Wait for a response to end and tell what it came to. Cancelling the wait stops the response."""
        return await self._responses.finished(response)

    async def settled(self, response: Response) -> Turn:
        """Wait for a response to end and for the functions of effects and events that it called."""
        return await self._responses.settled(response)

    async def call(self, request: CheckedRequest | dict[str, Any], *, source: str = "python") -> dict[str, Any]:
        """Run a request that does not stream and return its reply.

        Raises:
            InvalidRequestError: It is not such a request.
            AttachmentRefusedError: It announces a file that may not be attached.
            Exception: Whatever the server raised.
        """
        self.check_open()
        checked = validate(request)
        body = checked.body
        if checked.is_streaming:
            raise InvalidRequestError(f"{body['type']!r} is a streaming request: use submit().")
        op, thread_id = body["type"], body["params"].get("thread_id")
        self.log.append({**body, "type": "chatkit.request", "op": op, "source": source}, op=op, thread_id=thread_id)
        if op == "threads.delete":
            await self._responses.quiet(thread_id)
        try:
            with hosted_by(ActionHost(self.peer, self.callbacks, calling.get())):
                reply = await self._send(body)
        except FormRefusedError as error:
            if thread_id == self.current.id:
                self._tell(form_refused(body["params"].get("item_id"), error))
            raise
        except Exception as error:
            self.log.append({"type": "chatkit.failure", "error": failures.describe(error)}, op=op, thread_id=thread_id)
            raise
        self.log.append({"type": "chatkit.reply", "body": reply}, op=op, thread_id=thread_id)
        self._threads.follow(op, thread_id, reply)
        return reply

    async def receive(self, attachment_id: str, offset: int, data: bytes) -> tuple[int, bool]:
        """Take a piece of a file that ``attachments.create`` has announced.

        Args:
            attachment_id: The attachment.
            offset: Where the piece begins; another one than the bytes received so far changes nothing.
            data: The piece.

        Returns:
            The bytes received so far, and whether the upload is complete.

        Raises:
            NotFoundError: There is no such upload.
            AttachmentRefusedError: The bytes are not what was announced; nothing more is taken.
            UploadFailedError: They can't be sent to where the server wants them; nothing more is taken.
            Exception: The piece could not be kept. It may come again.
        """
        return await self._attachments.receive(attachment_id, offset, data)

    async def read_attachment(self, attachment_id: str) -> tuple[Attachment, bytes]:
        """Read an attachment and its bytes.

        Raises:
            NotFoundError: There is no such attachment, or it has no bytes yet.
            NotImplementedError: Its server keeps the bytes where they can't be read from here.
        """
        self.check_open()
        return await self._attachments.read(attachment_id)

    async def search(self, query: str, limit: int, *, source: str = "python") -> list[Found]:
        """Find what was said in any thread.

        Raises:
            NotImplementedError: The server's store can't search.
            ValueError: There is no word in the query, or the limit is out of range.
            Exception: Whatever the store raised.
        """
        self.check_open()
        return await search.search(self, query, limit, source)

    async def open_thread(self, thread_id: str | None) -> None:
        """Show a thread with its newest items, or a new one. A response under way elsewhere goes on.

        Raises:
            Exception: Whatever the server raised; the thread shown stays the same.
        """
        self.check_open()
        await self._threads.open(thread_id)

    async def resume(self, thread_id: str) -> None:
        """Show a thread that was shown before, if that is wanted, it is there, and nothing else is shown.

        Raises:
            Exception: Whatever else than its absence hindered the server.
        """
        if self.resumes and self.current.id is None and not self.under_way:
            with suppress(NotFoundError):
                await self.open_thread(thread_id)

    async def refresh(self) -> None:
        """Load the shown thread anew from the server."""
        self.check_open()
        await self._threads.refresh()

    def stop(self, request_id: str | None = None) -> None:
        """Stop a response, or all of the shown thread, those that wait for their turn included."""
        shown = self.current
        self._responses.stop(lambda each: each.thread is shown if request_id is None else each.id == request_id)

    def interrupt(self) -> None:
        """Stop all responses, those of threads that are not shown included."""
        self._responses.stop(lambda _: True)

    @property
    def is_closed(self) -> bool:
        """Whether the conversation is over."""
        return self._is_closed

    def end(self) -> None:
        """Refuse whatever is asked from now on; at any time, from any thread. `close` follows on the loop."""
        self._is_closed = True

    def check_open(self) -> None:
        """Refuse what comes after the end.

        Raises:
            RuntimeError: The conversation is over.
        """
        if self._is_closed:
            raise RuntimeError(words().chat_closed)

    async def close(self) -> None:
        """Stop everything and wait for it."""
        self.end()
        self._responses.cancel()
        for task in [*self._tasks]:
            if task is not asyncio.current_task():
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await task
        self._attachments.close()

    def take(self, event: dict[str, Any], thread: OpenThread, response: Running | None = None) -> None:
        """Fold, log, dispatch and broadcast one event."""
        if "item" in event:
            conceal(event)
        mask_event(event)
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
            change = as_event({"type": "chatkit.thread.change", "thread_id": thread.id})
            self.take(change, thread, response)
        if kind != "thread.item.updated":  # nearly all are, and no function of the user's hears of them
            dispatch.dispatch(Caller(self, thread, response), event)

    def view_event(self, kind: str, data: Any) -> None:
        """Log something that happened in a view and call its listeners: as an event of its own, or as ``log``."""
        if (own := f"chatkit.{kind}") in VIEW_EVENTS:
            self._tell({**object_in(data), "type": own})
        else:
            self._tell(as_event({"type": "chatkit.log", "name": kind, "data": data}))

    async def client_action(self, action: dict[str, Any], item_id: str | None) -> None:
        """Call the function of a widget action that the client handles; without one, send it to the server.

        Raises:
            LookupError: No function is registered for it, and the server answers no actions.
        """
        thread_id = self.current.id
        if action["type"] not in self.callbacks.actions and thread_id is not None and self.peer.has_own_action:
            op, params = "threads.custom_action", {"thread_id": thread_id, "item_id": item_id, "action": action}
            await self.finished(self.submit(op, {"type": op, "params": params}, source="view"))
            return
        await dispatch.client_action(Caller(self, self.current), action, item_id)

    def note(self, title: str, error: BaseException) -> None:
        """Report a failure in the chat and keep its traceback in the log."""
        Caller(self, self.current).fail(title, error)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run a coroutine in the context of the cell that made the session, owned by the session."""
        task = asyncio.get_running_loop().create_task(work, context=self._cell.copy())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _send(self, body: dict[str, Any]) -> dict[str, Any]:
        match body["type"]:
            case "attachments.create":
                reply = await self._attachments.create(body)
            case "attachments.delete":
                reply = await self._attachments.delete(body)
            case _:
                reply = await self.peer.reply(body, self.context)
        conceal(reply)
        mask_reply(reply)
        return reply

    def _tell(self, event: dict[str, Any]) -> None:
        self.take(event, self.current)

    def show_anew(self, thread: OpenThread) -> None:
        """Show all of a thread again, if it is the one that is shown."""
        if thread is self.current:
            self._tell_shown()

    def _tell_shown(self) -> None:
        for onlooker in self._onlookers:
            onlooker.opened()
