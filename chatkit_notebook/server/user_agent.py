"""Tells model endpoints, through the Agents SDK, that the call comes from a ChatKit server."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from chatkit_notebook.version import __version__

if TYPE_CHECKING:
    from collections.abc import Generator

_OVERRIDES = (
    ("agents.models.openai_responses", "_HEADERS_OVERRIDE"),
    ("agents.models.chatcmpl_helpers", "HEADERS_OVERRIDE"),
)


@contextmanager
def agents_sdk_user_agent_override() -> Generator[None]:
    """Extend the SDK's User-Agent while in the block; do nothing if the SDK has not been imported."""
    overrides = [variable for module, name in _OVERRIDES if (variable := _loaded(module, name)) is not None]
    agent = f"Agents/Python {_loaded('agents.version', '__version__')} ChatKit/Python {__version__}"
    tokens = [variable.set({"User-Agent": agent}) for variable in overrides]
    try:
        yield
    finally:
        for variable, token in zip(overrides, tokens, strict=True):
            # A generator that was dropped half-way is closed in another context, where nothing was set.
            with suppress(ValueError):
                variable.reset(token)


def _loaded(module: str, name: str) -> Any | None:
    return getattr(sys.modules.get(module), name, None)
