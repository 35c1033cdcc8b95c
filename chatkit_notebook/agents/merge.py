"""The events of a run and of its context in one queue, in the order in which they happened."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agents import InputGuardrailTripwireTriggered, OutputGuardrailTripwireTriggered

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from agents import RunResultStreaming, StreamEvent

GUARDRAILS = (InputGuardrailTripwireTriggered, OutputGuardrailTripwireTriggered)


@dataclass(frozen=True, slots=True)
class FromRun:
    """An event of the run, as opposed to one that a tool streamed."""

    event: StreamEvent


class _End:
    """The run is over."""


async def merged(result: RunResultStreaming, events: asyncio.Queue[Any]) -> AsyncGenerator[Any]:
    """Yield `FromRun` events and what is put into `events`, until the run is over and the queue is empty.

    Raises:
        BaseException: What the run raised, after everything that came before it; a guardrail's at once.
    """
    end = _End()

    async def pump() -> None:
        try:
            async for event in result.stream_events():
                events.put_nowait(FromRun(event))
        finally:
            events.put_nowait(end)

    pumping = asyncio.create_task(pump())
    try:
        while (event := await events.get()) is not end:
            if isinstance(_failure(pumping), GUARDRAILS):
                break
            yield event
        await pumping
        while not events.empty():
            yield events.get_nowait()
    finally:
        pumping.cancel()
        await asyncio.wait([pumping])
        _failure(pumping)  # looked at, so that the loop does not report it
        while not events.empty():
            events.get_nowait()


def _failure(task: asyncio.Task[None]) -> BaseException | None:
    return task.exception() if task.done() and not task.cancelled() else None
