"""A page of a list, the one shape that every listing shares."""

from typing import Generic, TypeVar

from pydantic import BaseModel

T = TypeVar("T")

_LONGEST = 60
_LOOKED_AT = 1_000


class Page(BaseModel, Generic[T]):
    """Part of a list. `after` is the id to continue from while `has_more`."""

    data: list[T] = []
    has_more: bool = False
    after: str | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self.data)} entries, has_more={self.has_more}, after={self.after!r})"

    __str__ = __repr__


def brief(text: str) -> str:
    """The beginning of some text, as one short line."""
    line = " ".join(text[:_LOOKED_AT].split())
    return line if len(line) <= _LONGEST and len(text) <= _LOOKED_AT else f"{line[: _LONGEST - 1]}…"
