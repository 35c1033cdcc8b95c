"""What an agent's server shows of its tools, keeps of an answer that broke off, and lets the model read of it."""

import asyncio
import json

import pytest
from agents import Agent, RunContextWrapper, WebSearchTool, function_tool, handoff

from chatkit_notebook.agents import AgentContext, ThreadItemConverter
from chatkit_notebook.models import ScriptedModel, call, error, think, wait
from chatkit_notebook.serve import AgentServer, ClientToolSpec
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import CustomTask
from tests.serve.chat import Chat
from tests.stub_endpoint.script import Reply

PICK = ClientToolSpec(
    "pick", "Pick one.", {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
)


@function_tool
def add(a: int, b: int) -> int:
    """Add."""
    return a + b


@function_tool
async def note(wrapper: RunContextWrapper[AgentContext]) -> str:
    """Keep a workflow of the author's."""
    await wrapper.context.add_workflow_task(CustomTask(title="mine", content="for the model"))
    return "noted"


def chat_with(*turns, name="Ann", **fields):
    options = {key: fields.pop(key) for key in ("client_tools", "show_tools", "converter") if key in fields}
    return Chat(AgentServer(Agent(name=name, model=ScriptedModel(turns), **fields), MemoryStore(), **options))


def read(request):
    return json.dumps(request.input)


async def steps(chat):
    """The steps of all workflows that are stored."""
    flows = [item.workflow for item in await chat.items() if item.type == "workflow"]
    return [[(task.title, task.status_indicator) for task in flow.tasks] for flow in flows]


async def test_calls_are_shown_unless_nobody_wants_them():
    shown = chat_with([call("add", a=1, b=1)], "Two.", tools=[add])
    assert await shown.say("1 + 1?") == "Two."
    assert await steps(shown) == [[("Add", "complete")]]
    hidden = chat_with([call("add", a=1, b=1)], "Two.", tools=[add], show_tools=False)
    assert await hidden.say("1 + 1?") == "Two."
    assert await steps(hidden) == []


@pytest.mark.parametrize("api", ["responses", "chat_completions"])
async def test_calls_are_shown_with_any_api(endpoint, api):
    chat = Chat(
        AgentServer(Agent(name="Ann", model="m", tools=[add]), MemoryStore(), base_url=endpoint.base_url, api=api)
    )
    endpoint.script(
        Reply("", calls=(("add", {"a": 2, "b": 3}),)), "Five.", Reply("", calls=(("add", {"a": 1, "b": 1}),)), "Two."
    )
    await chat.say("2 + 3?")
    await chat.say("1 + 1?")
    assert await steps(chat) == [[("Add", "complete")]] * 2
    workflows = [item for item in await chat.items() if item.type == "workflow"]
    assert '"b": 3' in workflows[0].workflow.tasks[0].content
    assert workflows[0].id != workflows[1].id


@pytest.mark.parametrize("converter", [None, ThreadItemConverter()])
async def test_the_model_reads_steps_of_authors_and_none_of_tools(converter):
    turns = ([think("Hm"), call("add", a=1, b=1)], "Two.", [call("note")], "Noted.", read)
    chat = chat_with(*turns, tools=[add, note], converter=converter)
    await chat.say("1 + 1?")
    await chat.say("note it")
    given = json.loads(await chat.say("what did you do?"))
    texts = [item["content"][0]["text"] for item in given if "content" in item]
    tasks = [text for text in texts if "<Task>" in text]
    assert len(tasks) == 1
    assert "mine: for the model" in tasks[0]
    assert "Arguments" not in json.dumps(given)


async def test_web_searches_ask_for_their_sources_at_the_vendor_only(monkeypatch, endpoint):
    def settings(**options):
        agent = Agent(name="Ann", model="m", tools=[WebSearchTool()])
        server = AgentServer(agent, MemoryStore(), **options)
        return server._run_config(agent, thread, None).model_settings.response_include

    chat = chat_with("hi")
    await chat.say("hi")
    thread = await chat.server.store.load_thread(chat.thread_id, {})
    assert settings(api_key="sk-x") == ["web_search_call.action.sources"]
    assert settings(base_url=endpoint.base_url) is None
    assert settings(api_key="sk-x", show_tools=False) is None


# --- client tools


async def test_a_client_tool_is_a_step_that_completes_with_its_output():
    chat = chat_with(
        [call("add", a=1, b=1), call("pick", n=7)],
        [call("add", a=2, b=2)],
        "Done.",
        tools=[add],
        client_tools=lambda: [PICK],
    )
    await chat.say("go")
    assert await steps(chat) == [[("Add", "complete"), ("Pick", "loading")]]
    await chat.stream("threads.add_client_tool_output", result={"picked": True})
    assert await steps(chat) == [[("Add", "complete"), ("Pick", "complete"), ("Add", "complete")]]
    workflow = (await chat.items())[1].workflow
    assert '"picked": true' in workflow.tasks[1].content
    assert "The client carries out" not in workflow.tasks[1].content
    assert workflow.summary is not None


async def test_a_client_tool_beside_thoughts_completes_too():
    chat = chat_with([think("Hm"), call("pick", n=7)], "Done.", client_tools=lambda: [PICK])
    await chat.say("go")
    await chat.stream("threads.add_client_tool_output", result=7)
    assert await steps(chat) == [[(None, "none"), ("Pick", "complete")]]
    assert [item.type for item in await chat.items()].count("workflow") == 1


async def test_a_message_in_place_of_an_output_is_answered():
    chat = chat_with([call("pick", n=7)], "Hello.", client_tools=lambda: [PICK])
    await chat.say("go")
    assert await chat.say("are you there?") == "Hello."
    assert chat.error is None


@pytest.mark.parametrize("kind", ["agent", "handoff"])
async def test_an_agent_that_was_handed_over_to_has_the_client_tools_and_goes_on_after_them(kind):
    ann = Agent(name="Ann", model=ScriptedModel([[call("transfer_to_bo")]]))
    bo = Agent(name="Bo", model=ScriptedModel([[call("pick", n=3)], lambda r: f"Bo got {r.outputs[0].text}."]))
    bo.handoffs = [ann]
    ann.handoffs = [bo if kind == "agent" else handoff(bo)]
    chat = Chat(AgentServer(ann, MemoryStore(), client_tools=lambda: [PICK]))
    await chat.say("go")
    assert chat.error is None
    assert chat.done[-1]["arguments"] == {"n": 3}
    assert await chat.stream("threads.add_client_tool_output", result=7) == "Bo got 7."
    assert ann.tools == bo.tools == []
    assert bo.handoffs == [ann]


# --- answers that break off


async def test_what_was_said_before_a_failure_stays():
    chat = chat_with(["Half an ", "answer", error("gone")], read)
    await chat.say("go")
    assert "gone" in chat.error["message"]
    kept = (await chat.items())[-1]
    assert (kept.type, kept.content[0].text) == ("assistant_message", "Half an answer")
    assert [event["type"] for event in chat.events[-2:]] == ["thread.item.done", "error"]
    assert "Half an answer" in await chat.say("again?")


async def test_steps_taken_before_a_failure_stay():
    chat = chat_with([call("add", a=1, b=1)], [error("gone")], tools=[add])
    await chat.say("go")
    assert await steps(chat) == [[("Add", "complete")]]
    (workflow,) = [item.workflow for item in await chat.items() if item.type == "workflow"]
    assert workflow.summary is not None


async def test_steps_after_a_client_s_stay_too():
    chat = chat_with(
        [call("pick", n=1)], [call("add", a=1, b=1)], [error("gone")], tools=[add], client_tools=lambda: [PICK]
    )
    await chat.say("go")
    await chat.stream("threads.add_client_tool_output", result=7)
    assert await steps(chat) == [[("Pick", "complete"), ("Add", "complete")]]


async def test_an_answer_of_no_words_is_not_kept():
    chat = chat_with([error("gone")])
    await chat.say("go")
    assert [item.type for item in await chat.items()] == ["user_message"]


async def test_stopping_keeps_the_steps_and_the_words():
    chat = chat_with([call("add", a=1, b=1)], ["Half", wait(1_000)], tools=[add])
    task = asyncio.create_task(chat.say("hi"))
    await chat.until("Half")
    task.cancel()
    await asyncio.wait([task], timeout=15)
    kept = [item.type for item in await chat.items()]
    assert kept == ["user_message", "workflow", *["sdk_hidden_context", "assistant_message"], "sdk_hidden_context"]


async def test_stopping_within_a_tool_keeps_the_steps():
    entered = asyncio.Event()

    @function_tool
    async def block() -> str:
        """Block."""
        entered.set()
        await asyncio.Event().wait()
        return "never"

    chat = chat_with([call("add", a=1, b=1)], [call("block")], tools=[add, block])
    task = asyncio.create_task(chat.say("hi"))
    await asyncio.wait_for(entered.wait(), 15)
    task.cancel()
    await asyncio.wait([task], timeout=15)
    assert await steps(chat) == [[("Add", "complete"), ("Block", "none")]]
