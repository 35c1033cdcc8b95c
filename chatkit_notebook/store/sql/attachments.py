"""The part of the store in a database that keeps attachments.

A row is there before its bytes are, and goes after them, so that whatever is interrupted leaves a row by which the
bytes are found. Rows of attachments that were not sent have no thread; those of deleted threads are of no time, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from pydantic_core import from_json
from sqlalchemy import Text, bindparam, delete, select, type_coerce, update

from chatkit_notebook.clock import now
from chatkit_notebook.errors import StoreError
from chatkit_notebook.locales import words
from chatkit_notebook.store.attachments import DAY, BlobAttachmentStore
from chatkit_notebook.store.background import Once
from chatkit_notebook.store.base import TContext
from chatkit_notebook.store.blobs import Blobs, FolderBlobs
from chatkit_notebook.store.failures import quoted
from chatkit_notebook.store.sql.address import folder
from chatkit_notebook.store.sql.base import SQLBase, encoded
from chatkit_notebook.store.sql.blobs import SQLBlobs
from chatkit_notebook.store.sql.rows import rows_of
from chatkit_notebook.store.sql.schema import ATTACHMENTS, key, microseconds
from chatkit_notebook.types import Attachment

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta
    from os import PathLike

    from sqlalchemy import Connection, Executable

    from chatkit_notebook.store.sql.database import Database

_ATTACHMENT: TypeAdapter[Attachment] = TypeAdapter(Attachment)
_COLUMNS = ATTACHMENTS.c
_NO_TIME = 0

_OWNER = _COLUMNS.owner == bindparam("of_owner", type_=_COLUMNS.owner.type)
_THREAD = _COLUMNS.thread_id == bindparam("of_thread", type_=_COLUMNS.thread_id.type)
_UNSENT = _COLUMNS.thread_id.is_(None)
# The owner as it is in the column, which is that of the blobs.
_FIND = select(
    _COLUMNS.seq,
    type_coerce(_COLUMNS.owner, Text).label("owner"),
    type_coerce(_COLUMNS.id, Text).label("id"),
    _COLUMNS.data,
).where(_UNSENT)
_FIND_OLD = _FIND.where(_COLUMNS.created < bindparam("before"))
_FIND_DOOMED = _FIND.where(_COLUMNS.created <= _NO_TIME, _OWNER)
_DOOM = update(ATTACHMENTS).where(_OWNER, _THREAD).values(thread_id=None, created=_NO_TIME)
_FORGET = delete(ATTACHMENTS).where(_COLUMNS.seq == bindparam("number"), _UNSENT)


class SQLAttachments(SQLBase[TContext]):
    """Keeps attachments, and their bytes in a folder or in the database. The arguments are those of ``SQLStore``."""

    def __init__(
        self,
        url_or_path: str | PathLike[str],
        owner: Callable[[TContext], str] | None,
        files: str | PathLike[str] | None,
    ) -> None:
        super().__init__(url_or_path, owner)
        self._attachments = rows_of(ATTACHMENTS, self._database.engine.dialect.name, "attachment")
        try:
            self._blobs = _blobs(self._database, files)
        except BaseException:
            self._database.close()
            raise
        self._cleaning = Once(self.clean_up, "Deleting attachments that were never sent")

    def close(self) -> None:
        """Finish what was begun and close the database. The store can't be used after this."""
        self._cleaning.stop()
        self._database.close()
        self._blobs.close()

    def attachment_store(self) -> BlobAttachmentStore[TContext]:
        """Make what takes and reads the bytes of this store's attachments.

        Its first upload deletes attachments that were not sent within a day, beside everything else.
        """
        start = None if self._database.is_memory else self._cleaning.start
        return BlobAttachmentStore(self._blobs, owner=self._owner_of_blobs, clean_up=start)

    async def clean_up(self, older_than: timedelta = DAY) -> int:
        """Delete attachments that were never sent, whoever's they are, and their bytes.

        Args:
            older_than: How long ago they were announced, at least.

        Returns:
            How many there were.

        Raises:
            StoreError: The database can't be read or written, or some bytes can't be deleted.
        """
        return await self._delete_found(_FIND_OLD, {"before": microseconds(now() - older_than)})

    async def save_attachment(self, attachment: Attachment, context: TContext) -> None:
        """Save an attachment's metadata, new or known.

        Raises:
            StoreError: The database can't be written.
        """
        row = attachment.id, microseconds(now()), encoded(attachment)
        scope, thread_id = self._scope(context), attachment.thread_id
        await self._database.write(lambda each: self._attachments.put(each, scope, *row, thread_id=thread_id))

    async def load_attachment(self, attachment_id: str, context: TContext) -> Attachment:
        """Load an attachment's metadata.

        Raises:
            NotFoundError: There is no such attachment.
            StoreError: The database can't be read.
        """
        scope = self._scope(context)
        row = await self._database.read(lambda each: self._attachments.get(each, scope, attachment_id))
        return self._decoded(_ATTACHMENT, row, words().the_attachment(quoted(row.id)))

    async def delete_attachment(self, attachment_id: str, context: TContext) -> None:
        """Delete an attachment's bytes and its metadata, if it exists.

        Raises:
            StoreError: They can't be deleted.
        """
        scope = self._scope(context)
        await self._blobs.delete(self._owner_of_blobs(context), attachment_id)
        await self._database.write(lambda each: self._attachments.drop(each, scope, attachment_id))

    def _doom_attachments(self, connection: Connection, scope: dict[str, str]) -> None:
        """Mark those of a thread, so that they are found when the thread is gone."""
        connection.execute(_DOOM, {"of_owner": scope["owner"], "of_thread": scope["thread_id"]})

    async def _delete_doomed_attachments(self, scope: dict[str, str]) -> None:
        await self._delete_found(_FIND_DOOMED, {"of_owner": scope["owner"]})

    async def _delete_found(self, find: Executable, values: dict[str, Any]) -> int:
        count, failure = 0, None
        for row in await self._database.read(lambda each: each.execute(find, values).all()):
            try:
                await self._blobs.delete(row.owner, _id(row))
            except StoreError as error:
                failure = error
                continue
            count += await self._forget(row.seq)
        if failure is not None:
            raise failure
        return count

    async def _forget(self, number: int) -> int:
        return await self._database.write(lambda each: each.execute(_FORGET, {"number": number}).rowcount)

    def _owner_of_blobs(self, context: TContext) -> str:
        return key(self._scope(context)["owner"])


def _id(row: Any) -> str:
    """The id of an attachment: what its key is for, unless its data is damaged."""
    try:
        name = from_json(row.data)["id"]
    except (KeyError, TypeError, ValueError):
        return row.id
    return name if isinstance(name, str) and key(name) == row.id else row.id


def _blobs(database: Database, files: str | PathLike[str] | None) -> Blobs:
    if files is None and database.file is not None:
        return FolderBlobs(f"{database.file}.files")
    if files is None or files == "database":
        return SQLBlobs(database)
    if database.is_memory:
        raise StoreError(
            f"A database in memory forgets its attachments, and their files would stay: leave out files={files!r}, or "
            "pass the path of a database."
        )
    return FolderBlobs(folder(files))
