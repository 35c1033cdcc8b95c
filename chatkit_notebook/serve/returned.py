"""What a function returned or yielded: one value, or an iterator of them; and the sentence for what it should not."""

from __future__ import annotations

import inspect
from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Iterator, Sized
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel

from chatkit_notebook import types
from chatkit_notebook.display import is_rich
from chatkit_notebook.misfits import brief

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.workers import Worker


async def values_in(made: Any, worker: Worker, *, unpacks: bool = False) -> AsyncGenerator[tuple[Any, bool]]:
    """The values that a function made, each with whether it was yielded: an iterator brings many.

    Args:
        made: What it returned.
        worker: What iterates it.
        unpacks: Whether a list brings many, too, as opposed to being one value.
    """
    if isinstance(made, AsyncIterable):
        values = aiter(cast("AsyncIterable[Any]", made))
        try:
            async for value in values:
                yield value, True
        finally:
            if isinstance(values, AsyncGenerator):
                await values.aclose()
    elif _is_stream(made) or (unpacks and isinstance(made, list | tuple)):
        async with aclosing(worker.iterate(iter(cast("Iterable[Any]", made)))) as values:
            async for value in values:
                yield value, True
    else:
        yield made, False


def _is_stream(made: Any) -> bool:
    """Whether values come out of it one after another, as opposed to one that holds others."""
    if isinstance(made, BaseModel) or is_rich(made):
        return False
    return isinstance(made, Iterator) or (isinstance(made, Iterable) and not isinstance(made, Sized))


def name_of(function: Callable[..., Any]) -> str:
    """What a function is called."""
    return getattr(function, "__name__", type(function).__name__)


def refusal(function: Callable[..., Any], value: Any, *, is_yielded: bool, wanted: str, fix: str = "") -> TypeError:
    """The error for a value that no chat can show: which function, which value, and what to do."""
    did, do = ("yielded", "yield") if is_yielded else ("returned", "return")
    if isinstance(value, types.ThreadItemBase):
        fix = f"wrap it, and {do} ThreadItemDoneEvent(item=...)"
    elif inspect.iscoroutine(value):
        value.close()  # or Python warns that it was never awaited
        fix = "await it"
    return TypeError(f"{name_of(function)}() {did} {brief(value)}: {fix or f'{do} {wanted}'}.")
