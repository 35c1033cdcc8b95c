"""Blobs in memory."""

from __future__ import annotations

from chatkit_notebook.errors import NotFoundError
from chatkit_notebook.store.blobs.base import Blobs


class MemoryBlobs(Blobs):
    """Keeps blobs until the process ends."""

    def __init__(self) -> None:
        self._parts: dict[tuple[str, str], bytearray] = {}
        self._whole: dict[tuple[str, str], bytes] = {}

    async def append(self, owner: str, name: str, at: int, data: bytes) -> None:
        """Keep a piece of a blob that is not whole."""
        key = owner, name
        if at == 0:
            self._whole.pop(key, None)
            self._parts[key] = bytearray()
        part = self._parts.get(key)
        if part is None or len(part) < at:
            raise NotFoundError(f"The bytes of {name!r} before {at:,} are not here.")
        part[at:] = data

    async def finish(self, owner: str, name: str) -> None:
        """Make a blob whole."""
        key = owner, name
        if key in self._whole:
            return
        if key not in self._parts:
            raise NotFoundError(f"There are no bytes of {name!r}.")
        self._whole[key] = bytes(self._parts.pop(key))

    async def read(self, owner: str, name: str) -> bytes:
        """Return the bytes of a blob."""
        try:
            return self._whole[owner, name]
        except KeyError:
            raise NotFoundError(f"There are no bytes of {name!r}.") from None

    async def delete(self, owner: str, name: str) -> None:
        """Delete a blob, whole or not, if it exists."""
        self._parts.pop((owner, name), None)
        self._whole.pop((owner, name), None)
