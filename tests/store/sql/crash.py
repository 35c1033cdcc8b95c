"""Kills writers in the middle of their work and checks what they leave: ``crash.py FOLDER ROUNDS``.

Each writer is a fork of this program, which has everything loaded and no threads. Every tenth begins with a new file
and is killed about the time at which it makes it.
"""

# ruff: noqa: T201, S311 - a command prints; nothing here is a secret
import asyncio
import json
import os
import random
import signal
import sqlite3
import sys
import time
from pathlib import Path

from chatkit_notebook.store import SQLStore
from chatkit_notebook.types import ThreadMetadata
from tests.store.sql.samples import NOW, message
from tests.store.sql.writer import text_of, write

LARGE_EVERY = 10
FRESH_EVERY = 10
LONGEST_START_SECONDS = 0.05
MOST_ITEMS = 60


async def delete_at_times(store, name):
    """Make threads and delete them, so that transactions of several statements are hit as well."""
    while True:
        await store.save_thread(ThreadMetadata(id=name, created_at=NOW), None)
        for number in range(5):
            await store.add_thread_item(name, message(str(number)), None)
        await store.delete_thread(name, None)


async def work(path, name, pipe):
    store = SQLStore(path)
    await asyncio.gather(
        delete_at_times(store, f"thread of {name}"),
        write(store, name, 10**6, lambda item_id: os.write(pipe, f"{item_id}\n".encode()), LARGE_EVERY),
    )


def killed(path, name, wait):
    """Let a writer work until ``wait(acknowledgements)`` is over, kill it, and return what it acknowledged."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        asyncio.run(work(path, name, writing))
    os.close(writing)
    with os.fdopen(reading) as pipe:
        seen = wait(pipe)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL, f"the writer ended by itself: {status}"
        return seen + pipe.read().split()


def check(path, acknowledged):
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'chat_items'").fetchone() is None:
        assert not acknowledged
        return
    connection.execute("INSERT INTO chat_words (chat_words, rank) VALUES ('integrity-check', 1)")
    rows = connection.execute("SELECT id, data FROM chat_items WHERE thread_id = 'thr'").fetchall()
    missing = set(acknowledged) - {item_id for item_id, _ in rows}
    assert not missing, f"acknowledged and lost: {missing}"
    for item_id, data in rows:
        assert json.loads(data)["content"][0]["text"] == text_of(item_id, LARGE_EVERY)
    orphans = connection.execute(
        "SELECT thread_id FROM chat_items WHERE thread_id <> 'thr' AND thread_id NOT IN (SELECT id FROM chat_threads)"
    ).fetchall()
    assert not orphans, f"half a deletion: {orphans}"
    connection.close()


def main(folder, rounds):
    total, acknowledged, path = 0, [], None
    for number in range(rounds):
        if number % FRESH_EVERY == 0:
            path, acknowledged = Path(folder) / f"{number}.db", []

            def wait(_pipe):
                time.sleep(random.uniform(0, LONGEST_START_SECONDS))
                return []
        else:

            def wait(pipe):
                return [pipe.readline().strip() for _ in range(random.randint(1, MOST_ITEMS))]

        acknowledged += killed(path, f"round{number}", wait)
        total += len(acknowledged)
        if path.exists():
            check(path, acknowledged)
    print(f"{rounds} killed, {total} items checked")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
