"""The package's logger. It is silent unless the host configures logging, or `LOG_LEVEL` is set."""

from __future__ import annotations

import logging
import os

logger = logging.getLogger("chatkit_notebook")


def _configure_from_environment() -> None:
    name = os.environ.get("LOG_LEVEL")
    if not name:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s - %(name)s - %(levelname)s - %(message)s"))
    logger.addHandler(handler)
    level = logging.getLevelNamesMapping().get(name.upper())
    if level is None:
        logger.warning("LOG_LEVEL is %r, which is no logging level. Use DEBUG, INFO, WARNING or ERROR.", name)
        return
    handler.setLevel(level)
    logger.setLevel(level)


_configure_from_environment()
