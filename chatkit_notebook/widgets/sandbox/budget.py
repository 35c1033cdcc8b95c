"""How much one rendering of a template may do: its steps, and the size of what it makes.

Nothing is timed: a thread that renders can't be stopped, so whatever could take long asks before it begins.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NoReturn

from chatkit_notebook.errors import TemplateLimitError
from chatkit_notebook.widgets.sandbox.values import inside, is_container, is_sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STEPS = 250_000
"""How many steps a rendering has. One takes about two microseconds."""
CALL = 4
ITERATION = 2
STEPS_PER_VALUE = 200
"""How many more it has for each value in its data."""
CHARACTERS_PER_STEP = 8
"""For how many characters of its data it has one more."""
CHARACTERS = 8_000_000
"""How long a string or list may become."""
TIMES_DATA = 16
"""How many times the length of the data it may have in addition."""
DIGITS_IN_BITS = 10_000
WIDTH = 1_000
"""The largest width and precision of a formatted value."""

_ENDLESS = 10**15
_OTHER = 32
_BRACKETS = 4
_CHARACTERS_A_STEP = 64
_VALUES_A_STEP = 8
_ITEMS_A_STEP = 8
_VALUES = 250_000
_VALUES_PER_VALUE = 16
_LEVELS = 500


class Budget:
    """What is left to one rendering.

    Args:
        data: What is rendered. The more there is, the more may be done.
    """

    def __init__(self, data: object = None) -> None:
        self._known: dict[int, int] = {}
        values, size = self._survey(data)
        size = min(size, _ENDLESS)
        self.steps = self._all_steps = STEPS + STEPS_PER_VALUE * values + size // CHARACTERS_PER_STEP
        self.characters = CHARACTERS + TIMES_DATA * size
        self._values = _VALUES + _VALUES_PER_VALUE * values

    def spend(self, steps: int = 1) -> None:
        """Take steps.

        Raises:
            TemplateLimitError: There are not that many left.
        """
        self.steps -= steps
        if self.steps < 0:
            raise TemplateLimitError(
                f"takes more than {self._all_steps:,} steps. Shorten its loops, or pass it what they compute as data."
            )

    def allow(self, size: float) -> None:
        """Ask before a string or a list of this length is made, and pay for it.

        Raises:
            TemplateLimitError: It would be too long.
        """
        if size > self.characters:
            self.refuse()
        self.spend(int(size) // _CHARACTERS_A_STEP)

    def refuse(self) -> NoReturn:
        """Say that something is too long."""
        raise TemplateLimitError(
            f"makes a string or a list longer than {self.characters:,}. Repeat less, or pass it as data."
        )

    def counted(self, iterable: Iterable[Any]) -> Iterator[Any]:
        """Iterate, and pay for each turn."""
        for each in iterable:
            self.spend(ITERATION)
            yield each

    def measure(self, value: object) -> int:
        """Return about how long a value is when it is written, and pay for finding out.

        A list that holds another one twice is as long as both: what is small in memory may be large in writing.

        Raises:
            TemplateLimitError: It is too long, or nested too deeply.
        """
        if isinstance(value, str):
            return len(value)
        total = visited = 0
        levels: list[Iterator[object]] = [iter((value,))]
        while levels:
            for each in levels[-1]:
                visited += 1
                known = self._known.get(id(each))
                if known is not None:
                    total += known
                elif is_container(each):
                    total += _BRACKETS
                    levels.append(inside(each))
                    break
                else:
                    total += length(each)
                if total > self.characters or visited > self._values:
                    break
            else:
                levels.pop()
            if total > self.characters or visited > self._values:
                self.refuse()
            if len(levels) > _LEVELS:
                raise TemplateLimitError(f"nests values more than {_LEVELS} levels deep. Make them flatter.")
        self.spend(visited // _VALUES_A_STEP + total // _CHARACTERS_A_STEP)
        return total

    def pay_for(self, value: object) -> None:
        """Pay for reading a string, or a list without what is in its items."""
        if is_sequence(value) or is_container(value):
            self.spend(len(value) // _CHARACTERS_A_STEP)

    def pay_for_new(self, value: object) -> None:
        """Pay for a string, a list or a dict that was made, and the room that it takes."""
        self.pay_for(value)
        if is_container(value):
            self.spend(len(value) // (1 if hasattr(value, "keys") else _ITEMS_A_STEP))

    def _survey(self, data: object) -> tuple[int, int]:
        """Count the values in data and how long it is; remember the length of each part: it stays as it is."""
        values, size = 0, 0
        under_way: list[tuple[object, Iterator[object]]] = []
        sizes: list[int] = [0]
        upcoming: Iterator[object] = iter((data,))
        while True:
            for each in upcoming:
                values += 1
                known = self._known.get(id(each))
                if known is not None:
                    sizes[-1] += known
                elif is_container(each):
                    self._known[id(each)] = _ENDLESS  # should it hold itself
                    under_way.append((each, upcoming))
                    sizes.append(_BRACKETS)
                    upcoming = inside(each)
                    break
                else:
                    sizes[-1] += length(each)
            else:
                size = sizes.pop()
                if not under_way:
                    return values, size
                container, upcoming = under_way.pop()
                self._known[id(container)] = size
                sizes[-1] += size


class Counted:
    """Something to loop over, each turn of which is paid for."""

    def __init__(self, iterable: Any) -> None:
        self._iterable = iterable

    def __iter__(self) -> Iterator[Any]:
        return current().counted(self._iterable)

    def __len__(self) -> int:
        return len(self._iterable)


CURRENT: ContextVar[Budget | None] = ContextVar("chatkit_template_budget", default=None)
"""The budget of the rendering under way."""


def current() -> Budget:
    """Return the budget of the rendering under way; a new one outside of any."""
    return CURRENT.get() or Budget()


def length(value: object) -> int:
    """Return about how long a plain value is when it is written."""
    if isinstance(value, str | bytes):
        return len(value) + _BRACKETS
    if isinstance(value, int):
        return value.bit_length() // 3 + _BRACKETS
    return _OTHER
