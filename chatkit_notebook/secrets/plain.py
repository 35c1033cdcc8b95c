"""What stands where a secret could, but is not one: words of a sentence, code, literals and placeholders."""

from __future__ import annotations

import re

_LITERALS_TEXT = (
    "none null nil true false undefined nan str string int integer bytes bool boolean any object float optional "
    "required redacted masked hidden secure missing empty unset invalid incorrect wrong expired unknown include omit "
    "same-origin secretstr secretbytes bearer basic text type name value yes no on off"
)
_LITERALS = frozenset(_LITERALS_TEXT.split())
_PROSE_TEXT = (
    "a an and are as at authentication authorization be by can cannot contains does expected expired field for from "
    "has have header if in incorrect input invalid is it mismatch missing may must need needs no not of or please "
    "required should string that the this to too unexpected unknown use value was will with wrong your"
)
_PROSE = frozenset(_PROSE_TEXT.split())
_WORD = re.compile(r"[A-Z]?[a-z]+(?:'[a-z]+)?[.,:;!?]?|[A-Z]{2,5}")
_GOES_ON = re.compile(r"[ \t]+(?:[a-z]{1,20}\b(?![=:(\d])|\d{1,3} )")
_PLACEHOLDER = re.compile(
    r"\*{2,}.*|<[^<>]*>?|\{.*\}|\$\{.*|\$[A-Z_]+|\$\(.*|%\(?\w*\)?s|%[A-Z_]+%|\[?(?:redacted|secure|masked|filtered|hidden)\]?|"
    r"[xX*•.…_-]+|\.\.\..*",
    re.IGNORECASE | re.DOTALL,
)
_INTERPOLATED = re.compile(r"(?:(?:Bearer|Basic|Token|bearer|token) )?\{[^{}]+\}")
_CALL = re.compile(r"(?:await )?[A-Za-z_]+(?:\.[A-Za-z_]+)*")
_OPENED = re.compile(r"[(\[][\"'A-Za-z_)\]*\\]")
_CHAIN = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_OWNERS_TEXT = (
    "self cls os settings config cfg conf args options opts env environ request req response ctx context app process "
    "credentials creds auth user data params kwargs session client event body headers st secrets module this"
)
_OWNERS = frozenset(_OWNERS_TEXT.split())
_IDENTIFIER = re.compile(r"[A-Za-z_]+")


def is_prose(value: str, after: str) -> bool:
    """Tell whether a word after ``name:`` is the first one of a sentence."""
    if not _WORD.fullmatch(value):
        return False
    return value.rstrip(".,:;!?").lower() in _PROSE or _GOES_ON.match(after) is not None


def is_call(value: str, after: str) -> bool:
    """Tell whether a word is code that calls or looks up something: ``os.environ[...]``."""
    return _CALL.fullmatch(value) is not None and _OPENED.match(after) is not None


def is_plain(value: str, name: str = "", *, is_quoted: bool = True) -> bool:
    """Tell whether a value is a literal, a placeholder or code rather than a secret.

    Args:
        value: The value.
        name: The word in the name of its field that makes it secret, in lower case; empty if code can't be there.
        is_quoted: Whether the value is in quotes; without them it may be code.
    """
    if value.lower() in _LITERALS or _PLACEHOLDER.fullmatch(value) or _INTERPOLATED.fullmatch(value):
        return True
    # `token=access_token`, and the names of fields and variables: `"password": "DB_PASSWORD"`.
    is_name = _IDENTIFIER.fullmatch(value) is not None and bool(name) and value.lower().endswith(name)
    if is_name and (not is_quoted or value.isupper()):
        return True
    if is_quoted or not _CHAIN.fullmatch(value):
        return False
    return value.partition(".")[0] in _OWNERS or (bool(name) and value.lower().endswith(name))
