"""Approvals, steps and titles in the chat itself."""

import pytest
from agents import Agent, RunContextWrapper, function_tool

from chatkit_notebook import ChatKit, ScriptedModel
from chatkit_notebook.actions import ActionConfig
from chatkit_notebook.agents import AgentContext
from chatkit_notebook.serve import ReplyServer
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.widgets import Button, Card, Text

call = ScriptedModel.call


@function_tool(needs_approval=True)
async def remove(path: str) -> str:
    """Remove a file."""
    return f"{path} is gone"


@function_tool
async def offer(wrapper: RunContextWrapper[AgentContext]) -> str:
    """Offer a card."""
    button = Button(label="Buy", onClickAction=ActionConfig(type="buy"))
    await wrapper.context.stream_widget(Card(children=[button]))
    return "shown"


def agent_of(*turns):
    return Agent(name="Ann", model=ScriptedModel(turns), tools=[remove, offer])


def outputs(request):
    return ", ".join(output.text for output in request.outputs)


async def test_python_approves_and_rejects_the_newest_call(chat_of):
    chat = chat_of(agent_of([call("remove", path="a"), call("remove", path="b"), call("remove", path="c")], outputs))
    first, *_ = (await chat.ask("clean up")).items
    turn = await chat.reject(message="keep it")
    assert turn.text == ""
    assert turn.items[0].widget.status["text"] == "Rejected"
    assert (await chat.approve(first.id)).text == ""
    assert (await chat.approve()).text == "a is gone, b is gone, keep it"
    assert [item.type for item in chat.items] == [
        "user_message",
        *["widget"] * 3,
        "workflow",
        "assistant_message",
    ]


async def test_the_card_that_is_named_gets_the_answer_and_the_others_wait(chat_of):
    chat = chat_of(agent_of([call("remove", path="a"), call("remove", path="b"), call("remove", path="c")], outputs))
    first, second, _ = (await chat.ask("clean up")).items
    assert [item.id for item in (await chat.approve(first.id)).items] == [first.id]
    assert [item.id for item in (await chat.reject(second.id, "keep it")).items] == [second.id]
    assert [item.widget.status["text"] for item in chat.items[1:4]] == ["Approved", "Rejected", "Approval needed"]
    assert (await chat.approve()).text == "a is gone, keep it, c is gone"


async def test_what_is_not_open_is_named(chat_of):
    chat = chat_of(agent_of([call("remove", path="a")], outputs))
    with pytest.raises(LookupError, match="No tool call is waiting"):
        await chat.approve()
    card = (await chat.ask("clean up")).items[0]
    with pytest.raises(LookupError, match=rf"no approval 'x': it shows {card.id}"):
        await chat.reject("x")
    await chat.approve()
    with pytest.raises(LookupError, match="No tool call is waiting"):
        await chat.approve()
    assert (await chat.approve(card.id)).items == []


async def test_the_user_s_own_actions_work_beside_approvals(chat_of):
    chat = chat_of(agent_of([call("offer")], "Here."))
    card = next(item for item in (await chat.ask("offer")).items if item.type == "widget")
    turn = await chat.act("buy", item_id=card.id)
    assert '@chat.on_action("buy")' in turn.error
    bought = []

    @chat.on_action("buy")
    def buy():
        bought.append(1)

    assert (await chat.act("buy", item_id=card.id)).error is None
    assert bought == [1]

    @chat.on_action("buy")
    def buy_and_show():
        return Card(children=[Text(value="Thanks")])

    assert (await chat.act("buy", item_id=card.id)).items[0].widget.children[0].value == "Thanks"


async def test_steps_and_titles_can_be_switched_off(chat_of):
    chat = chat_of(agent_of([call("offer")], "Here."))
    await chat.ask("An offer, please")
    assert [thread.title for thread in await chat.threads()] == ["An offer, please"]
    assert "workflow" in [item.type for item in chat.items]
    quiet = chat_of(agent_of([call("offer")], "Here."), titles=False, show_tools=False)
    await quiet.ask("An offer, please")
    assert [thread.title for thread in await quiet.threads()] == [None]
    assert "workflow" not in [item.type for item in quiet.items]


async def test_a_function_of_the_notebook_makes_titles(chat_of):
    chat = chat_of(str.upper, titles=lambda text, thread: f"On {text}")
    await chat.ask("cats")
    assert [thread.title for thread in await chat.threads()] == ["On cats"]


@pytest.mark.parametrize(
    ("target", "options", "told"),
    [
        (str.upper, {"titles": "My chat"}, "not by 'My chat'"),
        (str.upper, {"show_tools": False}, "show_tools= is for an agent"),
        (str.upper, {"show_tools": "no"}, "show_tools='no': pass True or False"),
        (ReplyServer(str.upper, MemoryStore()), {"titles": False}, "leave out titles=False"),
        (str.upper, {"title": False}, "Did you mean 'titles'"),
        (str.upper, {"show_tool": False}, "Did you mean 'show_tools'"),
    ],
)
def test_what_does_not_fit_is_named(target, options, told):
    with pytest.raises(TypeError, match=told):
        ChatKit(target, **options)


async def test_an_action_for_the_client_approves_nothing(chat_of):
    chat = chat_of(agent_of([call("remove", path="a")], outputs))
    (card,) = (await chat.ask("clean up")).items
    with pytest.raises(LookupError, match=r"Nothing handles the action 'chatkit\.approve'"):
        await chat._session.client_action({"type": "chatkit.approve"}, card.id)
    assert chat.items[-1].widget.status["text"] == "Approval needed"
    assert (await chat.approve()).text == "a is gone"
