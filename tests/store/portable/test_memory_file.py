"""A store in memory goes to a file and back."""

import pytest

from chatkit_notebook.store import ImportLimits, MemoryStore, ThreadFileError
from tests.store.portable.threads import content, fill


async def test_a_memory_store_goes_to_a_file_and_back(tmp_path):
    store = MemoryStore()
    await fill(store)

    assert await store.save(tmp_path / "threads.jsonl.gz") == 2
    loaded = await MemoryStore.load(tmp_path / "threads.jsonl.gz")

    assert type(loaded) is MemoryStore
    assert await content(loaded) == await content(store)


async def test_the_context_is_that_of_who_saves_and_loads(tmp_path):
    seen = []

    class Watched(MemoryStore):
        async def load_threads(self, limit, after, order, context):
            seen.append(context)
            return await super().load_threads(limit, after, order, context)

        async def save_thread(self, thread, context):
            seen.append(context)
            await super().save_thread(thread, context)

    store = Watched()
    await fill(store)
    seen.clear()

    await store.save(tmp_path / "file", "ada")
    await Watched.load(tmp_path / "file", "bob")

    assert seen == ["ada", "bob", "bob"]


async def test_loading_has_limits_and_tells_how_far_it_is(tmp_path):
    store, told = MemoryStore(), []
    await fill(store)
    await store.save(tmp_path / "file")

    with pytest.raises(ThreadFileError, match="threads="):
        await MemoryStore.load(tmp_path / "file", limits=ImportLimits(threads=1))
    await MemoryStore.load(tmp_path / "file", progress=told.append)

    assert [(each.is_checked, each.threads) for each in told] == [(False, 2), (True, 2)]
