"""What servers, and the packages that they call, log: silent unless the notebook asks for it, and without secrets."""

from __future__ import annotations

import logging

from chatkit_notebook.logger import secrets_filter

_SERVERS = ("chatkit_notebook", "chatkit")
_CALLED = ("openai", "openai-agents", "httpx", "httpx2", "httpcore", "httpcore2", "sqlalchemy", "asyncio", "concurrent")
"""Packages that a response comes to call: the keys in their errors, headers and addresses are not to be logged."""
_MADE_LATER = (
    *("openai.agents", "openai.agents.tracing", "openai._base_client", "openai._response", "openai._legacy_response"),
    *(f"{http}.{part}" for http in ("httpcore", "httpcore2") for part in ("connection", "http11", "http2", "proxy")),
    *("sqlalchemy.engine.Engine", "sqlalchemy.pool", "concurrent.futures"),
)
"""Loggers that these packages make when they are imported, which may be in the middle of a response."""

# Without a handler, logging would print the errors of a host that has not configured it.
_silence = logging.NullHandler()


def mask_logs() -> None:
    """Mask what is logged from now on. To do so again finds loggers made meanwhile."""
    for name in _SERVERS:
        logger = logging.getLogger(name)
        if _silence not in logger.handlers:
            logger.addHandler(_silence)
    made = [name for name, one in [*logging.root.manager.loggerDict.items()] if isinstance(one, logging.Logger)]
    for name in [*_SERVERS, *_CALLED, *_MADE_LATER, *made]:
        if name.partition(".")[0] in (*_SERVERS, *_CALLED):
            logging.getLogger(name).addFilter(secrets_filter)
