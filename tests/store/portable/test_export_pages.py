"""An export takes a store's items page by page."""

import io
import json
import tracemalloc

import pytest

from chatkit_notebook.store import MemoryStore, export_threads
from chatkit_notebook.types import Page, ThreadMetadata
from tests.store.portable.threads import CONTEXT, NOW, answered, fill


async def test_only_a_page_of_items_is_in_memory_at_a_time(tmp_path):
    text = "x" * 10_000

    class Endless(MemoryStore):
        async def load_thread_items(self, thread_id, after, limit, order, context):
            start = 0 if after is None else int(after) + 1
            items = [answered(str(n), text) for n in range(start, min(start + limit, 10_000))]
            return Page(data=items, has_more=start + limit < 10_000)

    store = Endless()
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), CONTEXT)
    tracemalloc.start()
    try:
        await export_threads(store, tmp_path / "file", CONTEXT)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert (tmp_path / "file").stat().st_size > 100_000_000
    assert peak < 20_000_000


class Cursors(MemoryStore):
    """Goes on from a number, and not from the id of an item."""

    async def load_thread_items(self, thread_id, after, limit, order, context):
        items = (await super().load_thread_items(thread_id, None, 1_000, order, context)).data
        end = int(after or 0) + 2
        return Page(data=items[end - 2 : end], has_more=True, after=str(end))


async def test_pages_go_on_from_what_the_store_says_until_one_is_empty():
    store, file = Cursors(), io.StringIO()
    await fill(store)

    await export_threads(store, file, CONTEXT)

    assert json.loads(file.getvalue().splitlines()[-1]) == {"type": "end", "threads": 2, "items": 15}


async def test_a_store_whose_pages_do_not_go_on_is_named(tmp_path):
    class Same(MemoryStore):
        async def load_thread_items(self, thread_id, after, limit, order, context):
            return await super().load_thread_items(thread_id, None, 1, order, context)

    store = Same()
    await fill(store)

    with pytest.raises(RuntimeError, match="page up to 'first' twice"):
        await export_threads(store, tmp_path / "file", CONTEXT)
