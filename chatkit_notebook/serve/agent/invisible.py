"""Characters that hide or reorder what stands beside them, written as escapes so that a reader sees them."""

from __future__ import annotations

import re
from unicodedata import category

# Printable, as Unicode has it, yet drawn as nothing: joiners, fillers, variation selectors and the blank of Braille.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
_MOST_MARKS = 3
"""As many marks may stand on one letter; more of them cover the lines around it."""


def escaped(text: str, *, keeps: str = "") -> str:
    """Text in which nothing is hidden.

    Args:
        text: What a model or a stranger wrote.
        keeps: Characters that stay as they are, such as line breaks where there are lines.
    """
    # Looked at once for each different character, not for each character: arguments can be long.
    characters = set(text)
    hidden = {ord(character): _escape(character) for character in characters - set(keeps) if _is_hidden(character)}
    shown = text.translate(hidden)
    marks = {ord(character): _escape(character) for character in characters if category(character).startswith("M")}
    if not marks:
        return shown
    one = f"[{''.join(map(chr, marks))}]"
    return re.sub(f"(?<={one}{{{_MOST_MARKS}}}){one}+", lambda piled: piled[0].translate(marks), shown)


def escaped_name(name: str) -> str:
    """A name without anything that only looks like another letter: all but printable ASCII is escaped, blanks too."""
    return "".join(character if "!" <= character <= "~" else _escape(character) for character in name)


def _is_hidden(character: str) -> bool:
    return not character.isprintable() or _BLANK.match(character) is not None


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\u{{{code:x}}}"  # noqa: PLR2004 - the last one of four digits
