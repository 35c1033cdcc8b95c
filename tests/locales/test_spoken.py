"""Whatever goes wrong or is shown in a chat, no text of the kernel's own is in plain English."""
# ruff: noqa: N818, PLC2401, RUF001 - Greek is what people and models say: what is left in plain letters is the kernel's

import asyncio

import pytest
from agents import Agent, GuardrailFunctionOutput, InputGuardrail, OutputGuardrail, function_tool, handoff

from chatkit_notebook import Chat, ChatKit, ScriptedModel, clock
from chatkit_notebook.agents import tool_steps
from chatkit_notebook.client import response as responses
from chatkit_notebook.models import call, error, think
from chatkit_notebook.serve import AgentServer
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import ClientEffectEvent, ClientToolCallItem, ThreadItemDoneEvent
from chatkit_notebook.widgets import Card, Text
from tests.locales.pseudo import plain_texts, texts_in
from tests.stub_endpoint.script import Fault, Reply

pytestmark = pytest.mark.usefixtures("pseudo")

ONCE = {"x-should-retry": "false"}


class Σφάλμα(Exception):
    pass


def σπάζει():
    raise Σφάλμα("όχι")


def αντικείμενο():
    return object()


def events(chat, *kinds):
    return [row.payload for row in chat.events if row.type in kinds]


def shown(chat):
    """All events that the server and the session show."""
    return [row.payload for row in chat.events if not row.type.startswith("chatkit.")]


def caller(name):
    """A server that calls a client tool and raises an effect."""

    async def respond(thread, input_user_message, context):
        if input_user_message is not None:
            yield ClientEffectEvent(name="φως", data={})
        made = ClientToolCallItem(
            id=f"c{len(calls)}", thread_id=thread.id, created_at=clock.now(), name=name, arguments={}, call_id="c"
        )
        calls.append(made)
        if len(calls) == 1 or name == "ξανά":
            yield ThreadItemDoneEvent(item=made)

    calls = []
    return respond


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("λείπει", "client_tool_missing"),
        ("σπάζει", "client_tool_failed"),
        ("αντικείμενο", "client_tool_failed"),
    ],
)
async def test_a_client_tool_that_is_missing_or_fails(name, told, pseudo):
    chat = Chat(caller(name), titles=False)
    chat.client_tool("σπάζει")(σπάζει)
    chat.client_tool("αντικείμενο")(αντικείμενο)
    await chat.ask("γεια")
    (notice,) = events(chat, "notice")
    assert notice["title"] == getattr(pseudo, told)(name)
    assert plain_texts(*shown(chat)) == []
    chat.close()


async def test_a_loop_of_client_tools(monkeypatch):
    monkeypatch.setattr(responses, "MOST_CLIENT_TOOLS", 2)
    chat = Chat(caller("ξανά"), titles=False)
    chat.client_tool("ξανά")(lambda: "πάλι")
    turn = await chat.ask("γεια")
    assert turn.error.startswith("⟦")
    assert plain_texts(*shown(chat)) == []
    chat.close()


async def test_an_effect_and_a_listener_that_fail():
    chat = Chat(caller("τέλος"), titles=False)
    chat.client_tool("τέλος")(lambda: "")
    chat.on_effect("φως")(σπάζει)
    chat.on("effect")(lambda data: σπάζει())
    await chat.ask("γεια")
    async with asyncio.timeout(15):
        while len(events(chat, "notice")) < 2:  # noqa: ASYNC110 - two functions, whose ends nothing tells
            await asyncio.sleep(0.01)
    assert plain_texts(*shown(chat)) == []
    chat.close()


async def test_an_action_that_nothing_handles_and_a_thread_that_is_not_there():
    chat = Chat(Agent(name="Άννα", model=ScriptedModel(["ναι"])), titles=False, initial_thread="ω")
    await chat.ask("γεια")
    turn = await chat.act("πράξη")
    assert turn.error.startswith("⟦")
    assert [notice["title"][0] for notice in events(chat, "notice")] == ["⟦"]
    assert plain_texts({**events(chat, "notice")[0], "message": ""}, *events(chat, "error")) == []
    chat.close()


async def test_titles_that_fail():
    chat = Chat(Agent(name="Άννα", model=ScriptedModel(["ναι"])), titles=lambda *_: σπάζει())
    await chat.ask("γεια")
    assert len(events(chat, "notice")) == 1
    assert plain_texts(*shown(chat)) == []
    chat.close()


@pytest.mark.parametrize(
    "fault",
    [
        Fault(401),
        Fault(404, "x"),
        Fault(429, "x", headers=ONCE),
        Fault(429, "x", code="insufficient_quota", headers=ONCE),
        Fault(400, "x"),
        Fault(500, "x", headers=ONCE),
        Reply("ένα δύο τρία", cut_after=1),
    ],
)
async def test_an_endpoint_that_fails(endpoint, fault):
    endpoint.script(fault)
    await said_of(Agent(name="Ann", model="m"), base_url=endpoint.base_url, api="responses")


async def test_an_endpoint_that_is_not_there():
    await said_of(Agent(name="Ann", model="m"), base_url="http://127.0.0.1:9/v1")


def tripped(*_):
    return GuardrailFunctionOutput(output_info=None, tripwire_triggered=True)


@pytest.mark.parametrize(
    "fields",
    [
        {"model": "m"},
        {"model": ScriptedModel([error("x")])},
        {"model": ScriptedModel([call("missing")])},
        {"model": ScriptedModel(["a"]), "input_guardrails": [InputGuardrail(tripped, name="x")]},
        {"model": ScriptedModel(["a"]), "output_guardrails": [OutputGuardrail(tripped, name="x")]},
    ],
    ids=["unconfigured", "script", "unknown tool", "input", "output"],
)
async def test_an_agent_that_can_not_go_on(fields):
    await said_of(Agent(name="Ann", **fields))


async def test_an_agent_that_is_out_of_turns():
    @function_tool
    def again():
        """Go on."""

    agent = Agent(name="Ann", model=ScriptedModel([call("again"), call("again")]), tools=[again])
    await said_of(AgentServer(agent, MemoryStore(), max_turns=1, show_tools=False))


async def said_of(target, **options):
    """Ask, and see that the failure is told by the locale alone."""
    chat = Chat(target, **options)
    turn = await chat.ask("γεια")
    assert turn.error.startswith("⟦")
    assert plain_texts(turn.error) == []
    chat.close()


async def test_the_steps_of_a_run(pseudo):
    @function_tool(name_override="_")
    def nameless(ένα: int) -> str:
        return "αποτέλεσμα" * 1_000

    other = Agent(name="Βασίλης", model=ScriptedModel(["έτοιμο"]))
    model = ScriptedModel([[think("Σκέψη"), call("_", ένα=1), call("σε_άλλον")]])
    target = handoff(other, tool_name_override="σε_άλλον")
    chat = Chat(Agent(name="Άννα", model=model, tools=[nameless], handoffs=[target]), titles=False)
    await chat.ask("γεια")
    texts = [*texts_in(shown(chat))]
    assert plain_texts(*texts) == []
    for text in (pseudo.tool, pseudo.handed_over("Βασίλης"), pseudo.arguments, pseudo.result, "⟦… "):
        assert any(text in each for each in texts), text
    chat.close()


@pytest.mark.parametrize(
    "step",
    [
        {"type": "web_search_call", "action": {"queries": ["καιρός"], "sources": [{"url": "https://127.0.0.1"}]}},
        {"type": "file_search_call", "queries": ["καιρός"], "results": [{"filename": "αρχείο"}]},
        {"type": "file_search_call"},
        {"type": "mcp_call", "name": "καιρός", "arguments": "{}", "output": "ήλιος"},
        {"type": "code_interpreter_call", "code": "1 + 1", "outputs": [{"logs": "2"}]},
        {"type": "apply_patch_call", "operation": "+"},
        {"type": "computer_call", "action": "+"},
        {"type": "local_shell_call", "action": "+"},
        {"type": "shell_call", "action": "+"},
    ],
)
def test_steps_of_other_kinds(step):
    task = tool_steps.step_of(step, status="complete").model_dump(mode="json")
    assert plain_texts(task) == []
    assert task["type"] == "web_search" or "⟦" in str(task)


@function_tool(name_override="7", needs_approval=True)
async def remove(ένα: str = "", δύο: str = "") -> str:
    return "έγινε"


def asking(**options):
    model = ScriptedModel([call("7", ένα="φ", δύο=""), "τέλος", "τέλος"])
    return Chat(Agent(name="Άννα", model=model, tools=[remove]), titles=False, show_tools=False, **options)


@pytest.mark.parametrize("answer", ["approve", "reject", None])
async def test_the_card_of_an_approval_and_its_answers(answer, pseudo):
    chat = asking()
    await chat.ask("γεια")
    item_id = chat.items[-1].id
    await (chat.ask("άλλο") if answer is None else getattr(chat, answer)(item_id))
    assert plain_texts(*shown(chat)) == []
    texts = [*texts_in(shown(chat))]
    settled = {"approve": pseudo.approved, "reject": pseudo.rejected, None: pseudo.not_approved}[answer]
    for text in (pseudo.approval_needed, pseudo.approve, pseudo.reject, pseudo.empty, "Άννα", "7", settled):
        assert text in texts
    chat.close()


async def test_answers_that_come_to_nothing(pseudo):
    chat = asking()
    await chat.ask("γεια")
    item_id = chat.items[-1].id
    assert (await chat.act("chatkit.approve")).error == pseudo.approval_without_card("chatkit.approve")
    turn = await chat.act("chatkit.approve", {"tool": "8"}, item_id=item_id)
    assert turn.error == pseudo.approval_of_another("7", "8")
    (stored,) = [item for item in chat.items if item.id == item_id]
    changed = stored.model_copy(update={"widget": stored.widget.model_copy(update={"size": "lg"})})
    await chat.store.save_item(chat.thread_id, changed, {})
    assert (await chat.act("chatkit.approve", item_id=item_id)).error == pseudo.approval_changed
    await chat.store.save_item(chat.thread_id, stored, {})
    await chat.approve(item_id)
    await chat.act("chatkit.reject", item_id=item_id)
    assert events(chat, "notice")[-1]["message"] == pseudo.already_decided
    forged = stored.model_copy(update={"id": "msg", "widget": Card(children=[Text(value="ψεύτικο")])})
    await chat.store.add_thread_item(chat.thread_id, forged, {})
    assert (await chat.act("chatkit.approve", item_id="msg")).error == pseudo.approval_forged
    await chat.store.save_item(chat.thread_id, stored, {})
    chat.server._approvals.dismiss(chat.thread_id, [])
    assert (await chat.act("chatkit.approve", item_id=item_id)).error == pseudo.approval_gone
    chat.close()


async def test_the_demo(monkeypatch, pseudo):
    chat = ChatKit(show_tools=False)
    assert chat.server.model_name == pseudo.offline_model
    labels = [prompt["label"] for prompt in chat._options["startScreen"]["prompts"]]
    assert plain_texts(*labels) == []
    monkeypatch.setattr("chatkit_notebook.serve.demo._A_MOMENT", 0)
    await chat.ask("Roll 2 dice")
    told = events(chat, "progress_update", "thread.item.added", "thread.item.done")
    assert pseudo.shaking_the_cup in [*texts_in(told)]
    assert plain_texts(*told) == []
    chat.close()
