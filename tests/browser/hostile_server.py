"""A server that sends and stores what no type allows: bytes as they are, threads that hold anything."""

import json
from types import SimpleNamespace

TIME = "2026-01-02T03:04:05"
THREAD = {"id": "thr_1", "title": "Hostile", "created_at": TIME, "status": {"type": "active"}, "metadata": {}}


class HostileServer:
    """Answers a message with the events that were given for its text, and any other with "pong".

    Attributes:
        answers: Lists of events by the message that asks for them.
    """

    def __init__(self, answers):
        self.answers = answers
        self._items = []
        self._pongs = 0

    async def process(self, request, context):
        body = json.loads(request)
        kind, params = body["type"], body.get("params", {})
        if kind in {"threads.create", "threads.add_user_message"}:
            return self._stream(kind, params["input"])
        if kind == "threads.list":
            return _reply({"data": [THREAD] if self._items else [], "has_more": False})
        if kind == "items.list":
            return _reply(self._page(params))
        return _reply({**THREAD, "items": self._page({"order": "asc"})})

    async def _stream(self, kind, asked):
        if kind == "threads.create":
            yield _event({"type": "thread.created", "thread": {**THREAD, "items": {"data": [], "has_more": False}}})
        user = {"type": "user_message", "attachments": [], "inference_options": {}, "content": asked["content"]}
        yield self._done(user, f"asked_{len(self._items)}")
        answer = self.answers.get(asked["content"][0]["text"])
        if answer is None:
            self._pongs += 1
            yield self._done(said("pong"), f"pong_{self._pongs}")
            return
        for event in answer:
            if isinstance(event, dict) and event.get("type") == "thread.item.done":
                self._items.append(event.get("item"))
            yield _event(event)

    def _done(self, fields, item_id):
        item = {"id": item_id, "thread_id": "thr_1", "created_at": TIME, **fields}
        self._items.append(item)
        return _event({"type": "thread.item.done", "item": item})

    def _page(self, params):
        known = [item for item in self._items if isinstance(item, dict) and isinstance(item.get("id"), str)]
        items = known if params.get("order") == "asc" else known[::-1]
        start = next((index + 1 for index, item in enumerate(items) if item["id"] == params.get("after")), 0)
        page = items[start : start + params.get("limit", 20)]
        return {"data": page, "has_more": start + len(page) < len(items)}


def said(text):
    """The fields of a sound message."""
    return {"type": "assistant_message", "content": [{"type": "output_text", "text": text, "annotations": []}]}


def _reply(value):
    return SimpleNamespace(json=json.dumps(value).encode())


def _event(value):
    return b"data: " + json.dumps(value).encode() + b"\n\n"
