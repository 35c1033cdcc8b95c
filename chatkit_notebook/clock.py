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


def local(moment: datetime) -> datetime:
    """Return a time in the zone of this machine, with its offset: one without an offset is of this zone."""
    return _moved(moment, None)


def as_stamped(moment: datetime) -> datetime:
    """Return a time that came from elsewhere as `now` would have stamped it; one without an offset stays as it is."""
    if moment.tzinfo is None:
        return moment
    moved = _moved(moment, _clock.zone)
    return moved.replace(tzinfo=None) if _clock.zone is None else moved


def use_timezone(zone: tzinfo | None) -> None:
    """Stamp new threads and items with aware times in `zone`, or with naive local ones if None."""
    _clock.zone = zone


def _moved(moment: datetime, zone: tzinfo | None) -> datetime:
    try:
        return moment.astimezone(zone)
    except (OverflowError, ValueError):
        # The first and last day of the calendar have no local time everywhere.
        return moment
