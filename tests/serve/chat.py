"""A conversation with a server through its bytes, as a client would have it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from chatkit_notebook.server.host import Host, hosted_by


class Chat(Host):
    """Sends requests; keeps the events of the last one, and what all of them used."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.thread_id: str | None = None
        self.events: list[dict[str, Any]] = []
        self.usages: list[Any] = []
        self._arrived = asyncio.Event()

    async def say(self, text: str, *parts: dict[str, Any], **options: Any) -> str:
        """Send a message and return the text of the answer."""
        message = {
            "content": [{"type": "input_text", "text": text}, *parts],
            "attachments": [],
            "inference_options": options,
        }
        if self.thread_id is None:
            return await self.stream("threads.create", input=message)
        return await self.stream("threads.add_user_message", input=message)

    async def stream(self, op: str, **params: Any) -> str:
        """Send a streaming request and return the text of the answer."""
        if self.thread_id is not None:
            params["thread_id"] = self.thread_id
        with hosted_by(self):
            result = await self.server.process(json.dumps({"type": op, "params": params}), {})
            self.events = []
            async for frame in result:
                event = json.loads(frame.removeprefix(b"data: "))
                self.events.append(event)
                self._arrived.set()
                if event["type"] == "thread.created":
                    self.thread_id = event["thread"]["id"]
        return self.text

    def used(self, usage: Any) -> None:
        """Keep what a run used."""
        self.usages.append(usage)

    async def until(self, delta: str) -> None:
        """Wait for a piece of text to arrive."""
        async with asyncio.timeout(15):
            while not any(event.get("update", {}).get("delta") == delta for event in self.events):
                self._arrived.clear()
                await self._arrived.wait()

    @property
    def text(self) -> str:
        """What the assistant said in the last answer."""
        messages = [item for item in self.done if item["type"] == "assistant_message"]
        return "\n".join(part["text"] for item in messages for part in item["content"])

    @property
    def done(self) -> list[dict[str, Any]]:
        """Items that the last answer completed."""
        return [event["item"] for event in self.events if event["type"] == "thread.item.done"]

    @property
    def error(self) -> dict[str, Any] | None:
        """The error of the last answer."""
        return next((event for event in self.events if event["type"] == "error"), None)

    async def items(self) -> list[Any]:
        """The items of the thread as they are stored."""
        page = await self.server.store.load_thread_items(self.thread_id, None, 1000, "asc", {})
        return page.data
