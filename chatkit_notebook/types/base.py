"""A page of a list, the one shape that every listing shares."""

from typing import Generic, TypeVar

from pydantic import BaseModel

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """Part of a list. `after` is the id to continue from while `has_more`."""

    data: list[T] = []
    has_more: bool = False
    after: str | None = None
