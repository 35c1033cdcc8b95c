"""Files from Python on their way into a message: all are checked before any is sent."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from chatkit_notebook.client.files.local_files import LocalFile, look_up
from chatkit_notebook.errors import AttachmentRefusedError
from chatkit_notebook.workers import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chatkit_notebook.client.session import Session

_PIECE = 2**19


@dataclass(frozen=True)
class _Copy:
    """The bytes of an attachment that is there already."""

    name: str
    size: int
    mime_type: str
    open: Callable[[], IO[bytes]]


async def attach(session: Session, sources: Sequence[Any]) -> list[str]:
    """Upload files, and return the ids of the attachments in the order given.

    Args:
        session: The conversation.
        sources: Paths of files; attachments, or their ids, that are there already.

    Raises:
        FileNotFoundError: A source is neither a path that exists nor an attachment's id.
        OSError: A file can't be read.
        AttachmentRefusedError: A file may not be attached, or there are too many.
        ValueError: One is a file, and the server takes no uploads.
        TypeError: A source is not one of these.
    """
    session.limits.check_count(len(sources))
    sender = _Sender(session)
    try:
        found = [await sender.find(source) for source in sources]
        for file in found:
            if not isinstance(file, str):
                _check_upload(session, file)
        return [file if isinstance(file, str) else await sender.upload(file) for file in found]
    except BaseException:
        await sender.take_back()
        raise
    finally:
        sender.worker.close()


def _check_upload(session: Session, file: LocalFile | _Copy) -> None:
    if (reason := session.peer.why_no_attachments()) is not None:
        raise ValueError(f"This chat takes no attachments but those that its server has: {reason}")
    session.limits.check(file.name, file.mime_type, file.size)


class _Sender:
    """Sends files to one session. Disks are waited for in a thread."""

    def __init__(self, session: Session) -> None:
        self.worker = Worker()
        self._session = session
        self._made: list[str] = []

    async def find(self, source: Any) -> LocalFile | _Copy | str:
        """A file to upload, or the id of what is there already."""
        if isinstance(source, Path):
            return await self.worker.call(look_up, source)
        if isinstance(source, str):
            try:
                return await self.worker.call(look_up, Path(source))
            except (OSError, ValueError) as error:
                known = await self._known(source)
                if known is not None:
                    return known
                if self._session.peer.store is None:  # whether there is one, the server alone knows
                    return source
                if isinstance(error, FileNotFoundError):
                    raise FileNotFoundError(
                        f"There is neither a file nor an attachment {source!r}: check the path, which begins in "
                        f"{str(Path.cwd())!r}."
                    ) from None
                raise
        if isinstance(identifier := getattr(source, "id", None), str):
            return await self._known(identifier) or identifier
        raise TypeError(f"{source!r} can't be attached: pass the path of a file, an attachment, or an attachment's id.")

    async def upload(self, file: LocalFile | _Copy) -> str:
        """Upload a file and return the id of the attachment."""
        params = {"name": file.name, "size": file.size, "mime_type": file.mime_type}
        attachment = await self._session.call({"type": "attachments.create", "params": params})
        identifier: str = attachment["id"]
        self._made.append(identifier)
        with await self.worker.call(file.open) as opened:
            for offset in range(0, max(file.size, 1), _PIECE):
                wanted = min(_PIECE, file.size - offset)
                piece = await self.worker.call(opened.read, wanted)
                if len(piece) < wanted:
                    raise AttachmentRefusedError(f"{file.name!r} became shorter while it was read.")
                await self._session.receive(identifier, offset, piece)
        return identifier

    async def take_back(self) -> None:
        """Delete what was uploaded."""
        for identifier in self._made:
            with suppress(Exception):  # why it is taken back says more
                await self._session.call({"type": "attachments.delete", "params": {"attachment_id": identifier}})

    async def _known(self, attachment_id: str) -> _Copy | str | None:
        """The attachment of this id; a copy of one that belongs to another thread and would be deleted with it."""
        session = self._session
        store = session.peer.store
        try:
            attachment: Any = await store.load_attachment(attachment_id, session.context) if store is not None else None
        except Exception:  # noqa: BLE001 - stores have their own ways to say that there is none
            return None
        if attachment is None:
            return None
        if getattr(attachment, "thread_id", None) in (None, session.current.id) or session.peer.why_no_attachments():
            return attachment_id
        try:
            _, data = await session.read_attachment(attachment_id)
        except NotImplementedError:
            return attachment_id
        return _Copy(attachment.name, len(data), attachment.mime_type, partial(BytesIO, data))
