"""One row of the event log, and how a wire event becomes one."""

from __future__ import annotations

from reprlib import Repr
from typing import Any, Literal, NamedTuple

from chatkit_notebook.json import object_in


class EventRecord(NamedTuple):
    """One event.

    Attributes:
        seq: Its number, from 1; no two events of a log have the same.
        time: When the event was seen, in nanoseconds since the epoch (UTC).
        elapsed_ms: Milliseconds since the run began; None outside a run.
        run_id: The response the event belongs to, a chain of client tools included.
        op: The request type that caused it, such as ``threads.create``.
        thread_id: The thread it concerns.
        type: The event's type. Protocol events keep their wire type; rows made by the client begin with
            ``chatkit.`` (``chatkit.request``, ``chatkit.reply``, ``chatkit.callback``, ``chatkit.failure`` ...).
        item_id: The item it concerns.
        item_type: That item's type.
        update_type: The kind of a ``thread.item.updated``.
        delta: Text that the event appends.
        name: The effect, tool or action it names.
        duration_ms: Milliseconds that a tool took; None for other rows, and where nobody measured it.
        input_tokens: Tokens that a run's models were given, in the row of its usage.
        output_tokens: Tokens that they made.
        payload: The event as JSON.
    """

    seq: int
    time: int
    elapsed_ms: float | None
    run_id: str | None
    op: str | None
    thread_id: str | None
    type: str
    item_id: str | None
    item_type: str | None
    update_type: str | None
    delta: str | None
    name: str | None
    duration_ms: float | None
    input_tokens: int | None
    output_tokens: int | None
    payload: dict[str, Any]

    def __repr__(self) -> str:
        shown = {name: getattr(self, name) for name in COLUMNS if getattr(self, name) is not None}
        return f"EventRecord({', '.join(f'{name}={_brief.repr(value)}' for name, value in shown.items())})"


_brief = Repr()
_brief.maxstring = _brief.maxother = 80

Kind = Literal["int", "count", "time", "float", "text", "json"]
"""What a column holds: a ``count`` may be missing, and ``time`` is nanoseconds since the epoch, in UTC."""
_OTHERS: dict[str, Kind] = {
    "seq": "int",
    "time": "time",
    "elapsed_ms": "float",
    "duration_ms": "float",
    "input_tokens": "count",
    "output_tokens": "count",
    "payload": "json",
}
_MEASURED = ("chatkit.tool", "chatkit.usage")
COLUMNS: dict[str, Kind] = {name: _OTHERS.get(name, "text") for name in EventRecord._fields}
"""The columns in their order."""
TEXT_COLUMNS = frozenset(name for name, kind in COLUMNS.items() if kind == "text")


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def record_of(
    event: dict[str, Any],
    *,
    seq: int,
    time: int,
    elapsed_ms: float | None,
    run_id: str | None,
    op: str | None,
    thread_id: str | None,
) -> EventRecord:
    """Make the row of a wire event."""
    item = object_in(event.get("item"))
    update = object_in(event.get("update"))
    action = object_in(event.get("action"))
    thread = object_in(event.get("thread"))
    kind = _text(event.get("type")) or "unknown"
    measured = event if kind in _MEASURED else {}
    return EventRecord(
        seq=seq,
        time=time,
        elapsed_ms=elapsed_ms,
        run_id=run_id,
        op=op,
        thread_id=_text(item.get("thread_id")) or _text(thread.get("id")) or thread_id,
        type=kind,
        item_id=_text(event.get("item_id")) or _text(item.get("id")),
        item_type=_text(item.get("type")),
        update_type=_text(update.get("type")),
        delta=_text(update.get("delta")),
        name=_text(event.get("name")) or _text(item.get("name")) or _text(action.get("type")),
        duration_ms=_number(measured.get("duration_ms")),
        input_tokens=_count(measured.get("input_tokens")),
        output_tokens=_count(measured.get("output_tokens")),
        payload=event,
    )
