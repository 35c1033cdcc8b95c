"""Servers of the official ``openai-chatkit`` package: how a host takes part in them, though they know of none."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncGenerator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from chatkit_notebook.server.growing_texts import GrowingTexts
from chatkit_notebook.server.host import current_host

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def official_class() -> type[Any] | None:
    """The official ``ChatKitServer``; None unless something has imported it."""
    return getattr(sys.modules.get("chatkit.server"), "ChatKitServer", None)


def official_attachment_store() -> type[Any] | None:
    """The official ``AttachmentStore``; None unless something has imported it."""
    return getattr(sys.modules.get("chatkit.store"), "AttachmentStore", None)


def official_types() -> Any:
    """The module of the official package's models."""
    return sys.modules["chatkit.types"]


def hosted(server: Any) -> Any:
    """Return an object that is the server in all but its actions, which the host answers first.

    It shares the server's attributes, those that are set later included; the server itself is left as it is.
    """
    kind = cast("type[Any]", type(server))
    twin: Any = object.__new__(_hosted_class(kind))
    if hasattr(server, "__dict__"):
        twin.__dict__ = server.__dict__
    for name in _slots(kind):
        # A slot can't be shared. Servers that have some keep what they are made with there.
        if hasattr(server, name):
            object.__setattr__(twin, name, getattr(server, name))
    _listen()
    return twin


@lru_cache(maxsize=64)
def _hosted_class(kind: type[Any]) -> type[Any]:
    class Quiet:
        def __init_subclass__(cls, **_: Any) -> None:
            """Keep the class out of what the author's own classes are registered in."""

    base: Any = kind

    class Hosted(Quiet, base):
        def respond(self, *args: Any, **named: Any) -> AsyncIterator[Any]:
            # It fails in raw words at half a surrogate pair, after its store has failed at it.
            return _whole(base.respond(self, *args, **named))

        def action(self, thread: Any, action: Any, sender: Any, context: Any) -> AsyncIterator[Any]:
            return _whole(current_host().action(base.action.__get__(self), thread, action, sender, context))

        async def sync_action(self, thread: Any, action: Any, sender: Any, context: Any) -> Any:
            return await current_host().sync_action(base.sync_action.__get__(self), thread, action, sender, context)

    Hosted.__name__, Hosted.__qualname__, Hosted.__module__ = kind.__name__, kind.__qualname__, kind.__module__
    return Hosted


async def _whole(events: AsyncIterator[Any]) -> AsyncIterator[Any]:
    texts = GrowingTexts()
    try:
        async for event in events:
            yield texts.whole(event)
    finally:
        if isinstance(events, AsyncGenerator):
            await events.aclose()


def _slots(kind: type[Any]) -> list[str]:
    named = [vars(one).get("__slots__", ()) for one in kind.__mro__]
    names = [name for one in named for name in ([one] if isinstance(one, str) else one)]
    return [name for name in names if name not in ("__dict__", "__weakref__")]


class _Listener(logging.Filter):
    """Tells the host of exceptions that the official package logs, before their secrets are masked."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno >= logging.ERROR and record.exc_info and record.exc_info[1]:
            current_host().failed(record.exc_info[1])
        return True


_listener = _Listener()


def _listen() -> None:
    logger = logging.getLogger("chatkit")
    if _listener not in logger.filters:
        logger.filters.insert(0, _listener)
