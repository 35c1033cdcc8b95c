"""Lists of the state whose members are found without a look at all the others: still lists to everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_notebook.json import Json, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_GONE = 200


class Items(list[Json]):
    """The items of a thread, in order and found by their ids. Of two with one id the later one is found."""

    def __init__(self, items: Iterable[Json] = ()) -> None:
        super().__init__(items)
        self._index()

    def position(self, item_id: object) -> int | None:
        """Where an item is; None if there is none of this id."""
        if len(self) != self._length:  # somebody used it as the list that it is
            self._index()
        known = self._positions.get(item_id) if isinstance(item_id, str) else None
        if known is None:
            return None
        # Each one that went from before it has moved it down by one.
        for position in range(min(known, len(self) - 1), known - self._gone - 1, -1):
            if position >= 0 and self[position].get("id") == item_id:
                return position
        return None

    def place(self, item: Json) -> None:
        """Put an item in the place of the one that has its id, or at the end."""
        position = self.position(item["id"])
        if position is not None:
            self[position] = item
            return
        # Members are told apart by where they would be if nothing had gone.
        self._positions[item["id"]] = len(self) + self._gone
        self.append(item)
        self._length += 1

    def remove_at(self, position: int) -> None:
        """Take an item out."""
        if position < len(self) - 1:
            self._gone += 1
        removed = self.pop(position)
        self._length -= 1
        self._positions.pop(removed["id"], None)
        if self._has_twins or self._gone > _MOST_GONE:
            self._index()

    def _index(self) -> None:
        ids = [item.get("id") if is_object(item) else None for item in self]  # pyright: ignore[reportUnnecessaryIsInstance] - servers send anything
        self._positions = {item_id: position for position, item_id in enumerate(ids) if isinstance(item_id, str)}
        self._has_twins = len(self._positions) < len(self)
        self._length = len(self)
        self._gone = 0


class Open(list[str]):
    """The ids of items that are not done yet, in order and each once."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        super().__init__(ids)
        self._known = {*self}

    def open(self, item_id: str) -> None:
        """Note that an item has begun."""
        if item_id not in self._known:
            self._known.add(item_id)
            self.append(item_id)

    def close(self, item_id: object) -> None:
        """Note that an item is done."""
        if isinstance(item_id, str) and item_id in self._known:
            self._known.discard(item_id)
            self.remove(item_id)
