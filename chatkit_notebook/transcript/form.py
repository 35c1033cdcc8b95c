"""What a transcript is made of, whichever form it takes. Strings are of the form; what is handed in is raw text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Words(NamedTuple):
    """A piece of a line: plain text, and where a link in it leads."""

    text: str
    is_strong: bool = False
    href: str | None = None


class Form(Protocol):
    """Writes the parts of a transcript. Whatever it is given is hostile."""

    def prose(self, text: str) -> str:
        """Markdown, by whoever."""
        ...

    def typed(self, text: str) -> str:
        """Plain text with its line breaks."""
        ...

    def line(self, pieces: Sequence[Words]) -> str:
        """A line of plain text."""
        ...

    def quiet(self, text: str) -> str:
        """A line that stands back, such as what became of an answer."""
        ...

    def quote(self, text: str) -> str:
        """What somebody else has said."""
        ...

    def picture(self, src: str, alt: str) -> str:
        """A picture."""
        ...

    def rule(self) -> str:
        """A line across."""
        ...

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Rows of plain texts below the names of the columns, which may be none."""
        ...

    def bullets(self, lines: Sequence[Sequence[Words]]) -> str:
        """Lines of plain text, each for itself."""
        ...

    def folded(self, summary: str, parts: Sequence[str]) -> str:
        """Parts below a line of plain text, closed where that is possible."""
        ...

    def card(self, parts: Sequence[str]) -> str:
        """Parts that belong together."""
        ...

    def said(self, name: str, parts: Sequence[str], *, is_user: bool) -> str:
        """What somebody said, all of it until somebody else speaks."""
        ...
