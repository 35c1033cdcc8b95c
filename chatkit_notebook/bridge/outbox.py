"""The one writer of a widget's comm: numbers frames, merges what streams, and keeps them for a view that missed some.

The first frame after a pause leaves at once; then at most one message each :data:`INTERVAL`, whatever the model does.
Jupyter's server drops messages above its rate limit without telling anybody
(``jupyter_server/services/kernels/connection/channels.py``), so every frame has a number and a short time after the
last one an empty message repeats the newest number: a view that lost the tail notices.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Protocol

from chatkit_notebook.bridge.weight import weight
from chatkit_notebook.json import Json, object_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chatkit_notebook.bridge.messages import Frame, FramesMessage, ToViews

INTERVAL = 1 / 30
"""Seconds between two messages of frames."""
BEACON = 1.0
"""Seconds of quiet after which the newest number is repeated once."""
KEPT_FRAMES = 4_000
KEPT_CHARACTERS = 2_000_000

_DELTAS = {
    "assistant_message.content_part.text_delta": "content_index",
    "widget.streaming_text.value_delta": "component_id",
}


class Send(Protocol):
    """Sends one message to all views of a widget."""

    def __call__(self, content: ToViews, buffers: Sequence[bytes] | None = None) -> None:
        """Send it; called on the loop's thread only."""
        ...


class Outbox:
    """Frames on their way to the views of one widget.

    Args:
        send: Sends one message; called on the loop's thread only.
    """

    def __init__(self, send: Callable[[FramesMessage], None]) -> None:
        self._send = send
        self.seq = 0
        self._waiting: list[_Waiting] = []
        self._kept: deque[tuple[Frame, int]] = deque()
        self._kept_characters = 0
        self._last = float("-inf")
        self._timer: asyncio.TimerHandle | None = None
        self._beacon: asyncio.TimerHandle | None = None

    def push(self, request_id: str | None, event: dict[str, Any]) -> None:
        """Queue one event; the first after a pause leaves at once."""
        if not (self._waiting and self._waiting[-1].absorb(request_id, event)):
            self._waiting.append(_Waiting(request_id, event))
        if self._timer is None:
            loop = asyncio.get_running_loop()
            due = self._last + INTERVAL
            if loop.time() >= due:
                self.flush()
            else:
                self._timer = loop.call_at(due, self.flush)

    def flush(self) -> None:
        """Number what waits and send it now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._waiting:
            return
        frames = [waiting.frame(self.seq + number) for number, waiting in enumerate(self._waiting, 1)]
        self._waiting = []
        self.seq += len(frames)
        for frame in frames:
            self._keep(frame)
        self._last = asyncio.get_running_loop().time()
        self._send({"type": "frames", "seq": self.seq, "frames": frames})
        self._expect_quiet()

    def remind(self) -> None:
        """Repeat the newest number, so that a view can tell whether it has everything."""
        self._send({"type": "frames", "seq": self.seq, "frames": []})

    def after(self, seq: int) -> list[Frame] | None:
        """Return the frames that came after a number; None if some of them are no longer kept."""
        self.flush()
        if seq > self.seq or (self.seq - seq) > len(self._kept):
            return None
        return [frame for frame, _ in self._kept if frame["seq"] > seq]

    def restart(self) -> int:
        """Begin anew for another state, which takes a number of its own, and return that number.

        Nothing from before is sent again, so a view that missed the new state finds a gap and asks for it.
        """
        self.flush()
        self._kept.clear()
        self._kept_characters = 0
        self.seq += 1
        self._expect_quiet()
        return self.seq

    def close(self) -> None:
        """Cancel the timers; what waits or was sent is dropped."""
        for timer in (self._timer, self._beacon):
            if timer is not None:
                timer.cancel()
        self._timer = self._beacon = None
        self._waiting = []
        self._kept.clear()
        self._kept_characters = 0

    def _expect_quiet(self) -> None:
        if self._beacon is not None:
            self._beacon.cancel()
        self._beacon = asyncio.get_running_loop().call_later(BEACON, self.remind)

    def _keep(self, frame: Frame) -> None:
        size = weight(frame["event"])
        self._kept.append((frame, size))
        self._kept_characters += size
        while self._kept and (len(self._kept) > KEPT_FRAMES or self._kept_characters > KEPT_CHARACTERS):
            self._kept_characters -= self._kept.popleft()[1]


class _Waiting:
    """An event that waits for its number, and the text that later deltas append to it."""

    __slots__ = ("event", "more", "place", "request_id")

    def __init__(self, request_id: str | None, event: dict[str, Any]) -> None:
        self.request_id = request_id
        self.event = event
        self.place = _place(event)
        self.more: list[str] = []

    def absorb(self, request_id: str | None, event: dict[str, Any]) -> bool:
        """Take a delta of the same text in; tell whether it fitted."""
        if self.place is None or self.request_id != request_id or self.place != _place(event):
            return False
        update = event["update"]
        self.more.append(update["delta"])
        if update.get("done"):
            self.event = {**self.event, "update": {**self.event["update"], "done": True}}
            self.place = None
        return True

    def frame(self, seq: int) -> Frame:
        """The finished frame. The event is a row of the log as well, so a merged one is a copy."""
        event = self.event
        if self.more:
            update: Json = event["update"]
            event = {**event, "update": {**update, "delta": "".join([update["delta"], *self.more])}}
        return {"seq": seq, "id": self.request_id, "event": event}


def _place(event: dict[str, Any]) -> tuple[Any, ...] | None:
    """Which text a delta streams into; None for anything that can't be merged."""
    update = object_in(event.get("update"))
    key = _DELTAS.get(update.get("type", ""))
    if key is None or not isinstance(update.get("delta"), str):
        return None
    return event.get("item_id"), update["type"], update.get(key)
