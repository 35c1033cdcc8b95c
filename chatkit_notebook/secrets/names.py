"""Names of fields, and which of them say that their value is secret."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind: TypeAlias = Literal["password", "secret", "token", "header", "cookie", "query", "auth"]

QUOTE = r"""(?:\\{0,7}["']){3}|\\{0,7}["'`]|&(?:quot|\#39|\#x27|\#34|apos);|\\u002[27]|%2[27]"""

_SPACE = r"(?:\s|\\{1,3}[nrt])"
# Matched against lower-case text.
_NAME = rf"""
    (?:
        (?P<password>pass(?:wor[dt]|wd|phrase|code|w)?|pwd|kennwort)
      | (?P<secret>secret|key|credentials?|pat)
      | (?P<token>token|jwt)
      | (?P<header>authorization)
      | (?P<cookie>cookies?)
      | (?P<query>signature|sig|code|hmac|sid|session(?:_?id)?|assertion|ticket|otp)
      | (?P<auth>auth)
    )
    (?:[-_]?(?:\d{{1,3}}|value|string|text|plain|raw|base64|b64))?
    (?P<close>{QUOTE})?
    (?:
        \]?{_SPACE}{{0,9}}(?P<sep>[=-]>|:=|={{1,3}}|:|,|%(?:25)*3[ad]|&\#61;){_SPACE}{{0,9}}
      | (?P<tag>>)
      | (?P<space>(?:[ \t]|\\{{1,3}}t){{1,4}})(?P<said>(?:(?:provided|used|given|sent|was|is|to)[ \t:]{{1,3}}){{1,2}})?
    )
"""
_KEYS = re.compile(
    r"(?:api|access|secret|private|signing|encryption|account|shared|sharedaccess|subscription|auth|master|service|"
    r"functions?|license|deploy|ssh|app|application|consumer|admin|root|hmac|fernet|jwt|webhook|openai|anthropic)"
    r"[-_ ]?key\Z"
)
_ENVIRONMENT_KEY = re.compile(r"[A-Z0-9_]+_KEY")
_NOT_SECRET = re.compile(
    r"(?:primary|public|foreign|sort|partition|cache|row|hash|idempotency)[-_]?key\Z|"
    r"(?:page|next|prev|continuation|sync|eos|bos|pad|unk|sep|cls|mask|stop|special|start|end|current|last|cancellation)"
    r"[-_]?token\Z"
)
_UNEXPECTED = re.compile(r"(?:unexpected|illegal|undefined|unknown|next|current|this|that|near|at) \Z")
_QUOTED_OR_RANDOM = re.compile(r"[\"'`\\&]|(?=[^\d\s]{0,40}\d)(?=[^A-Za-z\s]{0,40}[A-Za-z])[\w!@#$%^*+=/.-]{8}")
_IN_QUERY = re.compile(r"(?:25)*(?:3f|26|23)")
_OWN_MARKS = string.ascii_letters + string.digits + "_.$-"
_LONGEST_NAME, _LONGEST_PHRASE = 64, 16
_KINDS: tuple[Kind, ...] = ("password", "secret", "token", "header", "cookie", "query", "auth")


@dataclass(frozen=True, slots=True)
class Field:
    """A name that says that what follows is secret.

    Attributes:
        kind: What sort of secret follows.
        word: The part of the name that says so, in lower case.
        name: The whole name, as it is written.
        begin: Where the word begins.
        end: Where the value begins.
        sep: What is between name and value: a mark; ``>`` after the tag of an element; a space.
        is_said: Whether it is said in a sentence: ``the password is ...``.
        is_quoted: Whether the name is in quotes.
        is_in_query: Whether it is a parameter in an address.
    """

    kind: Kind
    word: str
    name: str
    begin: int
    end: int
    sep: str
    is_said: bool
    is_quoted: bool
    is_in_query: bool


@cache  # it takes long to compile, and a chat is shown before there is anything to mask
def _name() -> re.Pattern[str]:
    return re.compile(_NAME, re.VERBOSE)


def fields_in(text: str) -> Iterator[Field]:
    """Find the fields whose names say that they are secret, in order."""
    lower = text.lower()
    if len(lower) != len(text):  # some letters become two
        lower = "".join(each.lower() if each.isascii() else each for each in text)
    for match in _name().finditer(lower):
        field = _field(text, lower, match)
        if field is not None:
            yield field


def _field(text: str, lower: str, match: re.Match[str]) -> Field | None:
    kind: Kind = next(kind for kind in _KINDS if match.start(kind) >= 0)
    start, stop = match.span(kind)
    before = text[max(0, start - _LONGEST_NAME) : start]
    rest = before.rstrip(_OWN_MARKS)
    lead = before[len(rest) :]
    is_in_query = rest[-1:] in ("?", "&", "#", ";")
    if rest[-1:] == "%" and (encoded := _IN_QUERY.match(lead.lower())):
        lead, is_in_query = lead[encoded.end() :], True
    name = lead + text[start:stop]
    if match["tag"] and rest[-1:] != "<":
        return None
    is_option = match["space"] is not None and name.startswith("-")
    is_said = match["space"] is not None and not is_option
    if is_said and not (match["said"] or _QUOTED_OR_RANDOM.match(text, match.end())):
        return None
    phrase = lower[max(0, start - _LONGEST_PHRASE) : stop]
    if not _is_secret(kind, name, match[kind], phrase, is_in_query=is_in_query):
        return None
    return Field(
        kind=kind,
        word=match[kind],
        name=name,
        begin=start,
        end=match.end(),
        sep=match["sep"] or match["tag"] or " ",
        is_said=is_said,
        is_quoted=match["close"] is not None,
        is_in_query=is_in_query,
    )


def _is_secret(kind: Kind, name: str, word: str, phrase: str, *, is_in_query: bool) -> bool:  # noqa: PLR0911 - a table
    lower = name.lower()
    if _NOT_SECRET.search(lower):
        return False
    lead = lower.removesuffix(word)
    is_whole = not lead or lead[-1] in "_-.$" or lead[-1].isdigit()
    match word:
        case "key":
            return bool(_KEYS.search(phrase) or _ENVIRONMENT_KEY.fullmatch(name)) or (is_in_query and is_whole)
        case "pat":
            return lead[-1:] in ("_", "-")
        case "pass" | "passw" | "jwt":
            return is_whole
        case "auth":
            return (is_in_query and is_whole) or lower in ("auth", "_auth")
        case _ if kind == "query":
            return is_in_query and is_whole
        case _ if kind == "token":
            return _UNEXPECTED.search(phrase.removesuffix(lower)) is None
        case _:
            return True
