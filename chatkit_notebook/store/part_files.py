"""Pictures and files as parts of what a tool returned: the Responses API's ``input_image`` and ``input_file``."""

from __future__ import annotations

import mimetypes
import re
from base64 import b64decode
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

from chatkit_notebook.json import object_in
from chatkit_notebook.store.media import HEAD, OCTETS, PICTURES, display_name, media_type, picture_type

_DATA_URL = re.compile(r"data:(?P<kind>[\w.+/-]*)(?:;[\w.+=-]+)*?(?P<base64>;base64)?,", re.IGNORECASE)
_WEB = ("http", "https")


@dataclass(frozen=True)
class PartFile:
    """One picture or file.

    Attributes:
        name: What it is called; made up where nobody has said.
        mime_type: What it is: of pictures what their bytes say, whatever was said about them.
        data: Its bytes; None if they are elsewhere.
        url: Where it is on the web, or None.
        file_id: The id under which the vendor has it, or None.
    """

    name: str
    mime_type: str
    data: bytes | None = None
    url: str | None = None
    file_id: str | None = None

    @property
    def is_picture(self) -> bool:
        """Whether it may be shown as a picture."""
        return self.mime_type.startswith("image/") and (
            self.data is None or picture_type(self.data[:HEAD]) == self.mime_type
        )


def file_in(part: object) -> PartFile | None:
    """The picture or file in a part of a tool's result; None if it is a part of another kind, or an empty one."""
    fields = object_in(part)
    match fields.get("type"):
        case "input_image":
            address, kind = fields.get("image_url"), "image"
        case "input_file":
            address, kind = fields.get("file_data") or fields.get("file_url"), "file"
        case _:
            return None
    given, file_id = fields.get("filename"), fields.get("file_id")
    name = given if isinstance(given, str) else ""
    if not isinstance(address, str) or not address:
        if not isinstance(file_id, str):
            return None
        return PartFile(display_name(name or kind), _declared(name, kind), file_id=file_id)
    if (url := _web_address(address)) is not None:
        name = display_name(name or urlsplit(url).path or kind)
        return PartFile(name, _declared(name, kind), url=url)
    said, data = _embedded(address)
    if data is None:
        return None
    found = picture_type(data[:HEAD])
    mime_type = found or media_type(name, said)
    if found is None and mime_type in PICTURES:  # it only says so
        mime_type = OCTETS
    return PartFile(display_name(name or f"{kind}{_ending(mime_type)}"), mime_type, data)


def _declared(name: str, kind: str) -> str:
    guessed = media_type(name, "")
    return "image/*" if kind == "image" and not guessed.startswith("image/") else guessed


def _web_address(address: str) -> str | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in _WEB and parts.netloc else None


def _embedded(address: str) -> tuple[str, bytes | None]:
    """The type and the bytes of a data URL, or of bare base64."""
    match = _DATA_URL.match(address)
    body = address if match is None else address[match.end() :]
    if match is not None and match["base64"] is None:
        return match["kind"], unquote_to_bytes(body)
    compact = re.sub(r"\s+", "", body)
    try:
        padded = compact + "=" * (-len(compact) % 4)
        return "" if match is None else match["kind"], b64decode(padded, altchars=_altchars(compact), validate=True)
    except ValueError:
        return "", None


def _altchars(text: str) -> bytes | None:
    return b"-_" if "-" in text or "_" in text else None


def _ending(mime_type: str) -> str:
    if mime_type == OCTETS:
        return ""
    return {"image/jpeg": ".jpg"}.get(mime_type) or mimetypes.guess_extension(mime_type) or ""
