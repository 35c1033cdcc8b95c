"""Who runs a server within the same process, and takes part in what its bytes do not carry."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
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

    def used(self, usage: Any) -> None:
        """Take note of the tokens that a run of an agent used: an ``agents.Usage``."""


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
