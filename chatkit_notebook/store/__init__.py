"""Stores: where threads, their items and attachments are kept.

These are the names of the official ``chatkit.store``, ``MemoryStore``, and ``SQLStore`` with its ``StoreError``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.errors import NotFoundError
from chatkit_notebook.ids import StoreItemType, default_generate_id
from chatkit_notebook.store.base import AttachmentStore, Store
from chatkit_notebook.store.memory import MemoryStore

if TYPE_CHECKING:
    from chatkit_notebook.store.sql import SQLStore, StoreError

__all__ = [
    "AttachmentStore",
    "MemoryStore",
    "NotFoundError",
    "SQLStore",
    "Store",
    "StoreError",
    "StoreItemType",
    "default_generate_id",
]


def __getattr__(name: str) -> Any:
    # SQLAlchemy is loaded by those who use it.
    if name not in {"SQLStore", "StoreError"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from chatkit_notebook.store import sql  # noqa: PLC0415 - as above

    globals()[name] = value = getattr(sql, name)
    return value
