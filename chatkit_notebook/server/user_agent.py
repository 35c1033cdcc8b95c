"""Tells model endpoints, through the Agents SDK, that the call comes from a ChatKit server."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from chatkit_notebook.sdk_internals import header_overrides
from chatkit_notebook.version import __version__

if TYPE_CHECKING:
    from collections.abc import Generator


@contextmanager
def agents_sdk_user_agent_override() -> Generator[None]:
    """Extend the SDK's User-Agent while in the block; do nothing if the SDK has not been imported."""
    overrides = header_overrides()
    sdk = getattr(sys.modules.get("agents.version"), "__version__", None)
    agent = f"Agents/Python {sdk} ChatKit/Python {__version__}"
    tokens = [variable.set({"User-Agent": agent}) for variable in overrides]
    try:
        yield
    finally:
        for variable, token in zip(overrides, tokens, strict=True):
            # A generator that was dropped half-way is closed in another context, where nothing was set.
            with suppress(ValueError):
                variable.reset(token)
