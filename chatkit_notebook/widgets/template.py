"""Widget templates: `.widget` files rendered with data.

A file is JSON whose `template` is a Jinja template of widget JSON. It runs in a sandbox of Jinja's, bounded in what it
may do and make, and fails on a variable that the data lacks.
"""

from __future__ import annotations

import functools
import inspect
import json
import os
import stat
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import BaseModel
from pydantic_core import ValidationError

from chatkit_notebook.errors import TemplateLimitError
from chatkit_notebook.widgets.dynamic import BasicRoot, DynamicWidgetRoot
from chatkit_notebook.widgets.sandbox.budget import CURRENT, Budget

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import FrameType

    from jinja2 import Environment, Template

Root = TypeVar("Root", bound=BaseModel)

_VERSION = "1.0"


_LARGEST_FILE = 2**24


@functools.cache
def _environment() -> Environment:
    from chatkit_notebook.widgets.sandbox.environment import BoundedEnvironment  # noqa: PLC0415 - only templates need it

    return BoundedEnvironment()


def _folder_of(frame: FrameType | None) -> Path:
    # Code that was typed in is of no module, though a debugger may have given it a temporary file.
    if frame is None or "__file__" not in frame.f_globals:
        return Path.cwd()
    source = Path(frame.f_code.co_filename)
    return source.parent if source.is_file() else Path.cwd()


class WidgetTemplate:
    """A widget that is built from data.

    Args:
        definition: the content of a `.widget` file. Its `template` may also be a compiled Jinja template, which runs
            as its own environment says: without the bounds of this one.

    Raises:
        ValueError: the definition has another version than "1.0" or lacks a key.
        TypeError: the template is neither a str nor a compiled template.
        TemplateLimitError: the template is too long, or nested too deeply.
        jinja2.TemplateSyntaxError: the template is not valid Jinja, or names another template.
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
        self.template = self._compiled(definition["template"])
        self.data_schema = definition.get("jsonSchema", {})

    @classmethod
    def from_file(cls, file_path: str) -> WidgetTemplate:
        """Load a `.widget` file.

        A relative path is looked up beside the module that calls this; code that was typed in is of none, and
        looks in the working directory.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is not a widget definition, or larger than 16 MiB.
        """
        path = Path(file_path)
        if not path.is_absolute():
            frame = inspect.currentframe()
            path = _folder_of(frame.f_back if frame else None) / path
        definition = _parsed(path)
        if not isinstance(definition, dict):
            raise ValueError(f"{str(path)!r} is not a widget definition, which is a JSON object.")  # noqa: TRY004
        return cls(cast("dict[str, Any]", definition))

    def build(self, data: dict[str, Any] | BaseModel | None = None) -> DynamicWidgetRoot:
        """Render the template with `data` and return the widget.

        >>> card = '{"type": "Card", "children": [{"type": "Title", "value": {{ name | tojson }}}]}'
        >>> template = WidgetTemplate({"version": "1.0", "name": "hello", "template": card})
        >>> template.build({"name": "Ann"}).children[0].value
        'Ann'

        Raises:
            TypeError: a variable that goes into JSON is missing, or is not something that JSON can hold.
            jinja2.UndefinedError: any other variable is missing.
            json.JSONDecodeError: what was rendered is not JSON.
            pydantic.ValidationError: what was rendered is not a widget root.
            TemplateLimitError: the template would take too long, or make too much.
        """
        return self._render(data, DynamicWidgetRoot)

    def build_basic(self, data: dict[str, Any] | BaseModel | None = None) -> BasicRoot:
        """Do as `build`, for a template of a `Basic` root. Deprecated: `build` takes any root."""
        warnings.warn(
            "WidgetTemplate.build_basic is deprecated. Use WidgetTemplate.build instead: it takes any root.",
            DeprecationWarning,
            stacklevel=2,
        )
        return self._render(data, BasicRoot)

    def _compiled(self, template: Any) -> Template:
        if not isinstance(template, str):
            if not callable(getattr(template, "render", None)):
                raise TypeError(f"The template of widget {self.name!r} must be a str, not {type(template).__name__}.")
            return template
        with self._bounded():
            return _environment().from_string(template)

    def _render(self, data: dict[str, Any] | BaseModel | None, kind: type[Root]) -> Root:
        values = data.model_dump() if isinstance(data, BaseModel) else data or {}
        with self._bounded(values):
            rendered = self._parsed(self.template.render(**values))
            try:
                return kind.model_validate(rendered)
            except ValidationError as error:
                # The same error, under a name that says which template it is.
                lines = cast("list[Any]", error.errors())
                raise ValidationError.from_exception_data(f"the template of widget {self.name!r}", lines) from None

    def _parsed(self, text: str) -> object:
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            near = text[max(0, error.pos - 40) : error.pos + 40]
            raise json.JSONDecodeError(
                f"The template of widget {self.name!r} did not render valid JSON near {near!r}: {error.msg}",
                error.doc,
                error.pos,
            ) from None
        except ValueError as error:
            raise TemplateLimitError(f"writes a number that is too long: {error}. Pass it as a string.") from None

    @contextmanager
    def _bounded(self, data: object = None) -> Generator[None]:
        """Count what is done, and name the template where it is too much."""
        token = CURRENT.set(Budget(data))
        try:
            yield
        except TemplateLimitError as error:
            raise TemplateLimitError(f"The template of widget {self.name!r} {error}") from None
        except (RecursionError, MemoryError):
            raise TemplateLimitError(
                f"The template of widget {self.name!r} nests or calls itself too deeply. Make it flatter."
            ) from None
        except OverflowError as error:
            raise TemplateLimitError(
                f"The template of widget {self.name!r} computes a number that is too large: {error}. Pass it as data."
            ) from None
        finally:
            CURRENT.reset(token)


def _parsed(path: Path) -> object:
    with open(path, "rb", opener=_open) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError(f"{str(path)!r} must be an ordinary file.")
        data = file.read(_LARGEST_FILE + 1)
    if len(data) > _LARGEST_FILE:
        raise ValueError(f"{str(path)!r} is larger than {_LARGEST_FILE:,} bytes: no widget is.")
    try:
        return json.loads(data.decode())
    except RecursionError:
        raise ValueError(f"{str(path)!r} is nested too deeply: no widget is.") from None


def _open(path: str, flags: int) -> int:
    # A pipe is not waited for.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
