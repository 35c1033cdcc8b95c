"""The smallest possible server, anything with `process()` that answers in SSE bytes, and events for it to send."""

import json
from types import SimpleNamespace

from chatkit_notebook.client.requests import user_message

TIME = "2026-01-02T03:04:05"


def item(kind, item_id, **rest):
    return {"id": item_id, "thread_id": "t1", "created_at": TIME, "type": kind, **rest}


def message(item_id, text):
    return item("assistant_message", item_id, content=[{"annotations": [], "text": text, "type": "output_text"}])


def done(wire):
    return {"type": "thread.item.done", "item": wire}


def delta(item_id, text):
    update = {"type": "assistant_message.content_part.text_delta", "content_index": 0, "delta": text}
    return {"type": "thread.item.updated", "item_id": item_id, "update": update}


def created(thread_id="t1"):
    thread = {"id": thread_id, "created_at": TIME, "status": {"type": "active"}, "metadata": {}}
    return {"type": "thread.created", "thread": {**thread, "items": {"data": [], "has_more": False}}}


class ByteServer:
    """Answers each request with what a function of it yields; keeps the requests."""

    def __init__(self, answer):
        self.answer = answer
        self.requests = []

    async def process(self, request, context):
        body = json.loads(request)
        self.requests.append((body, context))
        answer = self.answer(body)
        if isinstance(answer, dict):
            return SimpleNamespace(json=json.dumps(answer).encode())
        return self._stream(answer)

    async def _stream(self, answer):
        async for event in answer:
            yield event if isinstance(event, bytes) else b"data: " + json.dumps(event).encode() + b"\n\n"


def say(text, op="threads.create"):
    params = {"input": user_message(text)}
    return {"type": op, "params": params if op == "threads.create" else {**params, "thread_id": "t1"}}
