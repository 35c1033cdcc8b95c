"""Endpoints that pass on what their model writes, thoughts in channels and calls in text, as they got it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.stub_endpoint.profile import chunks, frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stub_endpoint.profile import Json
    from tests.stub_endpoint.script import Raw, Reply

Call = tuple[str, dict[str, Any]]


def _channels(reply: Reply) -> str:
    parts = [f"<|channel|>analysis<|message|>{reply.reasoning}<|end|><|start|>assistant"] if reply.reasoning else []
    if reply.text:
        parts.append(f"<|channel|>{'commentary' if reply.calls else 'final'}<|message|>{reply.text}")
    for name, arguments in reply.calls:
        lead = "<|end|><|start|>assistant" if reply.text or name is not reply.calls[0][0] else ""
        head = f"<|channel|>commentary to=functions.{name} <|constrain|>json<|message|>"
        parts.append(f"{lead}{head}{json.dumps(arguments)}<|call|>")
    return "".join(parts)


def _tagged(reply: Reply) -> str:
    calls = [f"<tool_call>\n{_json(call)}\n</tool_call>" for call in reply.calls]
    thought = f"<think>\n{reply.reasoning}\n</think>\n\n" if reply.reasoning else ""
    return thought + "\n".join([*filter(None, [reply.text]), *calls])


def _marked(reply: Reply) -> str:
    thought = f"[THINK]{reply.reasoning}[/THINK]" if reply.reasoning else ""
    calls = f"[TOOL_CALLS][{', '.join(map(_json, reply.calls))}]" if reply.calls else ""
    return thought + reply.text + calls


def _json(call: Call) -> str:
    return json.dumps({"name": call[0], "arguments": call[1]})


def _written(write: Callable[[Reply], str], size: int) -> Callable[[Json, Reply], Raw]:
    def answer(body: Json, reply: Reply) -> Raw:
        text = write(reply)
        head, *rest = [
            one
            for one in chunks(body, reply)
            if not any(choice["delta"].keys() & {"content", "tool_calls"} - {"role"} for choice in one["choices"])
            or any("role" in choice["delta"] for choice in one["choices"])
        ]
        for one in rest:
            for choice in one["choices"]:
                if choice.get("finish_reason") == "tool_calls":
                    choice["finish_reason"] = "stop"
        said = [_delta(text[at : at + size]) for at in range(0, len(text), size)]
        return frames([head, *said, *rest])

    return answer


def _delta(text: str) -> Json:
    return {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]}


WRITTEN = {
    "channels": _written(_channels, 7),
    "channels, a character at a time": _written(_channels, 1),
    "tags around calls, too": _written(_tagged, 4),
    "a mark before a list of calls": _written(_marked, 9),
}
