"""Markdown to tokens, by markdown-it with the rules of this package."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from markdown_it import MarkdownIt

from chatkit_notebook.transcript.dialect.addresses import link_addresses
from chatkit_notebook.transcript.dialect.cjk import CjkInline
from chatkit_notebook.transcript.dialect.containers import end_of_container
from chatkit_notebook.transcript.dialect.fences import fence
from chatkit_notebook.transcript.dialect.footnotes import footnote, footnote_mark
from chatkit_notebook.transcript.dialect.math_syntax import inline_math, math
from chatkit_notebook.transcript.dialect.table_rows import keep_bars, restore_bars

if TYPE_CHECKING:
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

Parsed: TypeAlias = "list[Token]"

DEEPEST = 48
"""Levels of blocks within one another: a list is two, a quote one. What is deeper is text."""
_DEEPEST_LINKS = 24
_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}


def parse(source: str) -> Parsed:
    """The tokens of Markdown. Every character that marks nothing is in one of them."""
    return _parser().parse(source.replace("\ufdd1", "\ufffd"))


def parse_as_elsewhere(source: str) -> Parsed:
    """The tokens of Markdown in GitHub's dialect, in which formulas are nothing special."""
    return _plain_parser().parse(source)


class _AnyLink(MarkdownIt):
    """Whoever draws a link tells where it may lead."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - an override
        return True


@cache
def _plain_parser() -> MarkdownIt:
    parser = _AnyLink("commonmark", {"html": True, "maxNesting": 2 * DEEPEST})
    return parser.enable(["table", "strikethrough"])


@cache
def _parser() -> MarkdownIt:
    # The parser's own bound drops what is beyond it; the rule below keeps it as text.
    options = {"html": True, "breaks": True, "maxNesting": 2 * DEEPEST}
    parser = _AnyLink()
    parser.inline = CjkInline()
    parser.configure("commonmark", options_update=options).enable(["table", "strikethrough"])
    block, inline, core = parser.block.ruler, parser.inline.ruler, parser.core.ruler
    block.before("table", "too_deep", _too_deep, {"alt": []})
    block.before("fence", "math", math, _INTERRUPTS)
    block.before("reference", "footnote", footnote, _INTERRUPTS)
    block.at("fence", fence, _INTERRUPTS)
    inline.before("escape", "inline_math", inline_math)
    inline.before("link", "footnote_mark", footnote_mark)
    inline.before("footnote_mark", "stray_brackets", _stray_brackets)
    core.after("normalize", "keep_bars", keep_bars)
    core.push("restore_bars", restore_bars)
    core.push("addresses", link_addresses)
    return parser


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
    if state.level < DEEPEST or silent:
        return False
    state.line = end_of_container(state, start, end)
    text = state.getLines(start, state.line, 0, keepLastLF=False).strip()
    token = state.push("raw_text", "p", 0)
    token.content = text
    return True


def _stray_brackets(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
    """Brackets that open no link: the rule for links would look for the end of each of them."""
    at = state.pos + 1 if state.src.startswith("![", state.pos) else state.pos
    if not state.src.startswith("[", at):
        return False
    run = at
    while run < state.posMax and state.src[run] == "[":
        run += 1
    if run - at <= _DEEPEST_LINKS and state.src.find("]", at, state.posMax) >= 0:
        return False
    if not silent:
        state.pending += state.src[state.pos : run]
    state.pos = run
    return True
