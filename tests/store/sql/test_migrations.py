import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import inspect, text

from chatkit_notebook.store import NotFoundError, SQLStore, StoreError
from chatkit_notebook.store.sql.address import address
from chatkit_notebook.store.sql.engine import open_engine
from chatkit_notebook.store.sql.migrations import MIGRATIONS, migrate
from chatkit_notebook.store.sql.schema import ATTACHMENTS, BLOBS, ITEMS, THREADS
from chatkit_notebook.types import FileAttachment
from tests.store.sql.samples import everything, message

FIRST = Path(__file__).with_name("schema_1.sql")
LATER = (
    "ALTER TABLE chat_items ADD COLUMN bytes BIGINT",
    "UPDATE chat_items SET bytes = length(data)",
)


def restore(path):
    connection = sqlite3.connect(path)
    connection.executescript(FIRST.read_text(encoding="utf-8"))
    connection.close()


async def test_a_database_of_the_first_schema_opens_whole(sqlite_path):
    restore(sqlite_path)

    store = SQLStore(sqlite_path, owner=lambda context: context)

    assert [each.id for each in (await store.load_threads(9, None, "asc", "ada")).data] == ["thr", "a\0b"]
    assert (await store.load_thread("thr", "ada")).title == "Ünïcode 🙂"
    assert [each.id for each in await everything(store, context="ada")] == ["first", "second", "x" * 300]
    assert (await store.load_item("thr", "second", "ada")).content[0].text == "it's\0\n"
    assert (await store.load_attachment("atc", "ada")).metadata == {"a": [1]}
    await store.add_thread_item("thr", message("new"), "ada")
    assert [each.id for each in await everything(store, "desc", "ada")] == ["new", "x" * 300, "second", "first"]
    store.close()


async def test_attachments_of_the_first_schema_know_their_threads(url):
    engine = open_engine(address(url), 1)
    insert = text("INSERT INTO chat_attachments (owner, id, created, data) VALUES ('', :id, 1, :data)")
    threads = {"sent": "thr", "odd": "a\0b\\", "long": "x" * 300, "unsent": None}
    with engine.connect() as connection:
        migrate(connection, url, MIGRATIONS[:1])
        for name, thread_id in threads.items():
            attachment = FileAttachment(id=name, name="a", mime_type="a/b", thread_id=thread_id)
            connection.execute(insert, {"id": name, "data": attachment.model_dump_json()})
    engine.dispose()

    store = SQLStore(url)
    assert await store.clean_up() == 1
    for name in ("sent", "odd", "long"):
        assert (await store.load_attachment(name, None)).thread_id == threads[name]
        await store.delete_thread(threads[name], None)
        with pytest.raises(NotFoundError):
            await store.load_attachment(name, None)
    store.close()


async def test_a_later_migration_keeps_what_is_there(sqlite_path):
    restore(sqlite_path)
    store = SQLStore(sqlite_path, owner=lambda context: context)

    with store._database.engine.connect() as connection:
        migrate(connection, sqlite_path, (*MIGRATIONS, LATER))
        assert connection.exec_driver_sql("SELECT count(*) FROM chat_items WHERE bytes = length(data)").scalar() == 3

    assert [each.id for each in await everything(store, context="ada")] == ["first", "second", "x" * 300]
    store.close()
    with pytest.raises(StoreError, match=r"threads\.db' was written by a newer version .* number 3, .* pip install"):
        SQLStore(sqlite_path)


async def test_a_migration_that_fails_changes_nothing(url):
    store = SQLStore(url)
    await store.add_thread_item("thr", message("a"), None)

    with store._database.engine.connect() as connection, pytest.raises(Exception, match="nonsense"):
        migrate(connection, "x", (*MIGRATIONS, (*LATER, "nonsense")))
    store.close()

    store = SQLStore(url)
    assert await everything(store) == [message("a")]
    with store._database.engine.connect() as connection:
        assert "bytes" not in {each["name"] for each in inspect(connection).get_columns("chat_items")}
    store.close()


@pytest.mark.parametrize("table", [THREADS, ITEMS, ATTACHMENTS, BLOBS], ids=str)
async def test_the_migrations_lead_to_the_tables_that_are_used(url, table):
    store = SQLStore(url)
    with store._database.engine.connect() as connection:
        columns = inspect(connection).get_columns(table.name)
    assert [each["name"] for each in columns] == [each.name for each in table.columns]
    store.close()


async def test_many_may_make_the_database_at_once(url):
    gate = Barrier(4, timeout=15)

    def make(_number):
        gate.wait()
        return SQLStore(url)

    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(make, range(4)))

    for number, store in enumerate(stores):
        await store.add_thread_item("thr", message(str(number)), None)
    for store in stores:
        assert [each.id for each in await everything(store)] == ["0", "1", "2", "3"]
        store.close()


def test_the_database_of_another_program_is_left_alone(sqlite_path):
    connection = sqlite3.connect(sqlite_path)
    connection.execute("CREATE TABLE recipes (name)")
    connection.close()

    with pytest.raises(StoreError, match=r"belongs to another program \(it has a table 'recipes'\)"):
        SQLStore(sqlite_path)

    tables = sqlite3.connect(sqlite_path)
    assert tables.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    tables.close()


@pytest.mark.parametrize("content", [b"name,price\n" * 100, b"\0" * 4096, b"x", b"x" * 511, b"x" * 513])
def test_a_file_that_is_no_database_is_left_alone(tmp_path, content):
    path = tmp_path / "prices.csv"
    path.write_bytes(content)

    with pytest.raises(StoreError, match=r"prices\.csv' is not an SQLite database"):
        SQLStore(path)

    assert path.read_bytes() == content


async def test_tables_of_others_in_the_same_postgresql_database_are_left_alone(postgres_url):
    store = SQLStore(postgres_url)
    with store._database.engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE recipes (name TEXT)")
        connection.exec_driver_sql("INSERT INTO recipes VALUES ('soup')")
    await store.add_thread_item("thr", message("a"), None)
    store.close()

    store = SQLStore(postgres_url)
    assert await everything(store) == [message("a")]
    with store._database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name FROM recipes").fetchall() == [("soup",)]
    store.close()
