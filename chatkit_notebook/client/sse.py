"""Server-sent events: from the bytes of any server's ``process()`` to events."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from chatkit_notebook.errors import BrokenStreamError
from chatkit_notebook.json import Halves, is_deep, is_object, object_in, repaired

if TYPE_CHECKING:
    from collections.abc import AsyncIterable

DEEPEST = 200
"""How deep an event may be nested: neither Jupyter nor a browser takes much more."""


async def events_of(result: AsyncIterable[bytes]) -> AsyncGenerator[dict[str, Any], None]:
    """Read the events of a stream of SSE bytes, however they are cut into chunks.

    Raises:
        BrokenStreamError: A frame's data is not a JSON object.
    """
    stream = aiter(result)
    buffer = b""
    halves = Halves()
    try:
        async for chunk in stream:
            # Both SDKs yield exactly one frame a chunk; anything else takes the buffered way.
            if not buffer and chunk.startswith(b"data: ") and chunk.find(b"\n") == len(chunk) - 2:
                yield _parse(chunk[6:-2], halves)
                continue
            buffer += chunk.replace(b"\r\n", b"\n")
            *frames, buffer = buffer.split(b"\n\n")
            for frame in frames:
                if data := _data(frame):
                    yield _parse(data, halves)
        if data := _data(buffer):
            yield _parse(data, halves)
    finally:
        # What ends the reading ends the server's work at once, and not when its memory is collected.
        for each in (stream, getattr(result, "json_events", None)):
            if isinstance(each, AsyncGenerator):
                await each.aclose()


def _data(frame: bytes) -> bytes:
    lines = [line[5:].removeprefix(b" ") for line in frame.split(b"\n") if line.startswith(b"data:")]
    return b"\n".join(lines).strip()


def _read(data: bytes, halves: Halves) -> Any:
    try:
        # Takes less than half the time of json.loads(), and events share the names of their fields.
        event = from_json(data)
        if not halves:
            return event
    except ValueError:
        # It refuses half a surrogate pair, which would stop every message to the views that contains it; and what
        # json.loads() still reads, such as UTF-16, or takes for too deep only later.
        event = json.loads(data)
    update = object_in(object_in(event).get("update"))
    if isinstance(update.get("delta"), str):
        text = event.get("item_id"), update.get("content_index"), update.get("component_id")
        update["delta"] = halves.join(text, update["delta"])
    return repaired(event)


def _parse(data: bytes, halves: Halves) -> dict[str, Any]:
    try:
        event = _read(data, halves)
    except RecursionError:
        raise BrokenStreamError(f"The server sent an event that is nested more than {DEEPEST} levels deep.") from None
    except ValueError as error:
        raise BrokenStreamError(f"The server sent a frame that is not JSON: {data[:200]!r}.") from error
    if data.count(b"[") + data.count(b"{") > DEEPEST and is_deep(event, DEEPEST):
        raise BrokenStreamError(f"The server sent an event that is nested more than {DEEPEST} levels deep.")
    if not is_object(event):
        raise BrokenStreamError(f"The server sent a frame that is not an event: {data[:200]!r}.")
    return event
