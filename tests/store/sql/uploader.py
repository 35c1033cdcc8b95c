"""A program that uploads files to a store and says of each that it is there: ``uploader.py URL COUNT [FILES]``."""

# ruff: noqa: T201 - a command prints
import asyncio
import sys

from chatkit_notebook.store import SQLStore
from tests.store.uploads import announce, noise, upload

SIZE = 100_000
SMALL = 1_000


def data_of(number):
    return noise(SIZE, number)


async def work(store, count):
    """Time and again, send a file, delete another one with its thread, and leave a third one half."""
    files = store.attachment_store()
    for number in range(count):
        data = data_of(number)
        kept = await upload(store, files, data, thread_id="thr", piece=SMALL)
        await upload(store, files, data, thread_id="gone", piece=SMALL)
        await store.delete_thread("gone", None)
        half = await announce(store, files, data)
        await files.receive(half.id, 0, data[: SIZE // 2], None)
        print(kept, number, flush=True)


def main():
    url, count, *files = sys.argv[1:]
    store = SQLStore(url, files=files[0] if files else None)
    print("ready", flush=True)
    sys.stdin.readline()
    asyncio.run(work(store, int(count)))
    store.close()


if __name__ == "__main__":
    main()
