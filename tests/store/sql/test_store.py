import asyncio
import multiprocessing
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from chatkit_notebook.serve.factory import server_for
from chatkit_notebook.store import SQLStore, StoreError
from tests.store.sql.samples import everything, message

WAIT_SECONDS = 15


@pytest.mark.slow
def test_the_stores_in_memory_load_no_sqlalchemy():
    names = "StoreError, MemoryStore, FolderBlobs, BlobAttachmentStore, AttachmentLimits"
    imports = f"import sys, chatkit_notebook.serve\nfrom chatkit_notebook.store import {names}"
    code = f"{imports}\nprint('sqlalchemy' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed == "False\n"


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_stands_for_a_store_where_a_server_is_made(sqlite_path, kind):
    store = server_for(lambda text: text, kind(sqlite_path)).store

    assert repr(store) == f"SQLStore({sqlite_path!r})"
    store.close()


# --- owners


@pytest.mark.parametrize("owner", [None, 3, b"ada"])
async def test_an_owner_must_be_told(sqlite_path, owner):
    store = SQLStore(sqlite_path, owner=lambda context: context)

    with pytest.raises(TypeError, match=f"owner function returned {owner!r}"):
        await store.load_threads(9, None, "asc", owner)
    store.close()


# --- loops, threads and processes


async def test_what_is_written_at_once_to_a_file_comes_in_that_order(sqlite_path):
    store = SQLStore(sqlite_path)
    names = [str(number) for number in range(100)]

    await asyncio.gather(*(store.add_thread_item("thr", message(name), None) for name in names))

    assert [each.id for each in await everything(store)] == names
    store.close()


async def _use(store, answers):
    try:
        await store.load_threads(1, None, "asc", None)
    except StoreError as error:
        answers.put(str(error))


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_process_is_told_to_make_its_own(sqlite_path):
    store = SQLStore(sqlite_path)
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()

    child = context.Process(target=lambda: asyncio.run(_use(store, answers)))
    child.start()
    child.join(WAIT_SECONDS)

    assert "was made in another process: make one in each" in answers.get()
    store.close()


async def test_rows_may_be_numbered_beyond_what_javascript_counts_in(url):
    store = SQLStore(url)
    await store.add_thread_item("thr", message("a"), None)
    statement = {
        "sqlite": "UPDATE sqlite_sequence SET seq = 4611686018427387904 WHERE name = 'chat_items'",
        "postgresql": "ALTER TABLE chat_items ALTER COLUMN seq RESTART WITH 4611686018427387904",
    }
    with store._database.engine.connect() as connection:
        connection.exec_driver_sql(statement[connection.dialect.name])
    for name in "bcd":
        await store.add_thread_item("thr", message(name), None)

    assert [each.id for each in await everything(store, "desc")] == ["d", "c", "b", "a"]
    page = await store.load_thread_items("thr", "c", 2, "desc", None)
    assert [each.id for each in page.data] == ["b", "a"]
    store.close()


# --- cancelling


@pytest.fixture
def locked(sqlite_path):
    """A store whose next write waits until the other connection commits."""
    store = SQLStore(sqlite_path)
    other = sqlite3.connect(sqlite_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield store, other
    other.close()
    store.close()


async def begun(store):
    while store._database.engine.pool.checkedout() == 0:  # noqa: ASYNC110 - the pool has no event to wait for
        await asyncio.sleep(0)


async def test_a_write_that_has_begun_is_whole_when_its_cancellation_is_over(locked):
    store, other = locked
    write = asyncio.create_task(store.add_thread_item("thr", message("a"), None))
    async with asyncio.timeout(WAIT_SECONDS):
        await begun(store)

    for _ in range(3):
        write.cancel()
        await asyncio.sleep(0)
    assert not write.done()
    other.execute("COMMIT")
    with pytest.raises(asyncio.CancelledError):
        await write

    assert await everything(store) == [message("a")]
    assert store._database.engine.pool.checkedout() == 0


async def test_a_write_that_has_not_begun_never_does(locked):
    store, other = locked
    first = asyncio.create_task(store.add_thread_item("thr", message("a"), None))
    async with asyncio.timeout(WAIT_SECONDS):
        await begun(store)
    second = asyncio.create_task(store.add_thread_item("thr", message("b"), None))
    await asyncio.sleep(0)

    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    other.execute("COMMIT")
    await first
    await store.add_thread_item("thr", message("c"), None)

    assert [each.id for each in await everything(store)] == ["a", "c"]


async def test_reading_does_not_wait_for_what_is_written(locked):
    store, other = locked
    write = asyncio.create_task(store.add_thread_item("thr", message("a"), None))
    async with asyncio.timeout(WAIT_SECONDS):
        await begun(store)

    assert await everything(store) == []
    assert not write.done()
    other.execute("COMMIT")
    await write


async def test_any_number_of_cancelled_calls_leave_the_store_as_it_was(url):
    store = SQLStore(url)
    for number in range(100):
        calls = [
            asyncio.create_task(store.add_thread_item("thr", message(f"{number}-{each}"), None)) for each in range(3)
        ]
        calls.append(asyncio.create_task(store.load_threads(9, None, "asc", None)))
        calls.append(asyncio.create_task(store.delete_thread("other", None)))
        for _ in range(number % 7):
            await asyncio.sleep(0)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)

    ids = [each.id for each in await everything(store)]
    assert len(set(ids)) == len(ids)
    assert store._database.engine.pool.checkedout() == 0
    await store.add_thread_item("thr", message("last"), None)
    assert (await everything(store))[-1].id == "last"
    store.close()


# --- closing


async def test_a_closed_store_says_so(sqlite_path):
    store = SQLStore(sqlite_path)
    store.close()
    store.close()

    with pytest.raises(StoreError, match=r"threads\.db' was closed: make a new one"):
        await store.load_threads(1, None, "asc", None)
    assert [each.name for each in Path(sqlite_path).parent.iterdir()] == ["threads.db"]


async def test_a_row_of_an_unknown_kind_is_named_without_its_content(sqlite_path):
    store = SQLStore(sqlite_path)
    await store.add_thread_item("thr", message("a", "a secret"), None)
    with store._database.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE chat_items SET data = replace(data, 'assistant_message', 'hologram')")

    with pytest.raises(StoreError, match=r"can't read.*hologram.*newer version") as caught:
        await store.load_item("thr", "a", None)
    assert "a secret" not in str(caught.value)
    store.close()
