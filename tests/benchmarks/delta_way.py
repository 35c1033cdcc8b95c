"""What a text delta costs on its way from the server that makes it to the comm: microseconds, JSON and validations.

Run it with ``python tests/benchmarks/delta_way.py [deltas]``. A delta leaves ``process()`` as bytes; the session reads,
folds, logs and dispatches it; the views' outbox gives it to a comm, which packs messages as Jupyter's does. The floor
makes the same events, passes each over one async generator, and writes, reads and writes it. The budget: each model
is validated once, at most two encodes and one decode a delta; an append to the log takes at most 10 µs; and in a
message of 100,000 characters, or after 10,000 others, a delta costs at most 1.2 times what it costs in a new thread.
"""

# ruff: noqa: T201 - a command prints
import asyncio
import gc
import json
import os
import sys
import time
from datetime import datetime
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from jupyter_client.session import json_packer

from chatkit_notebook import types
from chatkit_notebook.bridge import outbox
from chatkit_notebook.bridge.views import Views
from chatkit_notebook.client import Callbacks, Session
from chatkit_notebook.eventlog import EventLog
from chatkit_notebook.server import ChatKitServer
from chatkit_notebook.store import MemoryStore
from tests.benchmarks.process_stream import deltas
from tests.counting import counted
from tests.doubles import delta, message, say

IS_QUICK = bool(os.environ.get("QUICK"))
ROUNDS = 3 if IS_QUICK else 9
DELTAS = 2_000 if IS_QUICK else 20_000
LONG, OLD = 100_000, 10_000
NOW = datetime(2026, 1, 2)  # noqa: DTZ001 - naive is the default
REQUEST = say("Hi", "threads.add_user_message")


class Server(ChatKitServer):
    """Streams deltas into a message that has some text already."""

    def __init__(self, count, length):
        super().__init__(MemoryStore())
        self._count = count
        self._text = "x" * length

    async def respond(self, thread, _message, _context):
        content = [types.AssistantMessageContent(text=self._text)]
        item = types.AssistantMessageItem(id="msg_1", thread_id=thread.id, created_at=NOW, content=content)
        yield types.ThreadItemAddedEvent(item=item)
        for event in deltas(types, self._count):
            yield event
        yield types.ThreadItemDoneEvent(item=item)


async def process(count, length=0):
    """Make the bytes."""
    async for _ in await (await server(count, length)).process(json.dumps(REQUEST), None):
        pass


async def session(count, length=0, *, history=0, send=None, interval=outbox.INTERVAL):
    """Go on to the views, if there is a function that sends to them."""
    session = Session(await server(count, length), Callbacks())
    session.current.state["thread"] = {"id": "t1"}
    session.current.state["items"] = [*earlier(history)]
    bundle = type("Bundle", (), {"hash": "0", "read": lambda _: (b"", b"")})()
    views = Views(session, send, bundle) if send else None
    usual, outbox.INTERVAL = outbox.INTERVAL, interval
    try:
        await session.finished(session.submit(REQUEST["type"], REQUEST))
    finally:
        outbox.INTERVAL = usual
        if views:
            views.close()
        await session.close()


async def comm(count, **options):
    """Go the whole way, to a comm; return the number of its messages."""
    sent = []
    await session(count, send=lambda content, _=None: sent.append(len(json_packer(content))), **options)
    return len(sent)


async def append(count):
    """Add a delta to the log."""
    log, event, began = EventLog(), delta("msg_1", "hello "), time.time_ns()
    for _ in range(count):
        log.append(event, run_id="r1", op=REQUEST["type"], thread_id="t1", began=began)


async def floor(count):
    """Do only what can't be left out."""

    async def events():
        for event in deltas(types, count):
            yield event

    async for event in events():
        wire = event.__pydantic_serializer__.to_json(event, by_alias=True, exclude_none=True)
        json_packer(json.loads(wire))


@cache
def earlier(count):
    return [message(f"m{number}", "Hello") for number in range(count)]


async def server(count, length):
    one = Server(count, length)
    await one.store.save_thread(types.ThreadMetadata(id="t1", created_at=NOW), None)
    return one


async def count_calls(count, **options):
    """Count what each delta adds, and the messages on the comm."""
    with counted() as few:
        await comm(count, **options)
    with counted() as many:
        messages = await comm(2 * count, **options)
    kinds = ("encodes", "decodes", "validations")
    return {kind: (many[kind] - few[kind]) / count for kind in kinds}, messages / (2 * count)


async def main(count):
    contestants = {
        "floor": floor,
        "process() to bytes": process,
        "... and session": session,
        "... and comm": comm,
        "the same, each delta alone": lambda count: comm(count, interval=0),
        f"after {LONG:,} characters": lambda count: comm(count, length=LONG),
        f"after {OLD:,} messages": lambda count: comm(count, history=OLD),
        "append to the log": append,
    }
    best = dict.fromkeys(contestants, float("inf"))
    for _ in range(ROUNDS):  # in turns, so that a busy machine slows all of them
        for name, run in contestants.items():
            gc.collect()
            start = time.process_time()
            await run(count)
            best[name] = min(best[name], (time.process_time() - start) / count)

    print(f"{count:,} deltas, best of {ROUNDS}, CPU time of one delta")
    for name, seconds in best.items():
        print(f"{name:>28}  {seconds * 1e6:6.2f} µs  {seconds / best['floor']:5.2f}x the floor")
    usual = best["... and comm"]
    for name in list(contestants)[5:7]:
        print(f"{name:>28}  {best[name] / usual:.2f}x (budget: at most 1.2)")
    for name, interval in (("merged", outbox.INTERVAL), ("each delta alone", 0)):
        calls, messages = await count_calls(1_000, interval=interval)
        told = ", ".join(f"{number:.2f} {kind}" for kind, number in calls.items())
        print(f"{name:>28}  {told}, {messages:.2f} messages a delta")
    print("Budget: an append at most 10 µs; a delta at most 2 encodes, 1 decode, and 2 validations, which are of")
    print("the event and of its update, where the server makes them.")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else DELTAS))
