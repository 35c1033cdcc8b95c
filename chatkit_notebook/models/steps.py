"""The steps a local model answers with: text chunks, thoughts, tool calls, sources, pictures, waits, errors.

A plain string is a chunk of text, streamed as one delta. How steps become events is the job of `stream`.
"""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import dataclass
from typing import Any, TypeAlias

from chatkit_notebook.errors import ScriptError


@dataclass(frozen=True, slots=True)
class Think:
    """A reasoning summary, streamed word by word."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call of one of the agent's tools or handoffs."""

    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cite:
    """A source marker at this place of the text: a web page if `url` is set, a file if `filename` is."""

    title: str
    url: str | None = None
    filename: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A generated picture. `data` is base64 PNG; `partials` is how many previews come first."""

    data: str
    partials: int = 0


@dataclass(frozen=True, slots=True)
class Wait:
    """A pause, in seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Fail:
    """The model call fails here with `error`."""

    error: BaseException


Step: TypeAlias = str | Think | Call | Cite | Image | Wait | Fail


def think(text: str) -> Think:
    """A thought that shows in the reasoning block."""
    return Think(text)


def call(name: str, /, **arguments: Any) -> Call:
    """A call of the tool `name` with these arguments."""
    return Call(name, arguments)


def cite(title: str, *, url: str | None = None, filename: str | None = None) -> Cite:
    """A source marker at this place of the text.

    Raises:
        ScriptError: Neither or both of `url` and `filename` are given.
    """
    if (url is None) == (filename is None):
        raise ScriptError(f"cite({title!r}) needs exactly one of url= and filename=")
    return Cite(title, url, filename)


def image(data: bytes | str | None = None, *, partials: int = 0) -> Image:
    """A generated picture: PNG bytes, base64 text, or a drawn gradient when nothing is given."""
    if data is None:
        data = gradient_png()
    return Image(base64.b64encode(data).decode() if isinstance(data, bytes) else data, partials)


def wait(seconds: float) -> Wait:
    """A pause of so many seconds."""
    return Wait(seconds)


def error(problem: BaseException | str) -> Fail:
    """A failure of the model: the exception itself, or a `ScriptError` with this message."""
    return Fail(problem if isinstance(problem, BaseException) else ScriptError(problem))


def gradient_png(size: int = 256) -> bytes:
    """A square picture with a soft colour gradient, as PNG bytes. `size` is in pixels."""
    rows = b"".join(
        b"\0" + b"".join(bytes((x * 255 // size, y * 255 // size, 200)) for x in range(size)) for y in range(size)
    )

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts
