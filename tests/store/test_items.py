"""What every store promises about items, and about what it hands out. New stores join in ``conftest.py``."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest

from chatkit_notebook.store import NotFoundError
from chatkit_notebook.types import (
    Annotation,
    AssistantMessageContent,
    AssistantMessageItem,
    ClientToolCallItem,
    EndOfTurnItem,
    FileAttachment,
    GeneratedImage,
    GeneratedImageItem,
    HiddenContextItem,
    InferenceOptions,
    LockedStatus,
    Page,
    SDKHiddenContextItem,
    StructuredInputAnswer,
    StructuredInputFreeform,
    StructuredInputItem,
    StructuredInputMultipleChoice,
    StructuredInputMultipleChoiceOption,
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
from chatkit_notebook.widgets import Card, DynamicWidgetRoot, Text

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901)  # noqa: DTZ001 - naive is the default
CONTEXT = {"user": "ada"}


def thread(thread_id="thr", minutes=0, **fields):
    return ThreadMetadata(id=thread_id, created_at=NOW + timedelta(minutes=minutes), **fields)


def message(item_id="msg", minutes=0, text="Hi", **fields):
    content = [AssistantMessageContent(text=text)]
    created_at = NOW + timedelta(minutes=minutes)
    return AssistantMessageItem(
        **{"id": item_id, "thread_id": "thr", "created_at": created_at, "content": content} | fields
    )


async def add(store, *items, thread_id="thr"):
    for item in items:
        await store.add_thread_item(thread_id, item, CONTEXT)


async def item_ids(store, after=None, limit=20, order="asc", thread_id="thr"):
    page = await store.load_thread_items(thread_id, after, limit, order, CONTEXT)
    return [item.id for item in page.data]


BASE = {"thread_id": "thr", "created_at": NOW}
SOURCE = URLSource(url="https://example.org", title="T")
ITEMS = [
    UserMessageItem(
        id="user",
        **BASE,
        content=[
            UserMessageTextContent(text="a\n\u2028 👩‍🔬 \u0000"),
            UserMessageTagContent(id="t", text="@ada", data={"a": [None, {"b": 1.5}]}),
        ],
        attachments=[FileAttachment(id="a", name="a.txt", mime_type="text/plain", metadata={"key": [1]})],
        quoted_text="q",
        inference_options=InferenceOptions(model="m"),
    ),
    AssistantMessageItem(
        id="assistant",
        **BASE,
        content=[AssistantMessageContent(text="x", annotations=[Annotation(source=SOURCE, index=1)])],
    ),
    ClientToolCallItem(id="call", **BASE, call_id="c", name="pick", arguments={"k": None}, output={"a": [None]}),
    WidgetItem(id="widget", **BASE, widget=Card(children=[Text(value="v")]), copy_text="c"),
    WidgetItem(id="dynamic", **BASE, widget=DynamicWidgetRoot(type="Card", children=[], mood={"is": "fine"})),
    GeneratedImageItem(id="no image", **BASE),
    GeneratedImageItem(id="image", **BASE, image=GeneratedImage(id="i", url="data:,")),
    StructuredInputItem(
        id="questions",
        **BASE,
        inputs=[
            StructuredInputMultipleChoice(
                id="a", question="?", options=[StructuredInputMultipleChoiceOption(value="v")], multiple=True
            ),
            StructuredInputFreeform(id="b", question="?", answer=StructuredInputAnswer(values=["x"])),
        ],
    ),
    WorkflowItem(id="workflow", **BASE, workflow=Workflow(type="reasoning", tasks=[ThoughtTask(content="x")])),
    TaskItem(id="task", **BASE, task=ThoughtTask(content="x", status_indicator="loading")),
    EndOfTurnItem(id="end", **BASE),
    HiddenContextItem(id="hidden", **BASE, content={"any": ["thing", None]}),
    SDKHiddenContextItem(id="sdk", **BASE, content="text"),
]


# --- items


@pytest.mark.parametrize("item", [pytest.param(item, id=item.id) for item in ITEMS])
async def test_every_kind_of_item_loads_as_it_was(store, item):
    await store.add_thread_item("thr", item, CONTEXT)

    loaded = await store.load_item("thr", item.id, CONTEXT)

    assert loaded == item
    assert loaded.model_dump_json() == item.model_dump_json()
    assert (await store.load_thread_items("thr", None, 20, "asc", CONTEXT)).data == [item]


async def test_items_come_by_their_creation(store):
    await add(store, message("b", 2), message("a", 1), message("c", 3))

    assert await item_ids(store, order="asc") == ["a", "b", "c"]
    assert await item_ids(store, order="desc") == ["c", "b", "a"]


@pytest.mark.conformance(91)
async def test_items_of_the_same_time_come_in_the_order_of_their_arrival(store):
    names = [f"m{n}" for n in range(30)]
    await add(store, *[message(name) for name in names])

    asc = await item_ids(store, limit=17)
    desc = await item_ids(store, limit=17, order="desc")
    assert asc + await item_ids(store, after=asc[-1], limit=17) == names
    assert desc + await item_ids(store, after=desc[-1], limit=17, order="desc") == names[::-1]


async def test_naive_and_aware_times_are_on_one_scale(store):
    local = NOW.astimezone()
    elsewhere = (NOW + timedelta(minutes=2)).astimezone(timezone(timedelta(hours=7)))
    await add(store, message("a", created_at=local), message("c", created_at=elsewhere), message("b", 1))

    assert await item_ids(store) == ["a", "b", "c"]


async def test_the_first_and_last_days_of_the_calendar_are_times_as_well(store):
    first, last = datetime.min, datetime.max  # noqa: DTZ901 - naive is the default
    await add(store, message("last", created_at=last), message("first", created_at=first), message("now"))

    assert await item_ids(store) == ["first", "now", "last"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 100])
@pytest.mark.parametrize("order", ["asc", "desc"])
async def test_pages_cover_everything_once(store, limit, order):
    names = [f"m{n}" for n in range(7)]
    await add(store, *[message(name, n) for n, name in enumerate(names)])

    seen, after = [], None
    while True:
        page = await store.load_thread_items("thr", after, limit, order, CONTEXT)
        seen += [item.id for item in page.data]
        assert len(page.data) <= limit
        assert page.after == (page.data[-1].id if page.has_more else None)
        if not page.has_more:
            break
        after = page.after

    assert seen == (names if order == "asc" else names[::-1])


async def test_nothing_follows_the_last_item(store):
    await add(store, message("a"), message("b"))

    assert await store.load_thread_items("thr", "b", 20, "asc", CONTEXT) == Page(data=[])
    assert await store.load_thread_items("thr", "a", 20, "desc", CONTEXT) == Page(data=[])


async def test_a_page_after_an_unknown_item_is_not_found(store):
    await store.save_thread(thread(), CONTEXT)
    await add(store, message("a"), message("b"))
    await store.delete_thread_item("thr", "b", CONTEXT)

    for after in ("b", "nope"):
        with pytest.raises(NotFoundError, match=after):
            await store.load_thread_items("thr", after, 20, "asc", CONTEXT)
    with pytest.raises(NotFoundError, match="nope"):
        await store.load_threads(20, "nope", "asc", CONTEXT)


@pytest.mark.parametrize(("limit", "order", "said"), [(0, "asc", "0"), (-1, "desc", "-1"), (5, "sideways", "sideways")])
async def test_a_page_that_makes_no_sense_is_refused(store, limit, order, said):
    with pytest.raises(ValueError, match=said):
        await store.load_thread_items("thr", None, limit, order, CONTEXT)
    with pytest.raises(ValueError, match=said):
        await store.load_threads(limit, None, order, CONTEXT)


async def test_hidden_items_are_part_of_a_page(store):
    await add(store, *ITEMS[-2:])

    assert await item_ids(store) == ["hidden", "sdk"]


async def test_a_thread_without_items_has_an_empty_page(store):
    await store.save_thread(thread(), CONTEXT)

    assert await store.load_thread_items("thr", None, 20, "asc", CONTEXT) == Page(data=[])


async def test_an_unknown_item_is_not_found(store):
    await add(store, message("a"), message("b", thread_id="other"))

    for thread_id, item_id in (("thr", "nope"), ("other", "a"), ("nope", "a")):
        with pytest.raises(NotFoundError, match=item_id):
            await store.load_item(thread_id, item_id, CONTEXT)


async def test_saving_an_item_keeps_its_place(store):
    await add(store, message("a"), message("b"), message("c"))

    await store.save_item("thr", message("b", text="new"), CONTEXT)

    assert await item_ids(store) == ["a", "b", "c"]
    assert (await store.load_item("thr", "b", CONTEXT)).content[0].text == "new"


async def test_saving_an_unknown_item_adds_it(store):
    await store.save_item("thr", message("a"), CONTEXT)

    assert await item_ids(store) == ["a"]


@pytest.mark.conformance(92)
async def test_adding_a_known_item_replaces_it_in_its_place(store):
    await add(store, message("a"), message("b"))

    await add(store, message("a", text="new"))

    assert await item_ids(store) == ["a", "b"]
    assert (await store.load_item("thr", "a", CONTEXT)).content[0].text == "new"


async def test_an_item_may_change_its_type(store):
    await add(store, message("a"))

    await store.save_item("thr", EndOfTurnItem(id="a", thread_id="thr", created_at=NOW), CONTEXT)

    assert (await store.load_item("thr", "a", CONTEXT)).type == "end_of_turn"


async def test_a_deleted_item_is_gone(store):
    await add(store, message("a"), message("b"), message("c"))

    await store.delete_thread_item("thr", "b", CONTEXT)
    await store.delete_thread_item("thr", "never there", CONTEXT)
    await store.delete_thread_item("nope", "a", CONTEXT)

    assert await item_ids(store) == ["a", "c"]
    assert await item_ids(store, order="desc") == ["c", "a"]


async def test_an_item_added_again_after_its_deletion_is_the_newest(store):
    await add(store, message("a"), message("b"))

    await store.delete_thread_item("thr", "a", CONTEXT)
    await add(store, message("a"))

    assert await item_ids(store) == ["b", "a"]


# --- copies


async def test_what_is_done_to_a_saved_object_does_not_reach_the_store(store):
    saved = thread(metadata={"deep": [1]}, status=LockedStatus(reason="a"), allowed_image_domains=["a"])
    item, attachment = ITEMS[0].model_copy(deep=True), ITEMS[0].attachments[0].model_copy(deep=True)
    await store.save_thread(saved, CONTEXT)
    await add(store, item)
    await store.save_attachment(attachment, CONTEXT)

    saved.title = "changed"
    saved.metadata["deep"].append(2)
    saved.status.reason = "b"
    saved.allowed_image_domains.append("b")
    item.content[0].text = "changed"
    item.content[1].data["a"][1]["b"] = 0
    item.content.append(UserMessageTextContent(text="more"))
    attachment.metadata["key"].append(2)

    unchanged = thread(metadata={"deep": [1]}, status=LockedStatus(reason="a"), allowed_image_domains=["a"])
    assert await store.load_thread("thr", CONTEXT) == unchanged
    assert await store.load_item("thr", "user", CONTEXT) == ITEMS[0]
    assert await store.load_attachment("a", CONTEXT) == ITEMS[0].attachments[0]


async def test_what_is_done_to_a_loaded_object_does_not_reach_the_store(store):
    await store.save_thread(thread(metadata={"deep": [1]}), CONTEXT)
    await add(store, ITEMS[0])
    await store.save_attachment(ITEMS[0].attachments[0], CONTEXT)

    (await store.load_thread("thr", CONTEXT)).metadata["deep"].append(2)
    (await store.load_threads(1, None, "asc", CONTEXT)).data[0].metadata["deep"].append(2)
    (await store.load_item("thr", "user", CONTEXT)).content[1].data["a"].append(2)
    (await store.load_thread_items("thr", None, 1, "asc", CONTEXT)).data[0].content.clear()
    (await store.load_attachment("a", CONTEXT)).metadata["key"].append(2)

    assert (await store.load_thread("thr", CONTEXT)).metadata == {"deep": [1]}
    assert await store.load_item("thr", "user", CONTEXT) == ITEMS[0]
    assert (await store.load_attachment("a", CONTEXT)).metadata == {"key": [1]}


# --- threads of the kernel


def test_threads_with_loops_of_their_own_write_side_by_side(store):
    def write(name):
        asyncio.run(add(store, *(message(f"{name}-{number}") for number in range(50))))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, "abcd"))

    page = asyncio.run(store.load_thread_items("thr", None, 1_000, "asc", CONTEXT))
    ids = [each.id for each in page.data]
    assert len(set(ids)) == len(ids) == 200
    for name in "abcd":
        assert [each for each in ids if each.startswith(name)] == [f"{name}-{number}" for number in range(50)]
