"""One scenario, run through the official server and through ours: what went over the wire and to the store."""

import asyncio
import importlib
import json
import re
import warnings
from contextlib import suppress
from datetime import datetime
from types import SimpleNamespace

from pydantic import BaseModel

TIMEOUT = 60
LONG_AGO = datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001 - the SDKs keep naive times
MODULES = ("actions", "agents", "errors", "server", "store", "types", "widgets")
_NOW = re.compile(r'("created_at":\s?")(?!2026-01-02T03:04:05)[^"]+"')
_RANDOM_ID = re.compile(r'"(thr|msg|tc|tsk|wf|atc|shcx|call|fc|ig)_[0-9a-f]{8,}"')


def load_kit(package):
    """Return the modules of one SDK, side by side."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the official widget classes are deprecated, importing them says so
        return SimpleNamespace(**{name: importlib.import_module(f"{package}.{name}") for name in MODULES})


def plain(value):
    """Reduce an argument to JSON with the names of its models."""
    if isinstance(value, BaseModel):
        return {"class": type(value).__name__.partition("[")[0], **value.model_dump(mode="json")}
    if isinstance(value, SimpleNamespace):
        return "<context>"
    return value


class Rows:
    """A store's contents, in order of insertion, and what each method of a store does to them."""

    def __init__(self, kit):
        self.kit = kit
        self.threads = {}
        self.items = {}
        self.attachments = {}
        self.made = {}

    def new_id(self, kind):
        self.made[kind] = self.made.get(kind, 0) + 1
        return f"{kind}-{self.made[kind]}"

    def get(self, found, key):
        if key not in found:
            raise self.kit.store.NotFoundError(key)
        return found[key].model_copy(deep=True)

    def page(self, found, after, limit, order):
        rows = list(found.values())[:: 1 if order == "asc" else -1]
        start = 0 if after is None else [row.id for row in rows].index(after) + 1
        data = [row.model_copy(deep=True) for row in rows[start : start + limit]]
        more = start + limit < len(rows)
        return self.kit.types.Page(data=data, has_more=more, after=data[-1].id if more else None)

    def load_thread(self, thread_id, context):
        return self.get(self.threads, thread_id)

    def save_thread(self, thread, context):
        self.threads[thread.id] = thread.model_copy(deep=True)

    def load_threads(self, limit, after, order, context):
        return self.page(self.threads, after, limit, order)

    def delete_thread(self, thread_id, context):
        self.threads.pop(thread_id, None)
        self.items.pop(thread_id, None)

    def load_thread_items(self, thread_id, after, limit, order, context):
        return self.page(self.items.get(thread_id, {}), after, limit, order)

    def save_item(self, thread_id, item, context):
        self.items.setdefault(thread_id, {})[item.id] = item.model_copy(deep=True)

    add_thread_item = save_item

    def load_item(self, thread_id, item_id, context):
        return self.get(self.items.get(thread_id, {}), item_id)

    def delete_thread_item(self, thread_id, item_id, context):
        self.items.get(thread_id, {}).pop(item_id, None)

    def save_attachment(self, attachment, context):
        self.attachments[attachment.id] = attachment.model_copy(deep=True)

    def load_attachment(self, attachment_id, context):
        return self.get(self.attachments, attachment_id)

    def delete_attachment(self, attachment_id, context):
        self.attachments.pop(attachment_id, None)


def recorded(world, subject, name):
    """Make an async method that takes a note, fails if it is told to, and calls ``subject``."""

    async def call(_self, *args, **kwargs):
        keywords = {key: plain(value) for key, value in sorted(kwargs.items())}
        world.calls.append([name, [plain(each) for each in args], keywords])
        if name in world.failing:
            raise world.failing[name]
        return getattr(subject, name)(*args, **kwargs)

    return call


def make_store(world):
    base = world.kit.store.Store
    methods = {name: recorded(world, world.rows, name) for name in base.__abstractmethods__}
    methods["generate_thread_id"] = lambda _self, _context: world.rows.new_id("thread")
    methods["generate_item_id"] = lambda _self, item_type, _thread, _context: world.rows.new_id(item_type)
    return type("RecordingStore", (base,), methods)()


class World:
    """One SDK, a store that takes notes, and a client."""

    def __init__(self, package):
        self.kit = load_kit(package)
        self.types = self.kit.types
        self.rows = Rows(self.kit)
        self.calls = []
        self.answers = []
        self.notes = []
        self.failing = {}
        self.context = SimpleNamespace(user="ada")
        self.store = make_store(self)
        self.server = None
        self.found = None
        self._is_waiting = asyncio.Event()

    def serve(self, *, attachment_store=None, **methods):
        """Start a server with these methods; ``respond`` says nothing unless given."""

        async def respond(_self, _thread, _message, _context):
            return
            yield

        methods.setdefault("respond", respond)
        server = type("Server", (self.kit.server.ChatKitServer,), methods)
        self.server = server(self.store, attachment_store)

    def note(self, *values):
        """Keep what a server's method was given, to be compared as well."""
        self.notes.append([plain(value) for value in values])

    async def wait_forever(self):
        """Wait, in a server's method, until ``send_and_cancel`` cancels."""
        self._is_waiting.set()
        await asyncio.Event().wait()

    async def send(self, op, **params):
        """Send a request and keep the answer: SSE frames, JSON, or how it failed."""
        await self.send_raw(json.dumps({"type": op, "params": params}))

    async def send_raw(self, body):
        frames = []
        try:
            result = await self.server.process(body, self.context)
            if isinstance(result, self.kit.server.NonStreamingResult):
                self.answers.append(result.json.decode())
                return
            self.answers.append(frames)
            async for frame in result:
                frames.append(frame.decode())  # noqa: PERF401 - those before a failure count, too
        except Exception as error:  # noqa: BLE001 - whatever is raised is compared
            self.answers.append(f"raised {type(error).__name__}")

    async def send_and_cancel(self, op, **params):
        """Send a request, and cancel it as soon as the server waits forever."""
        self._is_waiting.clear()
        request = asyncio.ensure_future(self.send(op, **params))
        async with asyncio.timeout(TIMEOUT):
            await self._is_waiting.wait()
            request.cancel()
            with suppress(asyncio.CancelledError):
                await request
        self.answers.append("cancelled")

    def saved_thread(self, **fields):
        """Put a thread into the store, unnoticed."""
        thread = self.types.ThreadMetadata(**{"id": "thr", "created_at": LONG_AGO, **fields})
        self.rows.threads[thread.id] = thread
        return thread

    def saved_items(self, *items):
        """Put items into the store, unnoticed."""
        for item in items:
            self.rows.items.setdefault(item.thread_id, {})[item.id] = item

    def item(self, kind, item_id, **fields):
        """Make an item of the thread ``thr``."""
        return getattr(self.types, kind)(id=item_id, thread_id="thr", created_at=LONG_AGO, **fields)

    def user_message(self, item_id, text="Hi"):
        return self.item(
            "UserMessageItem",
            item_id,
            content=[self.types.UserMessageTextContent(text=text)],
            inference_options=self.types.InferenceOptions(),
        )

    def message(self, item_id="msg", *texts):
        content = [self.types.AssistantMessageContent(text=text) for text in texts]
        return self.item("AssistantMessageItem", item_id, content=content)

    def tool_call(self, item_id, **fields):
        fields = {"call_id": f"call-{item_id}", "name": "pick", "arguments": {"k": None}, **fields}
        return self.item("ClientToolCallItem", item_id, **fields)

    def added(self, item):
        return self.types.ThreadItemAddedEvent(item=item)

    def done(self, item):
        return self.types.ThreadItemDoneEvent(item=item)

    def replaced(self, item):
        return self.types.ThreadItemReplacedEvent(item=item)

    def updated(self, item_id, kind, **fields):
        return self.types.ThreadItemUpdatedEvent(item_id=item_id, update=getattr(self.types, kind)(**fields))

    def delta(self, text, index=0, item_id="msg"):
        kind = "AssistantMessageContentPartTextDelta"
        return self.updated(item_id, kind, content_index=index, delta=text)

    def run(self):
        """Return everything that can be compared, with new times and random ids blanked out."""
        seen = {
            "answers": self.answers,
            "calls": self.calls,
            "notes": self.notes,
            "threads": [plain(thread) for thread in self.rows.threads.values()],
            "items": {key: [plain(item) for item in items.values()] for key, items in self.rows.items.items()},
            "attachments": [plain(attachment) for attachment in self.rows.attachments.values()],
            "found": self.found,
        }
        # The answers are strings within JSON; compared as they are, but for what can never be equal.
        return json.loads(json.dumps(seen), object_hook=_blank_object) | {
            "answers": json.loads(json.dumps([_blank(answer) for answer in self.answers]))
        }


def _blank(answer):
    if isinstance(answer, list):
        return [_blank(frame) for frame in answer]
    return _RANDOM_ID.sub(r'"\1_*"', _NOW.sub(r'\1now"', answer))


def _blank_object(value):
    return json.loads(_blank(json.dumps(value))) if isinstance(value, dict) else value


async def play(package, scenario):
    """Run a scenario with one SDK."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the official widget classes
        world = World(package)
        async with asyncio.timeout(TIMEOUT):
            await scenario(world)
        return world.run()


def same(scenario):
    """Make a test of a scenario: both servers must say and store the same."""

    async def test():
        official = await play("chatkit", scenario)
        ours = await play("chatkit_notebook", scenario)
        assert ours["answers"] == official["answers"]
        assert ours == official
        assert official["answers"], "nothing was asked"

    test.__name__ = scenario.__name__
    test.__doc__ = scenario.__doc__
    return test


def sse_types(run, answer=0):
    """Return the types of the events of one answer."""
    return [json.loads(frame.removeprefix("data: "))["type"] for frame in run["answers"][answer]]


def text_input(text="Hi", **fields):
    """Return the input of a user message."""
    return {
        "content": [{"type": "input_text", "text": text}],
        "attachments": [],
        "inference_options": {},
        **fields,
    }
