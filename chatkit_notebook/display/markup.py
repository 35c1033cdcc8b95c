"""HTML as Markdown: its words, headings, lists and tables, and nothing that runs, loads or places itself."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from chatkit_notebook.display.markdown import escaped, fenced, in_line, table
from chatkit_notebook.locales import words

_LONGEST = 200_000
_LONGEST_BLOCK = 4_000
_LONGEST_CELL = 120
_MOST_BLOCKS = 100
_MOST_ROWS = 30
_MOST_COLUMNS = 12
_UNSEEN = {"script", "style", "head", "template", "svg", "math", "noscript", "select", "textarea"}
_VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "area", "base", "col", "embed", "source", "track"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "caption", "dd", "div", "dl", "dt", "fieldset", "figure"),
    *("figcaption", "footer", "form", "header", "hr", "li", "main", "nav", "ol", "p", "section", "ul"),
}
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_ACTS = re.compile(r"<\s*(?:script|iframe|canvas|object|embed|video|audio|input|button|details)\b", re.IGNORECASE)
_UNCLOSED = re.compile(r"<(?![^<>]{1,4000}>)")
_NUMBER = re.compile(r"[-+]?\d[\d.,\s]*%?|nan|\N{EN DASH}", re.IGNORECASE)
# Of a paragraph: as escaped text it holds no other marks.
_LINE_MARK = re.compile(r"^(?=[#+=-])|^(\d+)(?=[.)])")


def is_plain(html: str) -> bool:
    """Whether the words of HTML are what it shows: it draws nothing by a script, and nothing in it unfolds."""
    return _ACTS.search(html) is None


def as_markdown(html: str) -> str:
    """What HTML says, as Markdown."""
    reader = _Reader()
    # The parser looks for the end of each tag in all that follows.
    reader.feed(_UNCLOSED.sub("&lt;", _without_comments(html[:_LONGEST])))
    reader.close()
    return reader.markdown(is_cut=len(html) > _LONGEST)


def _without_comments(html: str) -> str:
    kept, *parts = html.split("<!--")
    return kept + "".join(part.partition("-->")[2] for part in parts)


class _Reader(HTMLParser):
    """Gathers blocks of Markdown. `prefix` is the mark of the block that is being read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[str] = []
        self._text = ""
        self._prefix = ""
        self._unseen: list[str] = []
        self._is_code = False
        self._tables = 0
        self._is_cell = False
        self._rows: list[list[str]] = []

    def markdown(self, *, is_cut: bool) -> str:
        self._end_block()
        if self._tables:
            self._end_cell()
            self._end_table()
        blocks = self._blocks[:_MOST_BLOCKS]
        if is_cut or len(blocks) < len(self._blocks):
            blocks.append(f"*{words().rest_left_out}*")
        return "\n\n".join(blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's
        if self._unseen or tag in _UNSEEN:
            if tag not in _VOID:
                self._unseen.append(tag)
        elif tag == "table":
            if not self._tables:
                self._end_block()
            self._tables += 1
        elif self._tables:
            self._start_in_table(tag)
        elif tag == "pre":
            self._end_block()
            self._is_code = True
        elif tag in _HEADINGS or tag in _BLOCKS:
            self._end_block("- " if tag == "li" else _HEADINGS.get(tag, ""))
        elif tag == "br":
            self._text += "\n" if self._is_code else " "

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            if tag in self._unseen:  # whatever was left open inside it ends with it
                del self._unseen[self._unseen.index(tag) :]
        elif tag == "table":
            if self._tables == 1:
                self._end_cell()
                self._end_table()
            self._tables = max(0, self._tables - 1)
        elif self._tables:
            if tag in ("td", "th"):
                self._end_cell()
        elif tag == "pre" or tag in _HEADINGS or tag in _BLOCKS:
            self._end_block()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._text += data

    def _end_block(self, prefix: str = "") -> None:
        text, self._text = self._text, ""
        if self._is_code:
            self._is_code = False
            if text.strip():
                self._blocks.append(fenced(text.strip("\n"), "text"))
        elif line := escaped(in_line(text, _LONGEST_BLOCK)):
            block = self._prefix + _LINE_MARK.sub(r"\1\\", line)
            if self._prefix == "- " and self._blocks and self._blocks[-1].startswith("- "):
                self._blocks[-1] += f"\n{block}"
            else:
                self._blocks.append(block)
            self._prefix = ""
        if prefix:
            self._prefix = prefix

    def _start_in_table(self, tag: str) -> None:
        if self._tables == 1 and tag in ("tr", "td", "th"):
            self._end_cell()  # ends of cells may be left out
            self._is_cell = tag != "tr"
            if tag == "tr":
                self._rows.append([])

    def _end_cell(self) -> None:
        if self._tables == 1:
            if self._rows and self._is_cell:
                self._rows[-1].append(in_line(self._text, _LONGEST_CELL))
            self._text, self._is_cell = "", False

    def _end_table(self) -> None:
        rows = [row for row in self._rows if row]
        self._rows, self._text = [], ""
        if rows:
            self._blocks.append(_table(rows))


def _table(rows: list[list[str]]) -> str:
    width = max(map(len, rows))
    shown = min(width, _MOST_COLUMNS)
    header, *body = [[*row[:shown], *[""] * (shown - len(row))] for row in rows]
    numbers = [_is_numeric(body, at) for at in range(shown)]
    drawn = table(_escaped(header), [_escaped(row) for row in body[:_MOST_ROWS]], numbers=numbers)
    told = words().cells_left_out(max(0, len(body) - _MOST_ROWS), width - shown)
    return f"{drawn}\n\n*{told}*" if told else drawn


def _escaped(row: list[str]) -> list[str]:
    return [escaped(cell) for cell in row]


def _is_numeric(rows: list[list[str]], at: int) -> bool:
    cells = [row[at] for row in rows if row[at]]
    return bool(cells) and all(map(_NUMBER.fullmatch, cells))
