"""What has become of what the views sent, for when it is sent again: whatever has an effect has it once."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from chatkit_notebook.bridge.acknowledgement import taken
from chatkit_notebook.bridge.pace import Pace
from chatkit_notebook.bridge.weight import weight

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.bridge.messages import Answered, Taken

MOST = 1_024
"""Answers that are remembered; of more the oldest is forgotten, and what it answered would run again."""
MOST_CHARACTERS = 4_000_000
_LIGHT = 2_000


class Remembered:
    """Knows by its id what is under way and how it was answered. All methods run on the session's loop.

    Args:
        send: Sends one message to the views.

    Attributes:
        under_way: The ids of what is not answered yet; they are never forgotten.
    """

    def __init__(self, send: Callable[[Answered | Taken], None]) -> None:
        self.under_way: set[str] = set()
        self._send = send
        self._again = Pace(at_once=20, interval=0.1, most_waiting=64)
        self._answers: OrderedDict[str, tuple[Answered, int]] = OrderedDict()
        self._characters = 0

    def repeat(self, message_id: str) -> bool:
        """Say again what has become of a message; tell whether it is known."""
        if message_id in self.under_way:
            said = taken(message_id)
        elif message_id in self._answers:
            said = self._answers[message_id][0]
        else:
            return False
        self.say_again(message_id, partial(self._send, said))
        return True

    def say_again(self, message_id: str, say: Callable[[], None]) -> None:
        """Say something about a message that came again, at a pace and not without end."""
        self._again.do(message_id, say)

    def answer(self, message_id: str, reply: Answered) -> None:
        """Send an answer and remember it."""
        self.keep(message_id, reply)
        self._send(reply)

    def keep(self, message_id: str, reply: Answered) -> None:
        """Remember an answer, in the place of an earlier one."""
        self._forget(message_id)
        self._answers[message_id] = (reply, weight(reply))
        self._characters += self._answers[message_id][1]
        while len(self._answers) > MOST:
            self._forget(next(iter(self._answers)))
        while self._characters > MOST_CHARACTERS:
            # Long answers are what was read, which may be read again; what changed something is answered in few words.
            heavy = (known for known, (_, size) in self._answers.items() if size > _LIGHT and known != message_id)
            if (oldest := next(heavy, None)) is None:
                return
            self._forget(oldest)

    def close(self) -> None:
        """Repeat nothing more, and forget what was answered."""
        self._again.close()
        self._answers.clear()
        self._characters = 0

    def _forget(self, message_id: str) -> None:
        if (known := self._answers.pop(message_id, None)) is not None:
            self._characters -= known[1]
