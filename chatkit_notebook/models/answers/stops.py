"""Why a model stopped before it had said all, which the SDK does not pass on."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Generator

Stop = Literal["length", "content_filter", "written_call"]
"""What the user is told of an answer: that it ends early, or that it holds a call that nobody carried out."""

_LENGTH = ("length", "max_tokens", "max_output_tokens", "max_length", "model_length", "max_completion_tokens")
_FILTER = (
    "content_filter",
    "content_filtered",
    "safety",
    "prohibited_content",
    "blocklist",
    "recitation",
    "spii",
    "guardrail_intervened",
    "guardrails",
    "sensitive",
    "moderation",
    "image_safety",
)
_listener: ContextVar[list[Stop] | None] = ContextVar("stops", default=None)


def finish_in(choice: dict[str, Any]) -> str | None:
    """The reason that a choice gives for its end; None if it has not ended."""
    reason = choice.get("finish_reason")
    return reason.lower() if isinstance(reason, str) and reason and reason.lower() != "null" else None


def stop_in(reason: object) -> Literal["length", "content_filter"] | None:
    """What a reason means, whatever the endpoint calls it; None for a usual end."""
    name = reason.lower().removeprefix("finish_reason_") if isinstance(reason, str) else ""
    return "length" if name in _LENGTH else "content_filter" if name in _FILTER else None


@contextmanager
def heard() -> Generator[list[Stop]]:
    """Collect why models are stopped in this context and in the tasks that begin in it."""
    stops: list[Stop] = []
    token = _listener.set(stops)
    try:
        yield stops
    finally:
        _listener.reset(token)


def note(stop: Stop) -> None:
    """Let whoever runs the model know."""
    stops = _listener.get()
    if stops is not None and stop not in stops:
        stops.append(stop)
