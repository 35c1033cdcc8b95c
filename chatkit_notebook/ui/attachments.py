"""Files from Python: ``chat.ask(text, attachments=[...])`` and ``chat.read_attachment()``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_notebook.ui.options import AttachmentOptions

if TYPE_CHECKING:
    from chatkit_notebook.bridge.runner import Runner
    from chatkit_notebook.client import Session
    from chatkit_notebook.client.peer import Peer
    from chatkit_notebook.types import AttachmentBase


class AttachmentMethods:
    """What the chat does with files besides sending them."""

    _runner: Runner
    _session: Session

    async def read_attachment(self, attachment: AttachmentBase | str) -> bytes:
        """Read the bytes of an attachment, such as one of a message in ``chat.items``.

        Args:
            attachment: The attachment, or its id.

        Raises:
            NotFoundError: There is no such attachment, or it has no bytes yet.
            NotImplementedError: Its server keeps the bytes where they can't be read from here.
            TypeError: It is neither an attachment nor an id.
        """
        identifier = attachment if isinstance(attachment, str) else getattr(attachment, "id", None)
        if not isinstance(identifier, str):
            raise TypeError(
                f"{attachment!r} is no attachment: pass one such as chat.items[0].attachments[0], or its id."
            )
        _, data = await self._runner.run(self._session.read_attachment(identifier))
        return data


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
