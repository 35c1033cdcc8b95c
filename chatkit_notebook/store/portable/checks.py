"""What a line of a file of threads must be, and the models that are made of it."""

from __future__ import annotations

import binascii
import sys
from base64 import b64decode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from chatkit_notebook import clock, types
from chatkit_notebook.json import is_object
from chatkit_notebook.misfits import misfit
from chatkit_notebook.store.failures import quoted
from chatkit_notebook.store.portable.file import HEADER, VERSION, Kind, Line, attachments_of

if TYPE_CHECKING:
    from types import ModuleType

    from chatkit_notebook.store.base import Store

_OFFICIAL = "chatkit.store"
_CUT = "the file was cut short"
_LONGEST_NAME = 100


@dataclass(frozen=True)
class Models:
    """What reads a thread without its items, an item and an attachment."""

    thread: TypeAdapter[Any]
    item: TypeAdapter[Any]
    attachment: TypeAdapter[Any]


def models_of(store: Store[Any]) -> Models:
    """The models that a store hands to its server, which tells them apart by their classes."""
    is_official = any(base.__module__ == _OFFICIAL for base in type(store).__mro__)
    return _models(sys.modules["chatkit.types"] if is_official else types)


@cache
def _models(module: ModuleType) -> Models:
    return Models(TypeAdapter(module.ThreadMetadata), TypeAdapter(module.ThreadItem), TypeAdapter(module.Attachment))


class Check:
    """Takes the lines of a file in turn.

    Attributes:
        is_over: Whether the last line was read, and nothing but blank lines came after it.
    """

    def __init__(self, models: Models) -> None:
        self.is_over = False
        self._models = models
        self._has_header = False
        self._has_end = False
        self._threads: set[str] = set()
        self._thread_id: str | None = None
        self._items: set[str] = set()
        self._attachments: set[str] = set()
        self._counted = 0

    def line(self, text: str) -> Line | None:
        """Take a line that is not blank; None for one that brings nothing.

        Raises:
            ValueError: It is wrong; the message says why.
        """
        if not text:
            return self._end_of_file()
        if self._has_end:
            raise ValueError('nothing may come after the line of type "end".')
        try:
            fields = _json(text)
        except ValueError:
            if not self._has_header:
                raise ValueError(_no_header(text)) from None
            raise
        if not self._has_header:
            return self._header(fields, text)
        kind = fields.get("type") if is_object(fields) else None
        if kind == "end":
            return self._end(fields)
        if kind not in get_args(Kind):
            raise ValueError(f'the type is {quoted(kind)}: it should be "thread", "attachment", "item" or "end".')
        return self._line(cast("Kind", kind), fields)

    def _header(self, fields: object, text: str) -> None:
        if not is_object(fields) or fields.get("type") != HEADER:
            raise ValueError(_no_header(text))
        version = fields.get("version")
        if not isinstance(version, int) or version < 1:
            raise ValueError(f"the version of the file is {quoted(version)}: it should be a number such as {VERSION}.")
        if version > VERSION:
            raise ValueError(
                f"the file is of version {version}, and this chatkit-notebook reads version {VERSION}: "
                "run %pip install --upgrade chatkit-notebook."
            )
        self._has_header = True

    def _line(self, kind: Kind, fields: dict[str, Any]) -> Line:
        value = self._model(kind, fields.get(kind))
        if kind == "thread":
            _once(self._threads, "thread", value.id)
            self._thread_id = value.id
            self._items, self._attachments = set(), set()
            return Line(kind, value)
        if self._thread_id is None:
            raise ValueError(f"the {kind} {quoted(value.id)} comes before any thread.")
        if kind == "attachment":
            _once(self._attachments, "attachment", value.id)
            return Line(kind, value, _bytes(fields.get("data")))
        _once(self._items, "item", value.id)
        if value.thread_id != self._thread_id:
            raise ValueError(
                f"the item {quoted(value.id)} belongs to the thread {quoted(value.thread_id)}, but is in the thread "
                f"{quoted(self._thread_id)}."
            )
        for attachment in attachments_of(value):
            if _mark(attachment.id) not in self._attachments:
                raise ValueError(
                    f"the message {quoted(value.id)} names the attachment {quoted(attachment.id)}, which has no line "
                    "before it."
                )
        self._counted += 1
        return Line(kind, value)

    def _model(self, kind: Kind, value: object) -> Any:
        try:
            model = getattr(self._models, kind).validate_python(value)
        except ValidationError as error:
            raise ValueError(f"{misfit(error, kind, within=value)}.") from None
        if kind == "attachment":
            return model
        return model.model_copy(update={"created_at": clock.as_stamped(model.created_at)})

    def _end(self, fields: dict[str, Any]) -> None:
        there = {"threads": len(self._threads), "items": self._counted}
        for noun, count in there.items():
            if fields.get(noun) != count:
                raise ValueError(f"the file should have {quoted(fields.get(noun))} {noun}, but has {count}.")
        self._has_end = True

    def _end_of_file(self) -> None:
        if not self._has_header:
            raise ValueError("the file is empty.")
        if not self._has_end:
            raise ValueError(f'the file ends here, without a line of type "end": {_CUT}.')
        self.is_over = True


def _json(text: str) -> Any:
    try:
        return from_json(text.encode())
    except UnicodeEncodeError as error:
        raise ValueError(f"this is not UTF-8 text at character {error.start + 1}.") from None
    except ValueError as error:
        what, _, place = str(error).partition(" at line 1 column ")
        cut = "" if text.endswith("\n") else f" ({_CUT})"
        raise ValueError(f"this is not JSON: {what} at character {place}{cut}.") from None


def _once(known: set[str], noun: str, name: str) -> None:
    mark = _mark(name)
    if mark in known:
        raise ValueError(f"the {noun} {quoted(name)} appears twice.")
    known.add(mark)


def _mark(name: str) -> str:
    """By which a name is known again: of a long one, its digest, as there may be many."""
    return name if len(name) <= _LONGEST_NAME else sha256(name.encode()).hexdigest()


def _bytes(data: object) -> bytes | None:
    if data is None:
        return None
    if not isinstance(data, str):
        raise ValueError(f"the data of an attachment must be base64 or null, not {quoted(data)}.")  # noqa: TRY004 - about the file
    try:
        return b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"the data of the attachment is not base64: {error}.") from None


def _no_header(text: str) -> str:
    return f'this is not a file of threads: its first line should be {{"type": "{HEADER}", ...}}, not {quoted(text)}.'
