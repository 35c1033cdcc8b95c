"""Tools that wait for approval: the card, its buttons, and the run that goes on, through the real Runner."""

import asyncio
import json

import pytest
from agents import Agent, function_tool

from chatkit_notebook.models import ScriptedModel, call, error
from chatkit_notebook.serve import AgentServer, ClientToolSpec
from chatkit_notebook.store import MemoryStore
from tests.serve.chat import Chat

PICK = ClientToolSpec("pick", "Pick one.", {"type": "object", "properties": {}})


def chat_with(*turns, **fields):
    options = {name: fields.pop(name) for name in ("client_tools", "store", "show_tools") if name in fields}
    store = options.pop("store", None) or MemoryStore()
    return Chat(AgentServer(Agent(name="Ann", model=ScriptedModel(turns), **fields), store, **options))


def outputs(request):
    return ", ".join(output.text for output in request.outputs)


def cards(chat):
    """The cards of the last answer, new ones and settled ones."""
    items = [event["item"] for event in chat.events if "item" in event and event["type"] != "thread.item.added"]
    return [item for item in items if item["type"] == "widget"]


def status(card):
    return card["widget"]["status"]["text"]


def asked(card):
    return " ".join(child["value"] for child in card["widget"]["children"][1]["children"])


async def press(chat, card, button="confirm", **payload):
    action = card["widget"][button]["action"]
    action = {"type": action["type"], "payload": {**action["payload"], **payload}}
    return await chat.stream("threads.custom_action", item_id=card["id"], action=action)


async def test_a_card_asks_and_the_turn_ends(remove, removed):
    chat = chat_with([call("remove_file", path="./a")], tools=[remove])
    assert await chat.say("clean up") == ""
    (card,) = cards(chat)
    assert removed == []
    assert chat.error is None
    assert card["copy_text"] == 'remove_file({"path": "./a"})'
    widget = card["widget"]
    assert (status(card), widget["confirm"]["label"], widget["cancel"]["label"]) == (
        "Approval needed",
        "Approve",
        "Reject",
    )
    assert widget["confirm"]["action"]["type"] == "chatkit.approve"
    assert widget["cancel"]["action"]["type"] == "chatkit.reject"
    assert widget["children"][0]["value"] == "Remove file"
    assert asked(card) == "Ann asked to call remove_file"
    assert [child["value"] for child in widget["children"][2]["children"]] == ["path", "./a"]
    assert [item.type for item in await chat.items()] == ["user_message", "widget"]


async def test_approval_lets_the_run_go_on(remove, removed):
    chat = chat_with([call("remove_file", path="./a")], outputs, tools=[remove])
    await chat.say("clean up")
    assert await press(chat, cards(chat)[0]) == "./a is gone"
    assert removed == ["./a"]
    (card,) = cards(chat)
    assert status(card) == "Approved"
    assert "confirm" not in card["widget"]
    kinds = [item.type for item in await chat.items()]
    assert kinds == ["user_message", "widget", "workflow", "sdk_hidden_context", "assistant_message"]


@pytest.mark.parametrize("message", ["not today", None])
async def test_rejection_is_told_to_the_model(remove, removed, message):
    chat = chat_with([call("remove_file", path="./a")], outputs, tools=[remove])
    await chat.say("clean up")
    answer = await press(chat, cards(chat)[0], "cancel", message=message)
    assert answer == (message or "Tool execution was not approved.")
    assert removed == []
    (card,) = cards(chat)
    assert status(card) == "Rejected"
    reasons = [child["value"] for child in card["widget"]["children"] if child["type"] == "Text"]
    assert reasons == [message] * (message is not None)
    kinds = [item.type for item in await chat.items()]
    assert kinds == ["user_message", "widget", "sdk_hidden_context", "assistant_message"]


async def test_of_several_calls_the_run_goes_on_with_the_last_answer(remove, removed):
    turn = [call("remove_file", path=path) for path in "abc"]
    chat = chat_with(turn, outputs, tools=[remove])
    await chat.say("clean up")
    first, second, third = cards(chat)
    assert await press(chat, third) == ""
    assert await press(chat, first, "cancel", message="keep it") == ""
    assert removed == []
    assert await press(chat, second) == "keep it, b is gone, c is gone"
    assert sorted(removed) == ["b", "c"]
    stored = [item.widget.status["text"] for item in await chat.items() if item.type == "widget"]
    assert stored == ["Rejected", "Approved", "Approved"]


async def test_a_run_may_ask_again(remove, removed):
    chat = chat_with([call("remove_file", path="a")], [call("remove_file", path="b")], outputs, tools=[remove])
    await chat.say("clean up")
    assert await press(chat, cards(chat)[0]) == ""
    settled, asked = cards(chat)
    assert (status(settled), status(asked)) == ("Approved", "Approval needed")
    assert await press(chat, asked) == "a is gone, b is gone"
    assert removed == ["a", "b"]


async def test_a_function_may_decide_what_needs_approval():
    async def is_system(context, arguments, call_id):
        return arguments["path"].startswith("/etc")

    @function_tool(needs_approval=is_system)
    async def read(path: str) -> str:
        """Read."""
        return f"{path} was read"

    chat = chat_with([call("read", path="./a"), call("read", path="/etc/b")], outputs, tools=[read])
    await chat.say("read")
    (card,) = cards(chat)
    assert await press(chat, card) == "./a was read, /etc/b was read"


async def test_an_agent_that_was_handed_over_to_may_ask(remove, removed):
    bo = Agent(name="Bo", model=ScriptedModel([[call("remove_file", path="a")], "Bo is done."]), tools=[remove])
    chat = chat_with([call("transfer_to_bo")], handoffs=[bo])
    await chat.say("clean up")
    (card,) = cards(chat)
    assert asked(card) == "Bo asked to call remove_file"
    assert await press(chat, card) == "Bo is done."
    assert removed == ["a"]


async def test_an_agent_that_is_a_tool_may_ask(remove, removed):
    turn = [call("remove_file", path="a"), call("remove_file", path="b")]
    cleaner = Agent(name="Cleaner", model=ScriptedModel([turn, outputs]), tools=[remove])
    chat = chat_with([call("clean", input="all")], outputs, tools=[cleaner.as_tool("clean", "Clean up.")])
    await chat.say("clean up")
    first, second = cards(chat)
    assert asked(first) == "Cleaner asked to call remove_file"
    await press(chat, first, "cancel", message="no")
    assert await press(chat, second) == "no, b is gone"
    assert removed == ["b"]
    (workflow,) = [item for item in await chat.items() if item.type == "workflow"]
    assert [(task.title, task.status_indicator) for task in workflow.workflow.tasks] == [("Clean", "complete")]
    assert "no, b is gone" in workflow.workflow.tasks[0].content


async def test_pressing_twice_runs_once(remove, removed):
    chat = chat_with([call("remove_file", path="a")], outputs, tools=[remove])
    await chat.say("clean up")
    (card,) = cards(chat)
    await press(chat, card)
    assert await press(chat, card, "cancel") == ""
    assert removed == ["a"]
    assert chat.error is None
    assert chat.events[-1]["message"] == "This call has already been decided."
    assert (await chat.items())[1].widget.status["text"] == "Approved"


async def test_two_presses_at_once_run_once(remove, removed):
    chat = chat_with([call("remove_file", path="a")], outputs, tools=[remove])
    await chat.say("clean up")
    (card,) = cards(chat)
    other = Chat(chat.server)
    other.thread_id = chat.thread_id
    await asyncio.wait_for(asyncio.gather(press(chat, card), press(other, card)), 15)
    assert removed == ["a"]
    assert (await chat.items())[1].widget.status["text"] == "Approved"


@pytest.mark.parametrize("buttons", [("confirm", "cancel"), ("cancel", "confirm")])
async def test_of_two_different_presses_at_once_the_first_decides(remove, removed, buttons):
    chat = chat_with([call("remove_file", path="a")], outputs, tools=[remove])
    await chat.say("clean up")
    (card,) = cards(chat)
    other = Chat(chat.server)
    other.thread_id = chat.thread_id
    presses = [press(each, card, button) for each, button in zip((chat, other), buttons, strict=True)]
    await asyncio.wait_for(asyncio.gather(*presses), 15)
    is_approved = buttons[0] == "confirm"
    assert removed == ["a"] * is_approved
    assert (await chat.items())[1].widget.status["text"] == ("Approved" if is_approved else "Rejected")
    assert [each["type"] for each in other.events if each["type"] == "notice"] == ["notice"]


class BothAnswered(MemoryStore):
    """Keeps a card that was answered waiting for the other one."""

    def __init__(self):
        super().__init__()
        self._both = asyncio.Barrier(2)

    async def save_item(self, thread_id, item, context):
        if item.type == "widget":
            await self._both.wait()
        await super().save_item(thread_id, item, context)


async def test_two_cards_answered_at_once_run_once_each(remove, removed):
    turn = [call("remove_file", path="a"), call("remove_file", path="b")]
    chat = chat_with(turn, outputs, tools=[remove], store=BothAnswered())
    await chat.say("clean up")
    first, second = cards(chat)
    other = Chat(chat.server)
    other.thread_id = chat.thread_id
    answers = await asyncio.wait_for(asyncio.gather(press(chat, first), press(other, second)), 15)
    assert sorted(removed) == ["a", "b"]
    assert sorted(answers) == ["", "a is gone, b is gone"]
    assert (chat.error, other.error) == (None, None)
    stored = [item.widget.status["text"] for item in await chat.items() if item.type == "widget"]
    assert stored == ["Approved", "Approved"]


async def test_after_a_restart_the_old_card_says_so(remove, removed):
    store = MemoryStore()
    before = chat_with([call("remove_file", path="a")], tools=[remove], store=store)
    await before.say("clean up")
    (card,) = cards(before)
    after = chat_with("Hello again.", tools=[remove], store=store)
    after.thread_id = before.thread_id
    await press(after, card)
    assert "no longer open" in after.error["message"]
    assert "Send the message again" in after.error["message"]
    assert status(cards(after)[0]) == "Not approved"
    assert removed == []
    await press(after, card)
    assert after.error is None


async def test_a_new_message_answers_for_the_user_and_goes_on(remove, removed):
    def read(request):
        return json.dumps(request.input)

    chat = chat_with([call("remove_file", path="a")], read, tools=[remove])
    await chat.say("clean up")
    (card,) = cards(chat)
    answer = await chat.say("never mind")
    assert "did not approve this call" in answer
    assert "never mind" in answer
    assert status(cards(chat)[0]) == "Not approved"
    await press(chat, card)
    assert chat.events[-1]["message"] == "This call has already been decided."
    assert removed == []


async def test_a_retry_asks_anew(remove, removed):
    chat = chat_with([call("remove_file", path="a")], [call("remove_file", path="b")], outputs, tools=[remove])
    await chat.say("clean up")
    (old,) = cards(chat)
    await chat.stream("threads.retry_after_item", item_id=(await chat.items())[0].id)
    (new,) = cards(chat)
    assert new["id"] != old["id"]
    assert await press(chat, new) == "b is gone"
    assert removed == ["b"]


async def test_the_next_turn_reads_the_answer_in_words(remove):
    def read(request):
        return json.dumps([item["content"][0]["text"] for item in request.input if item.get("role") == "user"])

    chat = chat_with([call("remove_file", path="a")], "Kept.", read, tools=[remove])
    await chat.say("clean up")
    await press(chat, cards(chat)[0], "cancel", message="precious")
    texts = json.loads(await chat.say("why?"))
    assert len(texts) == 3
    assert 'rejected this call, and it was not carried out: precious.\nremove_file({"path": "a"})' in texts[1]
    assert "<HiddenContext>" in texts[1]


async def test_what_was_used_is_counted_once(remove):
    chat = chat_with([call("remove_file", path="a")], "Done.", tools=[remove])
    await chat.say("clean up")
    await press(chat, cards(chat)[0])
    assert [usage.requests for usage in chat.usages] == [1, 1]


async def test_a_call_for_the_client_waits_for_the_answer(remove, removed):
    turns = ([call("pick"), call("remove_file", path="a")], lambda r: r.outputs[-1].text)
    chat = chat_with(*turns, tools=[remove], client_tools=lambda: [PICK])
    await chat.say("clean up")
    assert [item["type"] for item in chat.done[1:]] == ["workflow", "widget"]
    await press(chat, cards(chat)[0])
    assert removed == ["a"]
    assert chat.done[-1]["type"] == "client_tool_call"
    assert await chat.stream("threads.add_client_tool_output", result="picked") == '"picked"'
    workflows = [item.workflow for item in await chat.items() if item.type == "workflow"]
    assert [task.status_indicator for flow in workflows for task in flow.tasks] == ["complete", "complete"]


async def test_the_steps_show_the_call_once_it_is_made(remove):
    chat = chat_with([call("remove_file", path="a")], "Done.", tools=[remove])
    await chat.say("clean up")
    assert [item.type for item in await chat.items()] == ["user_message", "widget"]
    await press(chat, cards(chat)[0])
    (workflow,) = [item for item in chat.done if item["type"] == "workflow"]
    assert [(task["title"], task["status_indicator"]) for task in workflow["workflow"]["tasks"]] == [
        ("Remove file", "complete")
    ]


async def test_without_steps_approvals_work_as_well(remove, removed):
    chat = chat_with([call("remove_file", path="a")], outputs, tools=[remove], show_tools=False)
    await chat.say("clean up")
    assert await press(chat, cards(chat)[0]) == "a is gone"
    kinds = [item.type for item in await chat.items()]
    assert kinds == ["user_message", "widget", "sdk_hidden_context", "assistant_message"]


async def test_a_failure_after_the_answer_is_told(remove, removed):
    chat = chat_with([call("remove_file", path="a")], [error("the line is dead")], tools=[remove])
    await chat.say("clean up")
    await press(chat, cards(chat)[0])
    assert removed == ["a"]
    assert "the line is dead" in chat.error["message"]
    kinds = [item.type for item in await chat.items()]
    assert kinds == ["user_message", "widget", "workflow", "sdk_hidden_context"]


async def test_an_action_without_its_card_is_refused(remove):
    chat = chat_with([call("remove_file", path="a")], tools=[remove])
    await chat.say("clean up")
    await chat.stream("threads.custom_action", action={"type": "chatkit.approve"})
    assert "needs the card of an approval" in chat.error["message"]


async def test_everything_that_is_asked_for_can_be_read(remove):
    code = "rm -rf /\n```\n" + "x" * 5_000

    @function_tool(needs_approval=True, strict_mode=False)
    async def run(code: str, options: dict, times: int, name: str) -> str:
        """Run."""
        return ""

    chat = chat_with([call("run", code=code, options={"a": [1]}, times=3, name="")], tools=[run])
    await chat.say("go")
    values = [child["children"][1] for child in cards(chat)[0]["widget"]["children"][2:]]
    assert [value["type"] for value in values] == ["Markdown", "Markdown", "Text", "Text"]
    assert values[0]["value"] == f"````text\n{code}\n````"
    assert [values[2]["value"], values[3]["value"]] == ["3", "(empty)"]


async def test_arguments_that_are_no_json_are_shown_as_they_are():
    from chatkit_notebook.serve.agent.approval_card import approval_card

    assert approval_card("x", "{oops", "Ann").children[2].value == "{oops"
    assert len(approval_card("x", "{}", "Ann").children) == len(approval_card("x", None, "Ann").children) == 2
