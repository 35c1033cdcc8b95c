"""Searching is the same in every store: random texts, looked for in memory and in a database."""

# ruff: noqa: RUF001 - letters that look like others are what this is about

import random

import pytest

from chatkit_notebook.store import MemoryStore, SQLStore
from chatkit_notebook.types import ThreadMetadata
from tests.store.contract.samples import NOW
from tests.store.contract.search import message, say

STRANGE = "aAbé\u0301ßſıİŁ'\"\\:*&|!()<>%_-+.,\0 \n\u00ad\u200b\u3000日本語ｶﾞのเด็ห्िن👩\u200d🔬👍🏽✓ﬁ①½ﷺ\u0345ᾳ한ㄱ"


@pytest.mark.parametrize("seed", range(3))
async def test_every_store_finds_the_same(url, seed):
    chance = random.Random(seed)  # noqa: S311 - the same in every run

    def text(most):
        return "".join(chance.choices(STRANGE, k=chance.randint(1, most)))

    memory, store = MemoryStore(), SQLStore(url)
    items = [message(str(chance.randint(0, 250)), text(40), chance.randint(0, 5)) for _ in range(300)]
    for each in (memory, store):
        await say(each)
        for item in items:
            await each.add_thread_item(f"thr{int(item.id) % 3}", item, None)
            await each.save_thread(ThreadMetadata(id=f"thr{int(item.id) % 2}", created_at=NOW), None)

    several = 0
    for _ in range(200):
        query = text(3)
        try:
            expected = await memory.search(query, None)
        except ValueError:
            with pytest.raises(ValueError, match="nothing to search for"):
                await store.search(query, None)
            continue
        assert await store.search(query, None) == expected
        several += len(expected) > 1
    assert several > 20
    store.close()
