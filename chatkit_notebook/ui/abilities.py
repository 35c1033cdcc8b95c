"""Options whose defaults depend on what the server can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_notebook.ui.options import AttachmentOptions

if TYPE_CHECKING:
    from chatkit_notebook.client.peer import Peer


def attachment_options(asked: AttachmentOptions | None, peer: Peer) -> AttachmentOptions:
    """The options that hold for a server: as asked, or what suits it.

    Raises:
        ValueError: Attachments are asked for, and the server can't take any.
    """
    if asked is None:
        return AttachmentOptions(enabled=peer.takes_attachments)
    if asked.enabled and (reason := peer.why_no_attachments()) is not None:
        raise ValueError(f"ChatKit(composer.attachments) does not fit: {reason}")
    return asked


def search_option(asked: bool | None, peer: Peer) -> bool:  # noqa: FBT001 - an option's value
    """Whether the history has a search field: as asked, or where the server's store can search.

    Raises:
        ValueError: It is asked for, and the store can't.
    """
    reason = peer.why_no_search()
    if asked and reason is not None:
        raise ValueError(f"ChatKit(history.search=True) does not fit: {reason}")
    return reason is None if asked is None else asked
