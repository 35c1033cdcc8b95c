"""A transcript as HTML: inline styles, no script, and nothing that is loaded from anywhere."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from chatkit_notebook.transcript import looks
from chatkit_notebook.transcript.directions import runs_both_ways
from chatkit_notebook.transcript.links import safe_link
from chatkit_notebook.transcript.prose import RULE, as_typed, link_start, picture, prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chatkit_notebook.transcript.form import Words


_NUMBER = re.compile(r"[-+−]?\d[\d,.]*\s?%?")  # noqa: RUF001 - the sign of numbers


class HtmlForm:
    """Writes HTML.

    Args:
        is_rich: Whether formulas are drawn and pictures shown, which takes many tags.
    """

    def __init__(self, *, is_rich: bool = True) -> None:
        self._is_rich = is_rich

    def prose(self, text: str) -> str:
        """Markdown as elements."""
        return prose(text, is_rich=self._is_rich)

    def typed(self, text: str) -> str:
        """A paragraph that keeps its line breaks."""
        return as_typed(text)

    def line(self, pieces: Sequence[Words]) -> str:
        """A paragraph."""
        return f"<p{_direction(*(piece.text for piece in pieces))}>{_line(pieces)}</p>"

    def quiet(self, text: str) -> str:
        """A small paragraph."""
        return f'<p style="{looks.NOTICE}"{_direction(text)}>{_plain(text)}</p>'

    def quote(self, text: str) -> str:
        """A quote."""
        return f'<blockquote style="{looks.QUOTE};{looks.AS_TYPED}"{_direction(text)}>{_plain(text)}</blockquote>'

    def picture(self, src: str, alt: str) -> str:
        """A small picture, a link, or a name."""
        return f"<p>{picture(src, alt, is_rich=self._is_rich)}</p>"

    def rule(self) -> str:
        """A rule."""
        return RULE

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """A table."""
        names = "".join(_cell("th", text) for text in head)
        body = "".join(f"<tr>{''.join(_cell('td', text) for text in row)}</tr>" for row in rows)
        above = f"<thead><tr>{names}</tr></thead>" if names else ""
        opening = f'<div style="{looks.SCROLLS}"><table cellpadding="5" style="{looks.TABLE}">'
        return f"{opening}{above}<tbody>{body}</tbody></table></div>"

    def bullets(self, lines: Sequence[Sequence[Words]]) -> str:
        """A list."""
        items = (f"<li{_direction(*(piece.text for piece in line))}>{_line(line)}</li>" for line in lines)
        return f"<ul>{''.join(items)}</ul>"

    def folded(self, summary: str, parts: Sequence[str]) -> str:
        """Closed details."""
        above = f"<summary{_direction(summary)}>{_plain(summary)}</summary>"
        body = f'<div style="{looks.WITHIN}">{"".join(parts)}</div>' if parts else ""
        return f'<details style="{looks.STEPS}">{above}{body}</details>'

    def card(self, parts: Sequence[str]) -> str:
        """A box."""
        return f'<div style="{looks.CARD}">{"".join(parts)}</div>'

    def said(self, name: str, parts: Sequence[str], *, is_user: bool) -> str:
        """The name of who spoke above the words; in a bubble what the user said."""
        above = f'<p style="{looks.NAME_AT_END if is_user else looks.NAME}"><b>{_plain(name)}</b></p>'
        body = "".join(parts)
        if is_user:
            body = f'<div style="{looks.ASKED}"><div style="{looks.BUBBLE}">{body}</div></div>'
        return above + body


def _cell(tag: str, text: str) -> str:
    side = "right" if _NUMBER.fullmatch(text) else "left"
    return f'<{tag} style="text-align:{side}"{_direction(text)}>{_plain(text)}</{tag}>'


def _line(pieces: Sequence[Words]) -> str:
    return " ".join(map(_piece, pieces))


def _piece(piece: Words) -> str:
    text = f"<b>{_plain(piece.text)}</b>" if piece.is_strong else _plain(piece.text)
    href = safe_link(piece.href or "")
    return text if href is None else f"{link_start(href)}{text}</a>"


def _plain(text: str) -> str:
    return escape(text, quote=False)


def _direction(*texts: str) -> str:
    return ' dir="auto"' if any(map(runs_both_ways, texts)) else ""
