"""How the function of an action passes it on: what answers comes in the same response, at the place of the call."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator

    Pass = Callable[[str, Any, str | None], Awaitable[None]]


class Forwarding:
    """Passes actions on while a function runs.

    Args:
        owner: Whose functions these are: an action of another chat is not passed on here.
        pass_on: Does it, with the action's type, its payload and the id of its item.
    """

    def __init__(self, owner: object, pass_on: Pass) -> None:
        self.owner = owner
        self.pass_on = pass_on
        self.is_open = True


forwarding: ContextVar[Forwarding | None] = ContextVar("chatkit_notebook_forwarding", default=None)
"""What passes actions on for the function that the current task runs."""


def forwarding_of(owner: object) -> Forwarding | None:
    """What passes actions on from here; None outside of the owner's functions for actions."""
    here = forwarding.get()
    return here if here is not None and here.owner is owner and here.is_open else None


@contextmanager
def passing_on(owner: object, pass_on: Pass) -> Generator[None]:
    """Pass on the actions of the functions that are called in the block."""
    here = Forwarding(owner, pass_on)
    token = forwarding.set(here)
    try:
        yield
    finally:
        here.is_open = False
        forwarding.reset(token)


async def merged(
    owner: object,
    own: AsyncGenerator[Any],
    answer: Callable[[str, Any, str | None], AsyncIterator[Any]],
) -> AsyncGenerator[Any]:
    """Yield what a function gives, and in between what answers the actions that it passes on.

    The function goes on when what it passed on was taken to the end.

    Args:
        owner: Whose function it is.
        own: What the function gives.
        answer: Answers an action that is passed on.
    """
    given: asyncio.Queue[tuple[Any, asyncio.Event]] = asyncio.Queue()

    async def give(events: AsyncIterator[Any]) -> None:
        async for event in events:
            taken = asyncio.Event()
            given.put_nowait((event, taken))
            await taken.wait()

    async def pass_on(kind: str, payload: Any, item_id: str | None) -> None:
        await give(answer(kind, payload, item_id))

    async def run() -> None:
        with passing_on(owner, pass_on):
            async with aclosing(own):
                await give(own)

    running = asyncio.ensure_future(run())
    try:
        while True:
            arriving = asyncio.ensure_future(given.get())
            try:
                await asyncio.wait([arriving, running], return_when=asyncio.FIRST_COMPLETED)
                if not arriving.done():
                    break
            finally:
                arriving.cancel()
            event, taken = arriving.result()
            yield event
            taken.set()
        await running
    finally:
        running.cancel()
        await asyncio.wait([running])
