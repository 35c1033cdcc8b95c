"""Searching is the same in every store: random texts, looked for in memory and in a database."""

# ruff: noqa: RUF001 - letters that look like others are what this is about

import random

import pytest

from chatkit_notebook.store import MemoryStore, SQLStore
from chatkit_notebook.store.search import _shown, excerpt
from chatkit_notebook.store.tokens import fold, match
from chatkit_notebook.types import ThreadMetadata
from tests.store.contract.samples import NOW
from tests.store.contract.search import message, say

STRANGE = "aAbé\u0301ßſıİŁ'\"\\:*&|!()<>%_-+.,\0 \n\u00ad\u200b\u3000日本語ｶﾞのเด็ห्िن👩\u200d🔬👍🏽✓ﬁ①½ﷺ\u0345ᾳ한ㄱ"


@pytest.mark.slow
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


@pytest.mark.parametrize(
    "unit", ["ﷺ", "é", "e\u0301", "漢", "\u1112\u1161\u11ab", "한", "ß", "👩‍🚀", "\u0301", "𝔸", "½", "İ"], ids=ascii
)
@pytest.mark.parametrize("gap", ["", " "])
def test_an_excerpt_of_a_long_text_of_any_script_begins_before_the_match(unit, gap):
    text = (unit + gap) * 3_000 + " needle " + (unit + gap) * 3_000
    found = excerpt(text, ["needle"])
    assert "needle" in found
    assert len(found) <= 170


def test_an_excerpt_of_a_very_long_text_in_letters_of_hangul_has_the_match():
    assert "needle" in excerpt("\u1112\u1161\u11ab" * 30_000 + " needle " + "한" * 3_000, ["needle"])


def test_signs_that_come_apart_into_words_do_not_make_a_text_longer_to_search_than_any_other():
    assert len(fold("ﷺ" * 100_000)) == 100_000
    assert match("ﷺ" * 50 + " needle", ["needle"])


def test_a_widget_of_any_depth_has_words():
    deep = {"type": "Text", "value": "deep"}
    for _ in range(100_000):
        deep = {"type": "Box", "children": [deep], "onClickAction": {"payload": {"value": "hidden"}}}
    assert list(_shown({"title": "first", "children": [deep, {"label": "last"}]})) == ["first", "deep", "last"]
