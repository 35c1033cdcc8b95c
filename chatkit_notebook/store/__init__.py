"""Stores: where threads, their items and attachments are kept.

These are the names of the official ``chatkit.store``; ``MemoryStore`` and ``SQLStore`` with ``StoreError``; and, for
the bytes of attachments, ``BlobAttachmentStore`` with the ``Blobs`` it may use, and ``AttachmentLimits``; what a
search has ``Found``; and what writes threads to a file, makes them of one, and copies them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.errors import NotFoundError, StoreError, ThreadFileError
from chatkit_notebook.ids import StoreItemType, default_generate_id
from chatkit_notebook.official_names import names_from_elsewhere
from chatkit_notebook.store.attachments import BlobAttachmentStore
from chatkit_notebook.store.base import AttachmentStore, Store
from chatkit_notebook.store.blobs import Blobs, FolderBlobs, MemoryBlobs
from chatkit_notebook.store.limits import AttachmentLimits
from chatkit_notebook.store.memory import MemoryStore
from chatkit_notebook.store.portable import (
    ImportLimits,
    ImportProgress,
    PartialImportError,
    copy_thread,
    export_threads,
    import_threads,
)
from chatkit_notebook.store.search import Found

if TYPE_CHECKING:
    from chatkit_notebook.store.sql import SQLStore

__all__ = [
    "AttachmentLimits",
    "AttachmentStore",
    "BlobAttachmentStore",
    "Blobs",
    "FolderBlobs",
    "Found",
    "ImportLimits",
    "ImportProgress",
    "MemoryBlobs",
    "MemoryStore",
    "NotFoundError",
    "PartialImportError",
    "SQLStore",
    "Store",
    "StoreError",
    "StoreItemType",
    "ThreadFileError",
    "copy_thread",
    "default_generate_id",
    "export_threads",
    "import_threads",
]

_from_elsewhere = names_from_elsewhere("store")


def __getattr__(name: str) -> Any:
    # SQLAlchemy is loaded by those who use it.
    if name != "SQLStore":
        return _from_elsewhere(name)
    from chatkit_notebook.store.sql import SQLStore  # noqa: PLC0415 - as above

    globals()[name] = SQLStore
    return SQLStore
