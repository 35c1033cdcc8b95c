import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import EndOfTurnItem

NOW = datetime(2026, 1, 2)  # noqa: DTZ001 - naive is the default


def test_threads_of_the_kernel_may_write_side_by_side():
    store = MemoryStore()

    def write(name):
        async def add():
            for number in range(200):
                item = EndOfTurnItem(id=f"{name}-{number}", thread_id="thr", created_at=NOW)
                await store.add_thread_item("thr", item, None)

        asyncio.run(add())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))

    page = asyncio.run(store.load_thread_items("thr", None, 1000, "asc", None))
    assert len(page.data) == 800
    assert not page.has_more
