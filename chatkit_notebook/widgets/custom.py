"""Components of one's own: a name, and the JavaScript module that draws the nodes of that type in the view.

What is registered belongs to one chat, which hands the module to its views. A widget only names the type.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import Field, create_model

from chatkit_notebook.json import whole
from chatkit_notebook.misfits import brief
from chatkit_notebook.widgets.dynamic import BasicRoot, DynamicWidgetComponent
from chatkit_notebook.widgets.frame import DataFrame
from chatkit_notebook.widgets.unions import STRICT_CLASSES

_BUILT_IN = {str(each.model_fields["type"].default) for each in (*STRICT_CLASSES, BasicRoot, DataFrame)}
_NAME = re.compile(r"[A-Z][A-Za-z0-9_]{0,59}")
_URL = re.compile(r"https?://\S*")
_PATH = re.compile(r"\S+\.(?:m?[jt]sx?|css)")


@dataclass(frozen=True)
class CustomComponent:
    """What draws the nodes of one type.

    Attributes:
        esm: The source of a JavaScript module, as UTF-8.
        css: A style sheet for its shadow root, as UTF-8; it may be empty.
        hash: Identifies the two.
    """

    esm: bytes
    css: bytes
    hash: str


def is_built_in(kind: str) -> bool:
    """Whether the view draws nodes of this type by itself."""
    return kind in _BUILT_IN


def read_component(name: Any, esm: Any, css: Any) -> CustomComponent:
    """Check what a component is made of, and read its files.

    Raises:
        TypeError: The name is not a str, or the source is neither a str nor a path.
        ValueError: The name can't be that of a component, or the source is not a module.
        OSError: A file can't be read.
    """
    _check_name(name)
    module = _read("esm", esm)
    if "export" not in module:
        raise ValueError(
            f"The module of {name!r} exports nothing: write "
            f"`export default {{ render({{ node, el, send }}) {{ ... }} }}`, got {brief(module)}."
        )
    sheet = "" if css is None else _read("css", css)
    parts = whole(module).encode(), whole(sheet).encode()
    return CustomComponent(*parts, hashlib.sha256(b"\0".join(parts)).hexdigest()[:16])


def node_class(name: str) -> type[DynamicWidgetComponent]:
    """Make the class of a component's nodes: it takes any props, all by name."""
    # Only its own name is a field, for what the unions do not know is lost where another node holds it.
    kind = cast("Any", Literal)[name]
    doc = f"A node that the component {name!r} of the chat draws. It takes any props, all by name."
    return create_model(
        name, __base__=DynamicWidgetComponent, __doc__=doc, type=(kind, Field(default=name, frozen=True))
    )


def _check_name(name: Any) -> None:
    if not isinstance(name, str):
        raise TypeError(f'The name of a component must be a str, such as "Gauge", not {brief(name)}.')
    if is_built_in(name):
        raise ValueError(f"{name!r} is a component of the chat's own: choose another name, such as {f'My{name}'!r}.")
    if _NAME.fullmatch(name) is None:
        raise ValueError(
            f"{brief(name)} can't be the name of a component: it must begin with a capital letter and go on with "
            'A-Z, a-z, 0-9 and _, at most 60 in all, such as "Gauge".'
        )


def _read(argument: str, source: Any) -> str:
    if isinstance(source, Path):
        if not source.is_file():
            raise FileNotFoundError(f"{argument}={str(source)!r} does not exist; paths begin at {str(Path.cwd())!r}.")
        try:
            return source.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise ValueError(f"{argument}={str(source)!r} is not text in UTF-8: {error}") from None
    if not isinstance(source, str):
        raise TypeError(f"{argument} must be a str of source or a pathlib.Path, not {brief(source)}.")
    if _URL.fullmatch(source.strip()):
        raise ValueError(
            f"{argument}={source!r} is an address: save what is there, and pass the pathlib.Path of the file."
        )
    if _PATH.fullmatch(source.strip()):
        raise ValueError(f"{argument}={source!r} is a path, not the source: pass pathlib.Path({source.strip()!r}).")
    return source
