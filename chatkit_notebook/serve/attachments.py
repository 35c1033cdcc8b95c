"""How the model of a ready server reads attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.store.base import CanRead

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeAlias

    from chatkit_notebook.store import AttachmentStore
    from chatkit_notebook.types import Attachment

    Read: TypeAlias = Callable[[Attachment], Awaitable[bytes]]


def reader_of(store: AttachmentStore[Any] | None, context: Any) -> Read | None:
    """What reads the bytes of an attachment for one request; None if they can't be read from here."""
    return (lambda attachment: store.read(attachment.id, context)) if isinstance(store, CanRead) else None
