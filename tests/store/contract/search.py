"""What every store that searches promises."""

import asyncio
import random
from datetime import UTC, timedelta

import pytest

from chatkit_notebook.types import AssistantMessageContent, AssistantMessageItem, EndOfTurnItem, ThreadMetadata
from tests.store.contract.queries import ALIKE, DIFFERENT, FRUITLESS, HARMLESS
from tests.store.contract.samples import BASE, NAMES, NOW
from tests.store.contract.seen import SEEN, UNSEEN


def message(item_id, text, minutes=0):
    content = [AssistantMessageContent(text=text)]
    return AssistantMessageItem(
        id=item_id, thread_id="thr", created_at=NOW + timedelta(minutes=minutes), content=content
    )


async def say(store, *items, thread_id="thr"):
    await store.save_thread(ThreadMetadata(id=thread_id, created_at=NOW), None)
    for item in items:
        await store.add_thread_item(thread_id, item, None)


async def found(store, query, limit=20):
    return [each.item_id for each in await store.search(query, None, limit)]


class SearchContract:
    """For a store with ``search``, as ``MemoryStore`` has it. The context is None.

    - All words have to be in one item, in any order; the last one may be the beginning of a word.
    - Case, accents, width and punctuation don't matter; scripts without spaces are searched as well.
    - Nothing in a query is an operator, whatever it means to a database; one without a word is refused.
    - What a person sees of an item is searched, and nothing else of it.
    - An item is found by its text as it is now, while it and its thread exist.
    - The newest come first, whatever their thread.
    - Searching and writing at once disturb nobody.
    """

    async def test_what_is_found_says_where_it_is(self, store):
        thread = ThreadMetadata(id="thr", created_at=NOW, title="Chess", metadata={"deep": [1]})
        await store.save_thread(thread, None)
        moment = NOW.replace(tzinfo=UTC)
        item = message("blue", "Deep Blue won.").model_copy(update={"created_at": moment})
        await store.add_thread_item("thr", item, None)

        (one,) = await store.search("blue", None)

        assert (one.thread, one.item_id, one.created_at, one.excerpt) == (thread, "blue", moment, "Deep Blue won.")
        assert type(one.thread) is ThreadMetadata
        one.thread.metadata["deep"].append(2)
        assert (await store.load_thread("thr", None)).metadata == {"deep": [1]}

    async def test_text_is_found_however_it_is_written(self, store):
        await say(store, message("other", "something else"))

        missed = []
        for text, query in ALIKE:
            await store.save_item("thr", message("it", text), None)
            if await found(store, query) != ["it"]:
                missed.append((text, query))
        assert missed == []

    async def test_other_text_is_not_found(self, store):
        await say(store)

        mistaken = []
        for text, query in DIFFERENT:
            await store.save_item("thr", message("it", text), None)
            if await found(store, query):
                mistaken.append((text, query))
        assert mistaken == []

    async def test_no_query_does_harm(self, store):
        await say(store, message("it", "alpha beta"))

        assert [query for query in HARMLESS if await found(store, query) != ["it"]] == []
        assert [query for query in FRUITLESS if await found(store, query) != []] == []
        assert (await store.load_item("thr", "it", None)).content[0].text == "alpha beta"

    async def test_a_query_without_a_word_is_refused(self, store):
        for query in ("", " ", "\n\t", "…", "***", '""', "()", "\0", "\ud800", "_ - +", "_", "\u200b", "´"):  # noqa: RUF001 - an accent on its own is what is meant
            with pytest.raises(ValueError, match=r"nothing to search for in .*: give a word"):
                await store.search(query, None)

    async def test_a_limit_that_makes_no_sense_is_refused(self, store):
        for limit in (0, -1, 1_001, 10**30):
            with pytest.raises(ValueError, match=f"limit of 1 to 1000, not {limit}"):
                await store.search("word", None, limit)
        with pytest.raises(TypeError, match="limit of 1 to 1000, not '9'"):
            await store.search("word", None, "9")

    async def test_a_query_that_is_no_text_is_refused(self, store):
        with pytest.raises(TypeError, match="needs a str to look for, not 3"):
            await store.search(3, None)

    @pytest.mark.parametrize("item", [pytest.param(item, id=item.id) for item in SEEN])
    async def test_an_item_is_found_by_what_a_person_sees_of_it(self, store, item):
        await say(store, item, *UNSEEN)

        assert await found(store, "alpha beta gamma delta") == [item.id]
        assert await found(store, "hidden") == []

    async def test_what_a_person_does_not_see_is_not_found(self, store):
        await say(store, *UNSEEN)

        assert await found(store, "alpha") == []

    async def test_all_words_have_to_be_in_one_item(self, store):
        await say(store, message("a", "alpha"), message("b", "beta"), message("both", "beta and alpha"))

        assert await found(store, "alpha beta") == ["both"]

    async def test_a_replaced_item_is_found_by_its_new_text_only(self, store):
        await say(store, message("it", "alpha beta"), message("other", "alpha"))

        await store.save_item("thr", message("it", "beta gamma"), None)
        assert await found(store, "alpha") == ["other"]
        assert await found(store, "beta") == await found(store, "gamma") == ["it"]

        await store.save_item("thr", EndOfTurnItem(id="it", **BASE), None)
        assert await found(store, "beta") == await found(store, "gamma") == []

        await store.save_item("thr", message("it", "alpha again"), None)
        assert await found(store, "alpha") == ["other", "it"]

    async def test_what_was_deleted_is_not_found(self, store):
        await say(store, message("a", "alpha"), message("b", "alpha"))
        await say(store, message("c", "alpha"), thread_id="other")

        await store.delete_thread_item("thr", "b", None)
        assert await found(store, "alpha") == ["c", "a"]

        await store.delete_thread("thr", None)
        assert await found(store, "alpha") == ["c"]

        await say(store, message("a", "beta"))
        assert await found(store, "alpha") == ["c"]
        assert await found(store, "beta") == ["a"]

    async def test_an_item_is_found_once_its_thread_is_saved(self, store):
        await store.add_thread_item("thr", message("a", "alpha"), None)
        assert await found(store, "alpha") == []

        await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), None)
        assert await found(store, "alpha") == ["a"]

    async def test_every_text_names_what_is_found(self, store):
        for name in NAMES:
            await say(store, message(name, "alpha"), thread_id=name)

        everything = await store.search("alpha", None, 100)
        assert [(each.thread.id, each.item_id) for each in everything] == [(name, name) for name in reversed(NAMES)]

    async def test_the_newest_come_first_whatever_their_thread(self, store):
        await say(store, message("c", "alpha", 3), message("a", "alpha", 1))
        await say(store, message("d", "alpha", 4), message("b", "alpha", 2), thread_id="other")

        assert await found(store, "alpha") == ["d", "c", "b", "a"]
        assert await found(store, "alpha", 3) == ["d", "c", "b"]

    async def test_of_the_same_time_the_last_to_arrive_come_first(self, store):
        for number in range(10):
            await say(store, message(str(number), "alpha"), thread_id=f"thr{number % 3}")
        await store.save_item("thr0", message("3", "alpha again"), None)

        assert await found(store, "alpha") == list("9876543210")

    async def test_thousands_of_items_are_searched(self, store):
        order = list(range(3_000))
        random.Random(1).shuffle(order)  # noqa: S311 - the same in every run
        rare = " rare"
        await say(store)
        for number in order:
            text = f"alpha number{number}{rare * (number % 500 == 7)}"
            await store.add_thread_item("thr", message(str(number), text, number), None)

        assert await found(store, "alpha", 1_000) == [str(number) for number in range(2_999, 1_999, -1)]
        assert await found(store, "rare") == ["2507", "2007", "1507", "1007", "507", "7"]
        assert await found(store, "number1234") == ["1234"]
        assert await found(store, "number123 alpha") == ["123"]
        assert await found(store, "alpha number123") == [*(str(number) for number in range(1239, 1229, -1)), "123"]

    async def test_a_text_of_any_size_is_found_by_its_beginning(self, store):
        distinct = "".join(chr(0x20000 + number % 0xA000) + chr(0x20000 + number // 7) for number in range(60_000))
        await say(
            store,
            message("han", distinct),
            message("long", "alpha " + "word " * 19_000 + "beta " + "x" * 4_000_000 + " gamma"),
            message("odd", "\0alpha\ud7ff \x01 'beta' \\gamma: \u202e"),
        )

        assert await found(store, "\U00020000") == ["han"]
        assert await found(store, "beta alpha") == ["odd", "long"]
        assert await found(store, "gamma") == ["odd"]
        assert (await store.load_item("thr", "han", None)).content[0].text == distinct

    async def test_a_search_lets_the_loop_do_other_things(self, store):
        await say(store, message("it", "alpha"))
        done = asyncio.Event()
        asyncio.get_running_loop().call_soon(done.set)

        assert await found(store, "alpha") == ["it"]

        assert done.is_set()

    async def test_searching_and_writing_at_once_disturb_nobody(self, store):
        await say(store)

        async def write(name):
            for number in range(50):
                await store.add_thread_item("thr", message(f"{name}{number}", "alpha"), None)

        async def read():
            counts = [len(await found(store, "alpha", 1_000)) for _ in range(50)]
            assert counts == sorted(counts)

        await asyncio.gather(write("a"), read(), write("b"), read())

        assert len(await found(store, "alpha", 1_000)) == 100
