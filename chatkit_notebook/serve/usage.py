"""Token usage on its way from a ready server to the client that counts it: the protocol has no event for it."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

usage_sink: ContextVar[Callable[[Any], None] | None] = ContextVar("chatkit_notebook_usage", default=None)
"""Called with the ``agents.Usage`` of each finished or stopped run."""
