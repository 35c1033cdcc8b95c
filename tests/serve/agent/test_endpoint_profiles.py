"""One conversation with each irregular endpoint: what is said, called, stopped and refused is the same with all."""

import asyncio

import pytest
from agents import Agent, function_tool

from chatkit_notebook.serve import AgentServer, ClientToolSpec
from chatkit_notebook.store import MemoryStore
from tests.serve.chat import Chat
from tests.stub_endpoint.profiles import PROFILES
from tests.stub_endpoint.script import Fault, Raw, Reply

PICK = ClientToolSpec("pick", "Pick one.", {"type": "object", "properties": {"n": {"type": "integer"}}})


@pytest.fixture(params=PROFILES, ids=lambda profile: profile.name)
def profiled(request, endpoint):
    endpoint.profile = request.param
    return endpoint


@pytest.fixture
def called():
    return []


@pytest.fixture
def chat(profiled, called):
    @function_tool
    def add(a: int, b: int) -> int:
        """Add."""
        called.append((a, b))
        return a + b

    @function_tool
    def now() -> str:
        """Tell the time."""
        called.append("now")
        return "noon"

    agent = Agent(name="Ann", model="m", tools=[add, now])
    options = {"base_url": profiled.base_url, "api": profiled.profile.api, "client_tools": lambda: [PICK]}
    return Chat(AgentServer(agent, MemoryStore(), **options))


async def test_text(profiled, chat):
    profiled.script("Grüße, 世界 😀.")
    assert await chat.say("hi") == "Grüße, 世界 😀."
    assert chat.error is None
    assert sum(item["type"] == "assistant_message" for item in chat.done) == 1


async def test_a_tool_call(profiled, chat, called):
    profiled.script(Reply(calls=(("add", {"a": 1, "b": 2}),)), "Three.")
    assert await chat.say("1 + 2?") == "Three."
    assert called == [(1, 2)]


async def test_several_tool_calls_run_once_each_with_their_own_arguments(profiled, chat, called):
    calls = (("add", {"a": 1, "b": 2}), ("now", {}), ("add", {"a": 3, "b": 4}), ("add", {"b": 6, "a": 5}))
    profiled.script(Reply(calls=calls), "Done.")
    assert await chat.say("go") == "Done."
    assert sorted(map(str, called)) == ["(1, 2)", "(3, 4)", "(5, 6)", "now"]
    (workflow,) = [item for item in await chat.items() if item.type == "workflow"]
    assert [task.status_indicator for task in workflow.workflow.tasks] == ["complete"] * 4


async def test_calls_in_each_of_several_rounds(profiled, chat, called):
    rounds = [Reply(calls=(("add", {"a": n, "b": n}), ("add", {"a": n, "b": 9}))) for n in range(3)]
    profiled.script(*rounds, "Done.")
    assert await chat.say("go") == "Done."
    assert sorted(called) == [(0, 0), (0, 9), (1, 1), (1, 9), (2, 2), (2, 9)]
    sent = str(profiled.received[-1].body)
    for result in ("'0'", "'9'", "'2'", "'10'", "'4'", "'11'"):
        assert result in sent or result.replace("'", '"') in sent


async def test_text_and_a_call(profiled, chat, called):
    profiled.script(Reply("Let me see.", calls=(("add", {"a": 1, "b": 2}),)), "Three.")
    assert await chat.say("1 + 2?") == "Let me see.\nThree."
    assert called == [(1, 2)]


async def test_a_client_tool(profiled, chat):
    profiled.script(Reply(calls=(("pick", {"n": 3}),)), "Picked.")
    await chat.say("pick")
    assert [(item["name"], item["arguments"]) for item in chat.done if item["type"] == "client_tool_call"] == [
        ("pick", {"n": 3})
    ]
    assert await chat.stream("threads.add_client_tool_output", result={"picked": 3}) == "Picked."


async def test_the_next_turn_knows_the_last(profiled, chat):
    profiled.script("One.", "Two.")
    await chat.say("first")
    await chat.say("second")
    sent = str(profiled.received[-1].body)
    assert sent.index("first") < sent.index("One.") < sent.index("second")


async def test_an_error(profiled, chat):
    profiled.script(Fault(400, "too long"), "Again.")
    await chat.say("hi")
    assert "too long" in chat.error["message"]
    assert await chat.say("again") == "Again."


async def test_stop(profiled, chat):
    head = {"chat_completions": b'data: {"choices": [{"index": 0, "delta": {"content": "one"}}]}\n\n'}
    profiled.script(Raw((head.get(profiled.profile.api, b": nothing yet\n\n"),), is_endless=True), "After.")
    task = asyncio.create_task(chat.say("hi"))
    assert await asyncio.to_thread(profiled.held.wait, 15)
    task.cancel()
    await asyncio.wait([task], timeout=15)
    assert await asyncio.to_thread(profiled.disconnected.wait, 15)
    if chat.thread_id is not None:
        assert await chat.say("go on") == "After."


THINKING = [profile for profile in PROFILES if profile.name.startswith("thoughts")]
# The thoughts of others stand before a text.
THINKING_OF_CALLS = [profile for profile in THINKING if "end of tags" not in profile.name]


def thoughts_in(items):
    tasks = [task for item in items if item.type == "workflow" for task in item.workflow.tasks]
    return [task.content for task in tasks if task.type == "thought"]


@pytest.mark.parametrize("profiled", THINKING, ids=lambda profile: profile.name, indirect=True)
async def test_reasoning(profiled, chat):
    profiled.script(Reply("So it is **4**.", reasoning="Two and two, let me see."), "Next.")
    assert await chat.say("2 + 2?") == "So it is **4**."
    assert thoughts_in(await chat.items()) == ["Two and two, let me see."]
    begun = max(at for at, event in enumerate(chat.events) if event["type"] in {"thread.item.added", "stream_options"})
    deltas = [each["update"].get("delta", "") for each in chat.events[begun:] if each["type"] == "thread.item.updated"]
    assert "".join(deltas).strip() in ("So it is **4**.", "")
    assert await chat.say("and?") == "Next."
    assert "let me see" not in str(profiled.received[-1].body)


@pytest.mark.parametrize("profiled", THINKING_OF_CALLS, ids=lambda profile: profile.name, indirect=True)
async def test_reasoning_before_a_tool_call(profiled, chat, called):
    profiled.script(
        Reply(reasoning="I should add.", calls=(("add", {"a": 1, "b": 2}),)), Reply("Three.", reasoning="So three.")
    )
    assert await chat.say("1 + 2?") == "Three."
    assert called == [(1, 2)]
    assert sorted(thoughts_in(await chat.items())) == ["I should add.", "So three."]
