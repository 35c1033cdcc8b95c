"""How many text deltas a second come out of ``process()``: the official SDK's, ours, and the floor under both.

Run it with ``python tests/benchmarks/process_stream.py [deltas]``. The floor makes the same events, passes each
over one async generator, and serialises it once. The budget: ours at least twice as fast as the official one,
within 1.6 times of the floor's time, and at most its memory.
"""

# ruff: noqa: T201 - a command prints
import asyncio
import gc
import importlib
import json
import os
import sys
import time
import tracemalloc
from datetime import datetime

IS_QUICK = bool(os.environ.get("QUICK"))
ROUNDS = 3 if IS_QUICK else 9
DELTAS = 2_000 if IS_QUICK else 20_000
REQUEST = json.dumps({
    "type": "threads.create",
    "params": {
        "input": {
            "content": [{"type": "input_text", "text": "Hi"}],
            "attachments": [],
            "inference_options": {},
        }
    },
})  # fmt: skip


def deltas(types, count):
    for _ in range(count):
        yield types.ThreadItemUpdatedEvent(
            item_id="msg_1",
            update=types.AssistantMessageContentPartTextDelta(content_index=0, delta="hello "),
        )


def message(types, thread_id, text):
    return types.AssistantMessageItem(
        id="msg_1",
        thread_id=thread_id,
        created_at=datetime(2026, 1, 2),  # noqa: DTZ001 - what the SDK makes
        content=[types.AssistantMessageContent(text=text)],
    )


def make_server(package, count):
    types = importlib.import_module(f"{package}.types")
    server = importlib.import_module(f"{package}.server")
    store = importlib.import_module(f"{package}.store")

    class Server(server.ChatKitServer):
        async def respond(self, thread, _message, _context):
            yield types.ThreadItemAddedEvent(item=message(types, thread.id, ""))
            for event in deltas(types, count):
                yield event
            yield types.ThreadItemDoneEvent(item=message(types, thread.id, "hello " * count))

    async def nothing(*_args, **_kwargs):
        return None

    names = store.Store.__abstractmethods__
    return Server(type("NoStore", (store.Store,), dict.fromkeys(names, nothing))())


async def process(server):
    async for _ in await server.process(REQUEST, None):
        pass


async def floor(count):
    types = importlib.import_module("chatkit_notebook.types")

    async def events():
        for event in deltas(types, count):
            yield event

    async for event in events():
        event.__pydantic_serializer__.to_json(event, by_alias=True, exclude_none=True)


async def main(count):
    contestants = {
        "official": (process, make_server("chatkit", count)),
        "ours": (process, make_server("chatkit_notebook", count)),
        "floor": (floor, count),
    }
    seconds = {name: [] for name in contestants}
    for _ in range(ROUNDS):  # in turns, so that a busy machine slows all of them
        for name, (run, subject) in contestants.items():
            gc.collect()
            start = time.process_time()
            await run(subject)
            seconds[name].append(time.process_time() - start)
    best = {name: min(times) for name, times in seconds.items()}
    peaks = {}
    for name, (run, subject) in contestants.items():
        gc.collect()
        tracemalloc.start()
        await run(subject)
        peaks[name] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    print(f"{count:,} deltas, best of {ROUNDS}, CPU time")
    for name, time_taken in best.items():
        print(f"{name:>9}  {count / time_taken:>10,.0f} events/s  {peaks[name] / 1024:>8,.0f} KiB at most")
    print(f"ours / official  {best['official'] / best['ours']:.2f}x the speed (budget: at least 2)")
    print(f"ours / floor     {best['ours'] / best['floor']:.2f}x the time (budget: at most 1.6)")
    print(f"ours / official  {peaks['ours'] / peaks['official']:.2f}x the memory (budget: at most 1)")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else DELTAS))
