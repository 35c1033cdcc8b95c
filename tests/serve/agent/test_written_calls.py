"""Calls that a model wrote as text: carried out where nothing else can be meant, else shown as code with a notice."""

import json

import pytest
from agents import Agent, function_tool

from chatkit_notebook.models.answers.thoughts import Thoughts
from chatkit_notebook.models.answers.written_calls import WrittenCall, meant
from chatkit_notebook.serve import AgentServer
from chatkit_notebook.store import MemoryStore
from tests.serve.chat import Chat
from tests.stub_endpoint.profile import frames
from tests.stub_endpoint.script import Reply

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "add",
            "parameters": {
                "type": "object",
                "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
                "required": ["a", "b"],
            },
        },
    },
    {
        "type": "function",
        "function": {"name": "find", "parameters": {"type": "object", "properties": {"q": {"type": "string"}}}},
    },
]
BAR, SEP = "\uff5c", "\u2581"

# How calls are written, and which calls are meant.
WRITTEN = {
    "JSON between tags": ('<tool_call>\n{"name": "add", "arguments": {"a": 1, "b": 2}}\n</tool_call>', [(1, 2)]),
    "two of them": (
        (
            '<tool_call>{"name": "add", "arguments": {"a": 1, "b": 2}}</tool_call>\n'
            '<tool_call>{"name": "add", "arguments": {"a": 3, "b": 4}}</tool_call>'
        ),
        [(1, 2), (3, 4)],
    ),
    "after words": ('Let me see.\n<tool_call>{"name":"add","arguments":{"a":5,"b":6}}</tool_call>', [(5, 6)]),
    "without an end": ('<tool_call>\n{"name": "add", "arguments": {"a": 1, "b": 2}}', [(1, 2)]),
    "arguments as text": ('<tool_call>{"name": "add", "arguments": "{\\"a\\": 1, \\"b\\": 2}"}</tool_call>', [(1, 2)]),
    "parameters": ('<|python_tag|>{"name": "add", "parameters": {"a": 1, "b": 2}}<|eom_id|>', [(1, 2)]),
    "a list after a mark": ('[TOOL_CALLS][{"name": "add", "arguments": {"a": 1, "b": 2}}]', [(1, 2)]),
    "names after a mark": ('[TOOL_CALLS]add[ARGS]{"a": 1, "b": 2}', [(1, 2)]),
    "a name in the tag": ('<function=add>{"a": 1, "b": 2}</function>', [(1, 2)]),
    "elements": (
        (
            "<tool_call>\n<function=add>\n<parameter=a>\n1\n</parameter>\n<parameter=b>\n2\n</parameter>\n</function>\n"
            "</tool_call>"
        ),
        [(1, 2)],
    ),
    "a channel": (
        (
            "<|channel|>analysis<|message|>Add.<|end|><|start|>assistant<|channel|>commentary to=functions.add "
            '<|constrain|>json<|message|>{"a": 1, "b": 2}<|call|>'
        ),
        [(1, 2)],
    ),
    "a channel after its recipient": (
        '<|start|>assistant to=functions.add<|channel|>commentary json<|message|>{"a":1,"b":2}<|call|>',
        [(1, 2)],
    ),
    "a section": (
        (
            "<|tool_calls_section_begin|><|tool_call_begin|>functions.add:0<|tool_call_argument_begin|>"
            '{"a": 1, "b": 2}<|tool_call_end|><|tool_call_begin|>functions.add:1<|tool_call_argument_begin|>'
            '{"a": 3, "b": 4}<|tool_call_end|><|tool_calls_section_end|>'
        ),
        [(1, 2), (3, 4)],
    ),
    "a section of wide marks": (
        (
            f"<{BAR}tool{SEP}calls{SEP}begin{BAR}><{BAR}tool{SEP}call{SEP}begin{BAR}>function<{BAR}tool{SEP}sep{BAR}>add\n"
            f'```json\n{{"a": 1, "b": 2}}\n```<{BAR}tool{SEP}call{SEP}end{BAR}><{BAR}tool{SEP}calls{SEP}end{BAR}>'
        ),
        [(1, 2)],
    ),
    "JSON in a fence of its own": ('```tool_call\n{"name": "add", "arguments": {"a": 1, "b": 2}}\n```', [(1, 2)]),
}  # fmt: skip

# What might be a call, and is not carried out: with what is shown of it.
DOUBTFUL = {
    "an unknown tool": '<tool_call>{"name": "remove", "arguments": {"a": 1}}</tool_call>',
    "an argument too many": '<tool_call>{"name": "add", "arguments": {"a": 1, "b": 2, "c": 3}}</tool_call>',
    "an argument too few": '<tool_call>{"name": "add", "arguments": {"a": 1}}</tool_call>',
    "an argument of another kind": '<tool_call>{"name": "add", "arguments": {"a": "one", "b": true}}</tool_call>',
    "JSON that breaks off": '<tool_call>{"name": "add", "arguments": {"a": 1, "b"',
    "code": "```tool_code\nprint(add(a=1, b=2))\n```",
    "a call that words follow": '<tool_call>{"name": "add", "arguments": {"a": 1, "b": 2}}</tool_call> is the form.',
    "a good call and a bad one": '[TOOL_CALLS][{"name":"add","arguments":{"a":1,"b":2}},{"name":"x","arguments":{}}]',
}

# What is text, and stays as it is.
TEXT = [
    'Write `<tool_call>{"name": "add", "arguments": {"a": 1, "b": 2}}</tool_call>` to call.',
    '```xml\n<tool_call>{"name": "add", "arguments": {"a": 1, "b": 2}}</tool_call>\n```',
    "The tag <tool_call> begins a call.",
    "Use <tool_call> and </tool_call>.",
    '{"name": "add", "arguments": {"a": 1, "b": 2}}',
    "[TOOL_CALLS] is a token of some models.",
    "In ````\n```tool_code\nx(1)\n```\n```` it is code.",
    "Say <function=> or <|python_tag|>.",
]


@pytest.fixture
def called():
    return []


@pytest.fixture
def chat_at(endpoint, called):
    @function_tool
    def add(a: int, b: int) -> int:
        """Add."""
        called.append((a, b))
        return a + b

    def make(api):
        agent = Agent(name="Ann", model="m", tools=[add])
        return Chat(AgentServer(agent, MemoryStore(), base_url=endpoint.base_url, api=api))

    return make


def cut(text, size):
    return [text[at : at + size] for at in range(0, len(text), size)]


def completion(text, size=5):
    deltas = [{"choices": [{"index": 0, "delta": {"content": piece}}]} for piece in cut(text, size)]
    return frames([*deltas, {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}])


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("size", [1, 5, 1000])
async def test_a_written_call_runs_once_with_its_own_arguments(endpoint, chat_at, called, written, size):
    text, meant_calls = written
    endpoint.script(completion(text, size), "Done.")
    chat = chat_at("chat_completions")
    assert (await chat.say("go")).removeprefix("Let me see.\n") == "Done."
    assert called == meant_calls
    assert chat.error is None
    assert not [event for event in chat.events if event["type"] == "notice"]
    said = [part["text"] for item in chat.done if item["type"] == "assistant_message" for part in item["content"]]
    assert not any(mark in "".join(said) for mark in ("<", "[", "{", "`"))


@pytest.mark.parametrize("text", DOUBTFUL.values(), ids=DOUBTFUL)
@pytest.mark.parametrize("size", [1, 1000])
async def test_a_call_in_doubt_is_shown_as_code_and_told(endpoint, chat_at, called, text, size):
    endpoint.script(completion(text, size), "fine")
    chat = chat_at("chat_completions")
    said = await chat.say("go")
    assert called == []
    assert "```\n" in said
    assert "<tool_call>" not in said
    assert ("add" in said) or ("remove" in said)
    (notice,) = [event for event in chat.events if event["type"] == "notice"]
    assert "wrote a tool call as text" in notice["message"]
    assert await chat.say("go on") == "fine"


@pytest.mark.parametrize("api", ["responses", "chat_completions"])
@pytest.mark.parametrize("text", TEXT)
async def test_what_only_speaks_of_calls_is_text(endpoint, chat_at, called, text, api):
    endpoint.script(Reply(text))
    chat = chat_at(api)
    assert await chat.say("go") == text
    assert called == []
    assert not [event for event in chat.events if event["type"] == "notice"]


@pytest.mark.parametrize("text", [*[text for text, _ in WRITTEN.values()], *DOUBTFUL.values()])
async def test_responses_show_a_written_call_as_code(endpoint, chat_at, called, text):
    endpoint.script(Reply(text))
    chat = chat_at("responses")
    said = await chat.say("go")
    assert "```\n" in said
    assert "<|" not in said.replace("<|tool_call", "")
    assert called == []
    assert [event for event in chat.events if event["type"] == "notice"]


async def test_a_call_of_the_api_s_own_leaves_a_written_one_as_text(endpoint, chat_at, called):
    written = '<tool_call>{"name": "add", "arguments": {"a": 9, "b": 9}}</tool_call>'
    endpoint.script(Reply(written, calls=(("add", {"a": 1, "b": 2}),)), "Done.")
    await chat_at("chat_completions").say("go")
    assert called == [(1, 2)]


def test_hostile_calls_are_read_in_one_pass():
    for text in (
        "<tool_call>" + "{" * 100_000,
        "<tool_call>" + '{"a":' * 50_000,
        "<tool_call>[" + "function" * 50_000,
        "<tool_call>[a" + "\n" * 100_000,
        "<tool_call><function=f>" + "<parameter=a>" * 50_000,
        "[TOOL_CALLS]{}" + "[ARGS]" * 50_000,
        "<|start|>" * 50_000,
        "<|channel|>analysis<|message|>" * 30_000,
        '<tool_call>{"name": "add"}</tool_call>' * 20_000,
    ):
        thoughts = Thoughts()
        for piece in cut(text, 1000):
            list(thoughts.take(piece))
        list(thoughts.end())
        assert meant(thoughts.calls, TOOLS) is None or not thoughts.calls


def test_arguments_that_fit_are_those_that_the_tool_asks_for():
    for arguments, fits in [
        ({"a": 1, "b": 2}, True),
        ({"a": 1, "b": 2.5}, False),
        ({"a": 1, "b": None}, False),
        ({"a": 1, "b": True}, False),
        ({"a": 1}, False),
        ([], False),
        (None, False),
    ]:
        assert (meant([WrittenCall(json.dumps(arguments), "add")], TOOLS) is not None) is fits
    assert meant([WrittenCall("{}", "find")], TOOLS)
    assert not meant([WrittenCall("{}", "find")], None)
