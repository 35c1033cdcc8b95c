"""A transcript as Markdown that reads well as plain text, and is inert wherever it is rendered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chatkit_notebook.locales import words
from chatkit_notebook.transcript.dialect import parse_as_elsewhere
from chatkit_notebook.transcript.links import safe_link, safe_picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from chatkit_notebook.transcript.form import Words

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_LINE_STARTS = re.compile(r"(?m)^([ \t]*)([-+=:]|\d+[.)])")
_EMBEDDED = re.compile(r"!\[([^\[\]\n]{0,500})\]\(\s*<?data:[^\s)]*(?:\s+\"[^\"\n]*\")?\s*\)", re.IGNORECASE)
_MANY_BRACKETS = re.compile(r"(?:\[[^\n\[]*(?:\n[^\n\[]+)*){400}")
_IMAGE = re.compile(r"(?<!\\)!\[")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_TARGET = re.compile(r"\]([(:\[])")
_LINE_BREAK = re.compile(r"<br\s*/?>\Z", re.IGNORECASE)


class MarkdownForm:
    """Writes Markdown."""

    def prose(self, text: str) -> str:
        """The Markdown itself, if it is inert; else what in it would not be is shown as it is written."""
        named = without_bytes(text)
        if _MANY_BRACKETS.search(named):
            # They cost the square of their number to read.
            return _fenced(named)
        unseen = _outside_of_listings(_IMAGE, "[", named)
        tagless = _outside_of_listings(_TAG, r"\<", unseen)
        for tamed in (named, unseen, tagless, _TARGET.sub(r"]\\\1", tagless)):
            if _is_inert(tamed):
                return tamed
        return _fenced(named)

    def typed(self, text: str) -> str:
        """Plain text, with marks escaped where they would mean something."""
        return _plain(text)

    def line(self, pieces: Sequence[Words]) -> str:
        """A line."""
        return " ".join(map(_piece, pieces))

    def quiet(self, text: str) -> str:
        """A line in italics."""
        return f"*{_escaped(_in_one_line(text))}*"

    def quote(self, text: str) -> str:
        """A quote."""
        return _indented(_plain(text), "> ")

    def picture(self, src: str, alt: str) -> str:
        """A link, or a name."""
        name = _escaped(_in_one_line(alt or words().a_picture))
        remote = safe_picture(src)
        return f"[{name}]({_address(remote)})" if remote else f"[{name}]"

    def rule(self) -> str:
        """A rule."""
        return "---"

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """A table."""
        columns = max([len(head), *map(len, rows)], default=0)
        lines = [[*head, *[""] * (columns - len(head))], ["---"] * columns, *rows]
        return "\n".join(
            f"| {' | '.join(text if number == 1 else _escaped(_in_one_line(text)) for text in line)} |"
            for number, line in enumerate(lines)
        )

    def bullets(self, lines: Sequence[Sequence[Words]]) -> str:
        """A list."""
        return "\n".join(f"- {self.line(line)}" for line in lines)

    def folded(self, summary: str, parts: Sequence[str]) -> str:
        """An entry of a list with what is folded below it."""
        return f"- {_escaped(_in_one_line(summary))}" + "".join(
            f"\n\n{_indented(part, '  ')}" for part in parts if part
        )

    def card(self, parts: Sequence[str]) -> str:
        """A quote."""
        return _indented("\n\n".join(filter(None, parts)), "> ")

    def said(self, name: str, parts: Sequence[str], *, is_user: bool) -> str:  # noqa: ARG002 - the name tells
        """The name of who spoke, and the words below it."""
        return "\n\n".join([f"**{_escaped(name)}**", *filter(None, parts)])


def without_bytes(text: str) -> str:
    """Markdown with the names of pictures in the place of their bytes."""
    return _EMBEDDED.sub(_name_of_embedded, text).strip("\n")


def _name_of_embedded(match: re.Match[str]) -> str:
    return _escaped(f"{words().a_picture}: {match[1]}" if match[1] else words().a_picture)


def _piece(piece: Words) -> str:
    text = _escaped(_in_one_line(piece.text))
    text = f"**{text}**" if piece.is_strong and text else text
    href = safe_link(piece.href or "")
    return text if href is None else f"[{text}]({_address(href)})"


def _address(url: str) -> str:
    return re.sub(r"[()<>\\\s]", lambda match: f"%{ord(match[0]):02X}", url)


def _plain(text: str) -> str:
    """Plain text as Markdown: as it is, if it has no marks."""
    tokens = parse_as_elsewhere(text)
    inlines = [child for token in tokens for child in token.children or ()]
    said = "".join("\n" if child.type == "softbreak" else child.content for child in inlines)
    is_plain = all(token.type in ("paragraph_open", "inline", "paragraph_close") for token in tokens)
    is_all = all(child.type in ("text", "softbreak") for child in inlines) and len(tokens) == len("oic")
    return text if is_plain and is_all and said == text else _escaped(text)


def _escaped(text: str) -> str:
    return _LINE_STARTS.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text)).replace("\n", "  \n")


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _indented(text: str, mark: str) -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in text.split("\n"))


def _fenced(text: str) -> str:
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}markdown\n{text}\n{fence}"


def _outside_of_listings(mark: re.Pattern[str], instead: str, text: str) -> str:
    tokens = [token for token in parse_as_elsewhere(text) if token.type in ("fence", "code_block") and token.map]
    code = {line for token in tokens for line in range(*(token.map or (0, 0)))}
    lines = enumerate(text.split("\n"))
    return "\n".join(line if number in code else mark.sub(lambda _: instead, line) for number, line in lines)


def _is_inert(text: str) -> bool:
    return all(map(_is_inert_token, _all(parse_as_elsewhere(text))))


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())


def _is_inert_token(token: Token) -> bool:
    match token.type:
        case "html_block":
            return False
        case "html_inline":
            return _LINE_BREAK.match(token.content) is not None
        case "link_open":
            return safe_link(str(token.attrs.get("href", ""))) is not None
        case "image":
            return False  # it would be loaded
        case _:
            return True
