"""What a model thinks, where it stands: in the text between tags, or in fields of many names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from chatkit_notebook.json import is_list, is_object, object_in

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]
Piece = tuple[bool, str]
"""A piece of text, after whether it is a thought."""

_NAMES = ("think", "thinking", "thought", "thoughts", "reasoning", "seed:think")
_TAGS = {f"<{name}>": f"</{name}>" for name in _NAMES} | {"[think]": "[/think]", "◁think▷": "◁/think▷"}
_TAG = re.compile("|".join(map(re.escape, [*_TAGS, *_TAGS.values()])), re.IGNORECASE)
_BEGINNINGS = {tag[:size] for pair in _TAGS.items() for tag in pair for size in range(1, len(tag))}
_LONGEST = max(map(len, _TAGS.values()))
_OPENING = re.compile("|".join({re.escape(tag[0]) for tag in _TAGS}))
_TICKS = re.compile(r"`+|\n\s*\n")
_FENCE = 3


class Thoughts:
    """Parts text from the thoughts between tags in it, however it is cut. Tags within code are text.

    Attributes:
        has_tags: Whether there were any.
    """

    def __init__(self) -> None:
        self.has_tags = False
        self._held = ""
        self._closing: str | None = None
        self._code = 0
        """How many backticks end the code that is open."""
        self._space = {True: "", False: ""}
        self._is_at_start = {True: True, False: True}

    def take(self, text: str) -> Iterator[Piece]:
        """The pieces that are certain now.

        Args:
            text: The next piece of the text.
        """
        text, at = self._held + text, 0
        self._held = ""
        while at < len(text):
            found = self._next_tag(text, at)
            if found is None:
                cut = _held_from(text, at)
                self._held = text[cut:]
                yield from self._piece(text[at:cut])
                return
            self.has_tags = True
            tag = found[0].lower()
            before, at = text[at : found.start()], found.end()
            if self._closing is None and tag not in _TAGS:
                # Some servers keep the opening tag in the prompt: what came before its end is a thought.
                yield from self._piece(before, is_thought=self._is_at_start[False] and self._is_at_start[True])
                continue
            yield from self._piece(before)
            is_end = self._closing is not None
            self._closing = None if is_end else _TAGS[tag]
            if is_end:
                self._space[True] = "\n\n"
                self._space[False] = "" if self._is_at_start[False] else self._space[False]

    def end(self) -> Iterator[Piece]:
        """What was held back until it was certain."""
        held, self._held = self._held, ""
        yield from self._piece(held)

    def _next_tag(self, text: str, start: int) -> re.Match[str] | None:
        """The next tag that counts."""
        code, before = self._code, self._space[False]
        for found in _TAG.finditer(text, start):
            if self._closing is not None:
                if found[0].lower() == self._closing:
                    return found
                continue
            code = _code_after(code, before + text[start : found.start()])
            if not code:
                return found
            before, start = "", found.end()
        return None

    def _piece(self, text: str, *, is_thought: bool | None = None) -> Iterator[Piece]:
        if is_thought is None:
            is_thought = self._closing is not None
        text = self._space[is_thought] + text
        bare = text.rstrip()
        # White space waits for what follows it: around thoughts there is some that belongs to neither.
        self._space[is_thought] = text[len(bare) :]
        if not bare:
            return
        if not is_thought:
            self._code = _code_after(self._code, bare)
        if self._is_at_start[is_thought]:
            self._is_at_start[is_thought] = False
            if self.has_tags:
                bare = bare.lstrip()
        yield is_thought, bare


def _code_after(code: int, text: str) -> int:
    """How many backticks end the code that is open after `text`, where so many (`code`) ended it before."""
    for found in _TICKS.finditer(text):
        size = len(found[0]) if found[0].startswith("`") else 0
        if not size:
            code = code if code >= _FENCE else 0  # only fences go on after an empty line
        elif not code:
            code = size
        elif size == code or size > code >= _FENCE:
            code = 0
    return code


def _held_from(text: str, start: int) -> int:
    """Where the end begins that may be the beginning of a tag, or of more backticks."""
    for found in _OPENING.finditer(text, max(start, len(text) - _LONGEST)):
        if text[found.start() :].lower() in _BEGINNINGS:
            return found.start()
    end = len(text)
    while end > start and text[end - 1] == "`":
        end -= 1
    return end


def parted(text: str) -> tuple[str, str]:
    """The thoughts in a whole text, and the rest of it."""
    thoughts = Thoughts()
    pieces = [*thoughts.take(text), *thoughts.end()]
    if not thoughts.has_tags:
        return "", text
    said = "".join(piece for is_thought, piece in pieces if not is_thought)
    return "".join(piece for is_thought, piece in pieces if is_thought), said


_FIELDS = ("reasoning_content", "reasoning", "reasoning_text", "reasoning_details", "thinking", "thought", "thoughts")
_THOUGHT_IN = (*_FIELDS, "thinking_blocks")
_THINKING_PARTS = ("thinking", "reasoning", "thought", "reasoning_text", "reasoning_content", "summary_text")


def thought_in(delta: Json) -> str:
    """What a delta has of a thought, in whichever field; the same in two of them counts once."""
    return next((text for text in (text_in(delta[field]) for field in _THOUGHT_IN if field in delta) if text), "")


def without_thought(delta: Json) -> Json:
    """A delta without the fields that hold thoughts."""
    return {key: value for key, value in delta.items() if key not in _FIELDS}


def content_in(content: object) -> Iterator[Piece]:
    """The pieces of a content, which is text or a list of parts."""
    for part in content if is_list(content) else [content]:
        is_thought = object_in(part).get("type") in _THINKING_PARTS
        text = text_in(part)
        if text:
            yield is_thought, text


def text_in(value: object) -> str:
    """The text in a value of any of the shapes that are in use."""
    if isinstance(value, str):
        return value
    if is_list(value):
        return "".join(map(text_in, value))
    if is_object(value):
        keys = ("text", "content", "thinking", "reasoning", "reasoning_content", "summary", "thought")
        return next((text for text in (text_in(value.get(key)) for key in keys) if text), "")
    return ""
