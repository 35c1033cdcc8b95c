"""What every store promises about names that are strange and things that are large."""

from datetime import datetime

import pytest

from chatkit_notebook.store import NotFoundError
from chatkit_notebook.types import AssistantMessageContent, AssistantMessageItem, FileAttachment, ThreadMetadata

NOW = datetime(2026, 1, 2)  # noqa: DTZ001 - naive is the default
NAMES = [
    "",
    " ",
    "a",
    "A",
    "../../etc/passwd",
    "'; DROP TABLE chat_items; --",
    '"quoted"',
    "%",
    "_",
    ":id",
    "{row}",
    "a\0b",
    "a\\0b",
    "a\\u0000b",
    "\\",
    "e\u0301",
    "é",
    "👩‍🔬",
    "\u202e",
    "line\nline",
    "x" * 200,
    "x" * 201,
    "x" * 100_000,
    "x" * 100_000 + "y",
    "🙂" * 5_000,
    "\\" * 5_000,
    str(2**64),
]


def message(item_id, text="Hi"):
    content = [AssistantMessageContent(text=text)]
    return AssistantMessageItem(id=item_id, thread_id="thr", created_at=NOW, content=content)


async def test_every_text_names_one_thing(store):
    for name in NAMES:
        await store.save_thread(ThreadMetadata(id=name, created_at=NOW, title=f"of {name}"), None)
        await store.add_thread_item("thr", message(name, f"of {name}"), None)
        await store.add_thread_item(name, message("only"), None)
        await store.save_attachment(FileAttachment(id=name, name=name, mime_type=name), None)

    assert [each.id for each in (await store.load_threads(100, None, "asc", None)).data] == NAMES
    assert [each.id for each in (await store.load_thread_items("thr", None, 100, "asc", None)).data] == NAMES
    for name in NAMES:
        assert (await store.load_thread(name, None)).title == f"of {name}"
        assert (await store.load_item("thr", name, None)).content[0].text == f"of {name}"
        assert [each.id for each in (await store.load_thread_items(name, None, 9, "asc", None)).data] == ["only"]
        assert (await store.load_attachment(name, None)).name == name


@pytest.mark.parametrize("name", NAMES)
async def test_deleting_one_name_leaves_the_others(store, name):
    for each in NAMES:
        await store.add_thread_item("thr", message(each), None)

    await store.delete_thread_item("thr", name, None)

    left = [each.id for each in (await store.load_thread_items("thr", None, 100, "asc", None)).data]
    assert left == [each for each in NAMES if each != name]


async def test_half_a_character_names_nothing(store):
    with pytest.raises(NotFoundError):
        await store.load_thread("\ud800", None)
    await store.delete_thread("\udfff", None)


async def test_text_of_many_megabytes_comes_back_as_it_was(store):
    text = "0123456789\0é🙂\u2028" * 400_000

    await store.add_thread_item("thr", message("large", text), None)

    assert (await store.load_item("thr", "large", None)).content[0].text == text


async def test_numbers_that_no_database_counts_in_are_kept(store):
    metadata = {"int": 2**200, "float": 1e-320, "infinite": float("-inf")}
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW, metadata=metadata), None)

    assert (await store.load_thread("thr", None)).metadata == metadata


async def test_a_page_may_ask_for_more_than_there_could_be(store):
    await store.add_thread_item("thr", message("a"), None)

    assert len((await store.load_thread_items("thr", None, 10**30, "asc", None)).data) == 1
