"""The time that threads and items are stamped with.

Naive local time by default, so that rows mix with those that the official SDK stored. `use_timezone(UTC)`
makes every later stamp aware instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo


@dataclass
class _Clock:
    zone: tzinfo | None = None


_clock = _Clock()


def now() -> datetime:
    """Return the current time for a `created_at`."""
    return datetime.now(_clock.zone)


def use_timezone(zone: tzinfo | None) -> None:
    """Stamp new threads and items with aware times in `zone`, or with naive local ones if None."""
    _clock.zone = zone
