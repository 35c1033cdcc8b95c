"""The files of a conversation: announced to the server, uploaded piece by piece, read back.

The bytes go to the server's attachment store if it takes them in the kernel, else to the address it names.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import chain
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from chatkit_notebook.client import failures
from chatkit_notebook.client.files.direct_upload import DirectUpload, DirectUploads
from chatkit_notebook.client.files.remote_upload import RemoteUpload
from chatkit_notebook.client.files.upload_address import is_remote
from chatkit_notebook.errors import AttachmentRefusedError, NotFoundError, UploadFailedError
from chatkit_notebook.json import is_list, object_in
from chatkit_notebook.locales import words
from chatkit_notebook.store.base import CanRead, CanReceive
from chatkit_notebook.store.limits import AttachmentLimits, media_type

if TYPE_CHECKING:
    from chatkit_notebook.client.conversation import Conversation
    from chatkit_notebook.types import Attachment

REMEMBERED = 200
"""Uploads that may be under way, and of which a late or repeated piece is still understood."""
IDLE = 600.0
"""Seconds after which an upload of which nothing comes is forgotten."""
MOST_ANNOUNCED = 2**31
"""Bytes that uploads under way may come to, unless two messages may have more."""
_FINAL = (AttachmentRefusedError, NotFoundError, UploadFailedError)


class _Sink(Protocol):
    """Where the bytes of one upload go."""

    async def receive(self, offset: int, data: bytes) -> tuple[int, bool]: ...

    def close(self) -> None: ...


@dataclass
class _Upload:
    params: dict[str, Any]
    sink: _Sink
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    error: Exception | None = None
    is_done: bool = False
    has_begun: bool = False
    touched: float = field(default_factory=monotonic)

    @property
    def is_over(self) -> bool:
        return self.is_done or self.error is not None

    @property
    def is_idle(self) -> bool:
        return not self.lock.locked() and monotonic() - self.touched > IDLE


class Attachments:
    """The uploads of one session, and what it may attach.

    Attributes:
        limits: What may be attached.
        direct: The files that were uploaded directly.
    """

    def __init__(self, conversation: Conversation, limits: AttachmentLimits | None) -> None:
        self.direct = DirectUploads()
        self.limits = limits or AttachmentLimits()
        self._conversation = conversation
        self._uploads: OrderedDict[str, _Upload] = OrderedDict()
        self._announcing: list[int] = []
        self._timer: asyncio.TimerHandle | None = None

    def check_message(self, body: dict[str, Any]) -> None:
        """Check how many attachments a request's message has, if it has a message.

        Raises:
            AttachmentRefusedError: There are too many.
        """
        attached = object_in(body["params"].get("input")).get("attachments")
        if is_list(attached):
            self.limits.check_count(len(attached))

    async def create(self, body: dict[str, Any]) -> dict[str, Any]:
        """Announce a file; its bytes are received from now on.

        Raises:
            AttachmentRefusedError: It may not be attached.
            Exception: Whatever the server raised.
        """
        asked = body["params"]
        params: dict[str, Any] = {**asked, "mime_type": media_type(asked["name"], asked["mime_type"])}
        self.limits.check(params["name"], params["mime_type"], params["size"])
        self._make_room(params["size"])
        self._announcing.append(params["size"])
        try:
            address = self._conversation.peer.upload_url
            attachment = self.direct.announce(params) if address else await self._send({**body, "params": params})
        finally:
            self._announcing.remove(params["size"])
        identifier, descriptor = attachment["id"], object_in(attachment.get("upload_descriptor"))
        self._uploads[identifier] = _Upload(params, self._sink(identifier, params, descriptor))
        self._watch()
        return attachment

    async def delete(self, body: dict[str, Any]) -> dict[str, Any]:
        """Delete an attachment; the pieces of it that are on their way come to nothing.

        Raises:
            Exception: Whatever the server raised.
        """
        attachment_id = body["params"]["attachment_id"]
        upload = self._uploads.pop(attachment_id, None)
        if upload is None:
            return await self._send(body)
        upload.error = upload.error or _unknown_upload(attachment_id)
        upload.sink.close()
        async with upload.lock:
            if isinstance(upload.sink, DirectUpload) and self.direct.real(attachment_id) == attachment_id:
                return {}  # the server has not heard of it
            return await self._send(body)

    async def receive(self, attachment_id: str, offset: int, data: bytes) -> tuple[int, bool]:
        """Take a piece of an upload. One with another offset than the bytes received so far changes nothing.

        Returns:
            The bytes received so far, and whether the upload is complete.

        Raises:
            NotFoundError: There is no such upload.
            AttachmentRefusedError: The bytes are not what was announced; nothing more is taken.
            UploadFailedError: They can't be sent to where the server wants them; nothing more is taken.
            Exception: The piece could not be kept. It may come again.
        """
        upload = self._uploads.get(attachment_id)
        if upload is None:
            raise _unknown_upload(attachment_id)
        async with upload.lock:
            if upload.error is not None:
                raise upload.error
            if upload.is_done:
                return upload.params["size"], True
            upload.has_begun, upload.touched = True, monotonic()
            try:
                received, upload.is_done = await upload.sink.receive(offset, data)
            except Exception as error:
                if upload.error is not None:  # it was deleted meanwhile
                    raise upload.error from None
                self._log(attachment_id, upload, error)
                if isinstance(error, _FINAL):
                    upload.error = error
                    upload.sink.close()
                raise
            if upload.is_done:
                self._log(attachment_id, upload)
            return received, upload.is_done

    async def read(self, attachment_id: str) -> tuple[Attachment, bytes]:
        """Read an attachment and its bytes.

        Raises:
            NotFoundError: There is no such attachment, or it has no bytes yet.
            NotImplementedError: Its server keeps the bytes where they can't be read from here.
        """
        peer, context = self._conversation.peer, self._conversation.context
        attachment_id = self.direct.real(attachment_id)
        if peer.store is None:
            raise NotImplementedError(f"{peer.name} has no store, so its attachments can't be read here.")
        attachment = await peer.store.load_attachment(attachment_id, context)
        kept = peer.attachment_store
        if not isinstance(kept, CanRead):
            raise NotImplementedError(
                f"The server keeps the bytes of {attachment.name!r} elsewhere, so they can't be read here. An "
                "attachment store with a method read(attachment_id, context) would make it possible."
            )
        return attachment, await kept.read(attachment_id, context)

    def close(self) -> None:
        """Abandon the uploads under way."""
        if self._timer is not None:
            self._timer.cancel()
        for upload in self._uploads.values():
            upload.sink.close()

    def _make_room(self, size: int) -> None:
        """Forget what nobody needs: what is over, and of what was announced and has not begun the oldest.

        Raises:
            AttachmentRefusedError: Everything else is alive.
        """
        self._forget_idle()
        while (crowd := self._crowd(size)) is not None:
            ready = (each for each, upload in self._uploads.items() if upload.is_over)
            waiting = (each for each, upload in self._uploads.items() if not upload.has_begun)
            if (oldest := next(chain(ready, waiting), None)) is None:
                raise AttachmentRefusedError(crowd)
            self._forget(oldest)

    def _crowd(self, size: int) -> str | None:
        """What is said of the uploads under way, if they leave no room for a file of this size."""
        if (count := len(self._uploads) + len(self._announcing)) >= REMEMBERED:
            return words().uploads_crowded(count, None)
        sizes = [upload.params["size"] for upload in self._uploads.values() if not upload.is_over] + self._announcing
        most = max(MOST_ANNOUNCED, 2 * self.limits.most_of_a_message())
        is_full = bool(sizes) and sum(sizes) + size > most
        return words().uploads_crowded(len(sizes), sum(sizes)) if is_full else None

    def _watch(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(IDLE, self._look_again)

    def _look_again(self) -> None:
        self._timer = None
        self._forget_idle()
        if self._uploads:
            self._watch()

    def _forget_idle(self) -> None:
        for each in [each for each, upload in self._uploads.items() if upload.is_idle]:
            self._forget(each)

    def _forget(self, attachment_id: str) -> None:
        upload = self._uploads.pop(attachment_id)
        upload.sink.close()
        if not upload.is_over:
            # The view is gone, or never meant it: what has come of the file goes, too.
            upload.error = _unknown_upload(attachment_id)
            body = {"type": "attachments.delete", "params": {"attachment_id": attachment_id}}
            self._conversation.spawn(self._delete_forgotten(body))

    async def _delete_forgotten(self, body: dict[str, Any]) -> None:
        try:
            await self._send(body)
        except Exception as error:  # noqa: BLE001 - nobody waits for it; the log says why it is still there
            self._conversation.log.append(
                {"type": "chatkit.failure", "error": failures.describe(error)}, op="attachments.delete"
            )

    async def _send(self, body: dict[str, Any]) -> dict[str, Any]:
        if "attachment_id" in (params := body["params"]):
            body = {**body, "params": {**params, "attachment_id": self.direct.real(params["attachment_id"])}}
        return await self._conversation.peer.reply(body, self._conversation.context)

    def _sink(self, attachment_id: str, params: dict[str, Any], descriptor: dict[str, Any]) -> _Sink:
        if (address := self._conversation.peer.upload_url) is not None:
            return self.direct.sink(attachment_id, params, address)
        if is_remote(descriptor):
            return RemoteUpload(params, descriptor)
        return _InKernel(self._conversation, attachment_id, params["name"])

    def _log(self, attachment_id: str, upload: _Upload, error: Exception | None = None) -> None:
        event = {
            "type": "chatkit.upload",
            "attachment_id": attachment_id,
            **{name: upload.params[name] for name in ("name", "size", "mime_type")},
            "error": None if error is None else failures.describe(error),
        }
        self._conversation.log.append(event, op="attachments.create")


class _InKernel:
    """Gives the bytes to the server's attachment store."""

    def __init__(self, conversation: Conversation, attachment_id: str, name: str) -> None:
        self._conversation = conversation
        self._id = attachment_id
        self._name = name

    async def receive(self, offset: int, data: bytes) -> tuple[int, bool]:
        store = self._conversation.peer.attachment_store
        if not isinstance(store, CanReceive):
            raise UploadFailedError(words().no_upload_address(self._name))
        return await store.receive(self._id, offset, data, self._conversation.context)

    def close(self) -> None:
        pass


def _unknown_upload(attachment_id: str) -> NotFoundError:
    """The error for an upload that is not, or is no longer, under way."""
    return NotFoundError(f"There is no upload {attachment_id!r} under way. Attach the file again.")
