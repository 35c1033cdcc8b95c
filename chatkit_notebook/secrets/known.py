"""The secrets that this process knows: those of its environment, and those that a chat was given."""

from __future__ import annotations

import base64
import html
import json
import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote, quote_plus

from chatkit_notebook.secrets.addresses import passwords_in
from chatkit_notebook.secrets.tokens import MASK

if TYPE_CHECKING:
    from collections.abc import Iterable

_SECRET_NAME = re.compile(
    r"SECRET|PASSW(?:OR)?D|PASSPHRASE|CREDENTIAL|APIKEY|CONNECTION_STRING|(?:^|_)(?:KEY|TOKEN|PAT|PASS|PWD|AUTH|DSN)S?(?:_|$)|TOKEN$",
    re.IGNORECASE,
)
_NO_SECRET_NAME = re.compile(
    r"(?:OLD)?PWD|GPG_KEY|(?:.*_)?PUBLIC_KEY|SSH_AUTH_SOCK|.*_(?:FILE|PATH|DIR)", re.IGNORECASE
)
_PATH = re.compile(r"(?:~|\.{1,2}|[A-Za-z]:)?(?:[/\\][\w.@ -]*)+|\w+://\S*")
_WORD = re.compile(r"[A-Za-z]+")
_WORDS = re.compile(r"[A-Za-z]+(?:[ _.-][A-Za-z]+)+")
_SHORTEST, _SHORTEST_NUMBER, _SHORTEST_WORDS, _SHORTEST_WORD = 6, 8, 12, 16
_SHORTEST_LINE = 24
_PART = 12
"""Characters by which the beginning of a long value is known, where it was cut."""

_LINE_END = re.compile(r"[ \t]*\n[ \t]*")

Known: TypeAlias = "list[tuple[str, str]]"

_remembered: dict[str, str] = {}


def remember(name: str, value: str | None) -> None:
    """Keep in mind that a value is secret, for as long as the process lives.

    Args:
        name: What it is, to be shown in its place.
        value: The secret; None or what is too short or too plain to be one changes nothing.
    """
    if value and _is_secret(value):
        _remembered[value] = name


def remember_password(name: str, address: str | None) -> None:
    """Keep in mind the password in an address, if there is one."""
    for password in passwords_in(address or ""):
        remember(name, password)


def known_secrets(also: Iterable[str] = ()) -> Known:
    """The values that are known to be secret, the longest first, each with what is shown in its place.

    The environment is read at each call: a key that is set in a later cell counts.
    """
    found = {**_in_environment(), **_remembered, **{value: "" for value in also if _is_secret(value)}}
    return [(value, f"<{found[value]}>" if found[value] else MASK) for value in sorted(found, key=len, reverse=True)]


def mask_known(text: str, known: Known) -> str:
    """Mask known values, in whichever form they are written."""
    for value, mask in known:
        for form in _forms(value):
            if form in text:
                text = text.replace(form, mask)
        if len(value) > _PART and value[:_PART] in text:
            text = _without_beginnings(text, value, mask)
    return text


def _in_environment() -> dict[str, str]:
    # A cell may delete a variable while another thread is here, so none is taken to be there still.
    return {secret: name for name in os.environ for secret in _secrets_of(name, os.environ.get(name, ""))}


@lru_cache(maxsize=1_024)
def _secrets_of(name: str, value: str) -> tuple[str, ...]:
    """What is secret in a variable: found once, as every text that leaves asks for all of them."""
    found = passwords_in(value)
    if _SECRET_NAME.search(name) and not _NO_SECRET_NAME.fullmatch(name):
        value = value.strip()
        # A key of several lines may be shown line by line.
        lines = [line for line in value.split() if len(line) >= _SHORTEST_LINE] if "\n" in value else []
        found += [value, *lines]
    return tuple(filter(_is_secret, found))


def _is_secret(value: str) -> bool:
    """Tell a secret from words, numbers and paths, which would take ordinary text away with them."""
    if _PATH.fullmatch(value) and not value.endswith("="):
        return False
    if _WORD.fullmatch(value) and (value.islower() or value.isupper() or value.istitle()):
        return len(value) >= _SHORTEST_WORD
    if _WORDS.fullmatch(value):
        return len(value) >= _SHORTEST_WORDS
    return len(value) >= (_SHORTEST_NUMBER if value.isdigit() else _SHORTEST)


@lru_cache(maxsize=256)
def _forms(value: str) -> tuple[str, ...]:
    """The ways in which a value is written in headers, addresses, JSON, and HTML."""
    encoded = value.encode("utf-8", "surrogateescape")
    in_json = json.dumps(value)[1:-1]
    forms = [
        value,
        in_json,
        json.dumps(value, ensure_ascii=False)[1:-1],
        json.dumps(in_json)[1:-1],
        repr(value)[1:-1],
        quote(encoded),
        quote(encoded, safe=""),
        quote_plus(encoded),
        html.escape(value),
        base64.b64encode(encoded).decode(),
    ]
    return tuple(dict.fromkeys(forms))


def _without_beginnings(text: str, value: str, mask: str) -> str:
    """Mask what is left of a value where somebody cut it, and both halves where a line ends within it."""
    pieces: list[str] = []
    position = 0
    while (start := text.find(value[:_PART], position)) >= 0:
        end = start + _common(text[start : start + len(value)], value)
        rest = _LINE_END.match(text, end)
        if rest is not None:
            end = rest.end() + _common(text[rest.end() : rest.end() + len(value)], value[end - start :]) or end
        pieces += [text[position:start], mask]
        position = end
    return "".join([*pieces, text[position:]])


def _common(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
