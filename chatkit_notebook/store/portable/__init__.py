"""Threads on the move: to a file of JSON lines and back, and from one thread to a copy, over any store's contract."""

from chatkit_notebook.store.portable.copying import copy_thread
from chatkit_notebook.store.portable.export import export_threads
from chatkit_notebook.store.portable.importer import Existing, PartialImportError, import_threads
from chatkit_notebook.store.portable.reader import ImportLimits, ImportProgress

__all__ = [
    "Existing",
    "ImportLimits",
    "ImportProgress",
    "PartialImportError",
    "copy_thread",
    "export_threads",
    "import_threads",
]
