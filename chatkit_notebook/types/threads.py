"""Threads: a conversation's title, status and first page of items."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from chatkit_notebook.types.base import Page, brief
from chatkit_notebook.types.items import ThreadItem


class ActiveStatus(BaseModel):
    """The user may write."""

    type: Literal["active"] = Field(default="active", frozen=True)


class LockedStatus(BaseModel):
    """The user may not write for now."""

    type: Literal["locked"] = Field(default="locked", frozen=True)
    reason: str | None = None


class ClosedStatus(BaseModel):
    """The conversation is over."""

    type: Literal["closed"] = Field(default="closed", frozen=True)
    reason: str | None = None


ThreadStatus = Annotated[ActiveStatus | LockedStatus | ClosedStatus, Field(discriminator="type")]


class ThreadMetadata(BaseModel):
    """A thread without its items. `metadata` is the server's and never leaves it."""

    title: str | None = None
    id: str
    created_at: datetime
    status: ThreadStatus = Field(default_factory=ActiveStatus)
    allowed_image_domains: list[str] | None = None
    metadata: dict[str, Any] = Field(default_factory=dict)

    def __repr__(self) -> str:
        title = f"{brief(self.title)!r}, " if self.title else ""
        return f"{type(self).__name__}({title}id={self.id!r}, status={self.status.type!r})"

    __str__ = __repr__


class Thread(ThreadMetadata):
    """A thread as the client sees it."""

    items: Page[ThreadItem]
