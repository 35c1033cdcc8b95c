"""Emphasis in Chinese, Japanese and Korean texts, which put no spaces between words.

CommonMark tells by spaces and punctuation where emphasis ends. For these texts there are settled rules:
https://github.com/tats-u/markdown-cjk-friendly/blob/main/specification.md
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned

from chatkit_notebook.transcript.dialect.pieces import pieces

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

LETTERS = (
    "\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa"
    "\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c"
    "\uac00-\ud7a3\ud7b0-\ud7fb\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff\u1100-\u11ff"
)
"""Of a character class."""
PUNCTUATION = (
    "\u3000-\u3004\u3008-\u3020\u302a-\u3030\u3036\u3037\u303c-\u303f\ufe30-\ufe4f\uff00-\uff0f\uff1a-\uff20"
    "\uff3b-\uff40\uff5b-\uff65\uffe0-\uffe6"
)
SHARED = "\u2018-\u201f\u2026\u2014\u00b7"
"""Quotation marks and dashes that are written beside them, too."""

_CJK = re.compile(f"[{LETTERS}{PUNCTUATION}]")
_CJK_PUNCTUATION = re.compile(f"[{PUNCTUATION}]")


class CjkInline(ParserInline):
    """Reads what is inline, a piece at a time; one with such letters by the rules for them."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Read Markdown into tokens."""
        for piece in pieces(src):
            state = (_CjkState if _CJK.search(piece) else StateInline)(piece, md, env, [])
            self.tokenize(state)
            for rule in self.ruler2.getRules(""):
                rule(state)
            tokens += state.tokens
        return tokens


class _CjkState(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803, FBT001 - an override
        """Tell of a run of marks whether emphasis may begin and end there."""
        mark, end = self.src[start], start
        while end < self.posMax and self.src[end] == mark:
            end += 1
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "
        left = _flanks(before, after)
        right = _flanks(after, before)
        if canSplitWord:
            can_open, can_close = left, right
        else:
            can_open = left and (not right or _is_punctuation(before))
            can_close = right and (not left or _is_punctuation(after) or bool(_CJK_PUNCTUATION.match(before)))
        return Scanned(can_open, can_close, end - start)


def _flanks(outer: str, inner: str) -> bool:
    """Whether a mark belongs to what is on its inner side."""
    if _is_space(inner):
        return False
    if not _is_punctuation(inner) or _CJK_PUNCTUATION.match(inner):
        return True
    return _is_space(outer) or _is_punctuation(outer) or _CJK.match(outer) is not None


def _is_space(char: str) -> bool:
    return isWhiteSpace(ord(char))


def _is_punctuation(char: str) -> bool:
    return isMdAsciiPunct(ord(char)) or isPunctChar(char)
