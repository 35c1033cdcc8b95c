"""Markdown to HTML. Every tag is written here; what it says is escaped, raw HTML included."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from chatkit_notebook.locales import words
from chatkit_notebook.transcript import looks
from chatkit_notebook.transcript.dialect import parse
from chatkit_notebook.transcript.directions import direction_of, runs_both_ways
from chatkit_notebook.transcript.formulas import mathml
from chatkit_notebook.transcript.links import safe_link, safe_picture
from chatkit_notebook.transcript.pictures import small_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.token import Token

_MOST_FORMULAS = 200
"""Of one text, as in the view."""
_LINE_BREAK = re.compile(r"<br\s*/?>\Z", re.IGNORECASE)
_TASK = re.compile(r"\[([ xX])\]\s+")
_BLOCKS = {"paragraph", "heading", "bullet_list", "ordered_list", "list_item", "blockquote", "th", "td", "table"}
"""Elements that have a direction of their own."""
_BARE = {"strong", "em", "s", "thead", "tbody", "tr"}
_ALIGNED = re.compile(r"text-align:(?:left|right|center)")


def prose(text: str, *, is_rich: bool = True) -> str:
    """Markdown as HTML.

    Args:
        text: Markdown, by whoever.
        is_rich: Whether formulas are drawn and pictures shown; else their sources and names stand there.
    """
    return _Prose(text, is_rich=is_rich).html


class _Prose:
    def __init__(self, text: str, *, is_rich: bool) -> None:
        self._is_rich = is_rich
        self._tells_direction = runs_both_ways(text)
        self._formulas = 0
        self._links: list[bool] = []
        self._tokens = parse(text)
        self.html = "".join(self._block(index, token) for index, token in enumerate(self._tokens))

    def _block(self, index: int, token: Token) -> str:
        if token.type == "inline":
            return self._inlines(token.children or [], begins_item=self._begins_item(index))
        name, _, end = token.type.rpartition("_")
        if end in ("open", "close") and name in _BLOCKS | _BARE:
            return self._tag(index, token, name)
        draw = _DRAWN.get(token.type)
        return "" if draw is None else draw(self, token)

    def _tag(self, index: int, token: Token, name: str) -> str:
        if token.hidden:
            # The paragraphs of a list whose items stand close together.
            return "<br>" if token.nesting > 0 and self._tokens[index - 1].type == "paragraph_close" else ""
        # Headings of a message come below those of the notebook.
        tag = f"h{min(int(token.tag[1]) + 3, 6)}" if name == "heading" else token.tag
        if token.nesting < 0:
            return f"</{tag}></div>" if name == "table" else f"</{tag}>"
        written = f"<{tag}{self._attributes(index, token, name)}>"
        return f'<div style="{looks.SCROLLS}">{written}' if name == "table" else written

    def _attributes(self, index: int, token: Token, name: str) -> str:
        written = ""
        if name in ("th", "td"):
            style = str(token.attrs.get("style", "text-align:left"))
            written = f' style="{style}"' if _ALIGNED.fullmatch(style) else ""
        elif name == "table":
            written = f' cellpadding="5" style="{looks.TABLE}"'
        elif name == "blockquote":
            written = f' style="{looks.QUOTE}"'
        elif name == "ordered_list" and (start := token.attrs.get("start")) is not None:
            written = f' start="{int(start)}"'
        if self._tells_direction and name in _BLOCKS and (direction := direction_of(self._tokens, index)):
            written += f' dir="{direction}"'
        return written

    def _begins_item(self, index: int) -> bool:
        before = [token.type for token in self._tokens[max(0, index - 2) : index]]
        return before == ["list_item_open", "paragraph_open"]

    def _inlines(self, tokens: list[Token], *, begins_item: bool) -> str:
        html: list[str] = []
        if begins_item and tokens[:1] and tokens[0].type == "text" and (task := _TASK.match(tokens[0].content)):
            html.append(f"{'☐' if task[1] == ' ' else '☑'} {_plain(tokens[0].content[task.end() :])}")
            tokens = tokens[1:]
        self._links = []
        for token in tokens:
            if token.type == "link_open":
                href = safe_link(str(token.attrs.get("href", "")))
                self._links.append(href is not None)
                html.append("" if href is None else link_start(href))
            elif token.type == "link_close":
                html.append("</a>" if self._links and self._links.pop() else "")
            else:
                html.append(self._inline(token))
        return "".join(html)

    def _inline(self, token: Token) -> str:
        name, _, end = token.type.rpartition("_")
        if end in ("open", "close") and name in _BARE:
            tag = "del" if name == "s" else token.tag
            return f"</{tag}>" if token.nesting < 0 else f"<{tag}>"
        draw = _DRAWN.get(token.type)
        return _plain(token.content) if draw is None else draw(self, token)

    def code(self, token: Token) -> str:
        direction = ' dir="ltr"' if self._tells_direction else ""
        return f"<code{direction}>{_plain(token.content)}</code>"

    def picture(self, token: Token) -> str:
        alt = unescape(token.content)
        # Within a link there is no room for another one.
        src = "" if any(self._links) else str(token.attrs.get("src", ""))
        return picture(src, alt, is_rich=self._is_rich)

    def formula(self, token: Token) -> str:
        self._formulas += 1
        is_drawn = self._is_rich and self._formulas <= _MOST_FORMULAS
        drawn = mathml(token.content, display=token.meta["display"]) if is_drawn else None
        drawn = drawn or f'<span dir="ltr">{_plain(token.markup.strip())}</span>'
        return f'<div style="{looks.FORMULA}">{drawn}</div>' if token.type == "math_block" else drawn


_DRAWN: dict[str, Callable[[_Prose, Token], str]] = {
    "fence": lambda _, token: listing(token.content),
    "code_block": lambda _, token: listing(token.content),
    "hr": lambda _, _token: RULE,
    "math_block": _Prose.formula,
    "footnote_open": lambda _, token: f'<div style="{looks.FOOTNOTE}"><sup>{_plain(token.content)}</sup>',
    "footnote_close": lambda _, _token: "</div>",
    "html_block": lambda _, token: as_typed(token.content.strip()),
    "raw_text": lambda _, token: as_typed(token.content),
    "softbreak": lambda _, _token: "<br>\n",
    "hardbreak": lambda _, _token: "<br>\n",
    "code_inline": _Prose.code,
    "math_inline": _Prose.formula,
    "image": _Prose.picture,
    "footnote_mark": lambda _, token: f"<sup>{_plain(token.content)}</sup>",
    "html_inline": lambda _, token: "<br>" if _LINE_BREAK.match(token.content) else _plain(token.content),
}

RULE = f'<hr style="{looks.RULE}">'


def as_typed(text: str) -> str:
    """A paragraph that keeps its line breaks."""
    direction = ' dir="auto"' if runs_both_ways(text) else ""
    return f'<p style="{looks.AS_TYPED}"{direction}>{_plain(text)}</p>'


def listing(code: str) -> str:
    """Code, on its calm ground."""
    return f'<pre dir="ltr" style="{looks.LISTING}">{_plain(code)}</pre>'


def link_start(href: str) -> str:
    """The start of a link to an address that may be there."""
    return f'<a href="{escape(href)}" target="_blank" rel="noopener noreferrer">'


def picture(src: str, alt: str, *, is_rich: bool = True) -> str:
    """A picture: a small one where it carries its bytes, else a link to where it is, or its name."""
    named = escape(alt or words().a_picture)
    if (remote := safe_picture(src)) is not None:
        return f"{link_start(remote)}{named}</a>"
    small = small_picture(src) if is_rich else None
    return named if small is None else f'<img src="{escape(small)}" alt="{named}" style="{looks.PICTURE}">'


def _plain(text: str) -> str:
    return escape(text, quote=False)
