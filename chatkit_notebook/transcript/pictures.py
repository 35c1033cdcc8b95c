"""Pictures that carry their bytes, as small ones; others are links, or named."""

from __future__ import annotations

import base64
import binascii
import io
import re
from urllib.parse import unquote_to_bytes

_EMBEDDED = re.compile(r"data:image/(png|jpe?g|gif|webp)((?:;[\w=.+-]{1,40}){0,4}),", re.IGNORECASE)
_BEGINNINGS = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff", "gif": b"GIF8", "webp": b"RIFF"}
_IN_TEXT = re.compile(r"(!\[[^\[\]\n]{0,500}\]\(\s*<?)(data:image/[\w.+-]{1,40}[^\s()<>]*)", re.IGNORECASE)
LARGEST = 3_000
"""Bytes of a picture in a transcript, before it is written as text."""
_LARGEST_READ = 12_000_000
_MOST_PIXELS = 40_000_000
_SIDES = (320, 200, 120, 72)
"""Pixels of the longer side, tried one after the other."""


def small_picture(src: str) -> str | None:
    """The address of a small copy of a picture that carries its bytes; None if there is none.

    Larger pictures are made smaller by Pillow, where it is installed.
    """
    match = _EMBEDDED.match(src)
    if match is None or len(src) > 2 * _LARGEST_READ:
        return None
    kind, written = match[1].lower().replace("jpg", "jpeg"), src[match.end() :]
    try:
        data = (
            base64.b64decode(unquote_to_bytes(written)) if ";base64" in match[2].lower() else unquote_to_bytes(written)
        )
    except (binascii.Error, ValueError):
        return None
    if not data.startswith(_BEGINNINGS[kind]):
        return None
    if len(data) > LARGEST:
        kind, data = "jpeg", _smaller(data)
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}" if data else None


def with_small_pictures(text: str) -> str:
    """Markdown with small copies of the pictures that carry their bytes in it, which would be most of its length."""
    if "data:" not in text:
        return text
    return _IN_TEXT.sub(lambda match: f"{match[1]}{small_picture(match[2]) or 'data:,'}", text)


def _smaller(data: bytes) -> bytes | None:
    try:
        from PIL import Image  # noqa: PLC0415 - it is used where it is installed
    except ImportError:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "GIF", "WEBP"]) as picture:
            if len(data) > _LARGEST_READ or picture.width * picture.height > _MOST_PIXELS:
                return None
            picture.draft("RGB", (_SIDES[0], _SIDES[0]))
            picture.thumbnail((_SIDES[0], _SIDES[0]))
            opaque = Image.new("RGB", picture.size, "white")
            opaque.paste(picture.convert("RGBA"), mask=picture.convert("RGBA").getchannel("A"))
    except Exception:  # noqa: BLE001 - damaged and hostile files fail in many ways
        return None
    for side in _SIDES:
        opaque.thumbnail((side, side))
        for quality in (70, 45):
            opaque.save(written := io.BytesIO(), "JPEG", quality=quality, optimize=True)
            if written.tell() <= LARGEST:
                return written.getvalue()
    return None
