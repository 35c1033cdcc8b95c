"""What every store promises about searching in threads. New stores join in ``conftest.py``."""

# ruff: noqa: RUF001 - letters that look like others are what this is about

import asyncio
import random
from datetime import UTC, datetime, timedelta

import pytest

from chatkit_notebook.store import MemoryStore, SQLStore
from chatkit_notebook.types import (
    AssistantMessageContent,
    AssistantMessageItem,
    ClientToolCallItem,
    CustomSummary,
    CustomTask,
    EndOfTurnItem,
    FileAttachment,
    FileSource,
    FileTask,
    GeneratedImageItem,
    HiddenContextItem,
    InferenceOptions,
    SDKHiddenContextItem,
    SearchTask,
    StructuredInputAnswer,
    StructuredInputFreeform,
    StructuredInputItem,
    TaskItem,
    ThoughtTask,
    ThreadMetadata,
    URLSource,
    UserMessageItem,
    UserMessageTagContent,
    UserMessageTextContent,
    WidgetItem,
    Workflow,
    WorkflowItem,
)
from chatkit_notebook.widgets import Button, Card, DynamicWidgetRoot, ListView, ListViewItem, Select, Text, Title
from tests.store.test_names import NAMES

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901)  # noqa: DTZ001 - naive is the default


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


# --- what is found


async def test_what_is_found_says_where_it_is(store):
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


ALIKE = [
    ("Deep Blue won.", "deep"),
    ("Deep Blue won.", "DEEP BLUE"),
    ("Deep Blue won.", "won deep"),
    ("Deep Blue won.", "deep bl"),
    ("Deep Blue won.", "  deep,\n\tblue!  "),
    ("Deep Blue won.", '"deep" blue'),
    ("Deep Blue won.", "deep deep deep"),
    ("naïve Café", "NAIVE cafe"),
    ("naive cafe", "naïve café"),
    ("cafe\u0301", "café"),
    ("Łódź, Ærø, Đà Nẵng", "lodz aero da nang"),
    ("Straße", "STRASSE"),
    ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
    ("Привет, мир", "ПРИВЕТ"),
    ("ﬁne ｗｉｄｅ ① 𝐛𝐨𝐥𝐝", "fine wide 1 bold"),
    ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
    ("don't stop", "don't"),
    ("don’t stop", "don't"),
    ("the C++ and C# of 3.14", "3.14 c++"),
    ("load_thread_items(limit=20)", "thread limit"),
    ("see https://example.org/a-b?c=d", "example.org a-b"),
    ("salt AND pepper NEAR OR NOT", "AND NEAR OR NOT"),
    ("日本語を勉強する。", "日本語"),
    ("日本語を勉強する。", "勉強"),
    ("日本語を勉強する。", "強"),
    ("日本語を勉強する。", "る"),
    ("日本語を勉強する。", "勉強 日本"),
    ("我们在北京大学学习中文", "北京大学"),
    ("我们在北京大学学习中文", "大学"),
    ("我们在北京大学学习中文", "中文 学"),
    ("iPhone15を買う", "iphone15 買う"),
    ("ﾃﾞｰﾀﾍﾞｰｽ", "データ"),
    ("데이터베이스를 만들다", "데이터베이스"),
    ("데이터베이스를 만들다", "베이스"),
    ("สวัสดีครับ", "ครับ"),
    ("हिन्दी में खोज", "हिन्दी"),
    ("شُكْرًا جزيلا", "شكرا"),
    ("Well done 🎉🎉", "🎉"),
    ("Well done 🎉done", "done 🎉"),
    ("👩‍🔬 👍🏽 ❤️ 🇩🇪", "👩‍🔬 👍 ❤ 🇩🇪"),
    ("𠮷野家", "𠮷"),
    ("x" * 5_000 + " end", "x" * 5_000),
]


async def test_text_is_found_however_it_is_written(store):
    await say(store, message("other", "something else"))

    missed = []
    for text, query in ALIKE:
        await store.save_item("thr", message("it", text), None)
        if await found(store, query) != ["it"]:
            missed.append((text, query))
    assert missed == []


DIFFERENT = [
    ("Deep Blue won.", "deep red"),
    ("Deep Blue won.", "lue"),
    ("Deep Blue won.", "dee blue"),
    ("Deep Blue won.", "deepblue"),
    ("deepblue", "deep blue"),
    ("東京と京都", "東京都"),
    ("北京的大学", "北京大学"),
    ("日本語", "本日"),
    ("हिन्दी", "हन"),
    ("👩 and 🔬", "👩‍🔬"),
    ("alpha beta", "alpha -beta gamma"),
    ("words", "words:alpha"),
]


async def test_other_text_is_not_found(store):
    await say(store)

    mistaken = []
    for text, query in DIFFERENT:
        await store.save_item("thr", message("it", text), None)
        if await found(store, query):
            mistaken.append((text, query))
    assert mistaken == []


# None of this means anything but its words.
HARMLESS = [
    "alpha*",
    "*alpha",
    "^alpha",
    "-alpha",
    "(alpha",
    "alpha & beta",
    "alpha:* | !beta",
    "alpha <-> beta",
    'beta" alpha',
    "alpha\\",
    "'alpha'::",
    "%alpha%",
    "alpha?",
    "alpha \ud800",
    "alpha\u202e",
    "alpha\0",
    "alpha " * 10_000,
]
FRUITLESS = [
    "'; DROP TABLE chat_items; --",
    "' OR '1'='1",
    'alpha" OR "1',
    'alpha" * NOT "beta',
    "alpha AND",
    "AND",
    "NEAR(alpha beta, 5)",
    "words : alpha",
    "{words} : alpha",
    "%(terms)s alpha",
    "%s %% alpha",
    ":owner alpha",
    "al\0pha",
    "alpha" * 10_000,
    " ".join(f"word{number}" for number in range(10_000)),
    "日" * 10_000,
    "".join(map(chr, range(0x20, 0x3000))),
]


async def test_no_query_does_harm(store):
    await say(store, message("it", "alpha beta"))

    assert [query for query in HARMLESS if await found(store, query) != ["it"]] == []
    assert [query for query in FRUITLESS if await found(store, query) != []] == []
    assert (await store.load_item("thr", "it", None)).content[0].text == "alpha beta"


async def test_a_query_without_a_word_is_refused(store):
    for query in ("", " ", "\n\t", "…", "***", '""', "()", "\0", "\ud800", "_ - +", "_", "\u200b", "´"):
        with pytest.raises(ValueError, match=r"nothing to search for in .*: give a word"):
            await store.search(query, None)


async def test_a_limit_that_makes_no_sense_is_refused(store):
    for limit in (0, -1, 1_001, 10**30):
        with pytest.raises(ValueError, match=f"limit of 1 to 1000, not {limit}"):
            await store.search("word", None, limit)


# --- which items


BASE = {"thread_id": "thr", "created_at": NOW}
SEEN = [
    UserMessageItem(
        id="user",
        **BASE,
        content=[
            UserMessageTextContent(text="alpha"),
            UserMessageTagContent(id="hidden", text="beta", data={"value": "hidden"}),
        ],
        attachments=[FileAttachment(id="hidden", name="gamma.txt", mime_type="text/hidden", metadata={"a": "hidden"})],
        quoted_text="delta",
        inference_options=InferenceOptions(model="hidden"),
    ),
    AssistantMessageItem(
        id="assistant",
        **BASE,
        content=[AssistantMessageContent(text=text) for text in ("alpha beta", "gamma", "delta")],
    ),
    WidgetItem(
        id="widget",
        **BASE,
        widget=Card(
            key="hidden",
            children=[
                Title(value="alpha"),
                ListView(children=[ListViewItem(children=[Text(value="beta", id="hidden")])]),
                Button(label="gamma", onClickAction={"type": "hidden", "payload": {"label": "hidden"}}),
                Select(name="hidden", options=[{"value": "1", "label": "epsilon"}]),
            ],
            confirm={"label": "zeta", "action": {"type": "hidden"}},
        ),
        copy_text="delta",
    ),
    WidgetItem(
        id="dynamic",
        **BASE,
        widget=DynamicWidgetRoot(
            type="Card", mood="hidden", children=[{"type": "Text", "value": "alpha beta gamma delta"}]
        ),
    ),
    StructuredInputItem(
        id="questions",
        **BASE,
        inputs=[
            StructuredInputFreeform(
                id="hidden", question="alpha beta?", answer=StructuredInputAnswer(values=["gamma", "delta"])
            ),
            StructuredInputFreeform(id="b", question="?"),
        ],
    ),
    WorkflowItem(
        id="workflow",
        **BASE,
        workflow=Workflow(
            type="custom",
            summary=CustomSummary(title="alpha", icon="bolt"),
            tasks=[
                CustomTask(title="beta", content="gamma"),
                SearchTask(title_query="delta", queries=["epsilon"]),
                FileTask(sources=[FileSource(title="zeta", filename="hidden")]),
            ],
        ),
    ),
    TaskItem(
        id="search",
        **BASE,
        task=SearchTask(title="alpha", queries=["beta", "gamma"], sources=[URLSource(title="delta", url="http://h/")]),
    ),
    TaskItem(id="thought", **BASE, task=ThoughtTask(title="alpha beta", content="gamma delta")),
]
UNSEEN = [
    HiddenContextItem(id="hidden", **BASE, content="alpha"),
    HiddenContextItem(id="hidden data", **BASE, content={"text": "alpha"}),
    SDKHiddenContextItem(id="sdk", **BASE, content="alpha"),
    ClientToolCallItem(id="call", **BASE, call_id="alpha", name="alpha", arguments={"a": "alpha"}, output="alpha"),
    GeneratedImageItem(id="image", **BASE),
    EndOfTurnItem(id="end", **BASE),
]


@pytest.mark.parametrize("item", [pytest.param(item, id=item.id) for item in SEEN])
async def test_an_item_is_found_by_what_a_person_sees_of_it(store, item):
    await say(store, item, *UNSEEN)

    assert await found(store, "alpha beta gamma delta") == [item.id]
    assert await found(store, "hidden") == []


async def test_what_a_person_does_not_see_is_not_found(store):
    await say(store, *UNSEEN)

    assert await found(store, "alpha") == []


async def test_all_words_have_to_be_in_one_item(store):
    await say(store, message("a", "alpha"), message("b", "beta"), message("both", "beta and alpha"))

    assert await found(store, "alpha beta") == ["both"]


async def test_a_replaced_item_is_found_by_its_new_text_only(store):
    await say(store, message("it", "alpha beta"), message("other", "alpha"))

    await store.save_item("thr", message("it", "beta gamma"), None)
    assert await found(store, "alpha") == ["other"]
    assert await found(store, "beta") == await found(store, "gamma") == ["it"]

    await store.save_item("thr", EndOfTurnItem(id="it", **BASE), None)
    assert await found(store, "beta") == await found(store, "gamma") == []

    await store.save_item("thr", message("it", "alpha again"), None)
    assert await found(store, "alpha") == ["other", "it"]


async def test_what_was_deleted_is_not_found(store):
    await say(store, message("a", "alpha"), message("b", "alpha"))
    await say(store, message("c", "alpha"), thread_id="other")

    await store.delete_thread_item("thr", "b", None)
    assert await found(store, "alpha") == ["c", "a"]

    await store.delete_thread("thr", None)
    assert await found(store, "alpha") == ["c"]

    await say(store, message("a", "beta"))
    assert await found(store, "alpha") == ["c"]
    assert await found(store, "beta") == ["a"]


async def test_an_item_is_found_once_its_thread_is_saved(store):
    await store.add_thread_item("thr", message("a", "alpha"), None)
    assert await found(store, "alpha") == []

    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), None)
    assert await found(store, "alpha") == ["a"]


async def test_every_text_names_what_is_found(store):
    for name in NAMES:
        await say(store, message(name, "alpha"), thread_id=name)

    everything = await store.search("alpha", None, 100)
    assert [(each.thread.id, each.item_id) for each in everything] == [(name, name) for name in reversed(NAMES)]


# --- which come first


async def test_the_newest_come_first_whatever_their_thread(store):
    await say(store, message("c", "alpha", 3), message("a", "alpha", 1))
    await say(store, message("d", "alpha", 4), message("b", "alpha", 2), thread_id="other")

    assert await found(store, "alpha") == ["d", "c", "b", "a"]
    assert await found(store, "alpha", 3) == ["d", "c", "b"]


async def test_of_the_same_time_the_last_to_arrive_come_first(store):
    for number in range(10):
        await say(store, message(str(number), "alpha"), thread_id=f"thr{number % 3}")
    await store.save_item("thr0", message("3", "alpha again"), None)

    assert await found(store, "alpha") == list("9876543210")


async def test_thousands_of_items_are_searched(store):
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


# --- what is large, and strange


async def test_a_text_of_any_size_is_found_by_its_beginning(store):
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


async def test_searching_and_writing_at_once_disturb_nobody(store):
    await say(store)

    async def write(name):
        for number in range(50):
            await store.add_thread_item("thr", message(f"{name}{number}", "alpha"), None)

    async def read():
        counts = [len(await found(store, "alpha", 1_000)) for _ in range(50)]
        assert counts == sorted(counts)

    await asyncio.gather(write("a"), read(), write("b"), read())

    assert len(await found(store, "alpha", 1_000)) == 100
