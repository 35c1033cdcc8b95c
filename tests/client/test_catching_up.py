"""What is shown after a response is what the store keeps, whoever wrote it and however the response ended."""

import asyncio
import json
from datetime import datetime

import pytest
from agents import Agent, function_tool

from chatkit_notebook import Chat, SQLStore
from chatkit_notebook.models import ScriptedModel, call, error, wait
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import (
    AssistantMessageContent,
    AssistantMessageItem,
    ClientToolCallItem,
    CustomTask,
    HiddenContextItem,
    InferenceOptions,
    TaskItem,
    ThreadItemDoneEvent,
    UserMessageItem,
    UserMessageTextContent,
    WidgetItem,
)
from chatkit_notebook.widgets import Card, Text


@function_tool
def add(a: int, b: int) -> int:
    """Add."""
    return a + b


@function_tool
async def hang() -> str:
    """Hang."""
    await asyncio.sleep(60)
    return "never"


@function_tool(needs_approval=True)
def remove(path: str) -> str:
    """Remove."""
    return "gone"


@function_tool
def fail() -> str:
    """Fail."""
    raise ValueError("no")


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    if request.param == "memory":
        yield MemoryStore()
    else:
        store = SQLStore(tmp_path / "threads.db")
        yield store
        store.close()


async def stored(chat):
    page = await chat.store.load_thread_items(chat.thread_id, None, 200, "asc", {})
    return [item for item in page.data if "hidden" not in item.type]


def agent(*turns):
    return Agent(name="Ann", model=ScriptedModel(turns), tools=[add, hang, remove, fail])


def equal(chat, items):
    def dumped(each):
        return [item.model_dump(mode="json", exclude_none=True) for item in each]

    return dumped(chat.items) == dumped(items)


TURNS = {
    "words": ["So."],
    "a tool": [[call("add", a=1, b=2)], "Three."],
    "a failed tool": [[call("fail")], "No."],
    "a client tool": [[call("pick", n=1)], "Picked."],
    "client tools one after the other": [[call("pick", n=1)], [call("add", a=1, b=1), call("pick", n=2)], "Picked."],
    "a client tool that returns nothing": [[call("nothing")], "So."],
    "a client tool that fails": [[call("broken")], "So."],
    "an approval": [[call("remove", path="x")]],
    "a failure": ["Some", [call("add", a=1, b=2), error("gone")]],
    "a failure after a client tool": [[call("pick", n=1)], ["half", error("gone")]],
}


@pytest.mark.parametrize("what", TURNS)
async def test_after_a_turn_the_items_are_those_of_the_store(what, store):
    chat = Chat(agent(*TURNS[what], "More."), store=store, runner="kernel")

    @chat.client_tool
    def pick(n: int):
        """Pick."""
        return {"picked": n, "of": ["a", None]}

    @chat.client_tool
    def nothing():
        """Return nothing."""

    @chat.client_tool
    def broken():
        """Break."""
        raise ValueError("no")

    await chat.ask("go")
    assert equal(chat, await stored(chat))
    assert "pending" not in [getattr(item, "status", None) for item in chat.items if item.type == "client_tool_call"]
    await chat.ask("and on")
    assert equal(chat, await stored(chat))


STOPPED = {
    "in words": [["Some words", wait(60), "never"]],
    "in a tool": [[call("add", a=1, b=2), call("hang")]],
    "in a client tool": [[call("add", a=1, b=2), call("never")], "Never said."],
    "in the second client tool": [[call("quick")], [call("never")], "Never said."],
    "before anything": [[wait(60)]],
}


SEEN = {"in words": "Some", "in a tool": "Hang", "before anything": "go"}
"""What is on screen when it is stopped."""


def shown(chat):
    return json.dumps([item.model_dump(mode="json") for item in chat.items])


@pytest.mark.parametrize("what", STOPPED)
async def test_after_a_stop_the_items_are_those_of_the_store_and_nothing_loads(what, store, wait_until):
    chat = Chat(
        agent(*STOPPED[what][:1] if what != "in the second client tool" else STOPPED[what][:2], "More."),
        store=store,
        runner="kernel",
    )
    reached = asyncio.Event()

    @chat.client_tool
    async def never():
        """Never answer."""
        reached.set()
        await asyncio.sleep(60)

    @chat.client_tool
    def quick():
        """Answer."""
        return 1

    asking = asyncio.ensure_future(chat.ask("go"))
    if "client tool" in what:
        await asyncio.wait_for(reached.wait(), 15)
    else:
        await wait_until(lambda: SEEN[what] in shown(chat) and chat.server.agent.model.requests)
    chat.stop()
    turn = await asking
    assert turn.stopped
    items = await stored(chat)
    assert equal(chat, items)
    assert "loading" not in json.dumps([item.model_dump(mode="json") for item in items])
    assert "pending" not in [getattr(item, "status", None) for item in items]
    # The model of the next turn is the one that was meant for it: nothing was asked in between.
    assert (await chat.ask("and on")).text == "More."
    assert equal(chat, await stored(chat))


async def test_a_client_tool_that_was_stopped_is_known_to_the_model():
    told = []
    chat = Chat(agent([call("never")], lambda request: told.extend(request.input) or "So."), runner="kernel")
    reached = asyncio.Event()

    @chat.client_tool
    async def never():
        """Never answer."""
        reached.set()
        await asyncio.sleep(60)

    asking = asyncio.ensure_future(chat.ask("go"))
    await reached.wait()
    chat.stop()
    await asking
    await chat.ask("and on")
    [output] = [item["output"] for item in told if item.get("type") == "function_call_output"]
    assert json.loads(output) == {"error": "The user stopped never before it was done."}


@pytest.mark.parametrize("newest", ["the call", "a message"])
async def test_steps_of_a_kernel_that_is_gone_do_not_load_for_ever(newest, tmp_path):
    path = tmp_path / "threads.db"
    first = Chat(agent([call("add", a=1, b=2), call("never")]), store=path, runner="kernel")
    reached = asyncio.Event()

    @first.client_tool
    async def never():
        """Never answer."""
        reached.set()
        await asyncio.sleep(60)

    asking = asyncio.ensure_future(first.ask("go"))
    await reached.wait()
    second = Chat(agent("So."), store=path, runner="kernel")
    await second.set_thread_id(first.thread_id)
    assert "loading" in json.dumps([item.model_dump(mode="json") for item in second.items])
    await second.ask("and on")
    assert "loading" not in json.dumps([item.model_dump(mode="json") for item in second.items])
    assert equal(second, await stored(second))
    asking.cancel()
    await asyncio.wait([asking])
    first.store.close()
    second.store.close()


# --- other notebooks


def said(thread, text):
    content = [AssistantMessageContent(text=text)]
    return AssistantMessageItem(id=f"msg_{text}", thread_id=thread, created_at=datetime.now(), content=content)  # noqa: DTZ005 - as the kit keeps it


TEXT = [UserMessageTextContent(text="from elsewhere")]
FOREIGN = {
    "question": lambda **fields: UserMessageItem(**fields, content=TEXT, inference_options=InferenceOptions()),
    "widget": lambda **fields: WidgetItem(**fields, widget=Card(children=[Text(value="elsewhere")])),
    "task": lambda **fields: TaskItem(**fields, task=CustomTask(title="elsewhere")),
    "call": lambda **fields: ClientToolCallItem(
        **fields, status="completed", call_id="c", name="f", arguments={}, output=1
    ),
    "hidden": lambda **fields: HiddenContextItem(**fields, content="elsewhere"),
}


def foreign(kind, thread):
    if kind == "many":
        return [said(thread, f"{number:03}") for number in range(70)]
    if kind == "answer":
        return [said(thread, "elsewhere")]
    return [FOREIGN[kind](id=f"itm_{kind}", thread_id=thread, created_at=datetime.now())]  # noqa: DTZ005 - as above


@pytest.mark.parametrize("kind", ["question", "answer", "widget", "task", "call", "hidden", "many"])
async def test_what_another_notebook_added_appears_after_the_next_turn_with_a_notice(kind, tmp_path):
    path = tmp_path / "threads.db"
    chat = Chat(agent("One.", "Two.", "Three."), store=path, runner="kernel")
    await chat.ask("first")
    other = SQLStore(path)
    added = foreign(kind, chat.thread_id)
    for item in added:
        await other.add_thread_item(chat.thread_id, item, {})
    turn = await chat.ask("second")
    assert equal(chat, await stored(chat))
    notices = [row.payload["message"] for row in turn.events.where(type="notice")]
    if kind == "hidden":
        assert notices == []
    else:
        number = f"{len(added)} items were" if len(added) > 1 else "1 item was"
        assert notices == [f"{number} added to this chat from another notebook or process."]
        assert chat.items[2].id == added[0].id
    turn = await chat.ask("third")
    assert [*turn.events.where(type="notice")] == []
    assert equal(chat, await stored(chat))
    other.close()
    chat.store.close()


async def test_two_notebooks_that_take_turns_see_the_same(tmp_path):
    path = tmp_path / "threads.db"
    one = Chat(agent("a1", "a2", "a3"), store=path, runner="kernel")
    two = Chat(agent("b1", "b2"), store=path, runner="kernel")
    await one.ask("1")
    await two.set_thread_id(one.thread_id)
    for chat in (two, one, two, one):
        await chat.ask("next")
        assert equal(chat, await stored(chat))
    assert [item.content[0].text for item in one.items if item.type == "assistant_message"] == [
        "a1",
        "b1",
        "a2",
        "b2",
        "a3",
    ]
    one.store.close()
    two.store.close()


async def test_a_response_behind_reads_no_more_than_it_needs(tmp_path):
    asked = []

    class Counting(SQLStore):
        async def load_thread_items(self, thread_id, after, limit, order, context):
            asked.append((order, after))
            return await super().load_thread_items(thread_id, after, limit, order, context)

    store = Counting(tmp_path / "threads.db")
    chat = Chat(lambda text: "So.", store=store, runner="kernel")
    await chat.ask("first")
    behind = chat.thread_id
    for item in foreign("many", behind):
        await store.add_thread_item(behind, item, {})
    await chat.ask("another thread", new_thread=True)
    asked.clear()
    content = {"content": [{"type": "input_text", "text": "go"}], "attachments": [], "inference_options": {}}
    body = {"type": "threads.add_user_message", "params": {"thread_id": behind, "input": content}}
    await chat._session.finished(chat._session.submit(body["type"], body))
    assert asked.count(("desc", None)) == 1
    assert len(asked) == 1
    await chat.set_thread_id(behind)
    assert [item.id for item in chat.items] == [item.id for item in (await stored(chat))[-len(chat.items) :]]
    store.close()


async def test_what_a_server_stores_without_a_word_appears_without_a_notice():
    async def respond(thread, message, context):
        await chat.store.add_thread_item(thread.id, said(thread.id, "quiet"), {})
        yield ThreadItemDoneEvent(item=said(thread.id, "loud"))

    chat = Chat(respond, runner="kernel", titles=False)
    turn = await chat.ask("go")
    assert [item.id for item in chat.items[1:]] == ["msg_quiet", "msg_loud"]
    assert [*turn.events.where(type="notice")] == []


async def test_a_server_that_cannot_list_its_items_is_not_in_the_way():
    class Forgetful(MemoryStore):
        async def load_thread_items(self, thread_id, after, limit, order, context):
            if order == "desc":
                raise RuntimeError("not today")
            return await super().load_thread_items(thread_id, after, limit, order, context)

    chat = Chat(lambda text: "So.", store=Forgetful(), runner="kernel")
    turn = await chat.ask("go")
    assert (turn.text, turn.error) == ("So.", None)
    [row] = chat.events.where(type="chatkit.failure")
    assert row.payload["error"]["message"] == "not today"
