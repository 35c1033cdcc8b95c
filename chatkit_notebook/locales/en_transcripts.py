"""What a transcript says by itself, in English: who speaks, what is folded, what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from chatkit_notebook.locales.english import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class TranscriptTexts(Protocol):
    """The part of a locale's texts that is about transcripts."""

    conversation = "Conversation"
    you = "You"
    assistant = "Assistant"
    run_to_go_on = "Run the cell to go on"
    nothing_said = "Nothing has been said yet."
    earlier_left_out = "Earlier messages are left out here."
    a_picture = "Picture"
    a_file = "File"
    a_step = "Step"
    searched_web = "Searched the web"
    worked = "Worked"
    thought = "Thought"
    skipped = "Skipped"
    not_answered = "Not answered"
    waits_for_answer = "Waits for an answer"

    def worked_for(self, seconds: int) -> str:
        return f"Worked for {_duration(seconds)}"

    def thought_for(self, seconds: int) -> str:
        return f"Thought for {_duration(seconds)}"

    def sources(self, count: int) -> str:
        return counted(count, "source")

    def component_said(self, name: str, said: Sequence[str]) -> str:
        return f"{name}: {', '.join(said)}" if said else name

    def rows_shown(self, count: int, of: int) -> str:
        return f"{count:,} of {counted(of, 'row')}"

    def said_on(self, moment: datetime) -> str:
        return f"{moment.day} {moment:%B %Y, %H:%M}"


def _duration(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{rest} s" if not minutes else f"{minutes} min {rest} s" if rest else f"{minutes} min"
