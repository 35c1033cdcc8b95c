"""Passwords in addresses: ``scheme://user:password@host``."""

from __future__ import annotations

import re
from urllib.parse import unquote

from chatkit_notebook.secrets.tokens import MASK

_MARK = re.compile(r"(?<=[A-Za-z0-9+.-])(?:://|:\\/\\/|%3A%2F%2F)", re.IGNORECASE)
_STOP = re.compile(r"[\s\"'`<>|]|\\+[nrt\"']")
_COLON = re.compile(r":|%3A", re.IGNORECASE)
_PATH = re.compile(r"[/\[]|%2F", re.IGNORECASE)
_PORT = re.compile(r"\d{1,5}(?:[/?#]|%2F)", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\*+|password|passwd|pass|pw|pwd|\.\.\.|<.*>|\{.*\}|\$\{.*\}|%s", re.IGNORECASE)
_TOKEN_AS_USER = re.compile(r"(?=[^\d@]*\d)[\w.~%+-]{20,}")
_LONGEST = 2_048


def mask_addresses(text: str) -> str:
    """Mask the password, or the token that stands for a user, in each address."""
    pieces: list[str] = []
    position = end = 0
    for mark in _MARK.finditer(text):
        start = mark.end()
        if start < position:
            continue
        if end < start:
            end = _end(text, start)
        span = _secret(text, start, min(end, start + _LONGEST), "%40" if "%" in mark[0] else "@")
        if span is not None:
            pieces += [text[position : span[0]], MASK]
            position = span[1]
    return "".join([*pieces, text[position:]]) if pieces else text


def passwords_in(address: str) -> list[str]:
    """Return the password in an address as it is written and as it is meant; nothing where there is none."""
    mark = _MARK.search(address)
    span = None if mark is None else _secret(address, mark.end(), _end(address, mark.end()), "@")
    if span is None:
        return []
    written = address[slice(*span)]
    return [*dict.fromkeys([written, unquote(written)])]


def _end(text: str, start: int) -> int:
    stop = _STOP.search(text, start)
    return len(text) if stop is None else stop.start()


def _secret(text: str, start: int, end: int, at: str) -> tuple[int, int] | None:
    """Where the secret is in what follows the ``://`` of an address."""
    # A password may hold any mark, so the last @ counts that is not in the query.
    host = text.rfind(at, start, end)
    if host < 0:
        return None
    query = text.find("?", start, host)
    if query >= 0 and (earlier := text.rfind(at, start, query)) >= 0:
        host = earlier
    colon = _COLON.search(text, start, host)
    path = _PATH.search(text, start, host)
    if colon is None:
        is_token = path is None and _TOKEN_AS_USER.fullmatch(text, start, host)
        return (start, host) if is_token else None
    is_in_path = path is not None and (path.start() < colon.start() or _PORT.match(text, colon.end(), host))
    if is_in_path or _PLACEHOLDER.fullmatch(text, colon.end(), host) or colon.end() == host:
        return None
    return colon.end(), host
