"""Endpoints that call themselves compatible, by what they do otherwise."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.stub_endpoint import dialects
from tests.stub_endpoint.script import Raw

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stub_endpoint.script import Reply
    from tests.stub_endpoint.server import Api

Json = dict[str, Any]


@dataclass(frozen=True)
class Profile:
    """An endpoint.

    Attributes:
        name: What it does.
        api: The API that it serves so.
        answer: Its answer to a request.
    """

    name: str
    api: Api
    answer: Callable[[Json, Reply], Raw]


def frames(payloads: list[Json], *, end: str = "data: [DONE]\n\n") -> Raw:
    """A stream of events."""
    return Raw((*(f"data: {json.dumps(payload)}\n\n".encode() for payload in payloads), end.encode()))


def chunks(body: Json, reply: Reply) -> list[Json]:
    """The chunks of a regular completion."""
    return [payload for payload, _ in dialects.streamed_completion(body, reply)]


def events(body: Json, reply: Reply) -> list[Json]:
    """The events of a regular response."""
    return [payload for payload, _ in dialects.streamed_response(body, reply)]


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
]
