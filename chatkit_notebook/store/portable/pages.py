"""Everything that a store hands out in pages."""

from __future__ import annotations

from asyncio import sleep
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from chatkit_notebook.store.base import Store, TContext
    from chatkit_notebook.types import Page, ThreadItem, ThreadMetadata

PAGE = 100


async def all_threads(store: Store[TContext], context: TContext) -> AsyncGenerator[ThreadMetadata]:
    """Load all threads, the oldest first."""
    async for thread in _all(lambda after: store.load_threads(PAGE, after, "asc", context)):
        yield thread


async def all_items(store: Store[TContext], thread_id: str, context: TContext) -> AsyncGenerator[ThreadItem]:
    """Load all items of a thread, the oldest first and hidden ones included."""
    async for item in _all(lambda after: store.load_thread_items(thread_id, after, PAGE, "asc", context)):
        yield item


async def _all(load: Callable[[str | None], Awaitable[Page[Any]]]) -> AsyncGenerator[Any]:
    after: str | None = None
    while True:
        page = await load(after)
        for each in page.data:
            yield each
        if not page.has_more or not page.data:
            return
        following = page.data[-1].id if page.after is None else page.after
        if following == after:
            raise RuntimeError(f"The store returned the page after {after!r} twice: it should begin after that id.")
        after = following
        await sleep(0)  # a store in memory never waits, and the loop has other things to do
