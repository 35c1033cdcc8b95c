"""What a view hears for what it sends: cases that both the session and the in-page kernel of demo and UI tests pass.

A case has ``steps``. Each does one thing and lists all that the view then hears, in order; replies come after frames
and states, because they may overtake frames that wait to be sent together. ``"*"`` stands for any text. A step has one
of

- ``send``: the view sends this message, with the text in ``bytes`` as its buffer if there is one;
- ``of``, with ``yields``, ``raises`` or ``ends``: the response to the request of this id yields an event, fails or
  ends, or the function of the action of this name does.

What a case begins with:

- ``threads``: what is stored; ``thread``: the one on screen
- ``client_actions``: the actions that have a function; ``server_acts``: false if the server has no `action()`
- ``swaps``: the item that synchronous actions give back, or why they fail
- ``kept``: how many frames a view may be behind; ``snapshot_items``: how many items a state has
- ``crowded``: whether too much is under way already

``only`` names the side that a case is for, ``"session"`` or ``"kernel"``, and ``because`` says why.
"""

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from chatkit_notebook.bridge import outbox, requests
from chatkit_notebook.bridge.views import Views
from chatkit_notebook.client import Callbacks, Session, thread
from chatkit_notebook.client.callbacks import Callback
from chatkit_notebook.client.thread import running
from chatkit_notebook.ids import ID_PREFIXES
from chatkit_notebook.server import ChatKitServer
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import SyncCustomActionResponse, ThreadItem, ThreadMetadata, ThreadStreamEvent
from tests.contracts import Contract

ALL_CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted((Path(__file__).parent / "session_cases").glob("*.json"))
    for case in json.loads(file.read_text("utf-8"))
]
CASES = [each for each in ALL_CASES if each.values[0].get("only") != "kernel"]
A_MOMENT = 2 * outbox.INTERVAL
_events = TypeAdapter(ThreadStreamEvent)
_items = TypeAdapter(ThreadItem)


class AnyText(str):
    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other):
        return isinstance(other, str)


class Bundle:
    hash = "memory"

    def read(self):
        return b"", b""


class CountingStore(MemoryStore):
    """Numbers what is made, each kind by itself."""

    def __init__(self):
        super().__init__()
        self._made = Counter()

    def generate_thread_id(self, context):
        return self._next("thread")

    def generate_item_id(self, item_type, thread, context):
        return self._next(item_type)

    def generate_attachment_id(self, mime_type, context):
        return self._next("attachment")

    def _next(self, kind):
        self._made[kind] += 1
        return f"{ID_PREFIXES[kind]}_{self._made[kind]}"


class Stage:
    """Whatever a case says when it goes on: the responses, and the functions of actions."""

    def __init__(self):
        self._cues = {}

    async def play(self, name):
        cues = self._cues[name] = asyncio.Queue()
        try:
            cue = {}
            while "ends" not in cue:
                cue = await cues.get()
                if "yields" in cue:
                    yield _events.validate_python(cue["yields"])
                if "raises" in cue:
                    raise RuntimeError(cue["raises"])
        finally:
            del self._cues[name]

    async def act(self, name):
        async for _ in self.play(name):
            pass

    def cue(self, step):
        self._cues[step["of"]].put_nowait(step)


class StagedServer(ChatKitServer):
    def __init__(self, stage, swaps):
        store = CountingStore()
        attachments = store.attachment_store()
        attachments.generate_attachment_id = store.generate_attachment_id
        super().__init__(store, attachments)
        self._stage = stage
        self._swaps = swaps

    def respond(self, thread, input_user_message, context):
        return self._stage.play(running.get().id)

    async def sync_action(self, thread, action, sender, context):
        if self._swaps is None:
            return SyncCustomActionResponse()
        if "raises" in self._swaps:
            raise RuntimeError(self._swaps["raises"])
        updated = _items.validate_python(self._swaps)
        await self.store.save_item(thread.id, updated, context)
        return SyncCustomActionResponse(updated_item=updated)


class ActingServer(StagedServer):
    def action(self, thread, action, sender, context):
        return self._stage.play(running.get().id)


class Play:
    """One case on a session of its own, whose view is the test."""

    def __init__(self, case, clock):
        self._case, self._clock = case, clock
        self._heard, self._contract = [], Contract()
        self._stage = Stage()
        server = ActingServer if case.get("server_acts", True) else StagedServer
        self._server = server(self._stage, case.get("swaps"))
        actions = {name: self._function(name) for name in case.get("client_actions", [])}
        self._session = Session(self._server, Callbacks(actions=actions))

    async def begin(self):
        store = self._server.store
        for stored in self._case.get("threads", []):
            await store.save_thread(ThreadMetadata.model_validate(stored["info"]), {})
            for item in stored["items"]:
                await store.add_thread_item(stored["info"]["id"], _items.validate_python(item), {})
        if "thread" in self._case:
            await self._session.open_thread(self._case["thread"])
        self._views = Views(self._session, self._hear, Bundle())

    async def step(self, step):
        """Do what the step says and return what the view hears."""
        if "send" in step:
            self._views.receive(step["send"], [step["bytes"].encode()] if "bytes" in step else [])
        else:
            self._stage.cue(step)
        await self._quiet()
        await self._clock.let_pass(A_MOMENT)
        await self._quiet()
        heard, self._heard = self._heard, []
        return sorted(heard, key=lambda message: message.get("type") in ("reply", "taken"))

    async def end(self):
        self._views.close()
        await self._session.close()
        self._contract.verify()

    def _function(self, name):
        async def act():
            await self._stage.act(name)

        return Callback(act)

    def _hear(self, content, buffers=None):
        message = json.loads(json.dumps(content))
        self._contract.sent(message)
        if buffers and message["type"] == "reply":
            message["bytes"] = bytes(buffers[0]).decode()
        # How frames are put together is a matter of time.
        is_told = message["type"] == "frames" and message["frames"]
        self._heard.extend(message["frames"] if is_told else [message])

    async def _quiet(self):
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(0)
            if not loop._ready:
                return


def expected(value):
    """What a case expects, with something that is equal to any text in the place of each ``"*"``."""
    if isinstance(value, dict):
        return {key: expected(each) for key, each in value.items()}
    if isinstance(value, list):
        return [expected(each) for each in value]
    return AnyText("*") if value == "*" else value


@pytest.mark.parametrize("case", ALL_CASES)
def test_a_case_for_one_side_says_why(case):
    assert case.get("only") in (None, "session", "kernel")
    assert ("only" in case) == bool(case.get("because"))


@pytest.mark.parametrize("case", CASES)
async def test_a_view_hears_what_the_case_says(case, clock, monkeypatch):
    monkeypatch.setattr(outbox, "KEPT_FRAMES", case.get("kept", outbox.KEPT_FRAMES))
    monkeypatch.setattr(thread, "SNAPSHOT_ITEMS", case.get("snapshot_items", thread.SNAPSHOT_ITEMS))
    if case.get("crowded"):
        monkeypatch.setattr(requests, "MOST_AT_ONCE", 0)
    play = Play(case, clock)
    await play.begin()
    try:
        for number, step in enumerate(case["steps"], 1):
            assert (number, await play.step(step)) == (number, expected(step.get("expect", [])))
    finally:
        await play.end()
