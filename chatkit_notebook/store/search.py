"""What can be searched for in an item, and what is shown of one that was found."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from unicodedata import combining

from chatkit_notebook import types
from chatkit_notebook.store.tokens import LONGEST_TEXT, finder, fold, places, terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from chatkit_notebook.types import Task, ThreadItem, ThreadMetadata

__all__ = ["Found", "check_limit", "excerpt", "terms", "words_of"]

_MOST_FOUND = 1_000
_EXCERPT = 160
_BEFORE = 50
_LONGEST_WORD = 25
_STRETCH = 500
# The vowels and final consonants that make a syllable of Hangul with the letters before them.
_JOINING = {chr(code) for code in range(0x1160, 0x1200)}
# The props of components that are shown as text.
_SHOWN = {"value", "label", "text", "title", "alt", "description", "placeholder"}


@dataclass(frozen=True)
class Found:
    """An item that a search has found.

    Attributes:
        thread: The thread it is in.
        item_id: Its id.
        created_at: When it was made.
        excerpt: What it says around the first match, in about 160 characters and with ``…`` where it was cut.
    """

    thread: ThreadMetadata
    item_id: str
    created_at: datetime
    excerpt: str


def words_of(item: ThreadItem) -> str:
    """Return the text that a person sees of an item, 100,000 characters at most; of hidden items there is none."""
    return "\n".join(line for line in _lines(item) if line)[:LONGEST_TEXT]


def excerpt(text: str, terms: list[str]) -> str:
    """Cut about 160 characters out of ``text``, around the first of ``terms`` that is there, between words."""
    text = " ".join(text.split())
    if len(text) <= _EXCERPT:
        return text
    start = max(0, min(_first(text, terms) - _BEFORE, len(text) - _EXCERPT))
    if start and (space := text.find(" ", start - 1, start + _LONGEST_WORD)) >= 0:
        start = space + 1
    end = start + _EXCERPT
    if end < len(text) and (space := text.rfind(" ", end - _LONGEST_WORD, end + 1)) >= 0:
        end = space
    return "…" * (start > 0) + text[start:end] + "…" * (end < len(text))


def check_limit(limit: int) -> None:
    """Check how many items are asked for.

    Raises:
        TypeError: It is not an int.
        ValueError: It is too small or too large.
    """
    if not isinstance(limit, int):  # pyright: ignore[reportUnnecessaryIsInstance] - it comes from notebooks
        raise TypeError(f"A search needs a limit of 1 to {_MOST_FOUND}, not {limit!r}.")
    if not 1 <= limit <= _MOST_FOUND:
        raise ValueError(f"A search needs a limit of 1 to {_MOST_FOUND}, not {limit!r}.")


def _first(text: str, terms: list[str]) -> int:
    is_wanted = finder(terms)
    place = next((place for place, token in places(fold(text)) if is_wanted(token)), 0)
    return place if text.isascii() else _unfolded(text, place)


def _unfolded(text: str, place: int) -> int:
    """Where the character is that becomes the one at ``place`` when ``text`` is folded, which may change its length."""
    start = 0
    while start < len(text):
        end = _STRETCH + start
        # What belongs together is folded together.
        while end < start + 2 * _STRETCH and (combining(text[end : end + 1] or " ") or text[end : end + 1] in _JOINING):
            end += 1
        length = len(fold(text[start:end]))
        if place < length:
            ends = range(start, end)
            return start - 1 + bisect_right(ends, place, key=lambda to: len(fold(text[start:to])))
        place -= length
        start = end
    return max(len(text) - 1, 0)


def _lines(item: ThreadItem) -> Iterator[str | None]:
    match item:
        case types.UserMessageItem():
            yield from (part.text for part in item.content)
            yield item.quoted_text
            yield from (attachment.name for attachment in item.attachments)
        case types.AssistantMessageItem():
            yield from (part.text for part in item.content)
        case types.WidgetItem():
            yield from _shown(item.widget.model_dump())
            yield item.copy_text
        case types.StructuredInputItem():
            for question in item.inputs:
                yield question.question
                yield from question.answer.values if question.answer else ()
        case types.WorkflowItem():
            yield item.workflow.summary.title if isinstance(item.workflow.summary, types.CustomSummary) else None
            for task in item.workflow.tasks:
                yield from _told(task)
        case types.TaskItem():
            yield from _told(item.task)
        case _:  # what a person does not see, or has no text
            return


def _told(task: Task) -> Iterator[str | None]:
    yield task.title
    if isinstance(task, types.CustomTask | types.ThoughtTask):
        yield task.content
    if isinstance(task, types.SearchTask):
        yield task.title_query
        yield from task.queries
    if isinstance(task, types.SearchTask | types.FileTask):
        yield from (source.title for source in task.sources)


def _shown(root: object) -> Iterator[str]:
    left: list[Any] = [root]
    while left:
        node = left.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node, list):
            left.extend(each for each in reversed(cast("list[Any]", node)) if not isinstance(each, str))
        elif isinstance(node, dict):
            parts = reversed(cast("dict[str, Any]", node).items())
            # What a component does, and with which data, is not shown.
            left.extend(
                value
                for name, value in parts
                if (name in _SHOWN if isinstance(value, str) else not name.endswith(("action", "Action")))
            )
