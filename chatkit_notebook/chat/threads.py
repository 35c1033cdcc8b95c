"""A chat's threads from Python: listed, searched, copied, deleted, and taken from one place to another."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from chatkit_notebook import types
from chatkit_notebook.chat.arguments import check_flag, check_optional_text, check_text
from chatkit_notebook.chat.awaited import awaited
from chatkit_notebook.chat.tables import SearchResults, ThreadList
from chatkit_notebook.store.pages import PAGE, paged
from chatkit_notebook.store.portable import ImportLimits, copy_thread, export_threads, import_threads

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.chat.loop import ChatLoop
    from chatkit_notebook.client import Session
    from chatkit_notebook.store.portable import Existing, ImportProgress
    from chatkit_notebook.store.portable.file import Place
    from chatkit_notebook.types import Page, Thread, ThreadMetadata


class ThreadMethods:
    """What the chat does with threads besides showing one. All but listing and deleting need a server with a store."""

    _loop: ChatLoop
    _session: Session

    @awaited
    async def threads(self) -> ThreadList:
        """All threads, newest first, without their items: a list, with ``to_pandas()``."""
        return await self._loop.run(self._all_threads())

    @awaited
    async def search(self, words: str, limit: int = 20) -> SearchResults:
        """Find what was said, the best or newest first: a list of what was found, with ``to_pandas()``.

        In a notebook: ``await chat.search("seats")``. In a script:

        >>> import asyncio
        >>> from chatkit_notebook import Chat
        >>> chat = Chat(str.upper)
        >>> turn = chat.ask_sync("Two seats, please.")
        >>> [found.excerpt for found in asyncio.run(chat.search("seats"))]
        ['TWO SEATS, PLEASE.', 'Two seats, please.']
        >>> chat.close()

        Args:
            words: What to find: items that have all of these words, in whichever order and case; the last one may be
                the beginning of a word.
            limit: The most items to find.

        Raises:
            NotImplementedError: The server's store can't search.
            ValueError: There is no word in ``words``, or the limit is too small or too large.
            TypeError: ``words`` is not a str, or ``limit`` is not an int.
        """
        if isinstance(limit, bool):
            raise TypeError(f"limit={limit!r} must be an int, such as 20.")
        self._store("search")
        return SearchResults(await self._loop.run(self._session.search(words, limit)))

    @awaited
    async def export_threads(self, file: Place, thread_ids: Iterable[str] | None = None) -> int:
        """Write threads to a file of JSON lines, whole: hidden items, metadata and the bytes of attachments included.

        Args:
            file: The path, which is packed with gzip if it ends in ``.gz``, and replaced when all is written; or a
                file that is open for text.
            thread_ids: Which threads; by default all.

        Returns:
            How many threads were written.

        Raises:
            NotFoundError: There is no such thread.
            OSError: The file can't be written.
            NotImplementedError: The server has no store.
        """
        if thread_ids is not None and not isinstance(thread_ids, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance] - notebooks are untyped
            raise TypeError(f"thread_ids={thread_ids!r} must be a list of ids, such as [chat.thread_id].")
        _check_place(file)
        ids = None if thread_ids is None else thread_ids if isinstance(thread_ids, str) else [*thread_ids]
        for each in () if ids is None or isinstance(ids, str) else ids:
            check_text("thread_ids", each, "[chat.thread_id]")
        store = self._store("export_threads")
        work = export_threads(store, file, self._session.context, thread_ids=ids, attachments=self._attachments)
        return await self._loop.run(work)

    @awaited
    async def import_threads(
        self,
        file: Place,
        existing: Existing = "error",
        *,
        is_own: bool = False,
        limits: ImportLimits | None = None,
        progress: Callable[[ImportProgress], object] | None = None,
    ) -> ThreadList:
        """Make threads from a file that ``export_threads`` has written. It is checked as a whole before that.

        Let responses in threads that are replaced end first: what still comes would be added to the new ones.

        Args:
            file: The path, or a file that is open for text.
            existing: What becomes of a thread that is there already: ``"error"`` imports nothing, ``"skip"`` leaves it
                out, ``"copy"`` imports it under new ids, and ``"replace"`` puts it in the place of the old one.
            is_own: Whether the file is your own, and comes as it is. Otherwise what would act by itself is left out:
                the domains from which images load without a click, and where previews and uploads are elsewhere.
            limits: How much the file may hold, such as ``ImportLimits(items=5_000_000)``.
            progress: Called now and then with an ``ImportProgress``, such as ``print``.

        Returns:
            The threads that were imported. Open one with ``await chat.set_thread_id(threads[0].id)``.

        Raises:
            ThreadFileError: It is not a file of threads, or is damaged, or holds too much. Nothing was imported.
            ValueError: A thread is there already. Nothing was imported.
            OSError: The file can't be read. Nothing was imported.
            PartialImportError: The store failed; the message names the threads that are in.
            NotImplementedError: The server has no store.
        """
        check_flag("is_own", is_own)
        if limits is not None and not isinstance(limits, ImportLimits):  # pyright: ignore[reportUnnecessaryIsInstance] - notebooks are untyped
            raise TypeError(f"limits={limits!r} must be ImportLimits(...), such as ImportLimits(items=5_000_000).")
        if progress is not None and not callable(progress):
            raise TypeError(f"progress={progress!r} must be a function of an ImportProgress, such as print.")
        _check_place(file)
        options = {"existing": existing, "is_own": is_own, "limits": limits or ImportLimits(), "progress": progress}
        return await self._loop.run(self._import(self._store("import_threads"), file, options))

    @awaited
    async def copy_thread(self, thread_id: str | None = None, *, title: str | None = None) -> Thread:
        """Copy a thread, hidden items and attachments included. What is shown stays the same.

        Args:
            thread_id: The thread; by default the one that is shown.
            title: The title of the copy; by default the thread's own with a number.

        Returns:
            The new thread. Open it with ``await chat.set_thread_id(thread.id)``.

        Raises:
            NotFoundError: There is no such thread.
            RuntimeError: No thread is shown, and none was named.
            TypeError: An id is not a str.
            NotImplementedError: The server has no store.
        """
        return await self._copy("copy_thread", thread_id, None, title)

    @awaited
    async def fork(self, item_id: str, thread_id: str | None = None, *, title: str | None = None) -> Thread:
        """Copy a thread up to an item, to go on from there in another way. What is shown stays the same.

        Args:
            item_id: The last item of the copy, such as ``chat.items[1].id``.
            thread_id: The thread; by default the one that is shown.
            title: The title of the copy; by default the thread's own with a number.

        Returns:
            The new thread. Open it with ``await chat.set_thread_id(thread.id)``.

        Raises:
            NotFoundError: There is no such thread, or no such item in it.
            RuntimeError: No thread is shown, and none was named.
            TypeError: An id is not a str.
            NotImplementedError: The server has no store.
        """
        return await self._copy("fork", thread_id, item_id, title)

    @awaited
    async def fetch_updates(self) -> None:
        """Load the thread that is shown again, after something other than this chat has changed it in the store.

        Raises:
            Exception: Whatever the server raised; what is shown stays the same.
        """
        await self._loop.run(self._session.refresh())

    @awaited
    async def delete_thread(self, thread_id: str) -> None:
        """Delete a thread, at once and without asking. If it is the one that is shown, a new one is shown instead.

        Raises:
            Exception: Whatever the server raised.
        """
        check_text("thread_id", thread_id, "(await chat.threads())[0].id")
        await self._loop.run(self._session.call({"type": "threads.delete", "params": {"thread_id": thread_id}}))

    @property
    def _attachments(self) -> Any:
        return self._session.peer.attachment_store

    def _store(self, method: str) -> Any:
        self._session.check_open()
        peer = self._session.peer
        if peer.store is None:
            raise NotImplementedError(
                f"chat.{method}() needs the server's store, and {peer.name} has none in its `store` attribute."
            )
        return peer.store

    async def _all_threads(self) -> ThreadList:
        async def load(after: str | None) -> Page[Thread]:
            params = {"limit": PAGE, "order": "desc", **({} if after is None else {"after": after})}
            return types.Page[types.Thread].model_validate(
                await self._session.call({"type": "threads.list", "params": params})
            )

        return ThreadList([thread async for thread in paged(load)])

    async def _import(self, store: Any, file: Place, options: dict[str, Any]) -> ThreadList:
        session = self._session
        imported = await import_threads(store, file, session.context, attachments=self._attachments, **options)
        if any(thread.id == session.current.id for thread in imported):
            await session.refresh()
        return ThreadList(map(_shown, imported))

    async def _copy(self, method: str, thread_id: str | None, up_to: str | None, title: str | None) -> Thread:
        check_optional_text("title", title, '"A second try"')
        store = self._store(method)
        thread_id = self._session.current.id if thread_id is None else thread_id
        if thread_id is None:
            raise RuntimeError(f"chat.{method}() needs a thread: open one first, or pass its thread_id.")
        for name, value in {"thread_id": thread_id, "item_id": up_to}.items():
            if not isinstance(value, str | None):  # pyright: ignore[reportUnnecessaryIsInstance] - notebooks are untyped
                raise TypeError(
                    f"{name} must be an id (str) such as chat.items[0].id, not of type {type(value).__name__}."
                )
        work = copy_thread(
            store, thread_id, self._session.context, up_to=up_to, title=title, attachments=self._attachments
        )
        return _shown(await self._loop.run(work))


def _check_place(file: object) -> None:
    if not isinstance(file, str | os.PathLike) and not hasattr(file, "read") and not hasattr(file, "write"):
        raise TypeError(f"file={file!r} must be a path, such as 'threads.jsonl', or a file that is open for text.")


def _shown(thread: ThreadMetadata) -> Thread:
    """A thread as the list has it: its metadata is the server's own."""
    return types.Thread.model_validate({**thread.model_dump(exclude={"metadata"}), "items": {}})
