"""What the stub endpoint answers: replies and faults, queued by a test."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One model answer.

    Attributes:
        text: Assistant text, streamed word by word.
        calls: Tool calls as ``(name, arguments)``.
        cut_after: Close the socket after that many text chunks, without an end of stream.
        hold_after: Wait for `StubEndpoint.release` after that many text chunks.
        pause: Seconds between text chunks.
        reasoning: What it thinks before, in the form that the endpoint's profile has for it.
        refusal: Why it will not answer.
        finish: Why it stopped, if not for the usual reasons.
    """

    text: str = ""
    calls: tuple[tuple[str, dict[str, Any]], ...] = ()
    cut_after: int | None = None
    hold_after: int | None = None
    pause: float = 0.0
    reasoning: str = ""
    refusal: str = ""
    finish: str | None = None

    @property
    def chunks(self) -> list[str]:
        words = self.text.split(" ")
        return [word if i == 0 else f" {word}" for i, word in enumerate(words)] if self.text else []


@dataclass(frozen=True)
class Fault:
    """An HTTP error.

    Attributes:
        status: The HTTP status.
        message: Error text in the JSON body.
        code: Error code in the JSON body.
    """

    status: int
    message: str = "stub fault"
    code: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        return {"error": {"message": self.message, "type": "stub_error", "param": None, "code": self.code}}


@dataclass(frozen=True)
class Raw:
    """An answer byte by byte.

    Attributes:
        pieces: What is sent, one write each.
        status: The HTTP status.
        content_type: What it claims to be; None for nothing.
        is_cut: Whether the socket is closed without an end of the body.
        is_endless: Whether the connection is kept open, with comments, and nothing follows.
        is_silent: Whether the connection is kept open without a byte more.
    """

    pieces: tuple[bytes, ...]
    status: int = 200
    content_type: str | None = "text/event-stream"
    is_cut: bool = False
    is_endless: bool = False
    is_silent: bool = False
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Received:
    """A request the stub got. `path` has no ``/v1``; `keyed` tells whether it carried a bearer key."""

    path: str
    body: dict[str, Any]
    keyed: bool
    key: str | None
