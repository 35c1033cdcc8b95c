"""Why a response failed: the exceptions that a server logs but, rightly, never puts on the wire.

``process()`` answers an exception with a generic ``stream.error``. Whoever prototypes in a notebook needs the
reason, so the session listens to the servers' loggers while one of its responses runs.
"""

from __future__ import annotations

import logging
import traceback
from contextvars import ContextVar
from typing import Any

from chatkit_notebook.logger import secrets_filter
from chatkit_notebook.secrets import masked

_SERVERS = ("chatkit_notebook", "chatkit")
_CALLED = ("openai", "openai-agents", "httpx", "httpx2", "httpcore", "httpcore2", "sqlalchemy", "asyncio", "concurrent")
"""Packages that a response comes to call: the keys in their errors, headers and addresses are not to be logged."""
_MADE_LATER = (
    *("openai.agents", "openai.agents.tracing", "openai._base_client", "openai._response", "openai._legacy_response"),
    *(f"{http}.{part}" for http in ("httpcore", "httpcore2") for part in ("connection", "http11", "http2", "proxy")),
    *("sqlalchemy.engine.Engine", "sqlalchemy.pool", "concurrent.futures"),
)
"""Loggers that these packages make when they are imported, which may be in the middle of a response."""
_LONGEST = 100_000

caught: ContextVar[list[BaseException] | None] = ContextVar("chatkit_notebook_caught", default=None)


class _Listener(logging.Filter):
    """Takes the exceptions of records before their secrets are masked, which may leave no more than text."""

    def filter(self, record: logging.LogRecord) -> bool:
        failures = caught.get()
        if failures is not None and record.levelno >= logging.ERROR and record.exc_info and record.exc_info[1]:
            failures.append(record.exc_info[1])
        return True


_listener = _Listener()
# Without a handler, logging would print the errors of a host that has not configured it.
_silence = logging.NullHandler()


def listen() -> None:
    """Listen to the servers, and mask what is logged from now on. To do so again finds loggers made meanwhile."""
    for name in _SERVERS:
        logger = logging.getLogger(name)
        if _listener not in logger.filters:
            logger.filters.insert(0, _listener)
            logger.addHandler(_silence)
    made = [name for name, one in [*logging.root.manager.loggerDict.items()] if isinstance(one, logging.Logger)]
    for name in [*_SERVERS, *_CALLED, *_MADE_LATER, *made]:
        if name.partition(".")[0] in (*_SERVERS, *_CALLED):
            logging.getLogger(name).addFilter(secrets_filter)


def describe(error: BaseException) -> dict[str, Any]:
    """Describe an exception for the chat and the log: ``type``, ``message``, ``traceback``, all without secrets."""
    return {
        "type": type(error).__name__,
        "message": message_of(error),
        "traceback": _told("".join(traceback.format_exception(error))),
    }


def message_of(error: BaseException) -> str:
    """What an exception says, without secrets."""
    return _told(said(error))


def said(error: BaseException) -> str:
    """What an exception says, secrets included: to compare it, not to tell it."""
    try:
        return str(error)
    except Exception as failure:  # noqa: BLE001 - the exception's own __str__ may raise anything
        return f"(its message can't be read: {type(failure).__name__})"


def in_one_line(error: BaseException) -> str:
    """Describe an exception as ``Type: message``; one without a message by where it was raised."""
    name, message = type(error).__name__, message_of(error)
    if message:
        return f"{name}: {message}"
    frames = traceback.extract_tb(error.__traceback__)
    return f"{name} in {frames[-1].name}()" if frames else name


def _told(text: str) -> str:
    cut = len(text) - _LONGEST
    # What is said last in a traceback is the reason.
    text = text if cut <= 0 else f"{text[: _LONGEST // 2]}\n… {cut:,} characters left out …\n{text[-_LONGEST // 2 :]}"
    return masked(text)
