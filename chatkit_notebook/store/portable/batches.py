"""Lines read in a thread, while the loop does other things."""

from __future__ import annotations

from asyncio import CancelledError, ensure_future, shield, to_thread, wait
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from chatkit_notebook.store.portable.limits import ImportProgress

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator

    from chatkit_notebook.store.portable.lines import Line
    from chatkit_notebook.store.portable.reading import Reader

T = TypeVar("T")

_LINES = 100
_CHARACTERS = 2**20


async def batched(
    reader: Reader, progress: Callable[[ImportProgress], object] | None, characters: int | None = None
) -> AsyncGenerator[Line]:
    """Read as much at a time as is worth the way to a thread: a few lines, or a long one.

    Args:
        reader: What reads.
        progress: Called after each batch.
        characters: How many there are to read, if that is known.
    """
    lines = reader.lines()
    while batch := await _finished(lambda: _some(reader, lines)):
        if progress is not None:
            progress(ImportProgress(characters is not None, reader.read, characters, reader.threads, reader.items))
        for line in batch:
            yield line


def _some(reader: Reader, lines: Generator[Line]) -> list[Line]:
    start = reader.read
    batch: list[Line] = []
    for line in islice(lines, _LINES):
        batch.append(line)
        if reader.read - start > _CHARACTERS:
            break
    return batch


async def _finished(work: Callable[[], T]) -> T:
    """Work in a thread. When this is cancelled, what has begun is waited for: the file is still being read."""
    working = ensure_future(to_thread(work))
    try:
        return await shield(working)
    except CancelledError:
        await wait([working])
        raise
