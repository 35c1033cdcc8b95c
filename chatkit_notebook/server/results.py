"""What ``process`` returns: a stream of SSE bytes, or one JSON document."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator


class StreamingResult(AsyncIterable[bytes]):
    """A stream of events, one SSE frame a chunk. Nothing runs until it is iterated.

    To stop it, cancel the task that iterates: what was said so far is kept then. Closing it drops that.
    """

    def __init__(self, stream: AsyncGenerator[bytes, None]) -> None:
        self.json_events = stream

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self.json_events


class NonStreamingResult:
    """A finished answer; ``json`` is its bytes."""

    def __init__(self, result: bytes) -> None:
        self.json = result
