"""What a model thinks and what it calls, where it stands: in the text, between marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from chatkit_notebook.models.answers import marks
from chatkit_notebook.models.answers.written_calls import WrittenCall, shown
from chatkit_notebook.turned_thoughts import TURNED

if TYPE_CHECKING:
    from collections.abc import Iterator

Piece = tuple[bool, str]
"""A piece of text, after whether it is a thought."""
_Place = Literal["said", "thought", "call", "head"]

_TICKS = re.compile(r"`+|\n\s*\n")
_FENCE = 3


class Thoughts:
    """Parts text from the thoughts and calls between marks in it, however it is cut. Marks within code are text.

    Attributes:
        has_tags: Whether there were any.
        calls: The calls, in order.
        is_said_after_call: Whether anything was said after a call.
    """

    def __init__(self) -> None:
        self.has_tags = False
        self.calls: list[WrittenCall] = []
        self.is_said_after_call = False
        self._held: str = ""
        self._place: _Place = "said"
        self._closings: tuple[str, ...] = ()
        self._body: list[str] = []
        """The head or the call that is open, in pieces."""
        self._length = 0
        self._name = ""
        self._code = 0
        """How many backticks end the code that is open."""
        self._has_heads = False
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
            found = self._next_mark(text, at)
            if found is None:
                cut = self._held_from(text, at)
                self._held = text[cut:]
                yield from self._piece(text[at:cut])
                return
            mark = found[0].lower()
            if self._place == "said" and mark in marks.CALLS:
                follows = marks.CALL_FOLLOWS.match(text, found.end())
                if follows is not None and follows[1] is None:  # what comes next decides
                    self._held = text[found.start() :]
                    yield from self._piece(text[at : found.start()])
                    return
                if follows is None:
                    yield from self._piece(text[at : found.end()])
                    at = found.end()
                    continue
            yield from self._pass(mark, text[at : found.start()])
            at = found.end()

    def end(self) -> Iterator[Piece]:
        """What was held back until it was certain."""
        held, self._held = self._held, ""
        yield from self._piece(held)
        if self._place == "call":
            self._end_call()
        elif self._place == "head":
            yield from self._give_back_head()

    def unread(self) -> str:
        """The calls as text, for who can't carry them out."""
        lead = "" if self._is_at_start[False] else "\n\n"
        return lead + shown(self.calls) if self.calls else ""

    def _pass(self, mark: str, before: str) -> Iterator[Piece]:
        """Go on behind a mark that counts."""
        self.has_tags = True
        is_in_call = self._place == "call"
        if self._place == "said" and mark in marks.THOUGHTS.values():
            # Some servers keep the opening tag in the prompt: what came before its end is a thought.
            is_first = self._is_at_start[True]
            yield from self._piece(before, is_thought=is_first and self._is_at_start[False])
            if is_first and not self._is_at_start[False]:
                yield from self._turn()
            return
        yield from self._piece(before)
        if self._place == "thought":
            self._space[True] = "\n\n"
            self._space[False] = "" if self._is_at_start[False] else self._space[False]
        if mark == marks.BODY:
            self._begin_body()
            return
        if is_in_call:
            self._end_call()
        if mark in marks.CHANNEL:
            self._has_heads = True
            if self._place != "head":
                self._go("head", (marks.BODY, *marks.CHANNEL))
            else:
                self._body.append(" ")
        elif self._place == "said" and mark in marks.THOUGHTS:
            self._go("thought", (marks.THOUGHTS[mark],))
        elif self._place == "said" and mark in marks.CALLS:
            self._go("call", marks.CALLS[mark])
        else:
            self._go("said", ())

    def _turn(self) -> Iterator[Piece]:
        """What was said was a thought, and only now the answer begins."""
        self._is_at_start = {True: False, False: True}
        self._space = {True: "\n\n", False: ""}
        self._code = 0
        yield False, TURNED

    def _begin_body(self) -> None:
        head, part = "".join(self._body), (*marks.CHANNEL, *marks.ENDS)
        recipient = marks.RECIPIENT.search(head)
        if recipient is not None:
            self._go("call", part)
            self._name = recipient[1]
        elif marks.THOUGHT_CHANNEL.search(head) is not None:
            self._go("thought", part)
        else:
            self._go("said", ())

    def _go(self, place: _Place, closings: tuple[str, ...]) -> None:
        self._place, self._closings = place, closings
        self._body, self._length, self._name = [], 0, ""

    def _end_call(self) -> None:
        self.calls.append(WrittenCall("".join(self._body).strip(), self._name))
        self._go("said", ())

    def _give_back_head(self) -> Iterator[Piece]:
        head = "".join(self._body)
        self._go("said", ())
        yield from self._piece(f"{marks.CHANNEL[0]}{head}")

    def _next_mark(self, text: str, start: int) -> re.Match[str] | None:
        """The next mark that counts."""
        code, before, first = self._code, self._space[False], start
        for found in _marks(text, start, is_in_fence=self._closings == ("```",)):
            if self._place != "said":
                if found[0].lower() in self._closings:
                    return found
                continue
            mark = found[0].lower()
            code = _code_after(code, before + text[start : found.start()])
            is_first = self._is_at_start[False] and not text[first : found.start()].strip()
            if not code and self._begins_or_ends(mark, is_first=is_first):
                return found
            if mark.startswith("```"):
                code = _code_after(code, found[0])
            before, start = "", found.end()
        return None

    def _begins_or_ends(self, mark: str, *, is_first: bool) -> bool:
        if mark in marks.ENDS:
            return self._has_heads
        if mark in marks.WRAPS:
            return self.has_tags or is_first
        return mark in {*marks.THOUGHTS, *marks.THOUGHTS.values(), *marks.CALLS, *marks.CHANNEL}

    def _piece(self, text: str, *, is_thought: bool | None = None) -> Iterator[Piece]:
        if self._place in {"call", "head"}:
            self._body.append(text)
            self._length += len(text)
            if self._place == "head" and (self._length > marks.LONGEST_HEAD or "\n" in text):
                yield from self._give_back_head()
            return
        if is_thought is None:
            is_thought = self._place == "thought"
        text = self._space[is_thought] + text
        bare = text.rstrip()
        # White space waits for what follows it: around thoughts there is some that belongs to neither.
        self._space[is_thought] = text[len(bare) :]
        if not bare:
            return
        if not is_thought:
            self._code = _code_after(self._code, bare)
            self.is_said_after_call = bool(self.calls)
        if self._is_at_start[is_thought]:
            self._is_at_start[is_thought] = False
            if self.has_tags:
                bare = bare.lstrip()
        yield is_thought, bare

    def _held_from(self, text: str, start: int) -> int:
        """Where the end begins that may be the beginning of a mark, or of more backticks."""
        for found in marks.OPENING.finditer(text, max(start, len(text) - marks.LONGEST)):
            if text[found.start() :].lower() in marks.BEGINNINGS:
                return found.start()
        end = len(text)
        while end > start and text[end - 1] == "`":
            end -= 1
        return end


def _marks(text: str, start: int, *, is_in_fence: bool) -> Iterator[re.Match[str]]:
    return (_TICKS if is_in_fence else marks.MARK).finditer(text, start)


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


def parted(text: str) -> tuple[str, str]:
    """The thoughts in a whole text, and the rest of it."""
    thoughts = Thoughts()
    pieces = [*thoughts.take(text), *thoughts.end()]
    if not thoughts.has_tags:
        return "", text
    said, thought = "", ""
    for is_thought, piece in pieces:
        if piece == TURNED:
            said, thought = "", said
        elif is_thought:
            thought += piece
        else:
            said += piece
    return thought, said + thoughts.unread()
