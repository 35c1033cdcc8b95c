"""Endpoints that call themselves compatible, by what they do otherwise."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from tests.stub_endpoint import dialects
from tests.stub_endpoint.call_profiles import CALLS, RESPONSE_CALLS
from tests.stub_endpoint.profile import Profile, chunks, events, frames
from tests.stub_endpoint.script import Raw
from tests.stub_endpoint.written_profiles import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stub_endpoint.profile import Json
    from tests.stub_endpoint.script import Reply


def _whole_json(body: Json, reply: Reply) -> Raw:
    return Raw((json.dumps(dialects.whole_completion(body, reply)).encode(),), content_type="application/json")


def _whole_in_one_event(body: Json, reply: Reply) -> Raw:
    return frames([dialects.whole_completion(body, reply)])


def _json_claiming_to_be_a_stream(body: Json, reply: Reply) -> Raw:
    return Raw((json.dumps(dialects.whole_completion(body, reply), indent=1).encode(),))


def _a_chunk_a_line(body: Json, reply: Reply) -> Raw:
    lines = b"".join(json.dumps(chunk).encode() + b"\n" for chunk in chunks(body, reply))
    return Raw((lines,), content_type="application/x-ndjson")


def _without_done(body: Json, reply: Reply) -> Raw:
    return frames(chunks(body, reply), end="")


def _without_finish_reason(body: Json, reply: Reply) -> Raw:
    payloads = chunks(body, reply)
    for payload in payloads:
        for choice in payload["choices"]:
            choice.pop("finish_reason")
    return frames(payloads)


def _bare_chunks(body: Json, reply: Reply) -> Raw:
    payloads = [{"choices": payload["choices"]} for payload in chunks(body, reply)]
    for payload in payloads:
        for choice in payload["choices"]:
            choice.pop("index")
    return frames(payloads)


def _cut_anywhere(body: Json, reply: Reply) -> Raw:
    whole = b"".join(f"data:{json.dumps(chunk, ensure_ascii=False)}\r\n\r\n".encode() for chunk in chunks(body, reply))
    whole = b"\xef\xbb\xbf: hello\r\n\r\n" + whole + b"data:[DONE]\r\n\r\n"
    return Raw(tuple(whole[at : at + 7] for at in range(0, len(whole), 7)))


def _no_empty_lines(body: Json, reply: Reply) -> Raw:
    lines = "".join(f"data: {json.dumps(chunk)}\n" for chunk in chunks(body, reply))
    return Raw((f"{lines}data: [DONE]\n".encode(),))


def _pings(body: Json, reply: Reply) -> Raw:
    pieces = [f"event: ping\ndata: {{}}\n\ndata: {json.dumps(chunk)}\n\n".encode() for chunk in chunks(body, reply)]
    return Raw((*pieces, b"data: [DONE]\n\n"))


def _whole_response(body: Json, reply: Reply) -> Raw:
    return Raw((json.dumps(dialects.whole_response(body, reply)).encode(),), content_type="application/json")


def _response_without_output(body: Json, reply: Reply) -> Raw:
    *rest, last = events(body, reply)
    return frames([*rest, last | {"response": last["response"] | {"output": []}}], end="")


def _response_with_done(body: Json, reply: Reply) -> Raw:
    return frames(events(body, reply))


def _delta(**fields: Any) -> Json:
    return {"choices": [{"index": 0, "delta": fields, "finish_reason": None}]}


def _thinks(make: Callable[[str], list[Json]]) -> Any:
    """An endpoint that sends its thoughts so before the answer."""

    def answer(body: Json, reply: Reply) -> Raw:
        head, *rest = chunks(body, reply)
        return frames([head, *(make(reply.reasoning) if reply.reasoning else []), *rest])

    return answer


def _tagged(opening: str, closing: str, size: int = 1000) -> Any:
    """An endpoint that has its thoughts in the text, cut into pieces of that size."""

    def answer(body: Json, reply: Reply) -> Raw:
        text = f"{opening}{reply.reasoning}{closing}{reply.text}" if reply.reasoning else reply.text
        regular = chunks(body, reply)
        rest = [one for one in regular if not any(choice["delta"].get("content") for choice in one["choices"])]
        said = [_delta(content=text[at : at + size]) for at in range(0, len(text), size)]
        return frames([rest[0], *said, *rest[1:]])

    return answer


def _content_parts(body: Json, reply: Reply) -> Raw:
    payloads = chunks(body, reply)
    for one in payloads:
        for choice in one["choices"]:
            if "content" in choice["delta"]:
                choice["delta"]["content"] = [{"type": "text", "text": choice["delta"]["content"]}]
    if reply.reasoning:
        thinking = [{"type": "thinking", "thinking": [{"type": "text", "text": reply.reasoning}]}]
        payloads.insert(1, _delta(content=thinking))
    return frames(payloads)


def _whole_with_thought(body: Json, reply: Reply) -> Raw:
    whole = dialects.whole_completion(body, reply)
    whole["choices"][0]["message"]["reasoning_content"] = reply.reasoning or None
    return Raw((json.dumps(whole).encode(),), content_type="application/json")


def _own_text(body: Json, reply: Reply) -> Raw:
    payloads = events(body, reply)
    if reply.reasoning:
        item = {"id": f"rs_{len(body['input'])}", "type": "reasoning", "summary": []}
        place = {"item_id": item["id"], "output_index": 9, "content_index": 0}
        part = {"type": "reasoning_text", "text": reply.reasoning}
        words = reply.reasoning.split(" ")
        payloads[2:2] = [
            {"type": "response.output_item.added", "output_index": 9, "item": item},
            *(
                {"type": "response.reasoning_text.delta", **place, "delta": word if at == 0 else f" {word}"}
                for at, word in enumerate(words)
            ),
            {"type": "response.reasoning_text.done", **place, "text": reply.reasoning},
            {"type": "response.output_item.done", "output_index": 9, "item": item | {"content": [part]}},
        ]
    return frames(payloads)


def _whole_item(key: str) -> Any:
    def answer(body: Json, reply: Reply) -> Raw:
        payloads = events(body, reply)
        if reply.reasoning:
            kind = "summary_text" if key == "summary" else "reasoning_text"
            item = {"id": f"rs_{len(body['input'])}", "type": "reasoning", "summary": []}
            item[key] = [{"type": kind, "text": reply.reasoning}]
            payloads[2:2] = [
                {"type": "response.output_item.added", "output_index": 9, "item": item},
                {"type": "response.output_item.done", "output_index": 9, "item": item},
            ]
        return frames(payloads)

    return answer


def _tagged_response(size: int, *, is_whole: bool = False) -> Any:
    def answer(body: Json, reply: Reply) -> Raw:
        text = f"<think>{reply.reasoning}</think>\n\n{reply.text}" if reply.reasoning else reply.text
        if is_whole:
            whole = dialects.whole_response(body, dataclasses.replace(reply, text=text))
            return Raw((json.dumps(whole).encode(),), content_type="application/json")
        payloads: list[Json] = []
        for one in events(body, dataclasses.replace(reply, text=text)):
            if one["type"] != "response.output_text.delta":
                payloads.append(one)
            elif payloads[-1]["type"] != "response.output_text.delta":
                payloads += [one | {"delta": text[at : at + size]} for at in range(0, len(text), size)]
        return frames(payloads)

    return answer


THOUGHTS = {
    "reasoning_content": _thinks(lambda text: [_delta(reasoning_content=word) for word in text.partition(" ")]),
    "reasoning": _thinks(lambda text: [_delta(reasoning=word, content="") for word in text.partition(" ")]),
    "both": _thinks(lambda text: [_delta(reasoning=text, reasoning_content=text, content=None)]),
    "reasoning_details": _thinks(
        lambda text: [_delta(reasoning=text, reasoning_details=[{"type": "reasoning.text", "text": text}])]
    ),
    "nothing but reasoning_details": _thinks(
        lambda text: [_delta(reasoning_details=[{"type": "reasoning.summary", "summary": text}])]
    ),
    "reasoning as an object": _thinks(lambda text: [_delta(reasoning={"content": text})]),
    "thinking": _thinks(lambda text: [_delta(thinking=text)]),
    "parts of a content": _content_parts,
    "in a whole completion": _whole_with_thought,
    "tags": _tagged("<think>\n", "\n</think>\n\n"),
    "tags, a character at a time": _tagged("<think>", "</think>", 1),
    "tags, in pieces of three": _tagged("\n<think>\n", "\n</think>\n", 3),
    "tags of another name": _tagged("<thinking>", "</thinking>", 5),
    "tags in capitals": _tagged("<THINK>", "</THINK>\n", 4),
    "tags in brackets": _tagged("[THINK]", "[/THINK]", 2),
    "tags of reasoning": _tagged("<reasoning>\n", "</reasoning>\n", 6),
    "nothing but the end of tags": _tagged("", "</think>\n\n"),
    "nothing but the end of tags, in pieces": _tagged("", "\n</think>\n\n", 4),
}
RESPONSE_THOUGHTS = {
    "reasoning_text": _own_text,
    "an item that comes whole": _whole_item("content"),
    "a summary that comes whole": _whole_item("summary"),
    "tags in a response": _tagged_response(3),
    "tags in a response, a character at a time": _tagged_response(1),
    "tags in a whole response": _tagged_response(1, is_whole=True),
}

PROFILES = [
    Profile("a whole completion in JSON", "chat_completions", _whole_json),
    Profile("a whole completion in one event", "chat_completions", _whole_in_one_event),
    Profile("JSON that claims to be a stream", "chat_completions", _json_claiming_to_be_a_stream),
    Profile("a chunk a line", "chat_completions", _a_chunk_a_line),
    Profile("no [DONE]", "chat_completions", _without_done),
    Profile("no finish_reason", "chat_completions", _without_finish_reason),
    Profile("chunks without ids and indexes", "chat_completions", _bare_chunks),
    Profile("a byte order mark, CRLF and pieces of seven bytes", "chat_completions", _cut_anywhere),
    Profile("no empty lines between events", "chat_completions", _no_empty_lines),
    Profile("pings", "chat_completions", _pings),
    Profile("a whole response in JSON", "responses", _whole_response),
    Profile("a response whose last event has no output", "responses", _response_without_output),
    Profile("a response with [DONE]", "responses", _response_with_done),
    *(Profile(f"calls: {name}", "chat_completions", answer) for name, answer in CALLS.items()),
    *(Profile(f"calls: {name}", "responses", answer) for name, answer in RESPONSE_CALLS.items()),
    *(Profile(f"thoughts: {name}", "chat_completions", answer) for name, answer in THOUGHTS.items()),
    *(Profile(f"thoughts: {name}", "responses", answer) for name, answer in RESPONSE_THOUGHTS.items()),
    *(Profile(f"thoughts and calls as text: {name}", "chat_completions", answer) for name, answer in WRITTEN.items()),
]
