"""The package's logger. It is silent unless the host configures logging, or `LOG_LEVEL` is set."""

from __future__ import annotations

import logging
import os
import traceback

from chatkit_notebook.secrets import masked

logger = logging.getLogger("chatkit_notebook")
log_level = os.getenv("LOG_LEVEL")


class SecretsFilter(logging.Filter):
    """Masks the secrets in a record, its traceback included. What holds none is left as it is.

    It belongs to a logger and not to a handler, since handlers are the host's; and a logger asks its own filters only,
    so each logger needs it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the record; let it pass."""
        try:
            message = record.getMessage()
        except Exception:  # noqa: BLE001 - arguments that don't fit: logging reports it in its own way
            record.msg, record.args = masked(f"{record.msg} {record.args!r}"), ()
        else:
            if (clean := masked(message)) != message:
                record.msg, record.args = clean, ()
        if record.exc_info and record.exc_info[0]:
            text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
            if (clean := masked(text)) != text:
                # Handlers make their own text of an exception, so they get the masked one alone.
                record.exc_info, record.exc_text = None, clean
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        if record.stack_info:
            record.stack_info = masked(record.stack_info)
        return True


secrets_filter = SecretsFilter()


def _configure_from_environment() -> None:
    if not log_level:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s - %(name)s - %(levelname)s - %(message)s"))
    logger.addHandler(handler)
    level = logging.getLevelNamesMapping().get(log_level.upper())
    if level is None:
        logger.warning("LOG_LEVEL=%r is not a logging level: use DEBUG, INFO, WARNING or ERROR.", log_level)
        return
    handler.setLevel(level)
    logger.setLevel(level)


logger.addFilter(secrets_filter)
_configure_from_environment()
