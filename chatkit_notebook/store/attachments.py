"""The bytes of attachments: announced first, then received in pieces, then read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pydantic import AnyUrl

from chatkit_notebook import types
from chatkit_notebook.errors import AttachmentRefusedError, NotFoundError
from chatkit_notebook.locales import words
from chatkit_notebook.store.base import AttachmentStore, TContext
from chatkit_notebook.store.cross_loop_lock import CrossLoopLock
from chatkit_notebook.store.media import HEAD, PICTURES, display_name, media_type, picture_type

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.store.blobs import Blobs
    from chatkit_notebook.types import Attachment, AttachmentCreateParams

PIECE = 2**19
"""The most bytes that are given to a blob store at once, in ``keep``."""

DAY = timedelta(days=1)
"""How long an attachment that was not sent is kept, unless somebody says otherwise."""

_FORGOTTEN_AT_ONCE = 10


@dataclass
class _Upload:
    name: str
    mime_type: str
    size: int
    began: float = field(default_factory=monotonic)
    received: int = 0
    head: bytes = b""
    is_done: bool = False
    refusal: str | None = None
    lock: CrossLoopLock = field(default_factory=CrossLoopLock)


class BlobAttachmentStore(AttachmentStore[TContext]):
    """Takes uploads piece by piece and keeps their bytes as blobs.

    Uploads under way are known to the object that announced them; their pieces may come on any event loop. What was
    announced more than a day ago is forgotten.

    Args:
        blobs: Where the bytes go.
        owner: Tells from the context of a request whose attachments it may touch; without it there is one user.
        clean_up: Called at the first announcement, to start what deletes attachments that were never sent; it
            returns at once.
    """

    def __init__(
        self,
        blobs: Blobs,
        *,
        owner: Callable[[TContext], str] | None = None,
        clean_up: Callable[[], None] | None = None,
    ) -> None:
        self._blobs = blobs
        self._owner = owner
        self._clean_up = clean_up
        self._uploads: dict[tuple[str, str], _Upload] = {}

    async def create_attachment(
        self,
        input: AttachmentCreateParams,  # noqa: A002 - the official SDK's name
        context: TContext,
    ) -> Attachment:
        """Register an upload. Save what is returned before any of its bytes come.

        Raises:
            AttachmentRefusedError: Its size is negative.
        """
        name, mime_type = display_name(input.name), media_type(input.name, input.mime_type)
        if input.size < 0:
            raise AttachmentRefusedError(words().size_impossible(name, input.size))
        if self._clean_up is not None:
            clean_up, self._clean_up = self._clean_up, None
            clean_up()
        attachment_id = self.generate_attachment_id(mime_type, context)
        self._forget_old()
        self._uploads[self._key(attachment_id, context)] = _Upload(name, mime_type, input.size)
        address = AnyUrl(address_of(attachment_id))
        fields: dict[str, Any] = {
            "id": attachment_id,
            "name": name,
            "mime_type": mime_type,
            "upload_descriptor": types.AttachmentUploadDescriptor(url=address, method="PUT"),
            "metadata": {"size": input.size},
        }
        if mime_type in PICTURES:
            return types.ImageAttachment(**fields, preview_url=address)
        return types.FileAttachment(**fields)

    async def receive(self, attachment_id: str, offset: int, data: bytes, context: TContext) -> tuple[int, bool]:
        """Take a piece of an upload. One with another offset than the bytes received so far changes nothing.

        Returns:
            The bytes received so far, and whether they are all there and kept.

        Raises:
            AttachmentRefusedError: There are too many bytes, or they are not such a picture. They are deleted.
            NotFoundError: There is no such upload in this process.
            StoreError: The piece can't be kept; it may come again.
        """
        owner, _ = key = self._key(attachment_id, context)
        upload = self._uploads.get(key)
        if upload is None:
            raise _unknown(attachment_id)
        async with upload.lock.held():
            if self._uploads.get(key) is not upload:  # it was deleted while this waited
                raise _unknown(attachment_id)
            if upload.refusal is not None:
                raise AttachmentRefusedError(upload.refusal)
            try:
                await self._take(owner, attachment_id, upload, offset, data)
            except NotFoundError:  # another process deleted what had come
                raise _unknown(attachment_id) from None
            return upload.received, upload.is_done

    async def keep(self, attachment_id: str, data: bytes, context: TContext) -> None:
        """Keep the bytes of an attachment at once: of one that was announced, or of any whose metadata is saved.

        Raises:
            AttachmentRefusedError: There are more or fewer bytes than announced, or they are not such a picture.
            StoreError: They can't be kept.
        """
        owner, _ = key = self._key(attachment_id, context)
        upload = self._uploads.get(key) or _Upload(attachment_id, "", len(data))
        async with upload.lock.held():
            if len(data) != upload.size:
                raise await self._refused(
                    owner, attachment_id, upload, f"has {len(data):,} bytes, and {upload.size:,} were announced"
                )
            upload.received, upload.is_done, upload.refusal, upload.head = 0, False, None, data[:HEAD]
            for start in range(0, max(len(data), 1), PIECE):
                await self._blobs.append(owner, attachment_id, start, data[start : start + PIECE])
            upload.received = len(data)
            await self._finish(owner, attachment_id, upload)

    async def read(self, attachment_id: str, context: TContext) -> bytes:
        """Return the bytes of an attachment.

        Raises:
            NotFoundError: There are none, or not all of them.
            StoreError: They can't be read.
        """
        owner, _ = self._key(attachment_id, context)
        return await self._blobs.read(owner, attachment_id)

    async def delete_attachment(self, attachment_id: str, context: TContext) -> None:
        """Delete the bytes of an attachment, if there are any; an upload under way ends.

        Raises:
            StoreError: They can't be deleted.
        """
        owner, _ = key = self._key(attachment_id, context)
        upload = self._uploads.pop(key, None) or _Upload(attachment_id, "", 0)
        async with upload.lock.held():
            await self._blobs.delete(owner, attachment_id)

    def _key(self, attachment_id: str, context: TContext) -> tuple[str, str]:
        return "" if self._owner is None else self._owner(context), attachment_id

    def _forget_old(self) -> None:
        oldest = monotonic() - DAY.total_seconds()
        for key, upload in list(islice(self._uploads.items(), _FORGOTTEN_AT_ONCE)):
            if upload.began < oldest:
                self._uploads.pop(key, None)

    async def _take(self, owner: str, attachment_id: str, upload: _Upload, offset: int, data: bytes) -> None:
        if upload.is_done:
            return
        if offset == upload.received:
            if offset + len(data) > upload.size:
                refusal = words().more_than_announced(upload.name, upload.size)
                raise await self._refused(owner, attachment_id, upload, refusal)
            if data or offset == 0:
                await self._blobs.append(owner, attachment_id, offset, data)
            upload.received += len(data)
            upload.head = (upload.head + data[:HEAD])[:HEAD]
        elif upload.received == 0:
            return
        if upload.received == upload.size:
            await self._finish(owner, attachment_id, upload)

    async def _finish(self, owner: str, attachment_id: str, upload: _Upload) -> None:
        if upload.mime_type in PICTURES and (found := picture_type(upload.head)) != upload.mime_type:
            refusal = words().wrong_picture(upload.name, found, upload.mime_type)
            raise await self._refused(owner, attachment_id, upload, refusal)
        await self._blobs.finish(owner, attachment_id)
        upload.is_done = True

    async def _refused(self, owner: str, attachment_id: str, upload: _Upload, refusal: str) -> AttachmentRefusedError:
        """Delete the bytes; what still comes of the upload is answered in the same way."""
        upload.refusal = refusal
        await self._blobs.delete(owner, attachment_id)
        return AttachmentRefusedError(refusal)


ADDRESS = "chatkit-notebook:///attachments/"
"""What the address of an attachment begins with whose bytes are asked for by its id."""


def address_of(attachment_id: str) -> str:
    """The address that tells the client to ask for the bytes by the id."""
    return f"{ADDRESS}{quote(attachment_id, safe='')}"


def _unknown(attachment_id: str) -> NotFoundError:
    return NotFoundError(f"There is no upload {attachment_id!r} in this process: attach the file again.")
