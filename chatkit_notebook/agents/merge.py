"""The events of a run and of its context in one queue, in the order in which they happened."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from agents import InputGuardrailTripwireTriggered, OutputGuardrailTripwireTriggered

if TYPE_CHECKING:
    from agents import RunResultStreaming, StreamEvent

GUARDRAILS = (InputGuardrailTripwireTriggered, OutputGuardrailTripwireTriggered)


@dataclass(frozen=True, slots=True)
class FromRun:
    """An event of the run, as opposed to one that a tool streamed."""

    event: StreamEvent


class _End:
    """The run is over."""


class Merged:
    """Iterates over `FromRun` events and what is put into `events`, until the run is over and the queue is empty.

    It listens from when it is entered: a run goes on whether it is listened to or not, and would not be heard in
    order later. Iterating raises what the run raised, after everything that came before it; a guardrail's at once.
    """

    def __init__(self, result: RunResultStreaming, events: asyncio.Queue[Any]) -> None:
        self._result = result
        self._events = events
        self._end = _End()
        self._is_over = False

    async def __aenter__(self) -> Self:
        self._pumping = asyncio.create_task(self._pump())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._pumping.cancel()
        await asyncio.wait([self._pumping])
        self._failure()  # looked at, so that the loop does not report it
        while not self._events.empty():
            self._events.get_nowait()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        if not self._is_over:
            event = await self._events.get()
            if event is not self._end and not isinstance(self._failure(), GUARDRAILS):
                return event
            await self._pumping
            self._is_over = True
        if self._events.empty():
            raise StopAsyncIteration
        return self._events.get_nowait()

    async def _pump(self) -> None:
        try:
            async for event in self._result.stream_events():
                self._events.put_nowait(FromRun(event))
        finally:
            self._events.put_nowait(self._end)

    def _failure(self) -> BaseException | None:
        task = self._pumping
        return task.exception() if task.done() and not task.cancelled() else None
