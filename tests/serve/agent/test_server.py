"""A server for an agent, through the real Runner, the pipeline and a store."""

import asyncio
import json
import threading
from itertools import count

import pytest
from agents import (
    Agent,
    GuardrailFunctionOutput,
    InputGuardrail,
    ModelSettings,
    OutputGuardrail,
    RunContextWrapper,
    ToolsToFinalOutputResult,
    function_tool,
)

from chatkit_notebook import clock
from chatkit_notebook.agents import AgentContext, ClientToolCall
from chatkit_notebook.models import OfflineModel, ScriptedModel, call, wait
from chatkit_notebook.serve import AgentServer, ClientToolSpec
from chatkit_notebook.server.pending import PendingItems
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import AssistantMessageContent, AssistantMessageItem, ThreadItemAddedEvent
from tests.counting import counted
from tests.serve.chat import Chat
from tests.stub_endpoint.script import Reply

PICK = ClientToolSpec(
    "pick", "Pick one.", {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
)


def scripted(*turns, **fields):
    return Agent(name="Ann", model=ScriptedModel(turns), **fields)


def chat_with(agent, **options):
    return Chat(AgentServer(agent, MemoryStore(), **options))


@function_tool
def add(a: int, b: int) -> int:
    """Add."""
    return a + b


@function_tool
def fail() -> str:
    """Fail."""
    raise ValueError("no luck")


@pytest.mark.slow
async def test_the_model_reads_the_whole_thread():
    agent = scripted(*["ok"] * 130, lambda request: f"{len(request.input)} items")
    chat = chat_with(agent)
    for n in range(130):
        await chat.say(str(n))
    assert await chat.say("and now?") == "261 items"


async def test_a_tool_is_called_and_its_result_used():
    agent = scripted([call("add", a=2, b=3)], lambda r: f"It is {r.outputs[0].text}.", tools=[add])
    assert await chat_with(agent).say("2 + 3?") == "It is 5."


async def test_a_tool_that_fails_is_told_to_the_model():
    agent = scripted([call("fail")], lambda r: r.outputs[0].text, tools=[fail])
    assert "error occurred" in await chat_with(agent).say("go")


async def test_usage_reaches_whoever_counts():
    chat = chat_with(scripted([call("add", a=2, b=3)], "Five.", tools=[add]))
    await chat.say("2 + 3?")
    (usage,) = chat.usages
    assert usage.requests == 2
    assert usage.total_tokens > 0


async def test_the_agent_may_be_made_anew_for_each_run():
    names = iter(["one", "two"])
    chat = chat_with(lambda: scripted(next(names)))
    assert await chat.say("a") == "one"
    assert await chat.say("b") == "two"


async def test_a_function_that_makes_no_agent_is_named():
    server = AgentServer(lambda: 42, MemoryStore())
    with pytest.raises(TypeError, match=r"returned 42: return an agents\.Agent"):
        _ = server.agent


async def test_the_user_s_choice_of_a_tool_reaches_the_model():
    def turn(request):
        return str(request.settings.tool_choice)

    chat = chat_with(scripted(turn, turn, tools=[add]))
    assert await chat.say("go", tool_choice={"id": "add"}) == "add"
    assert await chat.say("go", tool_choice={"id": "unknown"}) == "None"


@pytest.mark.parametrize("api", ["responses", "chat_completions", "auto"])
async def test_turns_follow_each_other_at_an_endpoint(endpoint, api):
    if api == "auto":
        endpoint.without("responses")
    agent = Agent(name="Ann", model="m", tools=[add], instructions="Be brief.")
    chat = chat_with(agent, base_url=endpoint.base_url, api=api)
    endpoint.script("Hello, Bo.", Reply("Let me add.", calls=(("add", {"a": 2, "b": 3}),)), "Five.", "As I said.")
    assert await chat.say("I am Bo") == "Hello, Bo."
    assert await chat.say("2 + 3?") == "Let me add.\nFive."
    assert await chat.say("sure?") == "As I said."
    assert chat.error is None
    said = [item for item in await chat.items() if item.type == "assistant_message"]
    assert [item.content[0].text for item in said] == ["Hello, Bo.", "Let me add.", "Five.", "As I said."]
    assert len({item.id for item in said}) == 4
    sent = json.dumps(endpoint.received[-1].body)
    assert all(text in sent for text in ("Be brief.", "I am Bo", "Hello, Bo.", "Five."))
    assert all(usage.output_tokens > 0 for usage in chat.usages)


@pytest.mark.parametrize("api", ["responses", "chat_completions"])
async def test_turns_follow_each_other_whatever_ids_the_store_makes(endpoint, api):
    class Numbered(MemoryStore):
        def generate_item_id(self, item_type, thread, context):
            return str(next(numbers))

    numbers = count()
    agent = Agent(name="Ann", model="m")
    chat = Chat(AgentServer(agent, Numbered(), base_url=endpoint.base_url, api=api))
    endpoint.script("Hello, Bo.", "As I said.")
    await chat.say("I am Bo")
    assert await chat.say("sure?") == "As I said."
    assert "Hello, Bo." in json.dumps(endpoint.received[-1].body)


async def test_the_model_of_the_user_s_choice_is_asked(endpoint):
    chat = chat_with(Agent(name="Ann", model="m"), base_url=endpoint.base_url)
    await chat.say("hi", model="other")
    assert endpoint.received[-1].body["model"] == "other"


async def test_a_model_that_the_agent_has_as_an_object_stays_whatever_the_user_chooses(endpoint):
    chat = chat_with(scripted("From its own model."), base_url=endpoint.base_url)
    assert await chat.say("hi", model="other") == "From its own model."
    assert endpoint.received == []


async def test_a_model_is_chosen_for_one_message_only(endpoint):
    chat = chat_with(Agent(name="Ann", model="m"), base_url=endpoint.base_url)
    await chat.say("hi", model="other")
    await chat.say("hi")
    assert [request.body["model"] for request in endpoint.received] == ["other", "m"]


async def test_an_endpoint_that_does_not_count_is_left_in_peace(endpoint):
    settings = ModelSettings(include_usage=False)
    agent = Agent(name="Ann", model="m", model_settings=settings)
    await chat_with(agent, base_url=endpoint.base_url, api="chat_completions").say("hi")
    assert endpoint.received[-1].body["stream_options"] == {"include_usage": False}


# --- client tools


async def test_a_client_tool_is_called_by_the_client_and_the_run_goes_on():
    agent = scripted([call("pick", n=7)], lambda r: f"{r.outputs[0].name}: {r.outputs[0].text}")
    chat = chat_with(agent, client_tools=lambda: [PICK])
    await chat.say("go")
    item = chat.done[-1]
    assert (item["type"], item["status"], item["name"], item["arguments"]) == (
        "client_tool_call",
        "pending",
        "pick",
        {"n": 7},
    )
    assert await chat.stream("threads.add_client_tool_output", result={"picked": "é"}) == 'pick: {"picked": "é"}'
    assert agent.tools == []


async def test_client_tools_are_those_of_the_moment():
    specs = []
    agent = scripted(lambda r: str([tool.name for tool in r.tools]), lambda r: str([t.name for t in r.tools]))
    chat = chat_with(agent, client_tools=lambda: specs)
    assert await chat.say("a") == "[]"
    specs.append(PICK)
    assert await chat.say("b") == "['pick']"


@pytest.mark.parametrize("behavior", ["run_llm_again", {"stop_at_tool_names": ["add"]}, "stop_on_first_tool"])
async def test_a_client_tool_stops_the_run_whatever_the_agent_s_own_rule(behavior):
    agent = scripted([call("pick", n=1)], "never", tools=[add], tool_use_behavior=behavior)
    chat = chat_with(agent, client_tools=lambda: [PICK])
    assert await chat.say("go") == ""
    assert chat.done[-1]["type"] == "client_tool_call"


async def test_a_rule_of_the_agent_s_own_still_decides_about_its_own_tools():
    async def decide(context, results):
        return ToolsToFinalOutputResult(is_final_output=results[0].output == 5, final_output="five")

    turns = ([call("add", a=1, b=1)], [call("add", a=2, b=3)], [call("pick", n=1)], "never")
    chat = chat_with(scripted(*turns, tools=[add], tool_use_behavior=decide), client_tools=lambda: [PICK])
    await chat.say("go")
    assert chat.error is None
    await chat.say("go on")
    assert chat.done[-1]["type"] == "client_tool_call"


async def test_a_tool_of_the_agent_s_own_goes_before_one_of_the_client():
    @function_tool(name_override="pick")
    async def own(wrapper: RunContextWrapper[AgentContext], n: int) -> str:
        """Pick by the official pattern."""
        wrapper.context.client_tool_call = ClientToolCall(name="pick", arguments={"n": n * 10})
        return ""

    stop = {"stop_at_tool_names": ["pick"]}
    chat = chat_with(scripted([call("pick", n=1)], tools=[own], tool_use_behavior=stop), client_tools=lambda: [PICK])
    await chat.say("go")
    assert chat.done[-1]["arguments"] == {"n": 10}


# --- what goes wrong


async def test_a_guardrail_takes_the_answer_back_and_says_why():
    def no(context, agent, output):
        return GuardrailFunctionOutput(output_info="It was rude.", tripwire_triggered=True)

    agent = scripted("Something rude", output_guardrails=[OutputGuardrail(guardrail_function=no, name="manners")])
    chat = chat_with(agent)
    await chat.say("hi")
    assert chat.error == {
        "type": "error",
        "code": "custom",
        "message": "The guardrail 'manners' withheld the reply. It was rude.",
        "allow_retry": False,
    }
    assert [item.type for item in await chat.items()] == ["user_message"]
    assert "thread.item.removed" in [event["type"] for event in chat.events]


async def test_an_input_guardrail_stops_the_message():
    def no(context, agent, text):
        return GuardrailFunctionOutput(output_info={"a": 1}, tripwire_triggered=True)

    agent = scripted("x", input_guardrails=[InputGuardrail(guardrail_function=no, name="topic")])
    chat = chat_with(agent)
    await chat.say("hi")
    assert chat.error["message"] == "The guardrail 'topic' stopped this message."


async def test_too_many_turns_name_the_limit_and_the_fix():
    chat = chat_with(scripted(*[[call("add", a=1, b=1)]] * 9, tools=[add]), max_turns=2)
    await chat.say("hi")
    assert "'Ann' was stopped after 2 turns" in chat.error["message"]
    assert "max_turns=" in chat.error["message"]
    assert chat.error["allow_retry"]


async def test_a_model_without_a_key_names_the_agent_and_the_fixes():
    chat = chat_with(Agent(name="Ann", model="gpt-9"))
    await chat.say("hi")
    for part in ("'Ann'", "'gpt-9'", "OPENAI_API_KEY", "base_url=", "OfflineModel()"):
        assert part in chat.error["message"]


async def test_the_agent_that_was_handed_over_to_is_the_one_named():
    other = Agent(name="Bo", model="gpt-9")
    chat = chat_with(scripted([call("transfer_to_bo")], handoffs=[other]))
    await chat.say("hi")
    assert "'Bo'" in chat.error["message"]


async def test_an_exhausted_script_says_so():
    chat = chat_with(scripted())
    await chat.say("hi")
    assert "the script has 0 turns" in chat.error["message"]


async def test_stopping_keeps_what_was_said_and_leaves_no_task():
    chat = chat_with(scripted(["Half a ", "sentence", wait(1_000)], "Go on."))
    task = asyncio.create_task(chat.say("hi"))
    await chat.until("sentence")
    task.cancel()
    await asyncio.wait([task], timeout=15)
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert [item.type for item in await chat.items()] == ["user_message", "assistant_message", "sdk_hidden_context"]
    assert await chat.say("and?") == "Go on."


async def test_each_word_is_kept_once_for_the_case_that_the_answer_is_never_finished():
    chat = chat_with(scripted([f"word{number} " for number in range(50)]))
    with counted({PendingItems.update: "kept"}) as counts:
        await chat.say("hi")
    updates = [event for event in chat.events if event["type"] == "thread.item.updated"]
    assert counts["kept"] == len(updates) >= 50


async def test_what_an_author_s_own_respond_has_shown_before_it_fails_stays():
    class Author(AgentServer):
        async def respond(self, thread, input_user_message, context):
            item = AssistantMessageItem(
                id="m1", thread_id=thread.id, created_at=clock.now(), content=[AssistantMessageContent(text="Half a ")]
            )
            yield ThreadItemAddedEvent(item=item)
            raise LookupError("gone")

    chat = Chat(Author(scripted(), MemoryStore()))
    await chat.say("hi")
    assert [event["type"] for event in chat.events][-2:] == ["thread.item.done", "error"]
    assert [item.type for item in await chat.items()] == ["user_message", "assistant_message"]


async def test_stopping_does_not_wait_for_a_tool_that_blocks():
    entered, release = threading.Event(), threading.Event()

    @function_tool
    def block() -> str:
        """Block."""
        entered.set()
        release.wait(15)
        return "late"

    chat = chat_with(scripted([call("block")], "never", tools=[block]))
    task = asyncio.create_task(chat.say("hi"))
    assert await asyncio.to_thread(entered.wait, 15)
    task.cancel()
    await asyncio.wait([task], timeout=10)
    assert task.cancelled()
    assert not release.is_set()
    release.set()


# --- what the model reads


async def test_tags_and_hidden_context_are_put_into_words():
    chat = chat_with(scripted(lambda request: json.dumps(request.input)))
    tag = {"type": "input_tag", "id": "u1", "text": "Ann", "data": {"role": "boss"}, "group": "people"}
    read = json.loads(await chat.say("ask ", tag))
    assert read[0]["content"][0]["text"] == "ask @Ann"
    assert read[1]["content"][1]["text"] == '@Ann: {"id": "u1", "group": "people", "role": "boss"}'


# --- names


def test_the_model_s_name_is_for_people(monkeypatch):
    def name(model):
        return AgentServer(Agent(name="a", model=model), MemoryStore()).model_name

    assert name(None) == name(OfflineModel()) == "Offline model"
    assert name("gpt-9") == "gpt-9"
    assert name(ScriptedModel([])) == "scripted"
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    monkeypatch.setenv("OPENAI_DEFAULT_MODEL", "gpt-8")
    assert name(None) == "gpt-8"
