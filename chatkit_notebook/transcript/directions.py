"""Which way text runs, told by the first letter in it that has a direction."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_RTL = "\u0590-\u05ff\u0600-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff\u200f\u061c"
_IS_RTL = re.compile(f"[{_RTL}]")
_STRONG = re.compile(rf"([{_RTL}])|[^\W\d_]|\u200e")


def runs_both_ways(text: str) -> bool:
    """Whether any of it runs from right to left. Without it, nothing needs to be told."""
    return _IS_RTL.search(text) is not None


def direction_of(tokens: Sequence[Token], start: int) -> str:
    """``rtl``, ``ltr``, or empty, of the block that opens at ``start``; code and formulas run their own way."""
    level = tokens[start].level
    for token in tokens[start + 1 :]:
        if token.level <= level and token.nesting < 0:
            break
        for child in token.children or ():
            if child.type == "text" and (match := _STRONG.search(child.content)) is not None:
                return "rtl" if match[1] else "ltr"
    return ""
