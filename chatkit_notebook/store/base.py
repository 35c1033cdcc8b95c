"""What a server asks of a store. Subclass these to keep conversations elsewhere."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast, runtime_checkable

from chatkit_notebook.ids import StoreItemType, default_generate_id

if TYPE_CHECKING:
    from chatkit_notebook.store.search import Found
    from chatkit_notebook.types import Attachment, AttachmentCreateParams, Page, ThreadItem, ThreadMetadata

TContext = TypeVar("TContext")


class Store(ABC, Generic[TContext]):
    """Keeps threads, their items and the metadata of attachments.

    Every method takes the context that was given to ``process``; whose data it may touch is for the store to
    decide. Objects that are loaded belong to the caller, who changes them: return fresh ones. Items come in
    the order of their creation, and in the order in which they were added where times are equal.
    """

    def generate_thread_id(self, context: TContext) -> str:  # noqa: ARG002 - for overrides
        """Make the id of a new thread."""
        return default_generate_id("thread")

    def generate_item_id(
        self,
        item_type: StoreItemType,
        thread: ThreadMetadata,  # noqa: ARG002 - for overrides
        context: TContext,  # noqa: ARG002 - for overrides
    ) -> str:
        """Make the id of a new item of ``thread``."""
        return default_generate_id(item_type)

    @abstractmethod
    async def load_thread(self, thread_id: str, context: TContext) -> ThreadMetadata:
        """Load a thread without its items.

        Raises:
            NotFoundError: There is no such thread.
        """

    @abstractmethod
    async def save_thread(self, thread: ThreadMetadata, context: TContext) -> None:
        """Save a thread, new or known. A ``Thread`` may come, too: its items are not meant."""

    @abstractmethod
    async def load_thread_items(
        self, thread_id: str, after: str | None, limit: int, order: str, context: TContext
    ) -> Page[ThreadItem]:
        """Load a page of items, hidden ones included.

        Args:
            thread_id: The thread.
            after: The id of the last item seen in this order; None starts at the beginning.
            limit: The most items to return.
            order: ``"asc"`` for the oldest first, ``"desc"`` for the newest first.
            context: The context of the request.

        Raises:
            NotFoundError: The thread has no item ``after``.
        """

    @abstractmethod
    async def save_attachment(self, attachment: Attachment, context: TContext) -> None:
        """Save an attachment's metadata, new or known."""

    @abstractmethod
    async def load_attachment(self, attachment_id: str, context: TContext) -> Attachment:
        """Load an attachment's metadata.

        Raises:
            NotFoundError: There is no such attachment.
        """

    @abstractmethod
    async def delete_attachment(self, attachment_id: str, context: TContext) -> None:
        """Delete an attachment's metadata, if it exists."""

    @abstractmethod
    async def load_threads(self, limit: int, after: str | None, order: str, context: TContext) -> Page[ThreadMetadata]:
        """Load a page of threads by their creation; arguments as for ``load_thread_items``.

        Raises:
            NotFoundError: There is no thread ``after``.
        """

    @abstractmethod
    async def add_thread_item(self, thread_id: str, item: ThreadItem, context: TContext) -> None:
        """Add an item. One whose id is known takes the place of the old one."""

    @abstractmethod
    async def save_item(self, thread_id: str, item: ThreadItem, context: TContext) -> None:
        """Save an item in its place, or add it."""

    @abstractmethod
    async def load_item(self, thread_id: str, item_id: str, context: TContext) -> ThreadItem:
        """Load one item.

        Raises:
            NotFoundError: The thread has no such item.
        """

    @abstractmethod
    async def delete_thread(self, thread_id: str, context: TContext) -> None:
        """Delete a thread with its items, if it exists."""

    @abstractmethod
    async def delete_thread_item(self, thread_id: str, item_id: str, context: TContext) -> None:
        """Delete an item, if it exists."""


class AttachmentStore(ABC, Generic[TContext]):
    """Keeps the bytes of attachments; their metadata is in the ``Store``."""

    @abstractmethod
    async def delete_attachment(self, attachment_id: str, context: TContext) -> None:
        """Delete an attachment's bytes."""

    async def create_attachment(
        self,
        input: AttachmentCreateParams,  # noqa: A002 - the official SDK's name
        context: TContext,
    ) -> Attachment:
        """Register an upload and say where its bytes go. The server saves what is returned.

        Raises:
            NotImplementedError: This store takes no uploads in two phases.
        """
        raise NotImplementedError(
            f"{type(self).__name__} takes no uploads such as {input.name!r}: override create_attachment()."
        )

    def generate_attachment_id(self, mime_type: str, context: TContext) -> str:  # noqa: ARG002 - for overrides
        """Make the id of a new attachment."""
        return default_generate_id("attachment")


@runtime_checkable
class CanSearch(Protocol):
    """A ``Store`` that finds what was said."""

    async def search(self, query: str, context: Any, limit: int = 20) -> list[Found]:
        """Find items that have all words of ``query``, the newest first."""
        ...


@runtime_checkable
class HasAttachmentStore(Protocol):
    """A ``Store`` that also has a place for the bytes of attachments."""

    def attachment_store(self) -> AttachmentStore[Any]:
        """Make what keeps them."""
        ...


@runtime_checkable
class CanRead(Protocol):
    """An ``AttachmentStore`` whose bytes can be read within the process."""

    async def read(self, attachment_id: str, context: Any) -> bytes:
        """Return the bytes of an attachment.

        Raises:
            NotFoundError: There are none, or not all of them.
        """
        ...


@runtime_checkable
class CanKeep(Protocol):
    """An ``AttachmentStore`` that takes the bytes of an attachment at once."""

    async def keep(self, attachment_id: str, data: bytes, context: Any) -> None:
        """Keep the bytes of an attachment whose metadata is saved."""
        ...


@runtime_checkable
class CanReceive(Protocol):
    """An ``AttachmentStore`` that takes uploads piece by piece within the process."""

    async def receive(self, attachment_id: str, offset: int, data: bytes, context: Any) -> tuple[int, bool]:
        """Take a piece; return the bytes received so far, and whether they are all there and kept."""
        ...


def attachment_store_of(store: object) -> AttachmentStore[Any] | None:
    """The attachment store that belongs to a store; None if it has none."""
    if not isinstance(store, HasAttachmentStore) or not callable(cast("Any", store).attachment_store):
        return None
    return store.attachment_store()
