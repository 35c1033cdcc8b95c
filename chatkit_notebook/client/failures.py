"""Why a response failed: the exceptions that a server logs but, rightly, never puts on the wire.

``process()`` answers an exception with a generic ``stream.error``. Whoever prototypes in a notebook needs the
reason, so the session listens to the servers' loggers while one of its responses runs.
"""

from __future__ import annotations

import logging
import os
import re
import traceback
from contextvars import ContextVar
from typing import Any

_LOGGERS = ("chatkit_notebook", "chatkit")
_SECRET = re.compile(r"\b(sk|pk|key|ghp|xox[abp])-[A-Za-z0-9_\-*]{6,}")
_SECRET_NAMES = re.compile(r"(API_KEY|TOKEN|SECRET|PASSWORD)$")
_SHORTEST_SECRET = 8

caught: ContextVar[list[BaseException] | None] = ContextVar("chatkit_notebook_caught", default=None)


class _Listener(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        failures = caught.get()
        if failures is not None and record.exc_info and record.exc_info[1] is not None:
            failures.append(record.exc_info[1])


_listener = _Listener(level=logging.ERROR)


def listen() -> None:
    """Start to listen, once a process."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if _listener not in logger.handlers:
            logger.addHandler(_listener)


def without_secrets(text: str) -> str:
    """Replace what looks like a key, and the values of variables named like one."""
    for name, value in os.environ.items():
        if _SECRET_NAMES.search(name) and len(value) >= _SHORTEST_SECRET:
            text = text.replace(value, f"<{name}>")
    return _SECRET.sub(r"\1-***", text)


def describe(error: BaseException) -> dict[str, Any]:
    """Describe an exception for the chat and the log: ``type``, ``message``, ``traceback``."""
    return {
        "type": type(error).__name__,
        "message": without_secrets(str(error)),
        "traceback": without_secrets("".join(traceback.format_exception(error))),
    }


def in_one_line(error: BaseException) -> str:
    """Describe an exception as ``Type: message``; one without a message by where it was raised."""
    name, message = type(error).__name__, without_secrets(str(error))
    if message:
        return f"{name}: {message}"
    frames = traceback.extract_tb(error.__traceback__)
    return f"{name} in {frames[-1].name}()" if frames else name
