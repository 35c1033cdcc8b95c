"""What a person is told when a database fails, and that it works again afterwards."""

import asyncio
import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import event, make_url

from chatkit_notebook.store import NotFoundError, SQLStore, StoreError
from tests.store.sql.samples import everything, message

ROOT = Path(__file__).parents[3]
MIB = 2**20


async def test_a_full_disk_is_named_and_loses_nothing(small_disk):
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * MIB)
    store = SQLStore(small_disk / "threads.db")
    acknowledged = []

    async def write():
        while True:
            item = message(str(len(acknowledged)), "x" * (30_000 if len(acknowledged) % 3 else 10))
            await store.add_thread_item("thr", item, None)
            acknowledged.append(item)

    with pytest.raises(StoreError, match=r"threads\.db' could not be written: the disk is full"):
        await write()

    assert len(acknowledged) > 5
    assert await everything(store) == acknowledged
    for _ in range(10):
        with pytest.raises(StoreError):
            await store.add_thread_item("thr", message("too large", "x" * 3 * MIB), None)
    ballast.unlink()
    await store.add_thread_item("thr", message("last"), None)
    store.close()

    again = SQLStore(small_disk / "threads.db")
    assert await everything(again) == [*acknowledged, message("last")]
    again.close()


READER = """
import asyncio, os, sys
from chatkit_notebook.store import SQLStore, StoreError
from tests.store.sql.samples import everything, message
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[3]))
async def main():
    store = SQLStore(sys.argv[1])
    print([each.id for each in await everything(store)])
    try:
        await store.add_thread_item("thr", message("b"), None)
    except StoreError as error:
        print(error)
    print([each.id for each in await everything(store)])
    store.close()
asyncio.run(main())
"""


def test_a_read_only_file_can_be_read_and_says_so_when_written():
    with tempfile.TemporaryDirectory() as folder:  # pytest's own may be entered by nobody else
        path = Path(folder) / "threads.db"
        store = SQLStore(path)
        asyncio.run(store.add_thread_item("thr", message("a"), None))
        store.close()
        path.chmod(0o444)
        Path(folder).chmod(0o777)
        nobody = pwd.getpwnam("nobody")
        ids = [str(each) for each in (nobody.pw_gid, nobody.pw_uid)]

        said = subprocess.run(
            [sys.executable, "-c", READER, path, *ids], cwd=ROOT, capture_output=True, text=True, check=False
        )

        assert said.stderr == ""
        first, error, second = said.stdout.splitlines()
        assert first == second == "['a']"
        assert error.startswith(f"The database {str(path)!r} is read-only. Give the file and its folder write perm")


async def test_a_file_that_another_program_keeps_locked_works_when_it_is_let_go(sqlite_path):
    store = SQLStore(f"sqlite:///{sqlite_path}?timeout=0.01")
    other = sqlite3.connect(sqlite_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match="is locked: another program is writing for too long"):
        await store.add_thread_item("thr", message("a"), None)
    with pytest.raises(StoreError, match="is locked"):
        await store.delete_thread("thr", None)
    with pytest.raises(NotFoundError):
        await store.load_item("thr", "a", None)
    other.execute("COMMIT")
    other.close()
    await store.add_thread_item("thr", message("a"), None)

    assert await everything(store) == [message("a")]
    store.close()


def test_a_damaged_file_is_named(sqlite_path):
    store = SQLStore(sqlite_path)
    for number in range(200):
        asyncio.run(store.add_thread_item("thr", message(str(number), "x" * 2_000), None))
    store.close()
    with Path(sqlite_path).open("r+b") as file:
        file.seek(40_000)
        file.write(os.urandom(200_000))

    store = SQLStore(sqlite_path)
    with pytest.raises(StoreError, match=r"threads\.db' is damaged. Use a backup"):
        asyncio.run(everything(store))
    store.close()


async def test_an_error_of_the_driver_tells_nothing_of_what_was_said(sqlite_path):
    store = SQLStore(sqlite_path)
    with store._database.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE chat_items")

    with pytest.raises(StoreError, match="answered: no such table") as caught:
        await store.add_thread_item("thr", message("a", "a secret"), None)

    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
    assert caught.value.__suppress_context__
    store.close()


async def test_connections_that_the_server_ended_are_made_again(postgres_url):
    store, other = SQLStore(postgres_url), SQLStore(postgres_url)
    await asyncio.gather(*(store.add_thread_item("thr", message(str(each)), None) for each in range(20)))
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = 'chat'"

    for name in ("write", "read", "delete"):
        with other._database.engine.connect() as connection:
            connection.exec_driver_sql(ended)
        if name == "write":
            await store.add_thread_item("thr", message("new"), None)
        elif name == "read":
            assert (await store.load_item("thr", "new", None)).id == "new"
        else:
            await store.delete_thread("thr", None)

    assert await everything(store) == []
    store.close()
    other.close()


def test_a_wrong_password_is_not_repeated(postgres_url):
    url = make_url(postgres_url).set(password="a secret").render_as_string(hide_password=False)

    with pytest.raises(StoreError, match="password authentication failed") as caught:
        SQLStore(url)

    assert "secret" not in str(caught.value)


def test_a_database_that_can_not_hold_every_text_is_refused(postgres):
    admin = SQLStore(postgres)
    with admin._database.engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0")
    admin.close()

    with pytest.raises(StoreError, match=r"encoded in 'SQL_ASCII'.*UTF8"):
        SQLStore(make_url(postgres).set(database="ascii").render_as_string(hide_password=False))


def test_a_file_on_a_disk_that_can_only_be_read_is_read_and_says_so_when_written(small_disk):
    path = small_disk / "the threads?.db"
    store = SQLStore(path)
    asyncio.run(store.add_thread_item("thr", message("a"), None))
    store.close()
    subprocess.run(["/usr/bin/mount", "-o", "remount,ro", small_disk], check=True)

    store = SQLStore(path)
    assert asyncio.run(everything(store)) == [message("a")]
    with pytest.raises(StoreError, match="is read-only"):
        asyncio.run(store.add_thread_item("thr", message("b"), None))
    assert asyncio.run(everything(store)) == [message("a")]
    store.close()


async def test_an_item_that_is_too_large_for_sqlite_is_told(sqlite_path):
    store = SQLStore(sqlite_path)
    store._database.engine.dispose()

    def limit(connection, _record):
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 100_000)

    event.listen(store._database.engine, "connect", limit)
    with pytest.raises(StoreError, match=r"threads\.db' can't hold this item: it is larger than SQLite's limit"):
        await store.add_thread_item("thr", message("a", "x" * 200_000), None)
    await store.add_thread_item("thr", message("b"), None)

    assert await everything(store) == [message("b")]
    store.close()


async def test_a_folder_that_went_away_is_told(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    store = SQLStore(folder / "threads.db")
    store._database.engine.dispose()
    shutil.rmtree(folder)

    with pytest.raises(StoreError, match=r"threads\.db' can't be opened. Check that its folder exists"):
        await everything(store)
    store.close()


async def test_an_id_that_is_no_text_is_told_without_the_statement():
    store = SQLStore(":memory:")

    with pytest.raises(StoreError) as raised:
        await store.load_thread(3, None)

    assert "got 'int'" in str(raised.value)
    assert "SELECT" not in str(raised.value)
    store.close()
