"""What is wrong with a widget, by the path to it: ``Card.children[2].Button.label: ...``.

The unions of the models try every class and name them all. Here each node is held against the class of its type alone.
Types and props that nobody knows are allowed, for a view may know more than this package; one that is nearly the name
of another is a slip.
"""

from __future__ import annotations

import difflib
import re
from collections import deque
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError, create_model
from pydantic_core import to_jsonable_python

from chatkit_notebook.errors import WidgetError
from chatkit_notebook.json import is_list, is_object
from chatkit_notebook.widgets.base import without_none
from chatkit_notebook.widgets.circles import circle
from chatkit_notebook.widgets.dynamic import BasicProps, BasicRoot, nodes
from chatkit_notebook.widgets.unions import STRICT_CLASSES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pydantic_core import ErrorDetails

    from chatkit_notebook.widgets.base import WidgetComponentBase

ROOTS = ("Basic", "Card", "ListView")
_LIKE = 0.75
"""How alike two names are that one is a slip for the other."""


_CLASSES = {str(each.model_fields["type"].default): each for each in (*STRICT_CLASSES, BasicRoot)}
_PROPS = {name: {*each.model_fields} for name, each in _CLASSES.items()}
_PROPS["Basic"] |= {*BasicProps.__annotations__}


@cache  # a widget has few kinds of nodes, and no chat waits for those that nobody uses
def _without_children(kind: str) -> type[BaseModel]:
    fields: dict[str, Any] = {
        name: (field.annotation, field)
        for name, field in _CLASSES[kind].model_fields.items()
        if name not in ("children", "type")
    }
    return create_model(_CLASSES[kind].__name__, **fields)


def checked_root(widget: WidgetComponentBase | Mapping[str, Any], custom: Collection[str] = ()) -> dict[str, Any]:
    """Return a root as JSON.

    Args:
        widget: The root, or a node of a type of the chat's user, which gets a bare root around it.
        custom: The types that the chat's user has registered.

    Raises:
        WidgetError: It is not a root, or something in it is wrong.
    """
    try:
        deque(nodes(widget), maxlen=0)  # what is endless or too deep is refused before it is written
    except ValueError as error:
        raise WidgetError(str(error)) from None
    try:
        root: Any = to_jsonable_python(widget)
    except ValueError as error:
        raise WidgetError(circle(widget) or f"The widget can't be written as JSON: {error}") from None
    kind = root.get("type") if is_object(root) else None
    if isinstance(kind, str) and kind in custom:
        root = {"type": "Basic", "children": [root]}
    elif kind not in ROOTS:
        raise WidgetError(_not_a_root(kind, widget, custom))
    if problems := [*explain(root, custom=custom)]:
        raise WidgetError("\n".join(problems))
    return root


def _not_a_root(kind: Any, widget: Any, custom: Collection[str]) -> str:
    got = f"a {kind}" if kind else f"{widget!r:.100}"
    nearest = _nearest(kind, custom) if isinstance(kind, str) else None
    hint = f" Did you mean {nearest!r}?" if nearest else ""
    return f"A widget begins with a {', '.join(ROOTS[:-1])} or {ROOTS[-1]}, but this is {got}.{hint}"


def explain(node: Any, path: str = "", custom: Collection[str] = ()) -> Iterator[str]:
    """Tell what is wrong with a node and those in it, a line each.

    Args:
        node: Its JSON.
        path: Where it is.
        custom: The types that the chat's user has registered; they may have any props.
    """
    if not is_object(node) or not isinstance(node.get("type"), str):
        yield f"{path or 'The widget'}: must be an object with a type, got {node!r:.80}."
        return
    kind = node["type"]
    here = f"{path}.{kind}" if path else kind
    if kind in _CLASSES:
        yield from _wrong_props(node, kind, here)
    elif kind not in custom and (nearest := _nearest(kind, [*_CLASSES, *custom])):
        yield f"{here}: there is no component {kind!r}. Did you mean {nearest!r}?"
    children = node.get("children")
    if is_list(children):
        for index, child in enumerate(children):
            yield from explain(child, f"{here}.children[{index}]", custom)
    elif children is not None:
        yield from explain(children, f"{here}.children", custom)


def _wrong_props(node: dict[str, Any], kind: str, here: str) -> Iterator[str]:
    for prop in node:
        if prop not in _PROPS[kind] and (nearest := _nearest(prop, _PROPS[kind])):
            yield f"{here}.{prop}: there is no such prop. Did you mean {nearest!r}?"
    try:
        _without_children(kind).model_validate(_as_given(node))
    except ValidationError as error:
        found: dict[str, tuple[str, ErrorDetails]] = {}
        for problem in error.errors(include_url=False):
            prop, place = str(problem["loc"][0]), _place(node, problem)
            # A prop of several kinds has a problem for each: the one that went furthest is about what was meant.
            if prop not in found or len(place) > len(found[prop][0]):
                found[prop] = place, problem
        for place, problem in found.values():
            yield f"{here}{place}: {_reason(problem)}"


def _as_given(node: dict[str, Any]) -> dict[str, Any]:
    """The node without None, which models write for what they leave out; but series ask for a label, or for None."""
    given: dict[str, Any] = {name: without_none(value) for name, value in node.items() if value is not None}
    if is_list(series := given.get("series")):
        given["series"] = [{"label": None, **each} if is_object(each) else each for each in series]
    return given


def _place(node: dict[str, Any], problem: ErrorDetails) -> str:
    """Where in the node it is, without what pydantic adds for the members of unions."""
    held: Any = node
    place = ""
    for part in problem["loc"]:
        is_last = part == problem["loc"][-1]
        if is_list(held) and isinstance(part, int):
            place, held = f"{place}[{part}]", held[part]
        elif is_object(held) and part in held:
            place, held = f"{place}.{part}", held[part]
        elif is_object(held) and problem["type"] == "missing" and is_last:
            place = f"{place}.{part}"
    return place


def _reason(problem: ErrorDetails) -> str:
    if problem["type"] == "missing":
        return "is missing."
    got, said = problem["input"], problem["msg"].replace("Input should ", "must ")
    choices = re.findall(r"'([^']*)'", said) if problem["type"] == "literal_error" else []
    nearest = _nearest(got, choices) if isinstance(got, str) else None
    return f"{said}, got {got!r:.80}." + (f" Did you mean {nearest!r}?" if nearest else "")


def _nearest(name: str, names: Collection[str]) -> str | None:
    lowered = {each.lower(): each for each in names}
    found = difflib.get_close_matches(name.lower(), lowered, n=1, cutoff=_LIKE)
    return lowered[found[0]] if found else None
