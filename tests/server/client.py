"""A small client, small servers, and short ways to make what they say."""

import asyncio
import json
from contextlib import suppress
from datetime import datetime
from functools import wraps
from inspect import signature

from chatkit_notebook import clock
from chatkit_notebook.server import ChatKitServer, NonStreamingResult
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import (
    AssistantMessageContent,
    AssistantMessageContentPartTextDelta,
    AssistantMessageItem,
    ClientToolCallItem,
    HiddenContextItem,
    InferenceOptions,
    ThreadItemUpdatedEvent,
    ThreadMetadata,
    UserMessageItem,
    UserMessageTextContent,
)

NOW = datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001 - naive is the default
TIMEOUT = 60


async def no_answer(_self, _thread, _message, _context):
    """Respond with nothing."""
    return
    yield


class Client:
    """Talks to a server made of the given methods; ``gate`` holds a response until it is cancelled."""

    def __init__(self, *, store=None, attachment_store=None, context="context", **methods):
        self.context = context
        written = {name: self._in_context(method) for name, method in {"respond": no_answer, **methods}.items()}
        self.store = store or MemoryStore()
        self.server = type("Server", (ChatKitServer,), written)(
            _InContext(self.store, self), attachment_store and _InContext(attachment_store, self)
        )
        self._is_waiting = asyncio.Event()

    def _in_context(self, method):
        """Let a method be called with this client's context only: another one may stand for another person."""
        if not callable(method) or "context" not in (parameters := signature(method).parameters):
            return method
        place = list(parameters).index("context")

        @wraps(method)
        def call(*args, **kwargs):
            context = kwargs["context"] if "context" in kwargs else args[place]
            assert context is self.context, f"{method.__name__} was called with the context {context!r}"
            return method(*args, **kwargs)

        return call

    async def process(self, op, **params):
        return await self.server.process(json.dumps({"type": op, "params": params}), self.context)

    async def ask(self, op, **params):
        """Return the answer to a request that has one."""
        result = await self.process(op, **params)
        assert isinstance(result, NonStreamingResult)
        return json.loads(result.json)

    async def stream(self, op, **params):
        """Return the events of a whole stream."""
        return [parse(frame) async for frame in await self.process(op, **params)]

    async def send(self, text="Hi", thread_id="thr", **fields):
        """Send a message to a thread."""
        return await self.stream("threads.add_user_message", thread_id=thread_id, input=text_input(text, **fields))

    async def gate(self):
        """Wait, in a method of the server, for the client to cancel."""
        self._is_waiting.set()
        await asyncio.Event().wait()

    async def send_and_cancel(self):
        """Send a message, cancel the task at the gate, and return the events until then."""
        events = []

        async def read():
            result = await self.process("threads.add_user_message", thread_id="thr", input=text_input("Hi"))
            async for frame in result:
                events.append(parse(frame))  # noqa: PERF401 - those before the cancellation count

        task = asyncio.create_task(read())
        async with asyncio.timeout(TIMEOUT):
            await self._is_waiting.wait()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        assert task.cancelled()
        return events

    async def with_thread(self, *items, **fields):
        """Put the thread ``thr`` into the store, with these items, and return this client."""
        await self.store.save_thread(ThreadMetadata(**{"id": "thr", "created_at": NOW, **fields}), None)
        for item in items:
            await self.store.add_thread_item("thr", item, None)
        return self

    async def thread(self):
        return await self.store.load_thread("thr", None)

    async def items(self):
        return (await self.store.load_thread_items("thr", None, 100, "asc", None)).data

    async def item_ids(self):
        return [item.id for item in await self.items()]


class _InContext:
    """A store as the server sees it."""

    def __init__(self, store, client):
        self._store = store
        self._client = client

    def __getattr__(self, name):
        return self._client._in_context(getattr(self._store, name))


def parse(frame):
    """Return the event of one SSE frame."""
    assert frame.startswith(b"data: ")
    assert frame.endswith(b"\n\n")
    assert frame.count(b"\n") == 2
    return json.loads(frame[6:])


def kinds(events):
    return [event["type"] for event in events]


def text_input(text="Hi", **fields):
    content = [{"type": "input_text", "text": text}]
    return {"content": content, "attachments": [], "inference_options": {}, **fields}


def base(item_id, created_at=None):
    """Return what every item has; items made one after the other come in that order."""
    return {"id": item_id, "thread_id": "thr", "created_at": created_at or clock.now()}


def message(item_id="msg", *texts):
    return AssistantMessageItem(**base(item_id), content=[AssistantMessageContent(text=text) for text in texts])


def user_message(item_id="user", text="Hi"):
    content = [UserMessageTextContent(text=text)]
    return UserMessageItem(**base(item_id), content=content, inference_options=InferenceOptions())


def tool_call(item_id="call", **fields):
    return ClientToolCallItem(**base(item_id), call_id=f"call_{item_id}", name="pick", arguments={}, **fields)


def hidden(item_id="hidden", content="x"):
    return HiddenContextItem(**base(item_id), content=content)


def delta(text, index=0, item_id="msg"):
    update = AssistantMessageContentPartTextDelta(content_index=index, delta=text)
    return ThreadItemUpdatedEvent(item_id=item_id, update=update)
