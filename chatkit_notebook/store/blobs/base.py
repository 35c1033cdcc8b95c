"""What an attachment store asks of the place where bytes are kept. Subclass this to keep them elsewhere."""

from __future__ import annotations

from abc import ABC, abstractmethod


class Blobs(ABC):
    """Keeps blobs, which come in pieces and can be read once they are whole.

    A blob is found by its owner and its name together. Both may be any text, and may come from people who mean harm.
    The calls for one blob come one after the other; those for different ones come as they like, from any event loop.
    """

    @abstractmethod
    async def append(self, owner: str, name: str, at: int, data: bytes) -> None:
        """Keep a piece of a blob that is not whole. One that failed, or was cancelled, may come again.

        Args:
            owner: Whose blob it is.
            name: Which one it is.
            at: The bytes that came before. With 0 the blob begins anew, and what there was of it is gone.
            data: The piece.

        Raises:
            NotFoundError: The bytes that came before are not here, or the blob is whole.
            StoreError: The piece can't be kept.
        """

    @abstractmethod
    async def finish(self, owner: str, name: str) -> None:
        """Make a blob whole: it can be read from now on, and stays. Does nothing if it is whole already.

        Raises:
            NotFoundError: There are no pieces.
            StoreError: It can't be kept.
        """

    @abstractmethod
    async def read(self, owner: str, name: str) -> bytes:
        """Return the bytes of a blob.

        Raises:
            NotFoundError: There is no such blob, or it is not whole.
            StoreError: It can't be read.
        """

    @abstractmethod
    async def delete(self, owner: str, name: str) -> None:
        """Delete a blob, whole or not, if it exists.

        Raises:
            StoreError: It can't be deleted.
        """

    def close(self) -> None:  # noqa: B027 - for those who have something to end
        """Finish what was begun."""
