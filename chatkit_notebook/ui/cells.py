"""Which cells of the notebook a chat belongs to: when they have run again and nothing shows it any more, it is over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from weakref import WeakKeyDictionary

from chatkit_notebook.bridge.kernel_interrupts import current_shell
from chatkit_notebook.json import object_in

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_REMEMBERED = 1_000
_MOST_LOOKED_INTO = 1_000


class Run(NamedTuple):
    """One run of a cell."""

    cell: str
    number: str


class Resident(Protocol):
    """A chat, as far as its cells are concerned."""

    @property
    def shown_thread(self) -> str | None:
        """The thread that it shows, or is about to show."""
        ...

    def move_out(self) -> None:
        """Close, as soon as no page shows it."""
        ...


@dataclass
class _Place:
    """Where a chat was made, as the how many-th of that run, and which runs of which cells have shown it last."""

    born: Run | None
    index: int
    runs: dict[str, str] = field(default_factory=dict[str, str])


class Cells:
    """The chats of a kernel and their cells. All methods are called where cells run."""

    def __init__(self) -> None:
        self._places: WeakKeyDictionary[Resident, _Place] = WeakKeyDictionary()
        self._threads: dict[tuple[str, int], str] = {}

    def move_in(self, chat: Resident) -> str | None:
        """Take note of a new chat.

        Returns:
            The thread that its predecessor shows: the chat that an earlier run of the cell made at the same place.
        """
        run = current_run()
        if run is None:
            return None
        self._listen()
        index = sum(place.born == run for _, place in self._all())
        self._places[chat] = _Place(run, index, {run.cell: run.number})
        predecessors = [
            other
            for other, place in self._all()
            if place.born and place.born.cell == run.cell and place.born != run and place.index == index
        ]
        return predecessors[-1].shown_thread if predecessors else self._threads.get((run.cell, index))

    def show(self, chat: Resident) -> None:
        """Take note that the cell that runs displays a chat."""
        run, place = current_run(), self._places.get(chat)
        if run is not None and place is not None:
            place.runs[run.cell] = run.number

    def move_out(self, chat: Resident) -> None:
        """Take note that a chat is closed; what it showed is remembered for the next run of its cell."""
        place = self._places.pop(chat, None)
        if place is None or place.born is None or (thread_id := chat.shown_thread) is None:
            return
        self._threads[place.born.cell, place.index] = thread_id
        if len(self._threads) > _MOST_REMEMBERED:
            del self._threads[next(iter(self._threads))]

    def is_left(self, chat: Resident) -> bool:
        """Whether each cell that made or displayed a chat has run again without it, and no variable has it."""
        place = self._places.get(chat)
        return place is not None and not place.runs and not _is_named(chat)

    def _ran(self, result: Any) -> None:
        """After each cell. One that failed may not have come to its chat."""
        run = current_run()
        if run is None or not getattr(result, "success", False):
            return
        for chat, place in self._all():
            if place.runs.get(run.cell, run.number) != run.number:
                del place.runs[run.cell]
            if self.is_left(chat):
                chat.move_out()

    def _all(self) -> list[tuple[Resident, _Place]]:
        return [*self._places.items()]

    def _listen(self) -> None:
        events = current_shell().events
        if self._ran not in events.callbacks["post_run_cell"]:
            events.register("post_run_cell", self._ran)


def current_run() -> Run | None:
    """The run of a cell that this is part of; None outside of one, and where the front end gives cells no ids."""
    shell = current_shell()
    get_parent = getattr(shell, "get_parent", None)
    message = object_in(get_parent()) if get_parent is not None else {}
    header = object_in(message.get("header"))
    cell, number = object_in(message.get("metadata")).get("cellId"), header.get("msg_id")
    if header.get("msg_type") != "execute_request" or not isinstance(cell, str) or not isinstance(number, str):
        return None
    return Run(cell, number)


def _is_named(chat: Resident) -> bool:
    """Whether a variable of the notebook is the chat, or a list, tuple, set or dict with it.

    What begins with an underscore does not count: IPython keeps there what cells have displayed.
    """
    variables: dict[str, Any] = current_shell().user_ns
    named = [value for name, value in variables.items() if not name.startswith("_") and name not in ("In", "Out")]
    return any(one is chat for value in named for one in _within(value))


def _within(value: Any) -> Iterator[Any]:
    yield value
    if type(value) in (list, tuple, set, dict) and len(value) <= _MOST_LOOKED_INTO:
        yield from value.values() if type(value) is dict else value


cells = Cells()
"""Those of this kernel."""
