"""Searching in a database: its owners, its index, and the step that makes it from an older one."""

import asyncio
import random
import sqlite3

import pytest
from sqlalchemy import Engine, event, insert, text

from chatkit_notebook.store import SQLStore, StoreError
from chatkit_notebook.store.sql.address import address
from chatkit_notebook.store.sql.engine import open_engine
from chatkit_notebook.store.sql.migrations import MIGRATIONS, migrate
from chatkit_notebook.store.sql.schema import ITEMS
from chatkit_notebook.types import HiddenContextItem, ThreadMetadata
from tests.load import part_of
from tests.store.sql.samples import NOW, message
from tests.store.sql.test_migrations import restore
from tests.store.sql.test_processes import outputs, program

WRITTEN = part_of(300)


async def say(store, *items, context=None, thread_id="thr"):
    await store.save_thread(ThreadMetadata(id=thread_id, created_at=NOW), context)
    for item in items:
        await store.add_thread_item(thread_id, item, context)


async def found(store, query, context=None, limit=20):
    return [each.item_id for each in await store.search(query, context, limit)]


def index_of(store):
    with store._database.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT id, block FROM chat_words_data ORDER BY id").all()


def check_index(path):
    """Raise ``sqlite3.DatabaseError`` unless the index has the words of the items, and nothing else."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("INSERT INTO chat_words (chat_words, rank) VALUES ('integrity-check', 1)")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


# --- owners


async def test_each_owner_finds_what_is_theirs(url):
    store = SQLStore(url, owner=lambda context: context)
    for owner in ("ada", "bob", "a\0b", "' OR '1'='1"):
        await say(store, message(f"of {owner}", "alpha"), context=owner)
    await store.delete_thread("thr", "bob")
    await store.add_thread_item("thr", message("without a thread", "alpha"), "bob")

    assert await found(store, "alpha", "ada") == ["of ada"]
    assert await found(store, "alpha", "bob") == []
    assert await found(store, "alpha", "a\0b") == ["of a\0b"]
    assert await found(store, "alpha", "' OR '1'='1") == ["of ' OR '1'='1"]
    assert await found(store, "alpha", "") == await found(store, "alpha", "eve") == []
    store.close()


# --- the index


async def test_the_index_keeps_up_with_whatever_is_written(sqlite_path):
    store, chance = SQLStore(sqlite_path), random.Random(1)  # noqa: S311 - the same in every run
    kept = {}
    await say(store)
    for _ in range(600):
        name = str(chance.randint(0, 30))
        text = " ".join(chance.choices(["alpha", "beta", "日本語", "🎉", ""], k=2))
        match chance.randint(0, 5):
            case 0:
                await store.delete_thread_item("thr", name, None)
                kept.pop(name, None)
            case 1:
                await store.add_thread_item(
                    "thr", HiddenContextItem(id=name, thread_id="thr", created_at=NOW, content=text), None
                )
                kept[name] = ""
            case _:
                await store.add_thread_item("thr", message(name, text), None)
                kept[name] = text

    check_index(sqlite_path)
    for word in ("alpha", "beta", "日本", "🎉"):
        assert sorted(await found(store, word, limit=100)) == sorted(name for name in kept if word in kept[name])
    await store.delete_thread("thr", None)
    check_index(sqlite_path)
    assert await found(store, "alpha") == []
    store.close()


async def test_an_item_that_is_saved_with_the_same_words_leaves_the_index_alone(sqlite_path):
    store = SQLStore(sqlite_path)
    await say(store, message("a", "alpha beta"))
    before = index_of(store)

    await store.save_item("thr", message("a", "Alpha, beta!"), None)
    assert index_of(store) == before
    assert (await store.load_item("thr", "a", None)).content[0].text == "Alpha, beta!"

    await store.save_item("thr", message("a", "Alpha, gamma!"), None)
    assert index_of(store) != before
    store.close()


async def test_a_rare_word_is_found_by_the_index(url):
    store = SQLStore(url)
    find = store._search._find
    rows = [
        {"owner": "", "thread_id": "thr", "id": f"m{number}", "created": number, "data": "", "words": words}
        for number in range(20_000)
        for words in ["word rare" if number % 5_000 == 7 else "word"]
    ]
    with store._database.engine.connect() as connection:
        connection.execute(insert(ITEMS), rows)
        connection.exec_driver_sql("ANALYZE")
        sqlite = connection.dialect.name == "sqlite"
        explain = text(f"EXPLAIN {'QUERY PLAN ' * sqlite}{find.text}").bindparams(*find._bindparams.values())
        for terms in (["rare"], ["rar"], ["word", "rare"]):
            wanted = (" AND " if sqlite else " & ").join(terms)
            plan = str(connection.execute(explain, {"owner": "", "terms": wanted, "limit": 20}).all())

            assert ("SCAN chat_words VIRTUAL TABLE" if sqlite else "Bitmap Index Scan on chat_items_by_words") in plan
            assert "Seq Scan on chat_items" not in plan
            assert "SCAN chat_items" not in plan
    store.close()


async def test_two_programs_keep_one_index(url):
    programs = [program("writer", url, name, WRITTEN) for name in "ab"]
    outputs(programs)

    store = SQLStore(url)
    await say(store)
    for name in "ab":
        assert await found(store, f"{name} {name}", limit=1_000) == [
            f"{name}-{number}" for number in reversed(range(WRITTEN))
        ]
    store.close()
    if "://" not in url:
        check_index(url)


def test_an_sqlite_that_can_not_search_is_named(sqlite_path):
    def blind(connection, _record):
        # What is ignored reads as NULL.
        connection.set_authorizer(
            lambda action, table, *_: (
                sqlite3.SQLITE_IGNORE
                if action == sqlite3.SQLITE_READ and table == "pragma_module_list"
                else sqlite3.SQLITE_OK
            )
        )

    event.listen(Engine, "connect", blind)
    try:
        with pytest.raises(StoreError, match=r"SQLite 3\.\d+\.\d+ was built without FTS5"):
            SQLStore(sqlite_path)
    finally:
        event.remove(Engine, "connect", blind)


# --- the step from the first schema


async def test_what_was_said_before_there_was_a_search_is_found(sqlite_path):
    restore(sqlite_path)

    store = SQLStore(sqlite_path, owner=lambda context: context)

    assert await found(store, "it's", "ada") == ["second"]
    assert await found(store, "hi", "ada") == ["x" * 300, "first"]
    assert await found(store, "hi", "bob") == []
    check_index(sqlite_path)
    await store.delete_thread("thr", "ada")
    await say(store, message("new", "Hi again"), context="ada")
    assert await found(store, "hi", "ada") == ["new"]
    check_index(sqlite_path)
    store.close()


async def test_every_item_of_an_older_database_is_found(url):
    engine = open_engine(address(url), 1)
    with engine.connect() as connection:
        migrate(connection, url, MIGRATIONS[:1])
        data = [message(f"m{number}", f"alpha n{number}").model_dump_json() for number in range(2_500)]
        data[7] = '{"id": "m7", "type": "hologram", "text": "alpha n7"}'
        data[8] = HiddenContextItem(id="m8", thread_id="thr", created_at=NOW, content="alpha").model_dump_json()
        add = "INSERT INTO chat_items (owner, thread_id, id, created, data) VALUES ('', 'thr', :id, :created, :data)"
        rows = [{"id": f"m{number}", "created": number, "data": each} for number, each in enumerate(data)]
        connection.execute(text(add), rows)
    engine.dispose()

    stores = await asyncio.gather(*(asyncio.to_thread(SQLStore, url) for _ in range(3)))

    store = stores[0]
    await say(store)
    assert await found(store, "alpha", limit=3) == ["m2499", "m2498", "m2497"]
    for number in (0, 6, 9, 999, 1000, 1001, 2499):
        assert await found(store, f"n{number} alpha") == [f"m{number}"]
    assert await found(store, "n7 alpha") == await found(store, "n8 alpha") == []
    for each in stores:
        each.close()
    if "://" not in url:
        check_index(url)
