"""Replies that a limit, a filter or the model itself ends."""

import json

import pytest
from agents import Agent

from chatkit_notebook.models.answers.thoughts import Thoughts, parted
from chatkit_notebook.serve import AgentServer
from chatkit_notebook.store import MemoryStore
from tests.serve.chat import Chat
from tests.stub_endpoint import dialects
from tests.stub_endpoint.profile import chunks, events, frames
from tests.stub_endpoint.script import Raw, Reply

BODY = {"model": "m", "messages": [], "input": []}


def chat_at(endpoint, api):
    return Chat(AgentServer(Agent(name="Ann", model="m"), MemoryStore(), base_url=endpoint.base_url, api=api))


def notices(chat):
    return [event["message"] for event in chat.events if event["type"] == "notice"]


def finished(text, reason):
    payloads = chunks(BODY, Reply(text))
    payloads[-1]["choices"][0]["finish_reason"] = reason
    return frames(payloads)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("length", "limit of tokens"),
        ("max_tokens", "limit of tokens"),
        ("MAX_TOKENS", "limit of tokens"),
        ("model_length", "limit of tokens"),
        ("FINISH_REASON_MAX_TOKENS", "limit of tokens"),
        ("content_filter", "content filter"),
        ("SAFETY", "content filter"),
        ("content_filtered", "content filter"),
        ("RECITATION", "content filter"),
        ("guardrail_intervened", "content filter"),
    ],
)
async def test_a_reply_that_is_cut_short_has_a_notice_and_one_without_content_an_error(endpoint, reason, told):
    endpoint.script(finished("Once upon", reason), finished("", reason), "Fine.")
    chat = chat_at(endpoint, "chat_completions")
    assert await chat.say("hi") == "Once upon"
    assert chat.error is None
    (notice,) = notices(chat)
    assert told in notice
    assert await chat.say("hi") == ""
    assert told in chat.error["message"]
    assert await chat.say("hi") == "Fine."
    assert notices(chat) == []


@pytest.mark.parametrize("reason", ["stop", "eos", "end_turn", "STOP", "stop_sequence"])
async def test_a_usual_end_has_none(endpoint, reason):
    endpoint.script(finished("All.", reason))
    chat = chat_at(endpoint, "chat_completions")
    assert await chat.say("hi") == "All."
    assert (chat.error, notices(chat)) == (None, [])


@pytest.mark.parametrize(
    ("reason", "told"),
    [("max_output_tokens", "limit of tokens"), ("content_filter", "content filter"), (None, "limit")],
)
@pytest.mark.parametrize("is_whole", [True, False])
async def test_an_incomplete_response_is_kept_with_a_notice(endpoint, reason, told, is_whole):
    incomplete = {"status": "incomplete", "incomplete_details": reason and {"reason": reason}}
    if is_whole:
        whole = dialects.whole_response(BODY, Reply("Once upon")) | incomplete
        endpoint.script(Raw((json.dumps(whole).encode(),)))
    else:
        *rest, last = events(BODY, Reply("Once upon"))
        last = last | {"type": "response.incomplete", "response": last["response"] | incomplete}
        endpoint.script(frames([*rest, last], end=""))
    chat = chat_at(endpoint, "responses")
    assert await chat.say("hi") == "Once upon"
    assert chat.error is None
    assert [told in notice for notice in notices(chat)] == [True]
    assert (await chat.items())[-1].type == "assistant_message"


def refused(*deltas):
    made = [{"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    return frames([*made, {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}])


REFUSAL = {"type": "refusal", "refusal": "I can't do that."}


@pytest.mark.parametrize(
    "answer",
    [
        refused({"refusal": "I can't "}, {"refusal": "do that."}),
        refused({"refusal": "I can't do that.", "content": None}),
        refused({"refusal": "I can't do that.", "content": ""}),
        refused({"refusal": "I can't do that.", "content": "I can't do that."}),
        refused({"refusal": [{"text": "I can't do that."}]}),
        Raw((json.dumps({"choices": [{"message": {"refusal": "I can't do that.", "content": None}}]}).encode(),)),
    ],
)
async def test_a_refusal_shows_once(endpoint, answer):
    endpoint.script(answer, "Well.")
    chat = chat_at(endpoint, "chat_completions")
    assert await chat.say("hi") == "I can't do that."
    assert chat.error is None
    assert await chat.say("and now?") == "Well."


@pytest.mark.parametrize("is_whole", [True, False])
async def test_a_refusal_of_a_response_shows_once(endpoint, is_whole):
    whole = json.loads(json.dumps(dialects.whole_response(BODY, Reply("x"))))
    whole["output"][0]["content"] = [REFUSAL]
    done = {"type": "response.output_item.done", "output_index": 0, "item": whole["output"][0]}
    begun = done | {"type": "response.output_item.added", "item": whole["output"][0] | {"content": []}}
    last = {"type": "response.completed", "response": whole}
    endpoint.script(Raw((json.dumps(whole).encode(),)) if is_whole else frames([begun, done, last]))
    chat = chat_at(endpoint, "responses")
    assert await chat.say("hi") == "I can't do that."
    assert chat.error is None


@pytest.mark.parametrize(
    "content",
    [
        [{"type": "text", "text": "Hello."}],
        [{"type": "text", "text": "Hel"}, {"type": "text", "text": "lo."}],
        ["Hel", "lo."],
        {"type": "text", "text": "Hello."},
        [{"type": "output_text", "text": "Hello.", "annotations": []}, {"type": "reference", "ids": [1]}],
        [{"text": {"content": "Hello."}}],
        [None, {"type": "text", "text": "Hello."}],
    ],
)
@pytest.mark.parametrize("form", ["delta", "message"])
async def test_a_content_of_parts_is_their_text(endpoint, content, form):
    endpoint.script(frames([{"choices": [{"index": 0, form: {"content": content}, "finish_reason": "stop"}]}]))
    assert await chat_at(endpoint, "chat_completions").say("hi") == "Hello."


async def test_a_content_that_is_text_is_the_text_of_a_response(endpoint):
    whole = dialects.whole_response(BODY, Reply("x"))
    whole["output"][0]["content"] = "Hello."
    endpoint.script(Raw((json.dumps(whole).encode(),)))
    assert await chat_at(endpoint, "responses").say("hi") == "Hello."


TEXTS = {
    "<think>hm\n</think>\n\nHi": ("hm", "Hi"),
    "\n <Thinking>a b</THINKING>Hi <think>c</think> there": ("a b\n\nc", "Hi  there"),
    "<think>\n\n</think>\n\nHi": ("", "Hi"),
    "<think>I am not done": ("I am not done", ""),
    "Say `<think>` to start": ("", "Say `<think>` to start"),
    "a\n```xml\n<think>x</think>\n\n```\nb": ("", "a\n```xml\n<think>x</think>\n\n```\nb"),
    "don`t\n\n<think>z</think>w": ("z", "don`t\n\nw"),
    "[THINK]q[/THINK]\nr": ("q", "r"),
    "◁think▷q◁/think▷r": ("q", "r"),
    "  indented": ("", "  indented"),
    "1 < 2 and <thin> [TH": ("", "1 < 2 and <thin> [TH"),
    "<think>use `x</think>Hi": ("use `x", "Hi"),
    "ends with ``": ("", "ends with ``"),
    "<reasoning>a <think> b</reasoning>c": ("a <think> b", "c"),
    "<|channel|>analysis<|message|>Hm, so.<|end|><|start|>assistant<|channel|>final<|message|>Four.<|return|>": (
        "Hm, so.",
        "Four.",
    ),
    "<|start|>assistant<|channel|>analysis<|message|>a\n\nb<|end|><|start|>assistant<|channel|>final<|message|>c": (
        "a\n\nb",
        "c",
    ),
    "<|channel|>final<|message|>No thought.": ("", "No thought."),
    "<|channel|>analysis<|message|>one<|end|><|start|>assistant<|channel|>commentary<|message|>I will look.<|end|>"
    "<|start|>assistant<|channel|>analysis<|message|>two<|end|><|start|>assistant<|channel|>final<|message|>Done.": (
        "one\n\ntwo",
        "I will look.Done.",
    ),
    "<|channel|>analysis<|message|>I am not done": ("I am not done", ""),
    "Write `<|channel|>analysis<|message|>` first": ("", "Write `<|channel|>analysis<|message|>` first"),
    "```\n<|start|>assistant<|channel|>final<|message|>\n```\nis the form": (
        "",
        "```\n<|start|>assistant<|channel|>final<|message|>\n```\nis the form",
    ),
    "<|begin_of_thought|>\n\nhm\n\n<|end_of_thought|>\n\n<|begin_of_solution|>\n\nHi\n\n<|end_of_solution|>": (
        "hm",
        "Hi",
    ),
    "<|START_THINKING|>hm<|END_THINKING|><|START_RESPONSE|>Hi<|END_RESPONSE|>": ("hm", "Hi"),
    "<|start_response|>Hi<|end_response|>": ("", "Hi"),
    "The mark <|end_response|> ends it": ("", "The mark <|end_response|> ends it"),
    "<thought>a</thought><thought>b</thought>c": ("a\n\nb", "c"),
    "<seed:think>hm</seed:think>Hi": ("hm", "Hi"),
    "<think>\n\n</think>": ("", ""),
    "<think>a < b and <thin</think>c": ("a < b and <thin", "c"),
    "<THINK>a</think>b": ("a", "b"),
    "<think>```py\nx\n```</think>b": ("```py\nx\n```", "b"),
    "<think>日本語</think>\n\n答え": ("日本語", "答え"),
    "The <|end|> of it": ("", "The <|end|> of it"),
    "The <|start|> of\nit": ("", "The <|start|> of\nit"),
    "A <tool_call> tag and [TOOL_CALLS] too": ("", "A <tool_call> tag and [TOOL_CALLS] too"),
}


@pytest.mark.parametrize(("text", "wanted"), TEXTS.items())
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_thoughts_are_parted_from_text_however_it_is_cut(text, wanted, size):
    thoughts = Thoughts()
    cut = [text[at : at + size] for at in range(0, len(text), size)]
    pieces = [piece for part in cut for piece in thoughts.take(part)] + list(thoughts.end())
    assert tuple("".join(said for kind, said in pieces if kind is one) for one in (True, False)) == wanted
    assert parted(text) == wanted


def test_a_listing_full_of_tags_is_read_in_one_pass():
    # Read again from its beginning at each tag, it would take longer than any test may.
    listing = "```\n" + "<think>x</think>\n" * 60_000 + "```"
    assert parted(f"See:\n{listing}\n<think>so</think>Done.") == ("so", f"See:\n{listing}\nDone.")
    assert parted("<think>a</think>b" * 60_000)[1] == "b" * 60_000
