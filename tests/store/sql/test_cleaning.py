"""What deletes old attachments of a database that were never sent."""

import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy import event

from chatkit_notebook.store import SQLStore
from tests.store.sql.test_attachments import ROWS, TEXT, names
from tests.store.uploads import age, announce, blobs_left, upload

WAIT_SECONDS = 60


@pytest.fixture
def folder(sqlite_path):
    """Where the bytes of an SQLite file are."""
    return Path(f"{sqlite_path}.files")


async def test_an_attachment_that_is_sent_while_it_is_cleaned_up_is_still_known(url):
    store = SQLStore(url, files="database")
    attachment = await announce(store, store.attachment_store(), TEXT)
    age(store, attachment.id, days=2)

    def send_it(connection, cursor, statement, *rest):
        if statement.startswith(ROWS):
            cursor.execute("UPDATE chat_attachments SET thread_id = 'thr'")

    event.listen(store._database.engine, "before_cursor_execute", send_it)

    assert await store.clean_up() == 0
    assert await store.load_attachment(attachment.id, None) == attachment
    store.close()


async def until_gone(store, attachment_id):
    async with asyncio.timeout(15):
        while attachment_id in names(store):  # noqa: ASYNC110 - another thread deletes it
            await asyncio.sleep(0.01)


async def test_the_first_upload_of_a_store_deletes_what_is_old(url):
    store = SQLStore(url)
    attachment_id = await upload(store, store.attachment_store(), TEXT)
    age(store, attachment_id, days=2)
    store.close()

    store = SQLStore(url)
    for _ in range(3):
        young = await announce(store, store.attachment_store(), TEXT)
    await until_gone(store, attachment_id)
    store.close()

    store = SQLStore(url)
    assert young.id in names(store)
    assert blobs_left(store) == 0
    store.close()


async def test_an_upload_does_not_mind_that_nothing_can_be_deleted(sqlite_path, folder, caplog):
    store = SQLStore(sqlite_path)
    old = await upload(store, store.attachment_store(), TEXT)
    age(store, old, days=2)
    store.close()
    (blob,) = folder.iterdir()
    blob.unlink()
    blob.mkdir()

    store = SQLStore(sqlite_path)
    files = store.attachment_store()
    kept = await upload(store, files, TEXT)
    async with asyncio.timeout(15):
        while not caplog.messages:  # noqa: ASYNC110 - another thread logs
            await asyncio.sleep(0.01)

    assert caplog.messages[0].startswith("Deleting attachments that were never sent failed: The folder ")
    assert await files.read(kept, None) == TEXT
    store.close()


async def test_closing_ends_what_deletes_old_attachments(sqlite_path):
    begun, ended = threading.Event(), threading.Event()

    class Busy(SQLStore):
        async def clean_up(self):
            begun.set()
            try:
                await asyncio.sleep(WAIT_SECONDS)
            finally:
                ended.set()

    store = Busy(sqlite_path)
    await announce(store, store.attachment_store(), TEXT)
    assert await asyncio.to_thread(begun.wait, WAIT_SECONDS)

    store.close()

    assert ended.is_set()


def test_closing_at_once_leaves_no_thread_and_no_word(url, caplog):
    for _ in range(10):
        store = SQLStore(url)
        asyncio.run(announce(store, store.attachment_store(), TEXT))
        store.close()

    assert caplog.messages == []
