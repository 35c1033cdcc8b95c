"""Everything of a list that comes in pages."""

from __future__ import annotations

from asyncio import sleep
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from chatkit_notebook.types import Page

T = TypeVar("T", bound=Any)

PAGE = 100


async def paged(load: Callable[[str | None], Awaitable[Page[T]]]) -> AsyncGenerator[T]:
    """Yield what is on the pages, one after another, until one says that it is the last, or is empty.

    Args:
        load: Loads the page after an id, or the first one for None.

    Raises:
        RuntimeError: A page comes again, which would never end.
    """
    after: str | None = None
    cursors: set[str] = set()
    ends: set[str] = set()
    while True:
        page = await load(after)
        if page.data and (last := page.data[-1].id) in ends:
            raise RuntimeError(f"The store returned the page up to {last!r} twice: it should begin after {after!r}.")
        for each in page.data:
            yield each
        if not page.has_more or not page.data:
            return
        ends.add(page.data[-1].id)
        following: str = page.after or page.data[-1].id
        if following in cursors:
            raise RuntimeError(f"The store named the page after {following!r} twice: each page has another next one.")
        cursors.add(following)
        after = following
        await sleep(0)  # a store in memory never waits, and the loop has other things to do
