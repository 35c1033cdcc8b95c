"""What a value is shown as: text that joins what is said around it, or something that stands by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from chatkit_notebook import clock, types

if TYPE_CHECKING:
    from chatkit_notebook.types import AssistantMessageItem, WidgetItem, WidgetRoot
    from chatkit_notebook.widgets import BasicRoot

_LONGEST_ALT = 200
_TALLEST = 600
"""CSS pixels."""
_DRAWING = "data:image/svg+xml"


@dataclass(frozen=True, slots=True)
class Words:
    """Markdown that goes on where the last words ended."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Markdown that stands by itself: a table, or a block of code."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that carries its bytes.

    Attributes:
        url: A data URL.
        alt: What it is, for those who can't see it.
        width: How wide it is meant to be, in CSS pixels; None if nothing is known about it.
        ratio: Its width over its height; None likewise.
    """

    url: str
    alt: str
    width: int | None = None
    ratio: float | None = None

    def widget(self) -> BasicRoot:
        """The widget that shows it."""
        from chatkit_notebook.widgets import BasicRoot, Image  # noqa: PLC0415 - a chat is shown without widgets

        return BasicRoot.model_validate({"align": "start", "children": [Image(**self.image())]})

    def image(self, alt: str | None = None) -> dict[str, Any]:
        """The props of an image that shows it, never wider than the thread, nor taller than its window.

        Args:
            alt: What is said of it instead of its own words.
        """
        width = self.width if self.width is None or self.ratio is None else min(self.width, _TALLEST * self.ratio)
        return {
            "src": self.url,
            "alt": (alt or self.alt)[:_LONGEST_ALT],
            "fit": "contain",
            "radius": "md",
            "width": None if width is None else max(1, round(width)),
            "maxWidth": "100%",
            "maxHeight": _TALLEST if self.ratio is None else None,
            "aspectRatio": self.ratio,
            # What draws with lines draws black ones unless it is told otherwise, which the dark would swallow.
            "background": "white" if self.url.startswith(_DRAWING) else None,
        }


@dataclass(frozen=True, slots=True)
class Shown:
    """A widget."""

    root: WidgetRoot


Part: TypeAlias = Words | Passage | Picture | Shown


def markdown_of(parts: list[Part]) -> str:
    """The parts as one Markdown text, pictures included, for what can hold no widgets: those are left out."""
    text = ""
    for part in parts:
        match part:
            case Words():
                text += part.markdown
            case Passage():
                text += f"\n\n{part.markdown}\n\n"
            case Picture():
                alt = part.alt[:_LONGEST_ALT].translate({ord(sign): " " for sign in "[]\\\n"})
                text += f"\n\n![{alt}]({part.url})\n\n"
            case Shown():
                pass
    return text.strip("\n")


def item_of(part: Part, item_id: str, thread_id: str) -> AssistantMessageItem | WidgetItem:
    """The thread item that shows a part which stands by itself."""
    now = clock.now()
    match part:
        case Passage() | Words():
            content = [types.AssistantMessageContent(text=part.markdown)]
            return types.AssistantMessageItem(id=item_id, thread_id=thread_id, created_at=now, content=content)
        case Picture():
            widget, copy_text = part.widget(), part.alt
        case Shown():
            widget, copy_text = part.root, None
    return types.WidgetItem(id=item_id, thread_id=thread_id, created_at=now, widget=widget, copy_text=copy_text)
