"""Secrets that are known by the name before them: fields of JSON, headers, queries, forms, settings and code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chatkit_notebook.secrets.names import QUOTE, fields_in
from chatkit_notebook.secrets.plain import is_call, is_plain, is_prose
from chatkit_notebook.secrets.tokens import MASK, WORDS_AFTER_BEARER, looks_like_credentials

if TYPE_CHECKING:
    from chatkit_notebook.secrets.names import Field

_ANNOTATION = re.compile(
    r"[A-Za-z_][\w.]{0,60}(?:\[[\w., |]{0,60}\])?(?: ?\| ?[\w.]{1,40}){0,3}(?: {1,4}= {1,4}|(?<=str)=)"
)
_WRAPPED = re.compile(r"(?:[A-Za-z_]\w{0,40}\.)?(?:Secret\w{0,40}|str|bytes|quote(?:_plus)?|repr)\( {0,4}")
_QUOTE = re.compile(rf"[bBrRuUfF]{{0,2}}({QUOTE})", re.VERBOSE)
# Brackets and commas belong to a value as long as it goes on behind them.
_BARE = re.compile(
    r"(?:[^\s\"'`<>{}()\[\];&,\\]|\\(?![nrt\"'])|[(\[](?=\w{1,80}[)\]]\w)|[)\]](?=[\w!#%*+/=@^~-])|"
    r",(?=[^\s\"'\\])(?![\w-]{1,80}[=:]))+"
)
_IN_QUERY = re.compile(r"[^&#\s\"'<>`\\;]+")
_IN_ENCODED_QUERY = re.compile(r"(?:(?!%(?:25)*(?:26|23|20|22|27))[^&#\s\"'<>`\\])+")
_PAIRS = re.compile(r"\s?[\w.-]{1,200}=(?:[^\n\r\"'`\\]|\\(?![nr\"']))*")
_LINE = re.compile(r"(?:[^\n\r'`\\]|\\(?![nr']))+")
_INSIDE = {"cookie": re.compile(r"[{\[]([^{}\[\]]{0,4000})"), "auth": re.compile(r"\(([^()\n]{0,4000})")}
_IN_TAG = re.compile(r"[^<>]{1,4000}(?=</)")
_SCHEME = re.compile(r"(?:[A-Z][\w-]{1,24}|bearer|basic|token)(?: |%20|\+)+")
_LISTED = re.compile(r"(?:digest|aws4|oauth|signature|hmac|mac|hawk)\b", re.IGNORECASE)
_JAR = re.compile(r"(<Cookie [^=<>\s]{1,200}=)((?:(?! for )[^<>/])+)")
_LONGEST = 8_000
_MOST_ESCAPES = 32
# The shell calls its folder PWD, and ODBC its password.
_FOLDERS = ("PWD", "OLDPWD")
_IS_PATH = re.compile(r"[/~.]|[A-Za-z]:[\\/]")
_SHORTEST_SAID = 6
_SHORTEST, _SHORTEST_WORD, _LONGEST_NUMBER = 4, 8, 4
_LOGIN = re.compile(r"((?<![\w-])(?:-u|--(?:proxy-)?user)[ =]['\"]?[\w.@%+-]{1,80}:)[^\s'\"]+")


def mask_fields(text: str) -> str:
    """Mask the values of fields whose names say that they are secret."""
    pieces: list[str] = []
    position = 0
    for field in fields_in(text):
        if field.begin < position:
            continue
        span = _secret(text, field)
        if span is not None:
            pieces += [text[position : span[0]], MASK]
            position = span[1]
    text = "".join([*pieces, text[position:]]) if pieces else text
    text = _JAR.sub(rf"\1{MASK}", text) if "<Cookie " in text else text
    return _LOGIN.sub(rf"\1{MASK}", text) if "-u" in text else text


def is_secret(name: str, value: str) -> bool:
    """Tell whether a field is secret, by its name and its value."""
    text = f'"{name[-_LONGEST:]}": '
    return any(field.end == len(text) and not _is_ordinary(field, value, is_quoted=True) for field in fields_in(text))


def _secret(text: str, field: Field) -> tuple[int, int] | None:
    """Where the secret of a field is; None if there is none."""
    span, is_quoted = _value(text, field)
    if span is None:
        return None
    value = text[slice(*span)]
    if not is_quoted:
        after = text[span[1] : span[1] + 40]
        if is_call(value, after) or (field.sep != "=" and is_prose(value, after)):
            return None
        if field.is_said and not (len(value) >= _SHORTEST_SAID and any(each.isdigit() for each in value)):
            return None
    if field.kind in ("header", "auth") and (scheme := _SCHEME.match(value)):
        span, value = (span[0] + scheme.end(), span[1]), value[scheme.end() :]
    return None if _is_ordinary(field, value, is_quoted=is_quoted) else span


def _value(text: str, field: Field) -> tuple[tuple[int, int] | None, bool]:
    """Where the value of a field is, and whether it is in quotes or brackets."""
    start = field.end
    if field.sep == ">":
        return _span(_IN_TAG, text, start), True
    inside = _INSIDE.get(field.kind)
    if inside is not None and (group := inside.match(text, start)):
        return group.span(1), True
    if field.sep == ":" and not field.is_quoted and (annotation := _ANNOTATION.match(text, start)):
        start = annotation.end()
    wrapped = _WRAPPED.match(text, start)
    quote = _QUOTE.match(text, start if wrapped is None else wrapped.end())
    if quote is not None:
        return (quote.end(), _closing(text, quote)), True
    if field.sep == ",":  # only a pair of texts is one
        return None, False
    if field.kind == "header":
        return _credentials(text, start), False
    if field.sep.startswith("%"):
        bare = _IN_ENCODED_QUERY
    elif field.is_in_query:
        bare = _IN_QUERY
    else:
        bare = _PAIRS if field.kind == "cookie" else _BARE
    return _span(bare, text, start), False


def _credentials(text: str, start: int) -> tuple[int, int] | None:
    if _LISTED.match(text, start):
        return _span(_LINE, text, start)
    scheme = _SCHEME.match(text, start)
    span = _span(_BARE, text, start if scheme is None else scheme.end())
    return None if span is None else (start, span[1])


def _span(pattern: re.Pattern[str], text: str, start: int) -> tuple[int, int] | None:
    match = pattern.match(text, start, start + _LONGEST)
    return None if match is None else match.span()


def _closing(text: str, quote: re.Match[str]) -> int:
    """Where the value ends that a quote opens; one that is not closed ends with its line."""
    limit = min(len(text), quote.end() + _LONGEST)
    mark, escapes = quote[1].lstrip("\\"), len(quote[1]) - len(quote[1].lstrip("\\"))
    if len(mark) > 1:  # it is an entity, or the code of a character
        mark, escapes = quote[1], 0
    end = text.find(mark, quote.end(), limit)
    while end >= 0:
        # Quotes within the value are escaped once more.
        found = text[max(quote.end(), end - _MOST_ESCAPES) : end]
        if len(found) - len(found.rstrip("\\")) == escapes:
            return end - escapes
        end = text.find(mark, end + 1, limit)
    line = text.find("\n", quote.end(), limit)
    return limit if line < 0 else line


def _is_ordinary(field: Field, value: str, *, is_quoted: bool) -> bool:  # noqa: PLR0911 - a table
    if not value or is_plain(value, "" if field.is_in_query else field.word, is_quoted=is_quoted):
        return True
    if field.name in _FOLDERS and _IS_PATH.match(value):
        return True
    match field.kind:
        case "cookie":
            return not any(mark in value for mark in "=:,")
        case "token":
            is_word = value.isalpha() and len(value) < _SHORTEST_WORD
            return is_word or len(value) < _SHORTEST or not any(each.isalnum() for each in value)
        case "secret":
            return len(value) < _SHORTEST
        case "query":
            return value.isdigit() and len(value) <= _LONGEST_NUMBER
        case "header":
            return value.lower() in WORDS_AFTER_BEARER
        case "auth":
            is_pair = "," in value and any(mark in value for mark in "\"'")
            return not (field.is_in_query or is_pair or looks_like_credentials(value))
        case _:
            return False
