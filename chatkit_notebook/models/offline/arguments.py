"""Arguments for a tool from a message: what its words give, else the schema's default or a plain value."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any, Final, cast

from chatkit_notebook.models.offline.matching import Vocabulary, words
from chatkit_notebook.models.offline.phrases import Phrases, first_number
from chatkit_notebook.models.offline.schema import (
    DEEPEST,
    Schema,
    is_object,
    options_of,
    properties_of,
    resolve,
    schema_in,
)

_HINTS = {
    "from": {"from", "origin", "source", "start", "departure", "sender"},
    "to": {"to", "destination", "target", "end", "arrival", "recipient", "language"},
    "about": {"about", "topic", "subject", "theme"},
}
_FREE_TEXT = {
    *("body", "code", "content", "description", "input", "message", "note", "prompt"),
    *("q", "query", "question", "sql", "task", "text"),
}
_EXPRESSIONS = {"equation", "expr", "expression", "formula"}
_NO = re.compile(r"\b(no|not|without|don't|never|false|off)\b", re.IGNORECASE)

# Fixed, so that the same message always makes the same call.
_EXAMPLES = {
    "date": "2026-01-01",
    "date-time": "2026-01-01T09:00:00Z",
    "time": "09:00:00",
    "email": "someone@example.com",
    "uri": "https://example.com",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


# A schema that refers to itself in several places would ask for more values than there are atoms.
_HUGE = 1e300
_MOST_VALUES = 500
_MOST_ITEMS = 100
_MOST_OPTIONS = 1_000
_MOST_REPEATED = 5
_BEGINNING = 200


class _Missing:
    """The text says nothing about a property."""


_MISSING: Final = _Missing()


def arguments_for(schema: Schema, text: str) -> dict[str, Any]:
    """Fill the object `schema` from `text`; every required property gets a value that fits its type."""
    return _Reader(text, schema).object(schema, depth=0)


class _Reader:
    def __init__(self, text: str, root: Schema) -> None:
        self._root = root
        self._text = text
        self._said = Vocabulary(words(text))
        self._left = _MOST_VALUES
        self._repeated = 0
        self._resolved: dict[int, tuple[Schema, tuple[Schema, bool]]] = {}
        parts = [self._resolve(part)[0] for part in properties_of(self._resolve(root)[0]).values()]
        options = (str(option).lower() for part in parts for option in options_of(part))
        self._phrases = Phrases(text, frozenset(options))

    def object(self, schema: Schema, *, depth: int) -> dict[str, Any]:
        if depth > DEEPEST:
            return {}
        schema = self._resolve(schema)[0]
        named = schema.get("required")
        required = {str(name) for name in cast("list[object]", named)} if isinstance(named, list) else set[str]()
        values = {
            name: self._value(part, name, required=name in required, depth=depth)
            for name, part in properties_of(schema).items()
        }
        return {name: value for name, value in values.items() if value is not _MISSING}

    def _resolve(self, schema: Schema) -> tuple[Schema, bool]:
        known = self._resolved.get(id(schema))
        if known is None:  # kept with its schema, whose id another would take otherwise
            known = self._resolved[id(schema)] = schema, resolve(schema, self._root)
        return known[1]

    def _value(self, schema: Schema, name: str, *, required: bool, depth: int) -> Any:
        self._left -= 1
        if self._left < 0:
            return _MISSING
        schema, nullable = self._resolve(schema)
        if is_object(schema):
            return self.object(schema, depth=depth + 1)
        given = self._phrases.named(name)
        is_free = not nullable and "default" not in schema
        found = self._found(schema, name, depth, is_free=is_free) if given is None else _typed(given, schema)
        if found is not _MISSING:
            return found
        if "default" in schema:
            return schema["default"]
        if nullable:
            return None
        return self._plain(schema, name, depth) if required else _MISSING

    def _found(self, schema: Schema, name: str, depth: int, *, is_free: bool) -> Any:
        options = options_of(schema)
        if options:
            return next(iter(self._chosen(options)), _MISSING)
        match schema.get("type"):
            case "integer" | "number" as kind:
                numbers = self._phrases.numbers
                return _number(kind, numbers.pop(0)) if numbers else _MISSING
            case "boolean":
                is_named = any(part in self._said for part in words(name))
                return _NO.search(self._text) is None if is_named else _MISSING
            case "array":
                return self._list(schema, name, depth) or _MISSING
            case "null":
                return None
            case _:
                text = self._string(name, is_free=is_free)
                return _MISSING if text is None else _without_name(text, name) or _MISSING

    def _chosen(self, options: list[Any]) -> list[Any]:
        return [
            option
            for option in options[:_MOST_OPTIONS]
            if all(part in self._said for part in words(str(option)) or ["\0"])
        ]

    def _list(self, schema: Schema, name: str, depth: int) -> list[Any]:
        items = self._resolve(schema_in(schema.get("items")))[0]
        options, kind = options_of(items), items.get("type")
        if options:
            return self._chosen(options)
        if kind in ("integer", "number"):
            numbers, self._phrases.numbers = self._phrases.numbers, []
            return [_number(kind, number) for number in numbers]
        if is_object(items):
            return [self.object(items, depth=depth + 1)]
        quoted, self._phrases.quoted = self._phrases.quoted, []
        return quoted or self._phrases.listing(name)

    def _string(self, name: str, *, is_free: bool) -> str | None:
        phrases = self._phrases
        if phrases.quoted:
            return phrases.quoted.pop(0)
        parts = set(words(name))
        if parts & _EXPRESSIONS and (expression := phrases.expression()):
            return expression
        for preposition, names in _HINTS.items():
            if parts & names and (phrase := phrases.after(preposition) or phrases.name()):
                return phrase
        if parts & _FREE_TEXT and is_free:
            return phrases.after("for") or phrases.after("about") or self._whole()
        return phrases.after_any() or phrases.name()

    def _whole(self) -> str:
        """The message; its beginning where several arguments would repeat all of a long one."""
        self._repeated += 1
        return self._text.strip() if self._repeated <= _MOST_REPEATED else self._text[:_BEGINNING].strip()

    def _plain(self, schema: Schema, name: str, depth: int) -> Any:
        options = options_of(schema)
        if options:
            return options[0]
        match schema.get("type"):
            case "integer" | "number" as kind:
                least = _bound(schema, "minimum", _bound(schema, "exclusiveMinimum", 0) + 1)
                return _number(kind, min(least, _bound(schema, "maximum", least)))
            case "boolean":
                return False
            case "array":
                item = schema_in(schema.get("items"))
                count = min(int(_bound(schema, "minItems", 0)), _MOST_ITEMS) if depth < DEEPEST else 0
                values = [self._value(item, name, required=True, depth=depth + 1) for _ in range(count)]
                return [value for value in values if value is not _MISSING]
            case _:
                return _EXAMPLES.get(str(schema.get("format"))) or self._whole() or "example"


def _without_name(text: str, name: str) -> str:
    # "the sales of project Apollo" says that Apollo is the project
    return re.sub(rf"^{re.escape(name)}\s+(?=\S)", "", text, flags=re.IGNORECASE)


def _typed(given: str, schema: Schema) -> Any:
    options = options_of(schema)
    if options:
        return next((option for option in options if str(option).lower() == given.lower()), _MISSING)
    match schema.get("type"):
        case "integer" | "number" as kind:
            number = first_number(given)
            return _MISSING if number is None else _number(kind, number)
        case "boolean":
            return given.lower() in ("true", "yes", "on", "1")
        case "array":
            return [given]
        case _:
            return given


def _number(kind: object, number: float) -> int | float:
    return int(number) if kind == "integer" and isfinite(number) else number


def _bound(schema: Schema, name: str, default: float) -> float:
    bound = schema.get(name)
    return float(bound) if isinstance(bound, int | float) and abs(bound) < _HUGE else default
