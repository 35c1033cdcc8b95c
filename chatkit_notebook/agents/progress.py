"""Progress from inside a tool."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chatkit_notebook.types import ProgressUpdateEvent

if TYPE_CHECKING:
    from chatkit_notebook.icons import IconName


@dataclass(frozen=True)
class Stage:
    """Where the tools of a run show things: the events of its context, and the loop that reads them."""

    events: asyncio.Queue[Any]
    loop: asyncio.AbstractEventLoop | None

    def post(self, event: object) -> None:
        """Put an event into the response, from any thread."""
        if self.loop is None or self.loop is running_loop():
            self.events.put_nowait(event)
        else:
            self.loop.call_soon_threadsafe(self.events.put_nowait, event)


stage: ContextVar[Stage | None] = ContextVar("chatkit_notebook_stage", default=None)
"""That of the context which the task, or the one that started it, made last."""


def progress(text: str, icon: IconName | None = None) -> None:
    """Say in the chat what a tool is busy with, until something else is shown.

    Call it in any tool, async or not, of a run that was given an `AgentContext`. Where there is no chat, as in a plain
    ``Runner.run``, it does nothing.
    """
    here = stage.get()
    if here is not None:
        here.post(ProgressUpdateEvent(text=text, icon=icon))


def running_loop() -> asyncio.AbstractEventLoop | None:
    """The loop that runs here, if any."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
