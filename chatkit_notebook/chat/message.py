"""What ``chat.ask()`` is given, checked and made into a request."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from chatkit_notebook.client.requests import user_message
from chatkit_notebook.types import AttachmentBase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chatkit_notebook.client.peer import Peer
    from chatkit_notebook.client.thread import OpenThread

Attachable: TypeAlias = str | Path | AttachmentBase
"""The path of a file, an attachment that is there already, or its id."""


def checked_message(text: str, attachments: Iterable[Attachable] | Attachable, peer: Peer) -> list[Attachable]:
    """Check what is to be sent, and return the attachments as a list.

    Anything that is not a list counts as one attachment, and is checked as such.

    Raises:
        ValueError: There is nothing to send, or the server takes no attachments.
    """
    is_one = (
        isinstance(attachments, str | bytes | Path)
        or hasattr(attachments, "mime_type")
        or not isinstance(attachments, Iterable)  # pyright: ignore[reportUnnecessaryIsInstance] - as below
    )
    sources = [cast("Attachable", attachments)] if is_one else [*cast("Iterable[Attachable]", attachments)]
    if not isinstance(text, str) or not (text.strip() or sources):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ValueError(f"A message needs text (a str that is not blank) or attachments, not {text!r}.")
    # Whether a file may be uploaded is checked where it is known to be one.
    if sources and (reason := peer.why_unread()) is not None:
        raise ValueError(f"This chat takes no attachments: {reason}")
    return sources


def message_body(text: str, attachments: Sequence[str]) -> Callable[[OpenThread], dict[str, Any]]:
    """What makes the request of a message when its turn has come."""

    def body(thread: OpenThread) -> dict[str, Any]:
        message = user_message(text, attachments)
        if thread.id is None:
            return {"type": "threads.create", "params": {"input": message}}
        return {"type": "threads.add_user_message", "params": {"thread_id": thread.id, "input": message}}

    return body
