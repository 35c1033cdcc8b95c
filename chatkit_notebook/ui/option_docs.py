"""The options in words, made from their models: for ``help(ChatKit)``, and as a page.

Run ``python -m chatkit_notebook.ui.option_docs`` to print the page, ``OPTIONS.md``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from chatkit_notebook.icons import IconName
from chatkit_notebook.types.content import UserMessageContent
from chatkit_notebook.ui.options import ChatOptions, Options

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED = {IconName: "icon name", UserMessageContent: "message content"}
_PAGE = """\
# Options of ChatKit

How a chat looks and what it offers, as keyword arguments: `ChatKit(agent, theme="dark", height=400)`. What is below
another option is a key of its dict: `header.title.text` is `ChatKit(agent, header={{"title": {{"text": "Desk"}}}})`.
Each option on the first level is an attribute, too: `chat.height = "60vh"` changes the chat at once, and a value that
does not fit is refused.

| Option | Type | Default | |
|---|---|---|---|
{rows}
"""


class Described(NamedTuple):
    """One option in words."""

    path: str
    type: str
    default: str
    line: str


def described(model: type[Options] = ChatOptions, above: str = "") -> Iterator[Described]:
    """Each option, followed by those within it."""
    for name, field in model.model_fields.items():
        path, inner = f"{above}{name}", _model_in(field.annotation)
        default = field.default
        if field.is_required():
            shown = "required"
        elif isinstance(default, Options):
            shown = ""
        else:
            shown = json.dumps(default) if isinstance(default, str) else repr(default)
        yield Described(path, _type(field.annotation), shown, field.description or "")
        if inner is not None:
            yield from described(inner, f"{path}[]." if "list" in _type(field.annotation) else f"{path}.")


def options_text() -> str:
    """The options as lines of a docstring, to be put at the place of ``        {options}``."""
    lines = [
        f"        {each.path}: {each.type}{f' = {each.default}' if each.default else ''}\n            {each.line}"
        for each in described()
    ]
    return "\n".join(lines)


def options_page() -> str:
    """The options as a page of Markdown."""
    rows = [
        "| " + " | ".join([f"`{each.path}`", _code(each.type), _code(each.default), each.line]) + " |"
        for each in described()
    ]
    return _PAGE.format(rows="\n".join(rows))


def _model_in(annotation: Any) -> type[Options] | None:
    if isinstance(annotation, type) and issubclass(annotation, Options):
        return annotation
    return next((found for each in get_args(annotation) if (found := _model_in(each)) is not None), None)


def _type(annotation: Any) -> str:  # noqa: PLR0911 - one case a kind of type
    if name := next((name for known, name in _NAMED.items() if annotation is known or annotation == known), None):
        return name
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(arguments[0])
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(_type(each) for each in arguments))
    if origin is Literal:
        return " or ".join(map(json.dumps, arguments))
    if origin in (list, Sequence):
        return f"list of {_type(arguments[0])}"
    if origin is Mapping:
        return f"dict of {_type(arguments[1])}"
    if isinstance(annotation, type) and issubclass(annotation, Options):
        return "dict"
    return "None" if annotation is NoneType else annotation.__name__


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


if __name__ == "__main__":
    print(options_page(), end="")  # noqa: T201 - the output of the command
