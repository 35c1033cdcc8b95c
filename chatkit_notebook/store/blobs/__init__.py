"""Blobs: the bytes of attachments, in memory, in a folder, or in a database (``chatkit_notebook.store.sql``)."""

from chatkit_notebook.store.blobs.base import Blobs
from chatkit_notebook.store.blobs.folder import FolderBlobs
from chatkit_notebook.store.blobs.memory import MemoryBlobs

__all__ = ["Blobs", "FolderBlobs", "MemoryBlobs"]
