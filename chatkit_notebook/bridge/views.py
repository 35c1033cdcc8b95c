"""What the views of one widget ask of the session, and what they are told."""

from __future__ import annotations

import logging
from functools import partial
from itertools import count
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

from chatkit_notebook.bridge import envelope
from chatkit_notebook.bridge.outbox import Outbox
from chatkit_notebook.bridge.pace import Pace
from chatkit_notebook.bridge.questions import Questions
from chatkit_notebook.bridge.refusals import Refusals
from chatkit_notebook.bridge.requests import Requests
from chatkit_notebook.errors import TooMuchError
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chatkit_notebook.bridge.messages import SnapshotMessage, ToViews, Welcome
    from chatkit_notebook.bridge.outbox import Send
    from chatkit_notebook.client import Session

log = logging.getLogger(__name__)

CATCH_UP_INTERVAL = 0.1
"""Seconds between two states or gaps that are sent, if many are asked for."""
EVENT_INTERVAL = 1 / 30
"""Seconds between two events of a view that are told, if many come."""
MOST_PAGES = 100
"""Pages that are told apart."""
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
        begun: Called when the first view has all it needs.
        unseen: Called when the last page has said that it shows the chat no longer.

    Attributes:
        pages: Those that show the chat, by the names of their lines.
    """

    def __init__(
        self,
        session: Session,
        send: Send,
        bundle: Bundle,
        begun: Callable[[], object] = lambda: None,
        unseen: Callable[[], object] = lambda: None,
    ) -> None:
        self._session = session
        self._id = uuid4().hex
        self._raw_send = send
        self._bundle = bundle
        self._begun = begun
        self._unseen = unseen
        self.pages: set[str] = set()
        self._outbox = Outbox(self._send)
        self._refusals = Refusals(session.log, self._send)
        self._requests = Requests(session, self._send, self._refusals, self._outbox.remind)
        self._questions = Questions(session, self._send, self._refusals)
        # Views are few, and begin or miss something now and then; an answer may be megabytes.
        self._catching_up = Pace(at_once=16, interval=CATCH_UP_INTERVAL, most_waiting=64)
        self._events = Pace(at_once=100, interval=EVENT_INTERVAL, most_waiting=200)
        self._event_numbers = count()
        self._is_ready = False
        self._is_closed = False
        self._bundle_sent = float("-inf")
        session.look_on(self)

    def receive(self, content: Any, buffers: Sequence[bytes] = ()) -> None:
        """Act on one message from the browser. Never raises: what is wrong is answered."""
        if self._is_closed:
            return
        try:
            self._act(envelope.read(content), buffers)
        except envelope.BadMessageError as error:
            self._refusals.take(error.id, error)
        except Exception as error:  # the edge: no message stops those behind it
            log.exception("A message from the browser could not be acted on.")
            self._refusals.note(None, error)

    def _act(self, message: envelope.FromView, buffers: Sequence[bytes]) -> None:
        match message:
            case envelope.Hello():
                self._show(message.view)
                self._catch_up(message.view, partial(self._welcome, message))
            case envelope.AskBundle():
                self._send_bundle()
            case envelope.Request():
                self._requests.take(message)
            case envelope.Ask():
                self._questions.take(message, buffers)
            case envelope.Cancel():
                self._session.stop(message.id)
            case envelope.Resume():
                self._catch_up(message.view, partial(self._resume, message))
            case envelope.Shown():
                self._show(message.view, is_shown=message.is_shown)
            case envelope.Ui():
                self._tell(message)

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
        """Stop looking on, listening and sending."""
        if self._is_closed:
            return
        self._is_closed = True
        self._session.look_away(self)
        for part in (self._outbox, self._refusals, self._requests, self._questions, self._catching_up, self._events):
            part.close()

    def _show(self, page: str, *, is_shown: bool = True) -> None:
        if is_shown:
            if len(self.pages) < MOST_PAGES:
                self.pages.add(page)
            return
        self.pages.discard(page)
        if not self.pages:
            self._unseen()

    def _catch_up(self, view: str, answer: Callable[[], None]) -> None:
        if not self._catching_up.do(view, answer):
            self._refusals.note(None, TooMuchError(words().states_crowded))

    def _tell(self, message: envelope.Ui) -> None:
        tell = partial(self._session.view_event, message.event, message.data)
        if not self._events.do(next(self._event_numbers), tell):
            self._refusals.note(None, TooMuchError(words().events_crowded(message.event)))

    def _welcome(self, hello: envelope.Hello) -> None:
        if hello.bundle != self._bundle.hash:
            self._send_bundle()
        state = self._snapshot(hello.view)
        welcome: Welcome = {
            "type": "welcome",
            "view": hello.view,
            "seq": state["seq"],
            "snapshot": state["snapshot"],
            "session": self._id,
            "bundle": self._bundle.hash,
        }
        self._send(welcome)
        if not self._is_ready:
            self._is_ready = True
            self._session.view_event("ready", {})
            self._begun()

    def _resume(self, message: envelope.Resume) -> None:
        frames = self._outbox.after(message.after_seq)
        if frames is None:
            self._send(self._snapshot(message.view))
        else:
            self._send({"type": "frames", "seq": self._outbox.seq, "frames": frames})

    def _snapshot(self, view: str | None) -> SnapshotMessage:
        # What waits is part of the state already: it must have its number before the snapshot has one.
        self._outbox.flush()
        state = self._session.current.snapshot()
        if drafts := self._session.drafts.of(state["items"]):
            state["fields"] = drafts
        return {"type": "snapshot", "view": view, "seq": self._outbox.seq, "snapshot": state}

    def _send_bundle(self) -> None:
        # Views ask again while they wait: a kernel that was busy finds several questions at once.
        now = monotonic()
        if now - self._bundle_sent < BUNDLE_PAUSE:
            return
        self._bundle_sent = now
        script, style = self._bundle.read()
        self._send({"type": "bundle", "hash": self._bundle.hash}, [script, style])

    def _send(self, content: ToViews, buffers: Sequence[bytes] | None = None) -> None:
        if not self._is_closed:
            self._raw_send(content, buffers)
