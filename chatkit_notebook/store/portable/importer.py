"""Threads made from a file."""

from __future__ import annotations

import os
from contextlib import aclosing
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, get_args

from pydantic import AnyUrl

from chatkit_notebook.errors import ChatKitError, ThreadFileError
from chatkit_notebook.logger import logger
from chatkit_notebook.store.attachments import address_of
from chatkit_notebook.store.base import TContext
from chatkit_notebook.store.failures import is_missing, quoted
from chatkit_notebook.store.portable.checks import models_of
from chatkit_notebook.store.portable.export import bytes_of, export_threads
from chatkit_notebook.store.portable.file import Place, attachments_of, opened
from chatkit_notebook.store.portable.reader import ImportLimits, ImportProgress, Reader, batched
from chatkit_notebook.store.portable.writer import ThreadWriter

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from chatkit_notebook.store.base import AttachmentStore, Store
    from chatkit_notebook.store.portable.file import Line
    from chatkit_notebook.types import Attachment, ThreadItem, ThreadMetadata

Existing: TypeAlias = Literal["error", "skip", "copy", "replace"]

_LIMITS = ImportLimits()
# A thread that was put aside comes back however large it is.
_OWN_LIMITS = ImportLimits(**dict.fromkeys(("characters", "line", "values", "file", "items"), 2**50))
_TOLD = 10


class PartialImportError(ChatKitError):
    """A store failed in the middle of an import. The message names the threads that are in.

    Attributes:
        imported: These threads.
    """

    def __init__(self, message: str, imported: list[ThreadMetadata]) -> None:
        super().__init__(message)
        self.imported = imported


async def import_threads(
    store: Store[TContext],
    source: Place,
    context: TContext,
    *,
    existing: Existing = "error",
    attachments: AttachmentStore[TContext] | None = None,
    is_own: bool = False,
    limits: ImportLimits = _LIMITS,
    progress: Callable[[ImportProgress], object] | None = None,
) -> list[ThreadMetadata]:
    """Make threads from a file that ``export_threads`` has written.

    The whole file is read and checked before anything is written; it is never in memory as a whole. An attachment
    whose id another thread's attachment has already gets a new one.

    A file may come from anybody. What would act by itself is left out, unless the file is your own: the domains from
    which images load without a click, and where previews and uploads are elsewhere. Hidden items are kept, and models
    read them.

    An import that is cancelled keeps the threads that were written whole.

    Args:
        store: Where the threads go.
        source: The path of the file, or a file that is open for text and can be read again from where it is.
        context: Whose threads they will be.
        existing: What becomes of a thread whose id is in the store already: ``"error"`` imports nothing, ``"skip"``
            leaves it out, ``"copy"`` imports it under new ids, and ``"replace"`` puts it in the place of the old one.
        attachments: Where the bytes of attachments go; by default where the store keeps them, if it does. Without a
            place for them, or where it has no method ``keep``, messages still name their attachments.
        is_own: Whether the file is your own, and comes as it is.
        limits: How much the file may hold, for those that are larger than most.
        progress: Called now and then with how far the import is.

    Returns:
        The threads that were imported, in their order in the file.

    Raises:
        ThreadFileError: It is not a file of threads, or is damaged, or holds too much. Nothing was imported.
        ValueError: A thread is there already. Nothing was imported.
        OSError: The file can't be read. Nothing was imported.
        PartialImportError: The store failed; what it had of the thread under way was removed.
    """
    if existing not in get_args(Existing):
        raise ValueError(f'existing={existing!r} must be "error", "skip", "copy" or "replace".')
    models = models_of(store)
    with opened(source) as file:
        start = file.tell()
        check = Reader(file, models, limits)
        async with aclosing(batched(check, progress)) as lines:
            thread_ids = [line.value.id async for line in lines if line.kind == "thread"]
        present = {thread_id for thread_id in thread_ids if await _is_there(store, thread_id, context)}
        if present and existing == "error":
            first = next(thread_id for thread_id in thread_ids if thread_id in present)
            raise ValueError(
                f"The thread {quoted(first)} exists already, and nothing was imported. Choose existing='skip' to leave "
                "such threads out, existing='copy' to import them under new ids, or existing='replace'."
            )
        file.seek(start)
        plan = dict.fromkeys(thread_ids, "new") | dict.fromkeys(present, existing)
        importing = _Import(store, bytes_of(store, attachments), context, plan, is_own=is_own)
        return await importing.run(batched(Reader(file, models, limits), progress, check.read))


class _Import(Generic[TContext]):
    """The second reading of a file, which writes what the first has checked."""

    def __init__(
        self,
        store: Store[TContext],
        attachments: AttachmentStore[TContext] | None,
        context: TContext,
        plan: dict[str, str],
        *,
        is_own: bool,
    ) -> None:
        self._store = store
        self._attachments = attachments
        self._context = context
        self._plan = plan
        self._is_own = is_own
        self._writer: ThreadWriter[TContext] | None = None
        self._aside: Path | None = None
        self._imported: list[ThreadMetadata] = []

    async def run(self, lines: AsyncGenerator[Line]) -> list[ThreadMetadata]:
        try:
            async with aclosing(lines):
                async for line in lines:
                    await self._take(line)
            self._finish()
        except BaseException as error:
            told = [f"The import stopped: {error}", *await self._undo(), self._told]
            if isinstance(error, Exception):
                raise PartialImportError(" ".join(told), self._imported) from error
            raise
        return self._imported

    async def _take(self, line: Line) -> None:
        if line.kind == "thread":
            self._finish()
            await self._begin(line.value)
        elif self._writer is None:
            return
        elif line.kind == "attachment":
            attachment = line.value if self._is_own else _sanitized_attachment(line.value)
            await self._writer.add_attachment(attachment, line.data)
        else:
            await self._writer.add_item(line.value if self._is_own else _sanitized_item(line.value))

    async def _begin(self, thread: ThreadMetadata) -> None:
        what = self._plan.get(thread.id)
        if what is None:
            raise ThreadFileError(f"The file was changed while it was read: the thread {quoted(thread.id)} is new.")
        if what == "skip":
            return
        if not self._is_own:
            thread = _sanitized_thread(thread)
        if what == "copy":
            thread = thread.model_copy(update={"id": self._store.generate_thread_id(self._context)})
        elif what == "replace":
            await self._put_aside(thread.id)
        self._writer = ThreadWriter(self._store, self._attachments, self._context, thread, renames=what == "copy")
        await self._writer.begin()

    def _finish(self) -> None:
        if self._writer is not None:
            self._imported.append(self._writer.thread)
        self._writer = None
        self._drop_aside()

    async def _put_aside(self, thread_id: str) -> None:
        """Keep the thread that is to be replaced in a file, until the new one is whole."""
        path = _new_file()
        try:
            await export_threads(
                self._store, path, self._context, thread_ids=[thread_id], attachments=self._attachments
            )
        except BaseException:
            _remove(path)
            raise
        self._aside = path
        await self._store.delete_thread(thread_id, self._context)

    def _drop_aside(self) -> None:
        if self._aside is not None:
            _remove(self._aside)
        self._aside = None

    async def _undo(self) -> list[str]:
        """Remove what there is of the thread under way, bring back the one that it should replace, and tell of it."""
        told: list[str] = []
        if self._writer is not None:
            name = quoted(self._writer.thread.id)
            is_gone = await self._writer.undo()
            told.append(f"Nothing of the thread {name} was kept." if is_gone else f"A part of {name} may be left.")
        if self._aside is not None:
            try:
                await import_threads(
                    self._store,
                    self._aside,
                    self._context,
                    existing="skip",
                    attachments=self._attachments,
                    is_own=True,
                    limits=_OWN_LIMITS,
                )
            except Exception:  # noqa: BLE001 - as in ThreadWriter.undo
                logger.exception("A thread that was to be replaced could not be put back.")
                told.append(f"The one that it should replace is in the file {str(self._aside)!r}: import it again.")
            else:
                told.append("The one that it should replace was put back.")
                self._drop_aside()
        return told

    @property
    def _told(self) -> str:
        if not self._imported:
            return "No thread was imported."
        names = ", ".join(quoted(thread.id) for thread in self._imported[:_TOLD])
        more = len(self._imported) - _TOLD
        return f"Imported before it: {names}{f' and {more} more' if more > 0 else ''}."


# Client tool calls that wait for an answer do nothing when a thread is opened: the client answers those that it was
# asked itself.
def _sanitized_thread(thread: ThreadMetadata) -> ThreadMetadata:
    """A thread whose pictures from elsewhere wait for a click."""
    return thread.model_copy(update={"allowed_image_domains": None})


def _sanitized_item(item: ThreadItem) -> ThreadItem:
    """An item whose attachments are sanitized."""
    if attachments := attachments_of(item):
        return item.model_copy(update={"attachments": [_sanitized_attachment(each) for each in attachments]})
    return item


def _sanitized_attachment(attachment: Attachment) -> Attachment:
    """An attachment that is shown from the bytes that are here, and uploaded to nowhere."""
    changes: dict[str, Any] = {"upload_descriptor": None}
    if attachment.type == "image":
        changes["preview_url"] = AnyUrl(address_of(attachment.id))
    return attachment.model_copy(update=changes)


async def _is_there(store: Store[TContext], thread_id: str, context: TContext) -> bool:
    try:
        await store.load_thread(thread_id, context)
    except Exception as error:
        if is_missing(error):
            return False
        raise
    return True


def _new_file() -> Path:
    handle, name = mkstemp(prefix="chatkit-notebook-", suffix=".jsonl")
    os.close(handle)
    return Path(name)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
