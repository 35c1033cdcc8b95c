"""The conversation as its parts see it: the session above them, who looks on, and what calls a function of the user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from chatkit_notebook.client import failures
from chatkit_notebook.client.thread import calling

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Coroutine

    from chatkit_notebook.client.callbacks import Callbacks
    from chatkit_notebook.client.peer import Peer
    from chatkit_notebook.client.thread import OpenThread, Running
    from chatkit_notebook.eventlog import EventLog


class Conversation(Protocol):
    """The session, as its parts see it."""

    peer: Peer
    callbacks: Callbacks
    context: Any
    log: EventLog

    def take(self, event: dict[str, Any], thread: OpenThread, response: Running | None = None) -> None:
        """Fold, log, dispatch and broadcast one event."""
        ...

    def show_anew(self, thread: OpenThread) -> None:
        """Show all of a thread again, if it is the one that is shown."""
        ...

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run a coroutine that the session owns."""
        ...


class Onlooker(Protocol):
    """Somebody who follows the conversation: a widget's views, a test."""

    def frame(self, request_id: str | None, event: dict[str, Any]) -> None:
        """Take one event of the thread that is shown."""
        ...

    def opened(self) -> None:
        """Take note that another thread is shown from now on."""
        ...


@dataclass(frozen=True)
class Caller:
    """What calls a function of the user: its failures are reported there."""

    conversation: Conversation
    thread: OpenThread
    response: Running | None = None

    def call(self, function: object, work: Coroutine[Any, Any, None]) -> None:
        """Call a function of the user, without waiting for it."""
        response = self.response
        if response is None:
            self.conversation.spawn(work)
        else:
            response.calls[self.conversation.spawn(_within(response.asked_by, work))] = function

    def log(self, event: dict[str, Any]) -> None:
        """Add a row of the kernel's own."""
        response = self.response
        self.conversation.log.append(
            event,
            run_id=response.id if response else None,
            op=response.op if response else None,
            thread_id=self.thread.id,
            began=response.began if response else None,
        )

    def note(self, title: str, message: str) -> None:
        """Show a notice in the chat."""
        notice = {"type": "notice", "level": "danger", "title": title, "message": message}
        self.conversation.take(notice, self.thread, self.response)

    def fail(self, title: str, error: BaseException) -> None:
        """Report a failure as a notice in the chat; its traceback goes into the log and to the cell."""
        self.log({"type": "chatkit.failure", "title": title, "error": failures.describe(error)})
        self.note(title, failures.in_one_line(error))
        heard = failures.Heard() if self.response is None else self.response.heard
        heard.tell(title, error)


async def _within(callers: frozenset[object], work: Coroutine[Any, Any, None]) -> None:
    calling.set(callers)
    await work
