"""A thought whose beginning stands in the prompt: shown as the answer at first, and as a thought when it ends."""

import json

import pytest
from agents import Agent, function_tool

from chatkit_notebook.fold import fold, new_state
from chatkit_notebook.models.answers.thoughts import parted
from chatkit_notebook.serve import AgentServer
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.turned_thoughts import TURNED
from tests.serve.chat import Chat
from tests.stub_endpoint.profile import frames
from tests.stub_endpoint.script import Reply

# What is written, and what of it is thought and said.
TEXTS = [
    ("Two and two, let me see.\n</think>\n\nFour.", "Two and two, let me see.", "Four."),
    ("a</think>b", "a", "b"),
    ("One.\n\nTwo, with `code`.\n\n- three\n</think>\nSo **4**.", "One.\n\nTwo, with `code`.\n\n- three", "So **4**."),
    ("日本語で考える。</think>答えです。", "日本語で考える。", "答えです。"),
    ("hm</THINKING>Hi", "hm", "Hi"),
    ("hm[/THINK]Hi", "hm", "Hi"),
    ("```py\nx = 1\n```\nso\n</think>\n```py\nx = 2\n```", "```py\nx = 1\n```\nso", "```py\nx = 2\n```"),
    ("hm\n</think>\nHi <think>again</think> there", "hm\nagain", "Hi  there"),
]


def completion(text, size=2):
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    deltas = [{"choices": [{"index": 0, "delta": {"content": piece}}]} for piece in pieces]
    return frames([*deltas, {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}])


def chat_at(endpoint, api="chat_completions", **options):
    agent = Agent(name="Ann", model="m", **options)
    return Chat(AgentServer(agent, MemoryStore(), base_url=endpoint.base_url, api=api))


async def shown(chat):
    items = await chat.items()
    tasks = [task for item in items if item.type == "workflow" for task in item.workflow.tasks]
    said = [part.text for item in items if item.type == "assistant_message" for part in item.content]
    return [task.content for task in tasks if task.type == "thought"], said


@pytest.mark.parametrize(("text", "thought", "said"), TEXTS)
@pytest.mark.parametrize("size", [1, 3, 1000])
async def test_it_is_stored_as_a_thought_before_the_answer(endpoint, text, thought, said, size):
    endpoint.script(completion(text, size), "fine")
    chat = chat_at(endpoint)
    assert await chat.say("go") == said
    thoughts, messages = await shown(chat)
    assert (" ".join(" ".join(thoughts).split()), messages) == (" ".join(thought.split()), [said])
    order = [item.type for item in await chat.items()]
    assert order.index("workflow") < order.index("assistant_message")
    assert await chat.say("go on") == "fine"
    sent = json.dumps(endpoint.received[-1].body, ensure_ascii=False)
    assert json.dumps(thought, ensure_ascii=False)[1:-1] not in sent or len(thought) < 3
    assert TURNED not in sent


@pytest.mark.parametrize(("text", "thought", "said"), TEXTS[:-1])
async def test_what_is_seen_at_the_end_is_what_is_stored(endpoint, text, thought, said):
    endpoint.script(completion(text))
    chat = chat_at(endpoint)
    await chat.say("go")
    state = new_state()
    for event in chat.events:
        fold(state, event)
    flow, message = [item for item in state["items"] if item["type"] in {"workflow", "assistant_message"}]
    assert [task["content"] for task in flow["workflow"]["tasks"]] == [thought]
    assert [part["text"] for part in message["content"]] == [said]
    assert TURNED not in json.dumps([event for event in chat.events if event["type"] != "error"], ensure_ascii=False)


@pytest.mark.parametrize(("text", "thought", "said"), TEXTS)
async def test_responses_do_the_same(endpoint, text, thought, said):
    endpoint.script(Reply(text))
    chat = chat_at(endpoint, "responses")
    assert await chat.say("go") == said
    thoughts, messages = await shown(chat)
    assert (" ".join(" ".join(thoughts).split()), messages) == (" ".join(thought.split()), [said])


async def test_the_model_does_not_get_it_back_in_the_same_run(endpoint):
    @function_tool
    def note() -> str:
        """Note."""
        return "noted"

    written = 'I had better note it.\n</think>\n\nI note it.<tool_call>{"name": "note", "arguments": {}}</tool_call>'
    endpoint.script(completion(written), "Done.")
    chat = chat_at(endpoint, tools=[note])
    await chat.say("go")
    sent = json.dumps(endpoint.received[-1].body["messages"])
    assert "I note it." in sent
    assert "had better" not in sent


@pytest.mark.parametrize(
    "text", ["It ends with `</think>`.", "```\n</think>\n```", "a < /think> b", "</think", "x </thin k>"]
)
async def test_a_mark_that_is_text_turns_nothing(endpoint, text):
    endpoint.script(completion(text))
    chat = chat_at(endpoint)
    assert await chat.say("go") == text
    assert await shown(chat) == ([], [text])


@pytest.mark.parametrize(("text", "thought", "said"), TEXTS)
def test_a_whole_text_is_parted_in_the_same_way(text, thought, said):
    assert parted(text) == (thought, said)
