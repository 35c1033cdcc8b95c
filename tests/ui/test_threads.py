"""A chat's threads from Python: listed, searched, copied, deleted, and taken to a file and back."""

from datetime import UTC, datetime, timedelta, timezone

import pandas as pd
import pytest

from chatkit_notebook import MemoryStore, SQLStore
from chatkit_notebook.chat.tables import ThreadList
from chatkit_notebook.store import NotFoundError, ThreadFileError
from chatkit_notebook.types import ClosedStatus, Page, Thread, ThreadMetadata
from tests.doubles import ByteServer

NOW = datetime(2026, 1, 2, 3, 4)  # noqa: DTZ001 - naive is the default


def upper(text):
    return text.upper()


def texts(chat):
    return [item.content[0].text for item in chat.items]


# --- the list


async def test_the_list_of_threads_becomes_a_table(chat_of):
    store = MemoryStore()
    aware = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    await store.save_thread(ThreadMetadata(id="a", created_at=NOW, title="Trip"), {})
    await store.save_thread(ThreadMetadata(id="b", created_at=aware.replace(year=2027), status=ClosedStatus()), {})
    chat = chat_of(upper, store=store)

    threads = await chat.threads()
    frame = threads.to_pandas()

    assert [thread.id for thread in threads] == ["b", "a"]
    assert list(frame.columns) == ["id", "title", "created_at", "status"]
    assert frame["id"].tolist() == ["b", "a"]
    assert frame["title"].isna().tolist() == [True, False]
    assert frame["created_at"].tolist() == [
        pd.Timestamp(aware.replace(year=2027)),
        pd.Timestamp(NOW.astimezone()),
    ]
    assert frame["status"].tolist() == ["closed", "active"]


async def test_an_empty_list_is_a_table_with_the_same_columns(chat_of):
    threads = await chat_of(upper).threads()

    frame = threads.to_pandas()

    assert len(frame) == 0
    assert list(frame.columns) == ["id", "title", "created_at", "status"]
    assert str(frame["created_at"].dtype).endswith("UTC]")
    assert repr(threads) == "No threads"


async def test_more_threads_than_a_page_are_listed(chat_of):
    store = MemoryStore()
    for number in range(250):
        await store.save_thread(ThreadMetadata(id=f"t{number}", created_at=NOW), {})

    threads = await chat_of(upper, store=store).threads()

    assert [thread.id for thread in threads] == [f"t{number}" for number in range(249, -1, -1)]


async def test_a_server_that_promises_more_and_has_nothing_ends_the_list(chat_of):
    pages = [{"data": [], "has_more": True}]
    assert await chat_of(ByteServer(lambda _: pages.pop())).threads() == []


def test_the_table_shows_titles_as_text():
    title = "<script>alert('x')</script>\n" + "long " * 50
    thread = Thread(id="a&b", created_at=NOW, title=title, items=Page())

    html = ThreadList([thread])._repr_html_()

    assert html.startswith("<table><caption>1 thread</caption>")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "<td>a&amp;b</td>" in html
    assert "<td>2026-01-02 03:04</td>" in html
    assert "…</td>" in html


def test_a_long_list_is_shown_in_part():
    threads = ThreadList(Thread(id=f"t{n}", created_at=NOW, items=Page()) for n in range(60))

    assert "<caption>60 threads (the first 50 are shown)</caption>" in threads._repr_html_()
    assert threads._repr_html_().count("<tr>") == 51
    assert repr(threads).splitlines()[1] == "  t0    2026-01-02 03:04  active"
    assert repr(threads).splitlines()[-1] == "  (the first 50 are shown)"


def test_times_at_the_ends_of_the_calendar_are_listed():
    moments = [datetime.min, datetime.max]  # noqa: DTZ901 - naive is the default
    threads = ThreadList(Thread(id="t", created_at=moment, items=Page()) for moment in moments)

    assert len(threads.to_pandas()) == 2
    assert "9999-12-31" in repr(threads)


def test_times_of_other_zones_are_shown_as_they_are_here():
    moment = datetime(2026, 1, 2, 3, 4, tzinfo=timezone(timedelta(hours=-9)))

    threads = ThreadList([Thread(id="t", created_at=moment, items=Page())])

    assert f"{moment.astimezone():%Y-%m-%d %H:%M}" in repr(threads)


# --- search


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
async def test_what_was_said_is_found(chat_of, kind):
    store = MemoryStore() if kind == "memory" else SQLStore(":memory:")
    chat = chat_of(upper, store=store)
    await chat.ask("Where is the lighthouse?")
    await chat.set_thread_id(None)
    await chat.ask("something else")

    found = await chat.search("LIGHTH")

    (first, *_) = found
    assert {result.thread.id for result in found} == {(await chat.threads())[1].id}
    assert "lighthouse" in first.excerpt.lower()
    frame = found.to_pandas()
    assert list(frame.columns) == ["excerpt", "title", "created_at", "thread_id", "item_id"]
    assert frame["item_id"].tolist() == [result.item_id for result in found]
    assert "lighthouse" in found._repr_html_().lower()
    assert repr(await chat.search("nowhere")) == "No results"
    assert len(await chat.search("lighthouse", limit=1)) == 1


async def test_a_store_that_can_not_search_is_named(chat_of):
    from tests.official_server import DictStore, OfficialServer

    with pytest.raises(NotImplementedError, match=r"DictStore can't search"):
        await chat_of(OfficialServer(DictStore())).search("x")


async def test_a_search_from_python_is_a_row_of_the_log(chat_of):
    chat = chat_of(upper)
    await chat.ask("Where is the lighthouse?")
    await chat.search("lighthouse")
    (row,) = chat.events.where(type="chatkit.search")
    assert (row.payload["source"], row.payload["query"], row.payload["found"]) == ("python", "lighthouse", 2)


class Wordless(MemoryStore):
    """A store that can't search."""

    search = None


def has_field(chat):
    return chat._options["history"]["search"]


def test_the_history_has_a_search_field_where_the_store_can_search(chat_of, tmp_path):
    from tests.official_server import DictStore, OfficialServer

    assert has_field(chat_of()) is True
    assert has_field(chat_of(upper, store=tmp_path / "threads.db")) is True
    assert has_field(chat_of(upper, store=Wordless())) is False
    assert has_field(chat_of(OfficialServer(DictStore()))) is False
    assert has_field(chat_of(upper, history={"search": False})) is False
    assert has_field(chat_of(upper, history={"show_delete": False})) is True
    chat = chat_of(upper, history={"search": False})
    chat.set_options()
    assert has_field(chat) is True


def test_a_search_field_that_would_find_nothing_is_refused(chat_of):
    from tests.official_server import DictStore, OfficialServer

    with pytest.raises(ValueError, match=r"history\.search=True\) does not fit: the store Wordless can't search\. Mem"):
        chat_of(upper, store=Wordless(), history={"search": True})
    with pytest.raises(ValueError, match=r"DictStore can't search"):
        chat_of(OfficialServer(DictStore()), history={"search": True})
    with pytest.raises(ValueError, match=r"history\.search='maybe'"):
        chat_of(history={"search": "maybe"})


# --- to a file and back


async def test_threads_go_to_another_chat(chat_of, tmp_path):
    first, second = chat_of(upper), chat_of(upper, store=tmp_path / "threads.db")
    turn = await first.ask("hello")

    assert await first.export_threads(tmp_path / "threads.jsonl") == 1
    imported = await second.import_threads(tmp_path / "threads.jsonl")
    await second.set_thread_id(turn.thread_id)

    assert imported == await second.threads()
    assert texts(second) == ["hello", "HELLO"]
    assert (await second.ask("again")).text == "AGAIN"
    second.store.close()


async def test_only_chosen_threads_are_exported(chat_of, tmp_path):
    chat = chat_of(upper)
    await chat.ask("one")
    await chat.set_thread_id(None)
    wanted = (await chat.ask("two")).thread_id

    await chat.export_threads(tmp_path / "file", [wanted])
    other = chat_of(upper)

    assert [thread.id for thread in await other.import_threads(tmp_path / "file")] == [wanted]


async def test_attachments_go_with_their_thread(chat_of, tmp_path):
    (tmp_path / "note.txt").write_text("of note")
    first, second = chat_of(), chat_of()
    await first.ask("read this", attachments=[tmp_path / "note.txt"])

    await first.export_threads(tmp_path / "file.jsonl.gz")
    (thread,) = await second.import_threads(tmp_path / "file.jsonl.gz")
    copy = await second.copy_thread(thread.id)
    await second.delete_thread(thread.id)
    await second.set_thread_id(copy.id)

    (attachment,) = second.items[0].attachments
    assert await second.read_attachment(attachment) == b"of note"


async def test_the_thread_that_is_shown_is_replaced_in_the_view_as_well(chat_of, tmp_path):
    chat = chat_of(upper)
    await chat.ask("hello")
    await chat.export_threads(tmp_path / "file")
    await chat.ask("and more")

    await chat.import_threads(tmp_path / "file", existing="replace")

    assert texts(chat) == ["hello", "HELLO"]


async def test_a_file_that_is_wrong_is_told(chat_of, tmp_path):
    (tmp_path / "file").write_text("nonsense")
    chat = chat_of(upper)

    with pytest.raises(ThreadFileError, match="line 1"):
        await chat.import_threads(tmp_path / "file")
    assert await chat.threads() == []


# --- copies


async def test_a_fork_goes_another_way(chat_of):
    chat = chat_of(upper)
    await chat.ask("one")
    await chat.ask("two")
    shown = chat.thread_id

    fork = await chat.fork(chat.items[1].id)

    assert chat.thread_id == shown
    assert (fork.title, texts(chat)) == ("one (2)", ["one", "ONE", "two", "TWO"])
    await chat.set_thread_id(fork.id)
    await chat.ask("three")
    assert texts(chat) == ["one", "ONE", "three", "THREE"]
    assert [thread.id for thread in await chat.threads()] == [fork.id, shown]


async def test_a_copy_of_a_named_thread_gets_the_title_it_is_given(chat_of):
    chat = chat_of(upper)
    thread_id = (await chat.ask("one")).thread_id
    await chat.set_thread_id(None)

    copy = await chat.copy_thread(thread_id, title="Mine")

    assert type(copy) is Thread
    assert (copy.title, copy.metadata) == ("Mine", {})
    assert (await chat.threads())[0] == copy


async def test_a_thread_of_an_official_server_is_forked(chat_of):
    from tests.official_server import DictStore, OfficialServer

    chat = chat_of(OfficialServer(DictStore()))

    @chat.client_tool
    def double(n: int) -> int:
        return n * 2

    await chat.ask("double it")
    fork = await chat.fork(chat.items[-2].id)
    await chat.set_thread_id(fork.id)

    assert [item.type for item in chat.items] == ["user_message", "client_tool_call", "assistant_message"]
    assert (await chat.ask("again")).text == "The result is 8."


async def test_a_copy_needs_a_thread(chat_of):
    chat = chat_of(upper)

    with pytest.raises(RuntimeError, match=r"chat.copy_thread\(\) needs a thread"):
        await chat.copy_thread()
    with pytest.raises(RuntimeError, match=r"chat.fork\(\) needs a thread"):
        await chat.fork("item")
    with pytest.raises(NotFoundError, match="nope"):
        await chat.copy_thread("nope")


# --- deleting


async def test_deleting_the_thread_that_is_shown_shows_a_new_one(chat_of):
    chat = chat_of(upper)
    thread_id = (await chat.ask("one")).thread_id

    await chat.delete_thread(thread_id)

    assert chat.thread_id is None
    assert await chat.threads() == []


async def test_deleting_another_thread_changes_nothing_that_is_shown(chat_of):
    chat = chat_of(upper)
    other = (await chat.ask("one")).thread_id
    await chat.set_thread_id(None)
    shown = (await chat.ask("two")).thread_id

    await chat.delete_thread(other)

    assert chat.thread_id == shown
    assert [thread.id for thread in await chat.threads()] == [shown]


# --- servers without a store


async def test_a_server_without_a_store_is_named(chat_of, tmp_path):
    class Server:
        async def process(self, request, context):
            raise AssertionError

    chat = chat_of(Server())

    for method, arguments in {
        "search": ("x",),
        "export_threads": (tmp_path / "file",),
        "import_threads": (tmp_path / "file",),
        "copy_thread": ("t",),
        "fork": ("i", "t"),
    }.items():
        with pytest.raises(NotImplementedError, match=rf"chat.{method}\(\) needs the server's store, and Server has"):
            await getattr(chat, method)(*arguments)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
async def test_ids_are_texts(chat_of, kind):
    chat = chat_of(upper, store=MemoryStore() if kind == "memory" else SQLStore(":memory:"))
    await chat.ask("one")

    with pytest.raises(
        TypeError, match=r"item_id must be an id \(str\) such as chat\.items\[0\]\.id, not of type UserMessage"
    ):
        await chat.fork(chat.items[0])
    with pytest.raises(TypeError, match="thread_id must be an id"):
        await chat.copy_thread(3)


@pytest.mark.parametrize(("words", "limit"), [(None, 1), (5, 1), ("one", "1"), ("one", None)])
async def test_a_search_for_no_text_or_no_number_is_named(chat_of, words, limit):
    chat = chat_of(upper)
    await chat.ask("one")

    with pytest.raises(
        TypeError, match=r"A search needs a str to look for, not|A search needs a limit of 1 to 1000, not"
    ):
        await chat.search(words, limit)
