"""Writes that belong together happen all or not at all, and what is deleted while it is read is not there."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from chatkit_notebook.store import NotFoundError, SQLStore
from chatkit_notebook.store.sql.blobs import SQLBlobs
from chatkit_notebook.store.sql.database import Database
from chatkit_notebook.types import FileAttachment, ThreadMetadata
from tests.store.sql.samples import NOW, everything, message


@contextmanager
def interrupted(database, beginning):
    """Let a statement that begins so fail."""

    def interrupt(connection, cursor, statement, *rest):
        if statement.startswith(beginning):
            raise InterruptedError

    event.listen(database.engine, "before_cursor_execute", interrupt)
    with pytest.raises(InterruptedError):
        yield
    event.remove(database.engine, "before_cursor_execute", interrupt)


@pytest.mark.parametrize("beginning", ["DELETE FROM chat_items", "UPDATE chat_attachments"])
async def test_a_thread_is_deleted_with_its_items_or_not_at_all(url, beginning):
    store = SQLStore(url)
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), None)
    await store.add_thread_item("thr", message("a"), None)
    await store.save_attachment(FileAttachment(id="f", name="f", mime_type="a/b", thread_id="thr"), None)

    with interrupted(store._database, beginning):
        await store.delete_thread("thr", None)

    assert (await store.load_thread("thr", None)).id == "thr"
    assert await everything(store) == [message("a")]
    assert await store.clean_up() == 0
    store.close()


async def test_a_piece_takes_the_place_of_what_was_given_up_or_leaves_it(url):
    database = Database(url)
    blobs = SQLBlobs(database)
    await blobs.append("ada", "a", 0, b"abc")
    await blobs.append("ada", "a", 3, b"def")

    with interrupted(database, "INSERT INTO chat_blobs"):
        await blobs.append("ada", "a", 3, b"gh")

    await blobs.finish("ada", "a")
    assert await blobs.read("ada", "a") == b"abcdef"
    database.close()


async def test_bytes_that_are_deleted_while_they_are_read_are_not_found(url):
    database = Database(url)
    blobs = SQLBlobs(database)
    await blobs.append("ada", "a", 0, b"abc")
    await blobs.append("ada", "a", 3, b"def")
    await blobs.finish("ada", "a")

    def delete_the_rest(connection, cursor, statement, *rest):
        if statement.startswith("SELECT chat_blobs.data"):
            cursor.execute("DELETE FROM chat_blobs WHERE start > 0")

    event.listen(database.engine, "before_cursor_execute", delete_the_rest)

    with pytest.raises(NotFoundError, match="There are no bytes of 'a'"):
        await blobs.read("ada", "a")
    database.close()
