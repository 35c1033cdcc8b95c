"""SQLite files of strangers: none of their programs runs, and what is damaged in them is told by name."""

# ruff: noqa: S608 - the statements are those of the tests

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest

from chatkit_notebook import ChatKit
from chatkit_notebook.store import SQLStore, StoreError, export_threads
from chatkit_notebook.types import FileAttachment, ThreadMetadata
from tests.store.sql.samples import NOW, message

SPIN = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


async def make(path):
    store = SQLStore(path, files="database")
    for name in ("one", "two", "three"):
        await store.save_thread(ThreadMetadata(id=name, created_at=NOW, title=name), None)
        for number in range(5):
            item = message(f"{name} {number}", f"word {number}")
            await store.add_thread_item(name, item.model_copy(update={"thread_id": name}), None)
    attachment = FileAttachment(id="file", name="file", mime_type="x/y", thread_id="one")
    await store.save_attachment(attachment, None)
    await store.attachment_store().keep("file", b"bytes", None)
    store.close()


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    path = tmp_path_factory.mktemp("original") / "threads.db"
    asyncio.run(make(path))
    return path


@pytest.fixture
def path(original, sqlite_path):
    """A file with three threads of five items each."""
    copyfile(original, sqlite_path)
    return sqlite_path


async def items_of(store, thread_id):
    return (await store.load_thread_items(thread_id, None, 100, "asc", None)).data


def change(path, *statements):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema=ON")
        for each in statements:
            connection.execute(each)


def rewrite(path, *statements):
    """Change what the file defines, behind the back of SQLite."""
    change(path, "PRAGMA writable_schema=ON", *statements, "PRAGMA writable_schema=OFF")


ON_ITEMS = "CREATE TRIGGER evil AFTER INSERT ON chat_items BEGIN"
ADDED = {
    "a trigger on items": (f"{ON_ITEMS} DELETE FROM chat_threads; END", "trigger 'evil'"),
    "a trigger that never ends": (f"{ON_ITEMS} {SPIN}; END", "trigger 'evil'"),
    "a trigger on deletions": (
        "CREATE TRIGGER evil BEFORE DELETE ON chat_threads BEGIN SELECT raise(FAIL, ''); END",
        "trigger 'evil'",
    ),
    "a trigger on updates": (
        "CREATE TRIGGER evil AFTER UPDATE ON chat_schema BEGIN DELETE FROM chat_items; END",
        "trigger 'evil'",
    ),
    "a trigger on blobs": (
        "CREATE TRIGGER evil AFTER INSERT ON chat_blobs BEGIN DELETE FROM chat_blobs; END",
        "trigger 'evil'",
    ),
    "a trigger with a quoted name": (
        'CREATE TRIGGER "e""vil" AFTER INSERT ON chat_items BEGIN SELECT 1; END',
        "trigger",
    ),
    "a view": ("CREATE VIEW evil AS SELECT * FROM chat_items", "view 'evil'"),
    "a view that never ends": (f"CREATE VIEW evil AS {SPIN}", "view 'evil'"),
    "a view with a trigger": ("CREATE VIEW evil AS SELECT 1 AS a", "view 'evil'"),
    "a table": ("CREATE TABLE evil (a)", "table 'evil'"),
    "a table without row numbers": ("CREATE TABLE evil (a PRIMARY KEY) WITHOUT ROWID", "table 'evil'"),
    "a table with a computed column": ("CREATE TABLE evil (a, b AS (a || a))", "table 'evil'"),
    "a virtual table": ("CREATE VIRTUAL TABLE evil USING fts5(a)", "table 'evil"),
    "an index": ("CREATE INDEX evil ON chat_items (data)", "index 'evil'"),
    "an index of an expression": ("CREATE INDEX evil ON chat_items (length(data))", "index 'evil'"),
    "a partial index": ("CREATE INDEX evil ON chat_items (owner) WHERE length(data) > 10", "index 'evil'"),
    "a column": ("ALTER TABLE chat_items ADD COLUMN evil TEXT", "table 'chat_items' was changed"),
    "a computed column": (
        "ALTER TABLE chat_threads ADD COLUMN evil AS (data || data)",
        "table 'chat_threads' was changed",
    ),
    "a column with a default": (
        "ALTER TABLE chat_threads ADD COLUMN evil TEXT DEFAULT 'x'",
        "'chat_threads' was changed",
    ),
    "a missing index": ("DROP INDEX chat_items_by_time", "index 'chat_items_by_time' is missing"),
    "a missing trigger": ("DROP TRIGGER chat_words_added", "trigger 'chat_words_added' is missing"),
    "a missing table": ("DROP TABLE chat_blobs", "table 'chat_blobs' is missing"),
    "a table of another name": ("ALTER TABLE chat_attachments RENAME TO evil", "evil"),
    "no version": ("DELETE FROM chat_schema", "does not say which version"),
    "two versions": ("INSERT INTO chat_schema VALUES (1)", "does not say which version"),
    "a version that is text": ("UPDATE chat_schema SET version = 'two'", "does not say which version"),
    "a version that is bytes": ("UPDATE chat_schema SET version = x'02'", "does not say which version"),
    "a version below zero": ("UPDATE chat_schema SET version = -1", "does not say which version"),
    "version zero": ("UPDATE chat_schema SET version = 0", "does not say which version"),
    "a version that is a fraction": ("UPDATE chat_schema SET version = 1.5", "does not say which version"),
    "an older version than its tables": ("UPDATE chat_schema SET version = 1", "table|index|trigger"),
    "a newer version": ("UPDATE chat_schema SET version = 99", "newer version"),
    "the largest version": ("UPDATE chat_schema SET version = 9223372036854775807", "newer version"),
}


@pytest.mark.parametrize("name", ADDED)
def test_a_file_with_anything_but_the_known_schema_is_refused_by_name(path, name):
    statement, said = ADDED[name]
    change(path, statement)
    before = Path(path).read_bytes()

    with pytest.raises(StoreError, match=said) as caught:
        SQLStore(path)

    assert "threads.db" in str(caught.value)
    assert Path(path).read_bytes() == before


INTO_SCHEMA = "INSERT INTO sqlite_master VALUES ("
REWRITTEN = {
    "a view in the place of a table": (
        "DELETE FROM sqlite_master WHERE tbl_name = 'chat_threads'",
        INTO_SCHEMA + f"'view', 'chat_threads', 'chat_threads', 0, 'CREATE VIEW chat_threads AS {SPIN}')",
    ),
    "a view in the place of the version": (
        "DELETE FROM sqlite_master WHERE name = 'chat_schema'",
        INTO_SCHEMA + f"'view', 'chat_schema', 'chat_schema', 0, 'CREATE VIEW chat_schema AS {SPIN}')",
    ),
    "a trigger of ours with other words": (
        "UPDATE sqlite_master SET sql = replace(sql, 'BEGIN', 'BEGIN DELETE FROM chat_blobs;') WHERE type = 'trigger'",
    ),
    "a check": (
        "UPDATE sqlite_master SET sql = replace(sql, 'data TEXT NOT NULL', 'data TEXT NOT NULL CHECK (data > 0)')",
    ),
    "text that is no statement": ("UPDATE sqlite_master SET sql = 'CREATE TABLE' WHERE name = 'chat_items'",),
    "an item of the schema that is bytes": ("UPDATE sqlite_master SET sql = x'ff' WHERE name = 'chat_items_by_time'",),
    "a page that is none": ("UPDATE sqlite_master SET rootpage = 99999 WHERE name = 'chat_items'",),
    "the page of another table": (
        (
            "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'chat_threads')"
            " WHERE name = 'chat_schema'"
        ),
    ),
}


@pytest.mark.parametrize("name", REWRITTEN)
async def test_a_file_whose_schema_was_rewritten_is_refused_or_says_what_is_damaged(path, name):
    rewrite(path, *REWRITTEN[name])

    with pytest.raises(StoreError, match=r"threads\.db"):
        await items_of(SQLStore(path), "one")


def head(path, size):
    data = Path(path).read_bytes()
    Path(path).write_bytes(data[:size])


FILES = {
    "cut short": (lambda path: head(path, 5_000), "damaged|malformed"),
    "cut in its first page": (lambda path: head(path, 600), "damaged|not an SQLite|malformed"),
    "cut in its header": (lambda path: head(path, 60), "not an SQLite database"),
    "encrypted": (lambda path: Path(path).write_bytes(bytes(range(1, 256)) * 100), "not an SQLite database"),
    "packed": (lambda path: Path(path).write_bytes(b"\x1f\x8b" + os.urandom(5_000)), "not an SQLite database"),
    "text": (lambda path: Path(path).write_text("hello\n" * 1_000), "not an SQLite database"),
    "a folder": (lambda path: (Path(path).unlink(), Path(path).mkdir()), "is a folder"),
    "a pipe": (lambda path: (Path(path).unlink(), os.mkfifo(path)), "must be an ordinary file"),
    "a device": (lambda path: (Path(path).unlink(), Path(path).symlink_to("/dev/zero")), "must be an ordinary file"),
    "a loop of links": (lambda path: (Path(path).unlink(), Path(path).symlink_to(path)), "can't be the path"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("address", ["{}", "sqlite:///{}", "sqlite:///file:{}?uri=true"])
def test_a_file_that_is_no_database_is_refused(path, name, address):
    spoil, said = FILES[name]
    spoil(path)

    with pytest.raises(StoreError, match=said):
        SQLStore(address.format(path))


def test_an_empty_file_becomes_a_database(sqlite_path):
    Path(sqlite_path).touch()

    SQLStore(sqlite_path).close()

    SQLStore(sqlite_path).close()


def test_a_chat_refuses_the_file_of_a_stranger_as_well(path):
    change(path, ADDED["a trigger on items"][0])

    with pytest.raises(StoreError, match="trigger 'evil'"):
        ChatKit(lambda text: text, store=path)


async def test_statistics_and_numbers_that_sqlite_keeps_are_no_strangers(path):
    change(path, "ANALYZE", "VACUUM")

    store = SQLStore(path)

    assert len(await items_of(store, "one")) == 5
    store.close()


ROWS = {
    "not JSON": "'nonsense'",
    "an empty text": "''",
    "JSON that is a list": "'[1]'",
    "JSON that is a text": "'\"x\"'",
    "JSON that is null": "'null'",
    "a number": "7",
    "a fraction": "1.5",
    "bytes": "x'7b7d'",
    "bytes of what was there": "CAST(data AS BLOB)",
    "no UTF-8": "CAST(x'7bff7d' AS TEXT)",
    "no UTF-8 in its text": "CAST(replace(data, 'T', CAST(x'ff' AS TEXT)) AS TEXT)",
    "a NUL in it": "data || char(0)",
    "JSON that was cut": "substr(data, 1, 20)",
    "another id": 'replace(data, \'"id":"\', \'"id":"x\')',
    "an id that is a number": "json_set(data, '$.id', 7)",
    "no id": "json_remove(data, '$.id')",
    "a time that is none": "json_set(data, '$.created_at', 'yesterday')",
    "a time out of range": "json_set(data, '$.created_at', '99999-01-01T00:00:00')",
    "a time that is huge": "json_set(data, '$.created_at', 1e300)",
    "a time that is a list": "json_set(data, '$.created_at', json('[]'))",
    "deep JSON": "replace(hex(zeroblob(50000)), '00', '[')",
    "a huge number": "replace(data, '\"id\"', '\"x\":' || replace(hex(zeroblob(5000)), '00', '9') || ',\"id\"') || '}'",
}


@pytest.mark.parametrize("table", ["chat_threads", "chat_items"])
@pytest.mark.parametrize("name", ROWS)
async def test_a_damaged_row_is_named_and_hides_no_other(path, table, name, caplog):
    where = "id IN ('two', 'one 2')"
    change(path, f"UPDATE {table} SET data = {ROWS[name]} WHERE {where}")

    store = SQLStore(path, files="database")
    threads = await store.load_threads(9, None, "asc", None)
    items = await items_of(store, "one")
    lost = table == "chat_threads"
    said = "thread 'two'" if lost else "item 'one 2' of the thread 'one'"
    with pytest.raises(StoreError, match=rf"threads\.db' holds the {said}, whose row") as caught:
        await (store.load_thread("two", None) if lost else store.load_item("one", "one 2", None))

    assert [each.id for each in threads.data] == (["one", "three"] if lost else ["one", "two", "three"])
    assert len(items) == (5 if lost else 4)
    assert len(str(caught.value)) < 600
    assert len(await store.search("word", None)) == (10 if lost else 14)
    assert caplog.text.count("Left out") == 1
    store.close()


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("limit", [1, 2, 3, 9])
@pytest.mark.parametrize("whole", [["one 0", "one 4"], ["one 2"], []])
async def test_pages_go_on_behind_damaged_rows(path, limit, order, whole):
    others = " AND ".join(["thread_id = 'one'", *(f"id <> '{each}'" for each in whole)])
    change(path, f"UPDATE chat_items SET data = 'nonsense' WHERE {others}")
    store = SQLStore(path)

    found, after, more = [], None, True
    while more:
        page = await store.load_thread_items("one", after, limit, order, None)
        found += [each.id for each in page.data]
        after, more = page.after, page.has_more

    assert found == (whole if order == "asc" else whole[::-1])
    store.close()


async def test_rows_that_all_say_the_same_id_do_not_send_an_export_around(path, tmp_path):
    change(path, "UPDATE chat_items SET data = json_set(data, '$.id', 'one 0')")
    store = SQLStore(path)

    assert await export_threads(store, tmp_path / "file", None) == 3
    store.close()


ATTACHMENTS = {
    "not JSON": "data = 'nonsense'",
    "a list": "data = '[]'",
    "bytes": "data = x'00'",
    "an id that is a list": "data = '{\"id\": []}'",
    "the id of another": 'data = replace(data, \'"id":"file"\', \'"id":"other"\')',
}


@pytest.mark.parametrize("name", ATTACHMENTS)
async def test_a_damaged_row_of_an_attachment_is_named_and_can_be_deleted(path, name):
    change(path, f"UPDATE chat_attachments SET {ATTACHMENTS[name]}")
    store = SQLStore(path, files="database")

    with pytest.raises(StoreError, match="the attachment 'file'"):
        await store.load_attachment("file", None)
    await store.delete_thread("one", None)

    store.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM chat_attachments").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM chat_blobs").fetchone() == (0,)


PIECES = {
    "an empty piece": "data = x''",
    "a number": "data = 1000000000000",
    "a text": "data = 'bytes'",
    "a size that is text": "size = 'five'",
    "a size that is a fraction": "size = 5.5",
}


@pytest.mark.parametrize("name", PIECES)
async def test_damaged_bytes_are_told(path, name):
    change(path, f"UPDATE chat_blobs SET {PIECES[name]}")
    store = SQLStore(path, files="database")

    with pytest.raises(StoreError, match="holds the bytes of 'file' in damaged rows"):
        await store.attachment_store().read("file", None)
    store.close()


async def test_what_sqlite_does_not_end_is_given_up(path, monkeypatch):
    monkeypatch.setattr("chatkit_notebook.store.sql.engine._STEPS", 100)
    monkeypatch.setattr("chatkit_notebook.store.sql.engine._MOST_STEPS", 10**6)
    store = SQLStore(path)

    with pytest.raises(StoreError, match=r"threads\.db' was given up"):
        await store._database.read(lambda each: each.exec_driver_sql(SPIN).all())

    short = f"{SPIN} LIMIT 1".replace("FROM n)", "FROM n LIMIT 1000)")
    assert await store._database.read(lambda each: each.exec_driver_sql(short).scalar()) == 1_000
    assert len(await items_of(store, "one")) == 5
    store.close()
