"""Stores: where threads, their items and attachments are kept.

These are the names of the official ``chatkit.store``, and ``MemoryStore``.
"""

from chatkit_notebook.errors import NotFoundError
from chatkit_notebook.ids import StoreItemType, default_generate_id
from chatkit_notebook.store.base import AttachmentStore, Store
from chatkit_notebook.store.memory import MemoryStore

__all__ = [
    "AttachmentStore",
    "MemoryStore",
    "NotFoundError",
    "Store",
    "StoreItemType",
    "default_generate_id",
]
