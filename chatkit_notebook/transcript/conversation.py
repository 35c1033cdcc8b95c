"""A conversation to be written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True)
class Conversation:
    """What is known of a thread at a moment.

    Attributes:
        items: Its items as wire JSON, oldest first.
        at: When that was.
        title: Its title.
        by: Who answers, such as the names of the agent and the model.
        has_older: Whether there are items before these.
        outcomes: What the chat says below the last item: notices, an error.
    """

    items: Sequence[dict[str, Any]]
    at: datetime
    title: str = ""
    by: Sequence[str] = ()
    has_older: bool = False
    outcomes: Sequence[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    @property
    def is_empty(self) -> bool:
        """Whether nothing has happened in it."""
        return not self.items and not self.outcomes
