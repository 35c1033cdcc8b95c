"""Fields of answers that hold text, under the many names that they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.json import is_list, is_object, object_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chatkit_notebook.models.answers.thoughts import Piece

Json = dict[str, Any]

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
