"""A file's bytes as what a model takes: an image, a document, or text."""

from __future__ import annotations

import codecs
import re
from base64 import b64encode
from typing import TYPE_CHECKING

from chatkit_notebook.json import whole
from chatkit_notebook.locales.english import readable_size
from chatkit_notebook.models import attached
from chatkit_notebook.store.limits import MIB
from chatkit_notebook.store.media import PICTURES

if TYPE_CHECKING:
    from openai.types.responses import ResponseInputContentParam

PDF = "application/pdf"
MOST_BYTES = 32 * MIB
"""For an image or a document. Endpoints refuse requests of 50 MB, and with it every later turn of the thread."""
MOST_CHARACTERS = 200_000
"""For a text file."""
_LONGEST_CHARACTER = 4
_FEW = 20
_TEXT = re.compile(r"text/|application/(json|xml|yaml|x-yaml|toml|javascript|csv|sql)|.*\+(json|xml|yaml)$")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def content_of(name: str, mime_type: str, data: bytes) -> ResponseInputContentParam:
    """The part of a message that gives a file to a model; a note where the model can't have it."""
    if mime_type in PICTURES or mime_type == PDF:
        if 0 < len(data) <= MOST_BYTES:
            address = f"data:{mime_type};base64,{b64encode(data).decode()}"
            if mime_type == PDF:
                return {"type": "input_file", "filename": name, "file_data": address}
            return {"type": "input_image", "detail": "auto", "image_url": address}
        problem = f"models take up to {readable_size(MOST_BYTES)}" if data else "it is empty"
    elif (text := _text(mime_type, data)) is not None:
        lead = attached.lead(name, mime_type, len(data))
        return {"type": "input_text", "text": attached.with_text(lead, _beginning(text, len(data)))}
    else:
        problem = "models take images (PNG, JPEG, GIF, WebP), PDF and text"
    lead = attached.lead(name, mime_type, len(data))
    return {"type": "input_text", "text": attached.unreadable(lead, problem)}


def _text(mime_type: str, data: bytes) -> str | None:
    """As much of a text file as is read, and a little more; None if it is not text."""
    start = data[: (MOST_CHARACTERS + 1) * _LONGEST_CHARACTER]
    encoding = "utf-16" if start.startswith(_UTF_16) else "utf-8-sig"
    is_text = _TEXT.match(mime_type) is not None
    try:
        # A character that is cut in half here is not the file's mistake.
        decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
        text = whole(decoder.decode(start, final=len(start) == len(data)))
    except UnicodeDecodeError:
        text = _guessed(start) if is_text else "\0"
    # There is no NUL in text, but in files there may be a stray one.
    if "\0" in text and not (is_text and len(_CONTROLS.findall(text)) * _FEW <= len(text)):
        return None
    return text.replace("\0", "\ufffd")


def _guessed(data: bytes) -> str:
    """UTF-8 with a few wrong bytes in it, or else what Windows wrote in the West."""
    text = data.decode(errors="replace")
    others = sum(character > "\x7f" for character in text) - text.count("\ufffd")
    return text if others > text.count("\ufffd") else data.decode("cp1252", "replace")


def _beginning(text: str, size: int) -> str:
    if len(text) <= MOST_CHARACTERS:
        return text
    return (
        f"{text[:MOST_CHARACTERS]}\n[Only the first {MOST_CHARACTERS:,} characters of this file of "
        f"{readable_size(size)} are given.]"
    )
