"""The bytes of an answer as JSON objects, whether they are server-sent events or come whole."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from chatkit_notebook.json import is_list, is_object
from chatkit_notebook.models.answers.problems import EndpointAnswerError, beginning

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DONE = "[DONE]"
_FIELD = re.compile(rb"(data|event|id|retry)?:")
_COULD_BE_FIELD = re.compile(rb"(|d|da|dat|data|e|ev|eve|even|event|i|id|r|re|ret|retr|retry)")
_LINE_END = re.compile(rb"\r\n|\n|\r(?=.)", re.DOTALL)


async def objects_of(pieces: AsyncIterator[bytes]) -> AsyncIterator[dict[str, Any] | str]:
    """Read the objects of an answer as they come, then `DONE` if the endpoint said so.

    What is not a stream of events is read whole: one object, or one a line.

    Raises:
        EndpointAnswerError: It is neither, or nothing came.
    """
    start = b""
    async for piece in pieces:
        start += piece
        text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
        if _FIELD.match(text):
            async for event in _events(text, pieces):
                yield event
            return
        if not _COULD_BE_FIELD.fullmatch(text):
            break
    whole = bytearray(start)
    async for piece in pieces:
        whole += piece
    for value in _whole(bytes(whole)):
        yield value


async def _events(start: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[dict[str, Any] | str]:
    buffer, name = start, b""
    data: list[bytes] = []
    is_over = False
    while True:
        *lines, buffer = _LINE_END.split(buffer)
        if is_over:
            lines, buffer = [*lines, buffer, b""], b""
        for line in lines:
            field, _, value = line.partition(b":")
            if field == b"data":
                data.append(value.removeprefix(b" "))
            elif field == b"event":
                name = value.strip()
            elif not line:
                for event in _read(b"\n".join(data), name, is_last=is_over):
                    yield event
                data, name = [], b""
        if is_over:
            return
        piece = await anext(pieces, None)
        if piece is None:
            is_over = True
        else:
            buffer += piece


def _read(data: bytes, name: bytes, *, is_last: bool) -> list[dict[str, Any] | str]:
    data = data.strip()
    if not data:
        return []
    if data == DONE.encode():
        return [DONE]
    try:
        value = json.loads(data)
    except ValueError:
        # Some servers begin each object on a line of its own without an empty line in between.
        values = [_loaded(line) for line in data.split(b"\n")]
        if len(values) > 1 and all(is_object(one) or one == DONE for one in values):
            return values
        if is_last:
            raise EndpointAnswerError("cut") from None
        kind = "error" if name == b"error" else "foreign"
        raise EndpointAnswerError(kind, beginning(data)) from None
    if name == b"error":
        value = value if is_object(value) and value.get("error") else {"error": value}
    if not is_object(value):
        raise EndpointAnswerError("foreign", beginning(data))
    return [value]


def _whole(body: bytes) -> list[dict[str, Any] | str]:
    text = body.removeprefix(b"\xef\xbb\xbf").strip()
    if not text:
        raise EndpointAnswerError("empty")
    value = _loaded(text)
    if is_list(value) and value and all(is_object(one) for one in value):
        return [*value, DONE]
    if is_object(value):
        return [value, DONE]
    lines = [_loaded(line) for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and is_object(lines[0]):
        return [line for line in lines if is_object(line) or line == DONE]
    raise EndpointAnswerError("foreign", beginning(text))


def _loaded(text: bytes) -> Any:
    if text.strip() == DONE.encode():
        return DONE
    try:
        return json.loads(text)
    except ValueError:
        return None
