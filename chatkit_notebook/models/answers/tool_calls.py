"""Tool calls in all the pieces that endpoints send them in, as the calls that were meant."""

from __future__ import annotations

import json
import secrets
import string
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chatkit_notebook.json import is_object, object_in

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

_SIGNS = string.ascii_letters + string.digits
# Some endpoints take only ids of this form back.
_ID_LENGTH = 9


@dataclass
class _Call:
    place: int
    key: int | None
    """The index by which the endpoint knows it."""
    raw_id: str
    name: str = ""
    arguments: str = ""
    waiting: Json = field(default_factory=dict[str, Any])
    """What came with it before its name."""
    is_announced: bool = False

    def is_whole(self) -> bool:
        """Whether its arguments are an object from the first brace to the last."""
        if not self.arguments.rstrip().endswith("}"):
            return False
        try:
            return is_object(json.loads(self.arguments))
        except ValueError:
            return False


class CallIds:
    """Gives each call an id that no other call of the conversation has.

    Args:
        taken: The ids of the calls so far.
    """

    def __init__(self, taken: set[str]) -> None:
        self._taken = set(taken)

    def of(self, raw_id: object) -> str:
        """The endpoint's id where it serves, else a new one."""
        call_id = str(raw_id) if isinstance(raw_id, (str, int)) and raw_id != "" else ""
        while not call_id or call_id in self._taken:
            call_id = "".join(secrets.choice(_SIGNS) for _ in range(_ID_LENGTH))
        self._taken.add(call_id)
        return call_id


class ToolCalls:
    """Puts the pieces of the calls of one completion together, and passes them on as they come.

    Args:
        ids: Gives the calls their ids.
    """

    def __init__(self, ids: CallIds) -> None:
        self._ids = ids
        self._calls: list[_Call] = []

    def __bool__(self) -> bool:
        return bool(self._calls)

    def take(self, raws: list[Any]) -> Iterator[Json]:
        """The deltas for pieces that came together, each with its call's own index.

        Args:
            raws: The pieces, as they came.
        """
        touched: list[_Call] = []
        for raw in raws:
            if is_object(raw):
                yield from self._take(raw, touched)

    def end(self) -> Iterator[Json]:
        """The deltas that are left: calls without arguments have empty ones."""
        for call in self._calls:
            if not call.is_announced:
                yield from self._announce(call)
            if not call.arguments.strip():
                yield {"index": call.place, "function": {"arguments": "{}"}}

    def _take(self, raw: Json, touched: list[_Call]) -> Iterator[Json]:
        function = object_in(raw.get("function")) or raw
        piece = _Piece(_index(raw.get("index")), _text(raw.get("id")), _text(function.get("name")), function)
        call = self._continued(piece, touched)
        if call is None:
            call = _Call(len(self._calls), piece.key, piece.raw_id)
            self._calls.append(call)
        elif piece.arguments.strip() and call.is_whole():
            return  # it was sent once more
        touched.append(call)
        arguments = piece.arguments if call.arguments else _unwrapped(piece.arguments)
        call.name = call.name or piece.name
        call.raw_id = call.raw_id or piece.raw_id
        call.arguments += arguments
        more = {key: value for key, value in raw.items() if key not in _OWN}
        if not call.is_announced:
            call.waiting |= more
            if call.name:
                yield from self._announce(call)
        elif arguments or more:
            yield more | {"index": call.place, "function": {"arguments": arguments}}

    def _announce(self, call: _Call) -> Iterator[Json]:
        call.is_announced = True
        function = {"name": call.name, "arguments": call.arguments}
        yield call.waiting | {
            "index": call.place,
            "id": self._ids.of(call.raw_id),
            "type": "function",
            "function": function,
        }

    def _continued(self, piece: _Piece, touched: list[_Call]) -> _Call | None:
        """The call that a piece belongs to; None if a new one begins."""
        call = self._nearest(piece)
        if call is None:
            return None
        if not piece.name:
            is_own = piece.key == call.key or (piece.raw_id and piece.raw_id == call.raw_id)
            return call if is_own or not (piece.arguments.strip() and call.is_whole()) else None
        if any(call is one for one in touched) or (call.name and piece.name != call.name):
            return None
        is_other_id = bool(piece.raw_id and call.raw_id) and piece.raw_id != call.raw_id
        if piece.arguments.strip():
            # Its name and its id may come with each piece, and an id may be another each time.
            is_repeated = bool(piece.raw_id) and not is_other_id and _same(piece.arguments, call.arguments)
            return call if is_repeated or not call.is_whole() else None
        return None if is_other_id and (call.is_whole() or not call.arguments.strip()) else call

    def _nearest(self, piece: _Piece) -> _Call | None:
        """The newest call that a piece could belong to by its index, else by its id, else by its place."""
        newest_first = self._calls[::-1]
        if piece.key is not None:
            found = next((one for one in newest_first if one.key == piece.key), None)
            # Some count the pieces, and only a name begins a call.
            if found is not None or piece.name:
                return found
        by_id = (one for one in newest_first if piece.raw_id and one.raw_id == piece.raw_id)
        return next(by_id, newest_first[0] if newest_first else None)


_OWN = ("id", "index", "type", "function", "name", "arguments", "parameters", "args")


class _Piece:
    def __init__(self, key: int | None, raw_id: str, name: str, function: Json) -> None:
        self.key = key
        self.raw_id = raw_id
        self.name = name
        self.arguments = arguments_of(function)


def arguments_of(function: Json) -> str:
    """A call's arguments or a piece of them as text, even if they came as an object."""
    raw = next((function[key] for key in ("arguments", "parameters", "args") if function.get(key) is not None), "")
    return raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)


def _unwrapped(raw: str) -> str:
    """Arguments without a second layer of JSON around them."""
    try:
        inner = json.loads(raw) if raw.startswith('"') else None
        return inner if isinstance(inner, str) and is_object(json.loads(inner)) else raw
    except ValueError:
        return raw


def _text(raw: object) -> str:
    return str(raw) if isinstance(raw, (str, int)) else ""


def _index(raw: object) -> int | None:
    if isinstance(raw, str) and raw.isdecimal():
        return int(raw)
    return raw if isinstance(raw, int) and not isinstance(raw, bool) else None


def _same(one: str, other: str) -> bool:
    try:
        return json.loads(one) == json.loads(other)
    except ValueError:
        return False
