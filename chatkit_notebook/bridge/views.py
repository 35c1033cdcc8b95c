"""What the views of one widget ask of the session, and what they are told."""

from __future__ import annotations

import logging
from collections import OrderedDict
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

from chatkit_notebook.bridge import envelope
from chatkit_notebook.bridge.fetches import Fetches
from chatkit_notebook.bridge.outbox import Outbox
from chatkit_notebook.bridge.patience import acknowledged, taken
from chatkit_notebook.bridge.searches import Searches
from chatkit_notebook.bridge.times import with_offsets
from chatkit_notebook.bridge.uploads import Uploads
from chatkit_notebook.client import failures
from chatkit_notebook.client.requests import InvalidRequestError, is_streaming, request_error, validate
from chatkit_notebook.errors import AttachmentRefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chatkit_notebook.bridge.outbox import Send
    from chatkit_notebook.client import Session
    from chatkit_notebook.client.response import Response

log = logging.getLogger(__name__)

REMEMBERED_REQUESTS = 512
BUNDLE_PAUSE = 2.0
"""Seconds in which the code is sent at most once."""


class Bundle(Protocol):
    """The code of the view."""

    @property
    def hash(self) -> str:
        """Identifies the content."""
        ...

    def read(self) -> tuple[bytes, bytes]:
        """The script and the style sheet, as UTF-8."""
        ...


class Views:
    """The browser's side of a session. All methods run on the session's loop.

    Args:
        session: The conversation.
        send: Sends to the comm.
        bundle: The code the views run.
    """

    def __init__(self, session: Session, send: Send, bundle: Bundle) -> None:
        self._session = session
        self._id = uuid4().hex
        self._raw_send = send
        self._bundle = bundle
        self._outbox = Outbox(self._send)
        self._uploads = Uploads(session, self._send)
        self._fetches = Fetches(session, send)
        self._searches = Searches(session, send)
        self._is_ready = False
        self._asking: set[str] = set()
        self._bundle_sent = float("-inf")
        self._replies: OrderedDict[str, dict[str, Any] | None] = OrderedDict()
        session.look_on(self)

    def receive(self, content: Any, buffers: Sequence[bytes] = ()) -> None:
        """Act on one message from the browser. Never raises: what is wrong is answered."""
        try:
            message = envelope.read(content, buffers)
        except envelope.BadMessageError as error:
            self._refuse(error.id, error, is_upload=error.is_upload)
            return
        match message:
            case envelope.Hello():
                self._welcome(message)
            case envelope.AskBundle():
                self._send_bundle()
            case envelope.Request():
                self._request(message)
            case envelope.Cancel():
                self._session.stop(message.id)
            case envelope.Resume():
                self._resume(message)
            case envelope.Ui():
                self._session.spawn(self._ui(message.command))
            case _:
                self._pass_on(message)

    def frame(self, request_id: str | None, event: dict[str, Any]) -> None:
        """Pass an event on to the views."""
        self._outbox.push(request_id, event)

    def opened(self) -> None:
        """Give the views the state of the thread that is shown now."""
        self._outbox.restart()
        self._send(self._snapshot(None))

    def call(self, method: str, args: dict[str, Any]) -> None:
        """Ask the views to do something, such as ``focus_composer``."""
        self._send({"type": "ui", "method": method, "args": args})

    def close(self) -> None:
        """Stop sending."""
        self._outbox.close()

    def _pass_on(self, message: envelope.Upload | envelope.Fetch | envelope.Search) -> None:
        match message:
            case envelope.Upload():
                self._uploads.take(message)
            case envelope.Fetch():
                self._fetches.take(message)
            case envelope.Search():
                self._searches.take(message)

    def _welcome(self, hello: envelope.Hello) -> None:
        if hello.bundle != self._bundle.hash:
            self._send_bundle()
        snapshot = self._snapshot(hello.view)
        self._send({**snapshot, "type": "welcome", "session": self._id, "bundle": self._bundle.hash})
        if not self._is_ready:
            self._is_ready = True
            self._session.view_event("ready", {})

    def _resume(self, message: envelope.Resume) -> None:
        frames = self._outbox.after(message.after_seq)
        if frames is None:
            self._send(self._snapshot(message.view))
        else:
            self._send({"type": "frames", "seq": self._outbox.seq, "frames": frames})

    def _snapshot(self, view: str | None) -> dict[str, Any]:
        # What waits is part of the state already: it must have its number before the snapshot has one.
        self._outbox.flush()
        state = self._session.current.snapshot()
        return {"type": "snapshot", "view": view, "seq": self._outbox.seq, "snapshot": state}

    def _send_bundle(self) -> None:
        # Views ask again while they wait: a kernel that was busy finds several questions at once.
        now = monotonic()
        if now - self._bundle_sent < BUNDLE_PAUSE:
            return
        self._bundle_sent = now
        script, style = self._bundle.read()
        self._raw_send({"type": "bundle", "hash": self._bundle.hash}, [script, style])

    def _request(self, message: envelope.Request) -> None:
        if message.id in self._replies:
            reply = self._replies[message.id]
            # Sent again because the answer was lost or is late: it does not run again.
            if reply is not None:
                self._send(reply)
            elif message.id in self._asking:
                self._send(taken(message.id))
            elif self._session.is_under_way(message.id):
                self._outbox.beacon()
            else:
                self._send({"type": "reply", "id": message.id, "body": {}})
            return
        self._remember(message.id, None)
        try:
            validate(message.body)
            if is_streaming(message.body):
                response = self._session.submit(message.body["type"], message.body, id=message.id, source="view")
                if response.thread is not self._session.current:
                    self._session.spawn(self._reply_from_elsewhere(response))
            else:
                self._asking.add(message.id)
                self._session.spawn(self._reply(message))
        except (InvalidRequestError, AttachmentRefusedError) as error:
            self._refuse(message.id, error)

    async def _reply_from_elsewhere(self, response: Response) -> None:
        # Frames are of the shown thread only.
        await self._session.finished(response)
        answer: dict[str, Any] = {"body": {}} if response.error is None else {"error": response.error}
        self._answer(response.id, {"type": "reply", "id": response.id, **answer})

    async def _reply(self, message: envelope.Request) -> None:
        try:
            with acknowledged(message.id, self._send):
                body = await self._session.call(message.body, source="view")
        except Exception as error:  # noqa: BLE001 - the edge: each request ends in one reply
            self._refuse(message.id, error)
        else:
            body = with_offsets(message.body["type"], body)
            self._answer(message.id, {"type": "reply", "id": message.id, "body": body})
        finally:
            self._asking.discard(message.id)

    def _refuse(self, request_id: str | None, error: BaseException, *, is_upload: bool = False) -> None:
        if isinstance(error, envelope.BadMessageError):
            described = {"code": "invalid_request", "message": str(error), "allow_retry": False}
        else:
            described = request_error(error)
        self._session.log.append({"type": "chatkit.failure", "id": request_id, "error": failures.describe(error)})
        if is_upload:
            self._send({"type": "upload", "id": request_id, "error": described})
        else:
            self._answer(request_id, {"type": "reply", "id": request_id, "error": described})

    def _answer(self, request_id: str | None, reply: dict[str, Any]) -> None:
        if request_id is not None:
            self._remember(request_id, reply)
        self._send(reply)

    def _remember(self, request_id: str, reply: dict[str, Any] | None) -> None:
        self._replies[request_id] = reply
        while len(self._replies) > REMEMBERED_REQUESTS:
            self._replies.popitem(last=False)

    async def _ui(self, command: Any) -> None:
        try:
            match command:
                case envelope.OpenThreadCommand():
                    await self._session.open_thread(command.thread_id)
                case envelope.RefreshCommand():
                    await self._session.refresh()
                case envelope.EventCommand():
                    self._session.view_event(command.type, command.data)
                case _:
                    await self._session.client_action(command.action, command.item_id)
        except Exception as error:  # noqa: BLE001 - the edge: whatever failed is told in the chat
            self.opened()
            self._session.note("That did not work", error)

    def _send(self, content: dict[str, Any]) -> None:
        self._raw_send(content)
