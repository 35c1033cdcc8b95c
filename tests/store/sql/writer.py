"""A program that writes items to a store and says of each that it is there."""

# ruff: noqa: T201 - a command prints
import argparse
import asyncio
import resource
import sys

from chatkit_notebook.store import SQLStore
from tests.store.sql.samples import message


def text_of(item_id, large_every):
    """What an item says: every so often as much as takes many pages of the database."""
    number = int(item_id.rpartition("-")[2])
    return f"{item_id} " * (3_000 if large_every and number % large_every == 0 else 5)


async def write(store, name, count, acknowledge, large_every=0):
    for number in range(count):
        item_id = f"{name}-{number}"
        await store.add_thread_item("thr", message(item_id, text_of(item_id, large_every)), None)
        acknowledge(item_id)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("name")
    parser.add_argument("count", type=int)
    parser.add_argument("--largest-file", type=int, help="in bytes, as a quota would have it")
    given = parser.parse_args()
    if given.largest_file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (given.largest_file, resource.RLIM_INFINITY))
    store = SQLStore(given.url)
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        asyncio.run(write(store, given.name, given.count, lambda item_id: print(item_id, flush=True)))
    finally:
        store.close()


if __name__ == "__main__":
    main()
