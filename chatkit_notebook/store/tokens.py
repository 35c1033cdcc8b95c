"""What text is cut into to be searched: the same for every store, so that all of them find the same.

A token is a word without its accents and in lower case. Scripts that put no spaces between words, and emoji, are cut
into their characters, each with the two that follow it: so a word of theirs is found in the middle of others.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Text is searched up to here, in characters.
LONGEST_TEXT = 100_000
# PostgreSQL's tsvector holds 1,048,575.
_MOST_BYTES = 1_000_000
# The end of a longer word makes no difference; four bytes a character fit into PostgreSQL's lexemes.
_LONGEST_TOKEN = 64
_MOST_TERMS = 100
_LONGEST_QUERY = 10_000
_GRAM = 3
# A syllable of Hangul comes apart into three, which then are one again; some signs come apart into words.
_LONGEST_APART = 3

# Accents, vowel points that may be left out, the forms of emoji, their tones of skin, and what can't be seen.
_IGNORED = re.compile(
    "[\xad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0711\u0730-\u074a\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]+"
)
# Letters that stand for others without being made of them.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "\u0131": "i", "æ": "ae", "œ": "oe"})
# Thai to Myanmar, Khmer, Hangul, symbols, Han and kana, emoji, and the Han of the higher planes.
_UNSPACED = (
    "\u0e01-\u109f\u1100-\u11ff\u1780-\u17ff\u2190-\u2bff\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3031-\u3035"
    "\u3038-\u303c\u3041-\u309f\u30a1-\u30fa\u30fc-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\U0001aff0-\U0001b16f\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
# Thaana and the scripts of India write vowels as marks, which Python does not count as part of a word.
_MARKED = "\u0780-\u07b1\u0900-\u0963\u0966-\u0dff\u1b00-\u1cff\ua980-\ua9df"
_ASCII_RUN = re.compile("[a-z0-9]+")


@cache  # it takes long to compile, and a chat is shown before there is anything to search
def _run() -> re.Pattern[str]:
    return re.compile(f"([{_UNSPACED}]+)|[^\\W_{_UNSPACED}]+(?:[{_MARKED}]+[^\\W_{_UNSPACED}]*)*")


def fold(text: str) -> str:
    """Return up to 100,000 characters in lower case and without accents; what looks the same becomes the same."""
    text = text[:LONGEST_TEXT]
    if text.isascii():
        return text.lower()
    apart = normalize("NFKD", text)[: _LONGEST_APART * LONGEST_TEXT]
    bare = _IGNORED.sub("", apart).casefold().translate(_LETTERS)
    return normalize("NFC", bare)[:LONGEST_TEXT]


def finder(wanted: list[str]) -> Callable[[str], bool]:
    """Return what tells whether a token is what one of some terms asks for."""
    whole = {term for term in wanted if term[-1] != "*"}
    beginnings = tuple(term[:-1] for term in wanted if term[-1] == "*")
    return lambda token: token in whole or token.startswith(beginnings)


def tokens(text: str) -> list[str]:
    """Return the tokens of text, each once and in order, up to 1,000,000 bytes of them."""
    folded = fold(text)
    if folded.isascii():  # which is most text, and six times as quick
        return list(dict.fromkeys(word[:_LONGEST_TOKEN] for word in _ASCII_RUN.findall(folded)))
    found = list(dict.fromkeys(token for _, token in places(folded)))
    joined = " ".join(found)
    if len(joined) * 4 <= _MOST_BYTES or len(encoded := joined.encode()) <= _MOST_BYTES:
        return found
    return encoded[:_MOST_BYTES].decode(errors="ignore").split(" ")[:-1]


def places(folded: str) -> Iterator[tuple[int, str]]:
    """Yield the tokens of text that was folded, and where they begin."""
    for run in _run().finditer(folded):
        start, end = run.span()
        if run[1] is None:
            yield start, folded[start : min(end, start + _LONGEST_TOKEN)]
        else:
            yield from ((each, folded[each : min(end, each + _GRAM)]) for each in range(start, end))


def terms(query: str) -> list[str]:
    """Return the tokens that text must have to be found, 100 at most; ``*`` ends those that begin a token.

    The last word may be the beginning of one, as it may still be typed.

    Raises:
        TypeError: The query is not a str.
        ValueError: There is no word in it.
    """
    if not isinstance(query, str):  # pyright: ignore[reportUnnecessaryIsInstance] - it comes from notebooks
        raise TypeError(f"A search needs a str to look for, not {query!r}.")
    runs = list(_run().finditer(fold(query[:_LONGEST_QUERY])))
    if not runs:
        raise ValueError(f"There is nothing to search for in {query[:50]!r}: give a word, or the beginning of one.")
    words = (_grams(run[1]) if run[1] else [run[0][:_LONGEST_TOKEN] + "*" * (run is runs[-1])] for run in runs)
    return list(dict.fromkeys(chain.from_iterable(words)))[:_MOST_TERMS]


def match(text: str, wanted: list[str]) -> bool:
    """Tell whether text has every term."""
    folded = fold(text)
    if not all(term.removesuffix("*") in folded for term in wanted):
        return False  # hardly any text is cut into tokens in vain
    found = set(tokens(text))
    return all(
        any(token.startswith(term[:-1]) for token in found) if term[-1] == "*" else term in found for term in wanted
    )


def _grams(run: str) -> list[str]:
    if len(run) < _GRAM:
        return [f"{run}*"]
    return [run[start : start + _GRAM] for start in range(len(run) - _GRAM + 1)]
