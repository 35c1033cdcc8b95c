"""The two dialects of the stub: Responses and Chat Completions, whole and streamed.

Each streamed frame is ``(payload, is_text_chunk)``; the server cuts, holds and paces on text chunks.
"""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.stub_endpoint.script import Reply

_ids = itertools.count(1)

Frame = tuple[dict[str, Any], bool]


def _message_text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content or [] if isinstance(part, dict))


def last_user_text(body: dict[str, Any]) -> str:
    """Text of the newest user message of a request in either dialect."""
    items = body.get("messages", body.get("input", []))
    if isinstance(items, str):
        return items
    for item in reversed(items):
        if item.get("role") == "user":
            return _message_text(item.get("content"))
    return ""


def _usage(body: dict[str, Any], reply: Reply) -> tuple[int, int]:
    return len(json.dumps(body)) // 4, len(reply.chunks) + 5 * len(reply.calls)


# --- Responses


def _call_items(reply: Reply) -> list[dict[str, Any]]:
    return [
        {
            "id": f"fc_{next(_ids)}",
            "type": "function_call",
            "call_id": f"call_{next(_ids)}",
            "name": name,
            "arguments": json.dumps(arguments),
            "status": "completed",
        }
        for name, arguments in reply.calls
    ]


def _message_item(reply: Reply) -> dict[str, Any]:
    content = {"type": "output_text", "text": reply.text, "annotations": [], "logprobs": []}
    return {
        "id": f"msg_{next(_ids)}",
        "type": "message",
        "role": "assistant",
        "status": "completed",
        "content": [content],
    }


def response(body: dict[str, Any], reply: Reply, output: list[dict[str, Any]]) -> dict[str, Any]:
    """A whole Responses object."""
    spent_in, spent_out = _usage(body, reply)
    return {
        "id": f"resp_{next(_ids)}",
        "object": "response",
        "created_at": 1.0,
        "status": "completed",
        "model": body.get("model", "stub"),
        "output": output,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "metadata": {},
        "usage": {
            "input_tokens": spent_in,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": spent_out,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": spent_in + spent_out,
        },
    }


def whole_response(body: dict[str, Any], reply: Reply) -> dict[str, Any]:
    """The answer to an unstreamed Responses request."""
    return response(body, reply, ([_message_item(reply)] if reply.text else []) + _call_items(reply))


def _message_events(item: dict[str, Any], reply: Reply, at: int) -> Iterator[Frame]:
    where = {"item_id": item["id"], "output_index": at, "content_index": 0}
    part = item["content"][0]
    opened = item | {"status": "in_progress", "content": []}
    yield {"type": "response.output_item.added", "output_index": at, "item": opened}, False
    yield {"type": "response.content_part.added", **where, "part": part | {"text": ""}}, False
    for chunk in reply.chunks:
        yield {"type": "response.output_text.delta", **where, "delta": chunk, "logprobs": []}, True
    yield {"type": "response.output_text.done", **where, "text": reply.text, "logprobs": []}, False
    yield {"type": "response.content_part.done", **where, "part": part}, False
    yield {"type": "response.output_item.done", "output_index": at, "item": item}, False


def _call_events(item: dict[str, Any], at: int) -> Iterator[Frame]:
    where = {"item_id": item["id"], "output_index": at}
    opened = item | {"arguments": "", "status": "in_progress"}
    yield {"type": "response.output_item.added", "output_index": at, "item": opened}, False
    arguments = item["arguments"]
    yield {"type": "response.function_call_arguments.delta", **where, "delta": arguments}, False
    done = {"type": "response.function_call_arguments.done", **where, "arguments": arguments}
    yield done | {"name": item["name"]}, False
    yield {"type": "response.output_item.done", "output_index": at, "item": item}, False


def streamed_response(body: dict[str, Any], reply: Reply) -> Iterator[Frame]:
    """The events of a streamed Responses request, numbered."""

    def events() -> Iterator[Frame]:
        started = response(body, reply, []) | {"status": "in_progress", "usage": None}
        yield {"type": "response.created", "response": started}, False
        yield {"type": "response.in_progress", "response": started}, False
        output: list[dict[str, Any]] = []
        if reply.text:
            output.append(_message_item(reply))
            yield from _message_events(output[0], reply, 0)
        for item in _call_items(reply):
            output.append(item)
            yield from _call_events(item, len(output) - 1)
        ended = response(body, reply, output) | {"id": started["id"]}
        yield {"type": "response.completed", "response": ended}, False

    for number, (payload, is_text) in enumerate(events()):
        yield payload | {"sequence_number": number}, is_text


# --- Chat Completions


def _completion(body: dict[str, Any], kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{next(_ids)}",
        "object": kind,
        "created": 1,
        "model": body.get("model", "stub"),
    }


def _completion_usage(body: dict[str, Any], reply: Reply) -> dict[str, Any]:
    spent_in, spent_out = _usage(body, reply)
    return {
        "prompt_tokens": spent_in,
        "completion_tokens": spent_out,
        "total_tokens": spent_in + spent_out,
    }


def _tool_calls(reply: Reply) -> list[dict[str, Any]]:
    return [
        {
            "index": index,
            "id": f"call_{next(_ids)}",
            "type": "function",
            "function": {"name": name, "arguments": json.dumps(arguments)},
        }
        for index, (name, arguments) in enumerate(reply.calls)
    ]


def whole_completion(body: dict[str, Any], reply: Reply) -> dict[str, Any]:
    """The answer to an unstreamed Chat Completions request."""
    message: dict[str, Any] = {"role": "assistant", "content": reply.text or None}
    if reply.calls:
        message["tool_calls"] = _tool_calls(reply)
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if reply.calls else "stop"}
    usage = _completion_usage(body, reply)
    return _completion(body, "chat.completion") | {"choices": [choice], "usage": usage}


def streamed_completion(body: dict[str, Any], reply: Reply) -> Iterator[Frame]:
    """The chunks of a streamed Chat Completions request; usage only when it was asked for."""
    base = _completion(body, "chat.completion.chunk")

    def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        return base | {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}

    yield chunk({"role": "assistant", "content": ""}), False
    for text in reply.chunks:
        yield chunk({"content": text}), True
    for call in _tool_calls(reply):
        yield chunk({"tool_calls": [call]}), False
    yield chunk({}, "tool_calls" if reply.calls else "stop"), False
    if (body.get("stream_options") or {}).get("include_usage"):
        yield base | {"choices": [], "usage": _completion_usage(body, reply)}, False
