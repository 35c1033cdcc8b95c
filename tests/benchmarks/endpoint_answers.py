"""What it costs to read an endpoint's answer before the SDK does: CPU time of one text delta, transport to event.

Run it with ``python tests/benchmarks/endpoint_answers.py``.
"""

# ruff: noqa: T201 - a command prints
import asyncio
import json
import os
import time

import httpx2
from openai import AsyncOpenAI

from chatkit_notebook.models.answers import mend

IS_QUICK = bool(os.environ.get("QUICK"))
DELTAS = 1_000 if IS_QUICK else 5_000
BEST_OF = 2 if IS_QUICK else 5
BUDGET = 1.7
WORDS = [f"word{number} " for number in range(DELTAS)]


def responses():
    response = {"id": "r", "object": "response", "created_at": 0, "model": "m", "output": [], "tools": []}
    part = {"type": "output_text", "text": "".join(WORDS), "annotations": []}
    item = {"id": "msg", "type": "message", "role": "assistant", "content": [part], "status": "completed"}
    yield {"type": "response.created", "response": response | {"status": "in_progress"}}
    yield {"type": "response.output_item.added", "output_index": 0, "item": item | {"content": []}}
    place = {"item_id": "msg", "output_index": 0, "content_index": 0, "logprobs": []}
    for number, word in enumerate(WORDS):
        yield {"type": "response.output_text.delta", **place, "delta": word, "sequence_number": number}
    yield {"type": "response.output_item.done", "output_index": 0, "item": item}
    yield {"type": "response.completed", "response": response | {"status": "completed", "output": [item]}}


def completions():
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    for word in WORDS:
        yield chunk | {"choices": [{"index": 0, "delta": {"content": word}, "finish_reason": None}]}
    yield chunk | {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}


class Body(httpx2.AsyncByteStream):
    def __init__(self, frames):
        self._frames = frames

    async def __aiter__(self):
        for frame in self._frames:
            yield frame


class Endpoint(httpx2.AsyncBaseTransport):
    """Answers at once, with what is read first or as it is."""

    def __init__(self, frames, *, is_read):
        self._frames = frames
        self._is_read = is_read

    async def handle_async_request(self, request):
        return await (mend(request, self._answer) if self._is_read else self._answer(request))

    async def _answer(self, request):
        headers = {"content-type": "text/event-stream"}
        return httpx2.Response(200, headers=headers, stream=Body(self._frames), request=request)


async def microseconds(name, frames, *, is_read):
    http = httpx2.AsyncClient(transport=Endpoint(frames, is_read=is_read))
    # Only what comes from the Agents SDK is read.
    agents = {"User-Agent": "Agents/Python"}
    client = AsyncOpenAI(api_key="none", base_url="http://127.0.0.1/v1", http_client=http, default_headers=agents)
    start = time.process_time()
    if name == "Responses":
        stream = await client.responses.create(model="m", input="x", stream=True)
    else:
        stream = await client.chat.completions.create(
            model="m", messages=[{"role": "user", "content": "x"}], stream=True
        )
    count = 0
    async for _ in stream:
        count += 1
    assert count >= DELTAS
    return (time.process_time() - start) / DELTAS * 1e6


def main():
    print(f"{DELTAS:,} deltas, best of {BEST_OF}, CPU time of one delta")
    for name, events in {"Responses": responses(), "Chat Completions": completions()}.items():
        frames = [f"data: {json.dumps(event)}\n\n".encode() for event in events]
        frames.append(b"data: [DONE]\n\n")
        best = {False: float("inf"), True: float("inf")}
        for _ in range(BEST_OF):
            for is_read, least in best.items():
                best[is_read] = min(least, asyncio.run(microseconds(name, frames, is_read=is_read)))
        ratio = best[True] / best[False]
        print(
            f"{name:>18}  SDK alone {best[False]:6.1f} µs, read before {best[True]:6.1f} µs: {ratio:.2f}x "
            f"(budget: at most {BUDGET})"
        )


if __name__ == "__main__":
    main()
