"""Uploads for servers that keep their bytes elsewhere: the kernel sends them there, which the view can't.

A page of a notebook may not talk to other hosts, and what it knows is not secret. So the bytes come to the kernel, and
the kernel makes the request that the server's upload descriptor asks for.
"""

from __future__ import annotations

import asyncio
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from chatkit_notebook.errors import AttachmentRefusedError, NotFoundError, UploadFailedError
from chatkit_notebook.json import object_in
from chatkit_notebook.locales import words
from chatkit_notebook.secrets import masked
from chatkit_notebook.workers import in_thread

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import httpx2

SILENCE = 30.0
"""Seconds without any progress after which the request fails."""
LONGEST = 900.0
"""Seconds after which it fails whatever happens."""
_PIECE = 2**18
_LONGEST_REASON = 200
_LONGEST_READ = 10_000


class RemoteUpload:
    """One upload to an address of the server's choice.

    Args:
        params: Those of ``attachments.create``: ``name``, ``size`` and ``mime_type``.
        descriptor: The upload descriptor: ``url``, ``method`` and ``headers``.
    """

    def __init__(self, params: dict[str, Any], descriptor: dict[str, Any]) -> None:
        self._name: str = params["name"]
        self._size: int = params["size"]
        self._mime_type: str = params["mime_type"]
        self._method: str = descriptor["method"]
        self._url: str = descriptor["url"]
        self._headers: dict[str, str] = {**object_in(descriptor.get("headers"))}
        self._received = 0
        self._file: IO[bytes] | None = None
        self._sending: asyncio.Task[None] | None = None

    async def receive(self, offset: int, data: bytes) -> tuple[int, bool]:
        """Take a piece; the last one begins and awaits the request.

        Returns:
            The bytes received so far, and whether the upload is complete.

        Raises:
            AttachmentRefusedError: There are more bytes than were announced.
            UploadFailedError: The address does not take them.
            NotFoundError: The upload was abandoned meanwhile.
        """
        if offset != self._received:
            return self._received, False
        if offset + len(data) > self._size:
            raise AttachmentRefusedError(words().more_than_announced(self._name, self._size))
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - close() closes it
        await in_thread(self._file.write, data)
        self._received += len(data)
        if self._received < self._size:
            return self._received, False
        self._sending = asyncio.create_task(self._send(self._file))
        try:
            await asyncio.wait([self._sending])
            if self._sending.cancelled():
                raise NotFoundError(f"The upload of {self._name!r} was abandoned.")
            self._sending.result()
        finally:
            self.close()
        return self._size, True

    def close(self) -> None:
        """Abandon what is under way and drop the bytes."""
        if self._sending is not None:
            self._sending.cancel()
        if self._file is not None:
            self._file.close()

    async def _send(self, file: IO[bytes]) -> None:
        import httpx2  # noqa: PLC0415 - few servers keep bytes elsewhere

        headers = {**self._headers}
        file.seek(0)
        if self._method == "POST":
            body: dict[str, Any] = {"files": {"file": (self._name, file, self._mime_type)}}
        else:
            named = {name.lower() for name in headers}
            headers |= {} if "content-type" in named else {"Content-Type": self._mime_type}
            headers |= {} if "content-length" in named else {"Content-Length": str(self._size)}
            body = {"content": _pieces(file)}
        try:
            async with asyncio.timeout(LONGEST), httpx2.AsyncClient(timeout=SILENCE) as client:
                response = await client.request(self._method, self._url, headers=headers, **body)
        except (TimeoutError, httpx2.TimeoutException):
            raise UploadFailedError(words().upload_too_slow(self._name, self._where)) from None
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            reason = self._masked(str(error))
            raise UploadFailedError(words().upload_not_sent(self._name, self._where, reason)) from error
        if response.is_redirect:
            raise UploadFailedError(words().upload_redirected(self._where, response.status_code))
        if not response.is_success:
            reason = self._excerpt(response)
            raise UploadFailedError(words().upload_refused(self._name, self._where, response.status_code, reason))
        self._accept(response)

    def _accept(self, response: httpx2.Response) -> None:
        """Take the answer of a place that took the bytes."""

    def _excerpt(self, response: httpx2.Response) -> str:
        return self._masked(" ".join(response.text[:_LONGEST_READ].split()))[:_LONGEST_REASON]

    def _masked(self, text: str) -> str:
        # Places repeat what was sent to them: the address with its signature, and the headers with their keys.
        query = urlsplit(self._url).query
        return masked(text, *(value for value in [self._url, query, *self._headers.values()] if value))

    @property
    def _where(self) -> str:
        # Without path and query, which may hold a signature.
        address = urlsplit(self._url)
        return f"{address.scheme}://{address.hostname}{f':{address.port}' if address.port else ''}"


async def _pieces(file: IO[bytes]) -> AsyncGenerator[bytes]:
    while piece := await in_thread(file.read, _PIECE):
        yield piece
