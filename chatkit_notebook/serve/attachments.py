"""Which attachment store a ready server has, how its model reads from it, and which servers take no attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeAlias

    from chatkit_notebook.store import AttachmentStore, Store
    from chatkit_notebook.types import Attachment

    Read: TypeAlias = Callable[[Attachment], Awaitable[bytes]]


CANNOT_READ = (
    "a function from text to text can't read files. Pass an agent, or a function respond(thread, input_user_message, "
    "context)."
)


def own_attachment_store(store: Store[Any]) -> AttachmentStore[Any] | None:
    """The attachment store that belongs to a store; None if it has none."""
    make: Any = getattr(store, "attachment_store", None)
    return cast("AttachmentStore[Any]", make()) if callable(make) else None


def reader_of(store: AttachmentStore[Any] | None, context: Any) -> Read | None:
    """What reads the bytes of an attachment for one request; None where they can't be read from here."""
    read = getattr(store, "read", None)
    return None if read is None else lambda attachment: read(attachment.id, context)


def takes_attachments(server: Any) -> bool:
    """Whether a server takes attachments unless it is told not to."""
    is_read = getattr(server, "reads_attachments", None) is True
    return is_read and getattr(server, "attachment_store", None) is not None


def why_no_attachments(server: Any) -> str | None:
    """Why a server can't take attachments; None for one that can, or that doesn't tell."""
    if getattr(server, "reads_attachments", None) is False:
        return CANNOT_READ
    if getattr(server, "attachment_store", server) is None:
        return (
            f"its {type(server).__name__} has no attachment store. Give it one where it is made, with "
            "attachment_store=, such as that of MemoryStore().attachment_store()."
        )
    return None
