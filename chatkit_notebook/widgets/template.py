"""Widget templates: `.widget` files rendered with data.

A file is JSON whose `template` is a Jinja template of widget JSON. It runs in Jinja's sandbox and fails on a
variable that the data lacks.
"""

from __future__ import annotations

import functools
import inspect
import json
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from chatkit_notebook.widgets.dynamic import BasicRoot, DynamicWidgetRoot

if TYPE_CHECKING:
    from types import FrameType

    from jinja2 import Environment, Template

_VERSION = "1.0"


@functools.cache
def _environment() -> Environment:
    import jinja2.sandbox  # noqa: PLC0415 - only templates need it

    def to_json(value: object) -> object:
        if isinstance(value, jinja2.Undefined):
            try:
                str(value)
            except jinja2.UndefinedError as error:
                raise TypeError(f"The data for the template is incomplete: {error}.") from None
        return to_jsonable_python(value)

    environment = jinja2.sandbox.ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined,
        autoescape=False,
    )
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "default": to_json}
    return environment


def _folder_of(frame: FrameType | None) -> Path:
    # Code that was typed in is of no module, though a debugger may have given it a temporary file.
    if frame is None or "__file__" not in frame.f_globals:
        return Path.cwd()
    source = Path(frame.f_code.co_filename)
    return source.parent if source.is_file() else Path.cwd()


class WidgetTemplate:
    """A widget that is built from data.

    Args:
        definition: the content of a `.widget` file. Its `template` may also be a compiled Jinja template.

    Raises:
        ValueError: the definition has another version than "1.0" or lacks a key.
    """

    version: str
    name: str
    template: Template
    data_schema: dict[str, Any]

    def __init__(self, definition: dict[str, Any]) -> None:
        missing = [key for key in ("version", "name", "template") if key not in definition]
        if missing:
            raise ValueError(f"A widget definition needs {', '.join(missing)}; this has only {sorted(definition)!r}.")
        self.version = definition["version"]
        if self.version != _VERSION:
            raise ValueError(f"Unsupported widget spec version: {self.version!r}. Export it as {_VERSION!r}.")
        self.name = definition["name"]
        template = definition["template"]
        self.template = _environment().from_string(template) if isinstance(template, str) else template
        self.data_schema = definition.get("jsonSchema", {})

    @classmethod
    def from_file(cls, file_path: str) -> WidgetTemplate:
        """Load a `.widget` file.

        A relative path is looked up beside the module that calls this; code that was typed in is of none, and
        looks in the working directory.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is not a widget definition.
        """
        path = Path(file_path)
        if not path.is_absolute():
            frame = inspect.currentframe()
            path = _folder_of(frame.f_back if frame else None) / path
        definition = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(definition, dict):
            raise ValueError(f"{str(path)!r} holds no widget definition, which is a JSON object.")  # noqa: TRY004
        return cls(cast("dict[str, Any]", definition))

    def build(self, data: dict[str, Any] | BaseModel | None = None) -> DynamicWidgetRoot:
        """Render the template with `data` and return the widget.

        Raises:
            TypeError: a variable that goes into JSON is missing, or is nothing that JSON can hold.
            jinja2.UndefinedError: any other variable is missing.
            json.JSONDecodeError: what was rendered is not JSON.
            pydantic.ValidationError: what was rendered is not a widget root.
        """
        return DynamicWidgetRoot.model_validate(self._render(data))

    def build_basic(self, data: dict[str, Any] | BaseModel | None = None) -> BasicRoot:
        """Do as `build`, for a template of a `Basic` root. Deprecated: `build` takes any root."""
        warnings.warn(
            "WidgetTemplate.build_basic is deprecated. Use WidgetTemplate.build instead: it takes any root.",
            DeprecationWarning,
            stacklevel=2,
        )
        return BasicRoot.model_validate(self._render(data))

    def _render(self, data: dict[str, Any] | BaseModel | None) -> object:
        values = data.model_dump() if isinstance(data, BaseModel) else data or {}
        text = self.template.render(**values)
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            near = text[max(0, error.pos - 40) : error.pos + 40]
            raise json.JSONDecodeError(
                f"The template of widget {self.name!r} rendered no valid JSON near {near!r}: {error.msg}",
                error.doc,
                error.pos,
            ) from None
