import sqlite3
from urllib.parse import quote

import pytest

from chatkit_notebook.store import SQLStore, StoreError
from chatkit_notebook.store.sql.engine import transaction
from chatkit_notebook.store.sql.failures import explained
from tests.store.sql.samples import everything, message

NORMAL, FULL = 1, 2


def pragma(store, name):
    with store._database.engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def without_shared_memory(path):
    """The URL of a file on what is to SQLite a file system that can't have the write-ahead log."""
    return f"sqlite:///file:{quote(path)}?uri=true&vfs=unix-dotfile"


async def test_a_file_has_a_write_ahead_log(sqlite_path):
    store = SQLStore(sqlite_path)

    assert (pragma(store, "journal_mode"), pragma(store, "synchronous")) == ("wal", NORMAL)
    store.close()


@pytest.mark.parametrize(("query", "milliseconds"), [("", 10_000), ("?timeout=0.5", 500)])
async def test_a_lock_is_waited_for_as_long_as_the_url_says(sqlite_path, query, milliseconds):
    store = SQLStore(f"sqlite:///{sqlite_path}{query}")

    assert pragma(store, "busy_timeout") == milliseconds
    store.close()


async def test_the_pages_of_a_file_are_checked_when_they_are_read(sqlite_path):
    store = SQLStore(sqlite_path)

    assert pragma(store, "cell_size_check") == 1
    store.close()


async def test_a_file_system_without_the_log_gets_another_journal(sqlite_path):
    store = SQLStore(without_shared_memory(sqlite_path))

    assert (pragma(store, "journal_mode"), pragma(store, "synchronous")) == ("delete", FULL)
    await store.add_thread_item("thr", message("a"), None)
    store.close()
    again = SQLStore(sqlite_path)
    assert await everything(again) == [message("a")]
    again.close()


async def test_a_file_with_the_log_moves_to_a_file_system_without(sqlite_path):
    store = SQLStore(sqlite_path)
    await store.add_thread_item("thr", message("a"), None)
    store.close()

    moved = SQLStore(without_shared_memory(sqlite_path))
    await moved.add_thread_item("thr", message("b"), None)

    assert pragma(moved, "journal_mode") == "delete"
    assert await everything(moved) == [message("a"), message("b")]
    moved.close()


async def test_a_program_that_reads_does_not_keep_others_from_writing(sqlite_path):
    store = SQLStore(sqlite_path)
    await store.add_thread_item("thr", message("a"), None)
    reader = sqlite3.connect(sqlite_path, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM chat_items").fetchone() == (1,)

    await store.add_thread_item("thr", message("b"), None)

    assert await everything(store) == [message("a"), message("b")]
    reader.close()
    store.close()


async def test_a_transaction_that_fails_leaves_nothing_behind(url):
    store = SQLStore(url)
    await store.add_thread_item("thr", message("a"), None)

    def fail():
        with store._database.engine.connect() as connection, explained("x"), transaction(connection):
            connection.exec_driver_sql("DELETE FROM chat_items")
            connection.exec_driver_sql("nonsense")

    with pytest.raises(StoreError, match="nonsense"):
        fail()
    await store.add_thread_item("thr", message("b"), None)
    assert await everything(store) == [message("a"), message("b")]
    store.close()


async def test_a_page_is_found_by_an_index_however_it_is_asked_for(sqlite_path):
    store = SQLStore(sqlite_path)
    values = {"owner": "", "thread_id": "thr", "limit": 21, "created": 1, "seq": 1}
    with store._database.engine.connect() as connection:
        for statement in (each for pair in store._items._pages.values() for each in pair):
            compiled = statement.compile(connection)
            arguments = tuple(values.get(name, 0) for name in compiled.positiontup)
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", arguments).all()
            assert len(plan) == 1
            assert "USING INDEX chat_items_by_time" in plan[0].detail
    store.close()
