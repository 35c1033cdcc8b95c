"""A store in memory, kept in a file and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from chatkit_notebook.store.portable.export import export_threads
from chatkit_notebook.store.portable.importer import import_threads
from chatkit_notebook.store.portable.reader import ImportLimits

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from chatkit_notebook.store.base import Store
    from chatkit_notebook.store.portable.file import Place
    from chatkit_notebook.store.portable.reader import ImportProgress


class MemoryFile:
    """The way of a store without arguments to a file and back."""

    async def save(self, file: Place, context: Any = None) -> int:
        """Write all threads to a file of JSON lines; a file that is there is replaced when all is written.

        Attachments that no message names are left out.

        Args:
            file: The path, which is packed with gzip if it ends in ``.gz``; or a file that is open for text.
            context: The context of the request; a store of one user needs none.

        Returns:
            How many threads were written.

        Raises:
            OSError: The file can't be written.
            ValueError: Something in a thread is not JSON, or is too large.
        """
        return await export_threads(cast("Store[Any]", self), file, context)

    @classmethod
    async def load(
        cls,
        file: Place,
        context: Any = None,
        *,
        is_own: bool = False,
        limits: ImportLimits | None = None,
        progress: Callable[[ImportProgress], object] | None = None,
    ) -> Self:
        """Make a store of the threads in a file.

        Args:
            file: What ``save`` or ``export_threads`` has written.
            context: As for ``save``.
            is_own: As for ``import_threads``: whether the file is your own, and comes as it is.
            limits: As for ``import_threads``: how much the file may hold.
            progress: Called now and then with how far this is.

        Raises:
            ThreadFileError: It is not a file of threads, or is damaged, or holds too much.
            OSError: The file can't be read.
        """
        store = cls()
        await import_threads(
            cast("Store[Any]", store),
            file,
            context,
            is_own=is_own,
            limits=limits or ImportLimits(),
            progress=progress,
        )
        return store
