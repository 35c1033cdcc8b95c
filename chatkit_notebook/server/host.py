"""Who runs a server within the same process, and takes part in what its bytes do not carry."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Generator


@dataclass(frozen=True)
class ClientToolSpec:
    """A tool of the client.

    Attributes:
        name: Its name.
        description: What the model reads about it.
        parameters_json_schema: The JSON schema of its arguments, an object.
    """

    name: str
    description: str
    parameters_json_schema: dict[str, Any]


@dataclass(frozen=True)
class ToolUse:
    """One call of a tool, when it is over.

    Attributes:
        name: The tool's name.
        arguments: What it was called with, as data; text if that is not JSON.
        result: What it returned; after a failure what the model was told.
        error: Why it failed, in one line; None if it did not.
        duration: Seconds it took; None if that is unknown.
        call_id: The id of the call.
        agent: The name of the agent that called it.
        exception: What it raised, or None.
    """

    name: str
    arguments: Any = None
    result: Any = None
    error: str | None = None
    duration: float | None = None
    call_id: str | None = None
    agent: str | None = None
    exception: BaseException | None = field(default=None, repr=False)


class Host:
    """What a server tells and asks whoever runs it. This one wants nothing; subclass it, and override what you want.

    A server reaches its host from the task that iterates its stream: see ``hosted_by``.
    """

    def action(
        self,
        own: Callable[[Any, Any, Any, Any], AsyncIterator[Any]],
        thread: Any,
        action: Any,
        sender: Any,
        context: Any,
    ) -> AsyncIterator[Any]:
        """Answer an action of a widget with events; by default with those of the server.

        Args:
            own: The server's ``action``, which takes the other arguments.
            thread: The thread.
            action: What the widget sent.
            sender: The widget; None if the action came from elsewhere.
            context: Whatever was given to ``process``.
        """
        return own(thread, action, sender, context)

    async def sync_action(
        self,
        own: Callable[[Any, Any, Any, Any], Awaitable[Any]],
        thread: Any,
        action: Any,
        sender: Any,
        context: Any,
    ) -> Any:
        """Answer an action that does not stream. Arguments are those of ``action``."""
        return await own(thread, action, sender, context)

    def failed(self, error: BaseException) -> None:
        """Take note of the exception behind an error event that does not name it."""

    def reported(self, title: str, error: BaseException) -> None:
        """Take note of a failure that the response survives."""

    def used(self, usage: Any) -> None:
        """Take note of the tokens that a run of an agent used: an ``agents.Usage``."""

    def called(self, use: ToolUse) -> None:
        """Take note of a tool that was called."""

    def answered(self, agent: str, model: str | None) -> None:
        """Take note of who answers: the agent's name, and that of its model."""

    def failure_of(self, call_id: str) -> BaseException | None:  # noqa: ARG002 - for overrides
        """Why the client could not carry out a call; None if it did, or does not say."""
        return None


_NOBODY = Host()
_host: ContextVar[Host] = ContextVar("chatkit_notebook_host", default=_NOBODY)


def current_host() -> Host:
    """The host of the server that the current task runs; one that wants nothing where there is none."""
    return _host.get()


@contextmanager
def hosted_by(host: Host) -> Generator[None]:
    """Make ``host`` that of every server whose stream is iterated in the block."""
    token = _host.set(host)
    try:
        yield
    finally:
        _host.reset(token)
