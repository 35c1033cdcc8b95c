"""What appending an item, a page of 20, loading a thread and a search cost at 1,000,000 items, against 1,000.

Run it with ``python tests/benchmarks/store_scale.py [items]``; the budget is 1.5 times. The rows that are there
beforehand are written in one go, past the store. PostgreSQL takes part if its programs are installed; its server
does not wait for the disk. The last line sets an append to the SQLite store beside one by the bare ``sqlite3``.
"""

# ruff: noqa: T201 - a command prints
import asyncio
import gc
import importlib
import os
import random
import sqlite3
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlalchemy import insert, text

from chatkit_notebook.store import MemoryStore, SQLStore
from chatkit_notebook.store.search import words_of
from chatkit_notebook.store.sql.schema import ITEMS, microseconds
from chatkit_notebook.store.sql.search import words_column
from chatkit_notebook.types import AssistantMessageContent, AssistantMessageItem, ThreadMetadata

SMALL = 1_000
IS_QUICK = bool(os.environ.get("QUICK"))
ROUNDS = 2 if IS_QUICK else 9
LARGE = 10_000 if IS_QUICK else 1_000_000
CALLS = 300  # so that each round has one of SQLite's checkpoints
BATCH = 10_000
NOW = datetime(2026, 1, 2)  # noqa: DTZ001 - naive is the default
IDS = random.Random(1)  # noqa: S311 - the same in every run


def item(number, count=0):
    is_middle = count and number == count // 2
    text = "What an answer of a few words looks like. " * 5 + "It is a rarity." * is_middle
    return AssistantMessageItem(
        id="middle" if is_middle else f"msg_{IDS.getrandbits(64):016x}",
        thread_id="thr",
        created_at=NOW + timedelta(milliseconds=number),
        content=[AssistantMessageContent(text=text)],
    )


async def fill(store, count):
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), None)
    if isinstance(store, MemoryStore):
        for number in range(count):
            await store.add_thread_item("thr", item(number, count), None)
        return
    with store._database.engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        for start in range(0, count, BATCH):
            items = [item(number, count) for number in range(start, min(start + BATCH, count))]
            rows = [
                {"owner": "", "thread_id": "thr", "id": each.id, "created": microseconds(each.created_at),
                 "data": each.model_dump_json(), "words": words_column(words_of(each))}
                for each in items
            ]  # fmt: skip
            connection.execute(insert(ITEMS), rows)
        connection.exec_driver_sql("COMMIT")
        if connection.dialect.name == "postgresql":
            connection.execute(text("VACUUM ANALYZE chat_items"))
            connection.execute(text("CHECKPOINT"))
        else:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


class Contestant:
    """A store that holds so many items, and the times of what was done to it."""

    def __init__(self, store, count):
        self.store, self.count, self.added = store, count, []
        self.calls = {
            "append": self._append,
            "page of 20": self._page,
            "page in the middle": self._page_after,
            "thread load": self._load,
        }
        if not isinstance(store, MemoryStore):  # which looks at every item
            self.calls["search for a rarity"] = self._search
        self.times = {name: [] for name in self.calls}
        asyncio.run(fill(store, count))

    async def _append(self):
        self.added.append(item(self.count))
        await self.store.add_thread_item("thr", self.added[-1], None)

    async def _page(self):
        await self.store.load_thread_items("thr", None, 20, "desc", None)

    async def _page_after(self):
        await self.store.load_thread_items("thr", "middle", 20, "desc", None)

    async def _load(self):
        await self.store.load_thread("thr", None)

    async def _search(self):
        (found,) = await self.store.search("rarity", None)
        assert found.item_id == "middle"

    async def race(self):
        for name, call in self.calls.items():
            start = time.perf_counter()
            for _ in range(CALLS):
                await call()
            self.times[name].append((time.perf_counter() - start) / CALLS)
        for each in self.added:
            await self.store.delete_thread_item("thr", each.id, None)
        self.added.clear()


def bare(path):
    """The times of one insert a transaction, without a store."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("CREATE TABLE items (seq INTEGER PRIMARY KEY, thread_id, id UNIQUE, created, data)")
    items = [item(number) for number in range(CALLS)]
    rows = [("thr", each.id, 1, each.model_dump_json()) for each in items]
    start = time.perf_counter()
    for row in rows:
        connection.execute("INSERT INTO items (thread_id, id, created, data) VALUES (?, ?, ?, ?)", row)
    taken = (time.perf_counter() - start) / CALLS
    connection.close()
    return taken


@contextmanager
def postgres():
    module = importlib.import_module("tests.store.cluster")
    if module.programs() is None:
        print("PostgreSQL is not installed: it is left out.")
        yield None
        return
    with module.cluster() as url:
        yield url


def compare(name, open_store, large):
    """Race a small store against a large one, in turns so that a busy machine slows both."""
    contestants = [Contestant(open_store(size), size) for size in (SMALL, large)]
    gc.collect()
    gc.freeze()
    for _ in range(ROUNDS):
        for each in contestants:
            asyncio.run(each.race())
    for what in contestants[0].times:
        few, many = (min(each.times[what]) * 1e6 for each in contestants)
        print(f"{name:>10}  {what:<19} {few:>8,.0f} us {many:>8,.0f} us  {many / few:.2f}x (budget: at most 1.5)")
    gc.unfreeze()
    return min(contestants[0].times["append"])


def main(large):
    print(f"best of {ROUNDS} rounds of {CALLS} calls, at {SMALL:,} and at {large:,} items")
    with tempfile.TemporaryDirectory() as folder:
        compare("memory", lambda _size: MemoryStore(), large)
        append = compare("SQLite", lambda size: SQLStore(f"{folder}/{size}.db"), large)
        with postgres() as url:
            if url:
                stores = []
                admin = SQLStore(url)
                for size in (SMALL, large):
                    with admin._database.engine.connect() as connection:
                        connection.exec_driver_sql(f"CREATE SCHEMA s{size}")
                admin.close()

                def open_store(size):
                    stores.append(SQLStore(f"{url}?options=-csearch_path%3Ds{size}"))
                    return stores[-1]

                compare("PostgreSQL", open_store, large)
                for each in stores:
                    each.close()
        floor = min(bare(f"{folder}/bare{number}.db") for number in range(ROUNDS))
    print(f"append by the SQLite store / by bare sqlite3: {append * 1e6:,.0f} / {floor * 1e6:,.0f} us, "
          f"{append / floor:.1f}x")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LARGE)
