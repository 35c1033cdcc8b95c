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
    """

    text: str = ""
    calls: tuple[tuple[str, dict[str, Any]], ...] = ()
    cut_after: int | None = None
    hold_after: int | None = None
    pause: float = 0.0

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
class Received:
    """A request the stub got. `path` has no ``/v1``; `keyed` tells whether it carried a bearer key."""

    path: str
    body: dict[str, Any]
    keyed: bool
    key: str | None
