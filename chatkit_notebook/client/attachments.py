"""The files of a conversation: announced to the server, uploaded piece by piece, read back.

The bytes go to the server's attachment store if it takes them in the kernel, else to the address it names.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from chatkit_notebook.client import failures
from chatkit_notebook.client.elsewhere import Elsewhere
from chatkit_notebook.client.requests import UploadFailedError, send
from chatkit_notebook.client.upload_address import is_elsewhere
from chatkit_notebook.errors import AttachmentRefusedError, NotFoundError
from chatkit_notebook.store.limits import AttachmentLimits, media_type
from chatkit_notebook.wire import is_list, object_in

if TYPE_CHECKING:
    from chatkit_notebook.client.scene import Conversation
    from chatkit_notebook.types import Attachment

REMEMBERED = 200
"""Uploads of which a late or repeated piece is still understood."""
_FINAL = (AttachmentRefusedError, NotFoundError, UploadFailedError)


class _Sink(Protocol):
    """Where the bytes of one upload go."""

    async def receive(self, offset: int, data: bytes) -> tuple[int, bool]: ...

    def close(self) -> None: ...


@dataclass
class _Upload:
    params: dict[str, Any]
    sink: _Sink
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    error: Exception | None = None
    is_done: bool = False


class Attachments:
    """The uploads of one session, and what it may attach.

    Attributes:
        limits: What may be attached.
    """

    def __init__(self, conversation: Conversation, limits: AttachmentLimits | None) -> None:
        self.limits = limits or AttachmentLimits()
        self._conversation = conversation
        self._uploads: OrderedDict[str, _Upload] = OrderedDict()

    def check_message(self, body: dict[str, Any]) -> None:
        """Check how many attachments a request's message has, if it has a message.

        Raises:
            AttachmentRefusedError: They are too many.
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
        attachment = await self._send({**body, "params": params})
        identifier, descriptor = attachment["id"], object_in(attachment.get("upload_descriptor"))
        self._uploads[identifier] = _Upload(params, self._sink(identifier, params, descriptor))
        while len(self._uploads) > REMEMBERED:
            self._uploads.popitem(last=False)[1].sink.close()
        return attachment

    async def delete(self, body: dict[str, Any]) -> dict[str, Any]:
        """Delete an attachment; the pieces of it that are on their way come to nothing.

        Raises:
            Exception: Whatever the server raised.
        """
        upload = self._uploads.pop(body["params"]["attachment_id"], None)
        if upload is None:
            return await self._send(body)
        upload.error = upload.error or _unknown(body["params"]["attachment_id"])
        upload.sink.close()
        async with upload.turn:
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
            raise _unknown(attachment_id)
        async with upload.turn:
            if upload.error is not None:
                raise upload.error
            if upload.is_done:
                return upload.params["size"], True
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
        server, context = self._conversation.server, self._conversation.context
        store = getattr(server, "store", None)
        if store is None:
            raise NotImplementedError(f"{type(server).__name__} has no store, so its attachments can't be read here.")
        attachment = await store.load_attachment(attachment_id, context)
        read = getattr(_attachment_store(server), "read", None)
        if read is None:
            raise NotImplementedError(
                f"The server keeps the bytes of {attachment.name!r} elsewhere: they can't be read here. An attachment "
                "store with a method read(attachment_id, context) makes it possible."
            )
        return attachment, await read(attachment_id, context)

    def close(self) -> None:
        """Abandon the uploads under way."""
        for upload in self._uploads.values():
            upload.sink.close()

    async def _send(self, body: dict[str, Any]) -> dict[str, Any]:
        return await send(self._conversation.server, body, self._conversation.context)

    def _sink(self, attachment_id: str, params: dict[str, Any], descriptor: dict[str, Any]) -> _Sink:
        if is_elsewhere(descriptor):
            return Elsewhere(params, descriptor)
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
        store = _attachment_store(self._conversation.server)
        if not hasattr(store, "receive"):
            raise UploadFailedError(
                f"The server did not say where the bytes of {self._name!r} go: create_attachment() of its attachment "
                "store should return an upload_descriptor with an http or https address."
            )
        return await store.receive(self._id, offset, data, self._conversation.context)

    def close(self) -> None:
        pass


def _attachment_store(server: Any) -> Any:
    return getattr(server, "attachment_store", None)


def _unknown(attachment_id: str) -> NotFoundError:
    return NotFoundError(f"There is no upload {attachment_id!r} under way. Attach the file again.")
