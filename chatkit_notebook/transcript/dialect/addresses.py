"""Bare addresses become links, and end where words follow them unspaced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chatkit_notebook.transcript.dialect.cjk import LETTERS, PUNCTUATION, SHARED

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_LONGEST_EMAIL = 320
_KOREAN_PARTICLES = r"(?:을|를|은|는|이|가|에|에서|에는|로|으로|와|과|의|도|만|까지|부터)(?![\uac00-\ud7a3\w])"
_ADDRESS = re.compile(
    r"(?:https?://|ftp://)(?:[a-zA-Z0-9-]+\.?)+[^\s<]*"
    rf"|(?:(?<=[\s*_~({LETTERS}{PUNCTUATION}{SHARED}])|^)www\.(?:[a-zA-Z0-9-]+\.?)+[^\s<]*"
    r"|(?<![A-Za-z0-9.+_-])(?:mailto:)?[A-Za-z0-9.+_-]{1,64}@[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{0,62}[a-zA-Z0-9])+(?![-_])",
    re.IGNORECASE,
)
# A path may have such words of its own, but none goes on with them within a word.
_WORDS = re.compile(
    rf"[{PUNCTUATION}{SHARED}]|(?<=[a-zA-Z0-9_~%)\]])[{LETTERS}]|(?<=/)(?:[\u3041-\u309f]|{_KOREAN_PARTICLES})"
)
_FIRST_WORDS = re.compile(rf"(?:\w+://)?[^/\s]*/(?=[{LETTERS}])", re.ASCII)
_TRAILING = re.compile(r"(?:[?!.,:;*_'\"~]|&[A-Za-z0-9]+;)+\Z")
_OPENS = re.compile(r"https?://|ftp://|www\.|@", re.IGNORECASE)


def link_addresses(state: StateCore) -> None:
    """Make links of the bare addresses of all texts."""
    for block in state.tokens:
        if block.type == "inline" and block.children and _OPENS.search(block.content):
            block.children = _linked(state, block.children)


def _linked(state: StateCore, tokens: list[Token]) -> list[Token]:
    linked: list[Token] = []
    within = 0
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            within += 1 if token.type == "link_open" else -1
        if token.type == "text" and not within and _OPENS.search(token.content):
            linked += _split(state, token)
        else:
            linked.append(token)
    return linked


def _split(state: StateCore, text: Token) -> list[Token]:
    pieces: list[Token] = []
    source, last, at = text.content, 0, 0
    while (match := _ADDRESS.search(source, at)) is not None:
        address = _without_words(match[0])
        at = match.start() + max(len(address), 1)
        if "." not in address and "://" not in address:
            continue
        pieces += [_text(text, source[last : match.start()]), *_link(state, text, address)]
        last = at
    pieces.append(_text(text, source[last:]))
    return [piece for piece in pieces if piece.type != "text" or piece.content]


def _link(state: StateCore, text: Token, address: str) -> list[Token]:
    href = address
    if "://" not in address and not address.lower().startswith("mailto:"):
        href = f"mailto:{address}" if "@" in address and not address.lower().startswith("www.") else f"http://{address}"
    opening = type(text)("link_open", "a", 1, attrs={"href": state.md.normalizeLink(href)}, markup="linkify")
    return [opening, _text(text, address), type(text)("link_close", "a", -1, markup="linkify")]


def _text(like: Token, content: str) -> Token:
    return type(like)("text", "", 0, content=content, level=like.level)


def _without_words(address: str) -> str:
    """The address without what follows it unspaced: words, punctuation, and the brackets around it."""
    if (words := _WORDS.search(address)) is not None:
        address = address[: words.start()]
    if (host := _FIRST_WORDS.match(address)) is not None:
        address = host[0]
    while True:
        shorter = _TRAILING.sub("", address)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
