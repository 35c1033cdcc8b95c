"""The values of forms as the annotations of functions want them: a browser sends strings and booleans.

A number and a date are strings on the wire, and several boxes of one name an object. What does not fit is told in
words for whoever fills in the form.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, PydanticUserError, TypeAdapter, ValidationError
from typing_extensions import is_typeddict  # pydantic needs those from there before Python 3.12

from chatkit_notebook.errors import FormRefusedError
from chatkit_notebook.json import is_list, is_object
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_LISTS = (list, set, frozenset, tuple)
_UNCHECKED = (inspect.Parameter.empty, Any, object)
# A key of the payload may be a number where a form has a string, and nobody means infinity.
_CONFIG = ConfigDict(coerce_numbers_to_str=True, allow_inf_nan=False)


def converted(value: Any, annotation: Any, name: str = "") -> Any:
    """Convert a value of a payload.

    Args:
        value: JSON.
        annotation: What a parameter says it takes: a type that pydantic knows. Others are given the value as it is.
        name: What the value is called in the payload; "" for all of it.

    Raises:
        FormRefusedError: It does not fit; the error says which field and why.
    """
    if annotation in _UNCHECKED or (adapter := _adapter(annotation)) is None:
        return value
    shaped = _shaped(value, annotation)
    try:
        return adapter.validate_python(shaped)
    except ValidationError as error:
        refusals: dict[str, str] = {}
        for problem in error.errors(include_url=False):
            refusals.setdefault(_path(name, shaped, problem), _reason(problem))
        raise FormRefusedError(refusals) from error


def takes_whole(annotation: Any) -> bool:
    """Tell whether a parameter stands for a whole form: a pydantic model, a dataclass or a TypedDict."""
    if not isinstance(annotation, type):
        return False
    kind = cast("type[object]", annotation)
    return issubclass(kind, BaseModel) or dataclasses.is_dataclass(kind) or is_typeddict(kind)


def _adapter(annotation: Any) -> TypeAdapter[Any] | None:
    try:
        return TypeAdapter(annotation, config=_CONFIG)
    except PydanticUserError:  # models have a configuration of their own, and pydantic knows not every type
        pass
    try:
        return TypeAdapter(annotation)
    except PydanticUserError:
        return None


def _shaped(value: Any, annotation: Any) -> Any:
    """Bring what forms send into the shape that pydantic reads."""
    kind, arguments = get_origin(annotation), get_args(annotation)
    if kind is Annotated:
        return _shaped(value, arguments[0])
    if kind in (Union, UnionType):
        return _one_of(value, arguments)
    if kind is Literal:
        return next((each for each in arguments if isinstance(value, str) and str(each) == value), value)
    if (kind or annotation) in _LISTS:
        value = _listed(value)
        item = arguments[0] if arguments else Any
        return [_shaped(each, item) for each in value] if is_list(value) else value
    if takes_whole(annotation) and is_object(value):
        hints = get_type_hints(annotation, include_extras=True)
        value = {key: _shaped(each, hints[key]) if key in hints else each for key, each in value.items()}
    return value


def _one_of(value: Any, kinds: tuple[Any, ...]) -> Any:
    others = [each for each in kinds if each is not NoneType]
    if value == "" and len(others) < len(kinds) and str not in others:
        return None  # an empty field
    return _shaped(value, others[0]) if len(others) == 1 else value


def _listed(value: Any) -> Any:
    """Make a list of boxes that are ticked, or of fields that are numbered."""
    if not is_object(value) or not value:
        return value
    if all(isinstance(each, bool) for each in value.values()):
        return [key for key, is_ticked in value.items() if is_ticked]
    if all(key.isdecimal() for key in value):
        return [each for _, each in sorted(value.items(), key=lambda entry: int(entry[0]))]
    return value


def _path(name: str, value: Any, problem: ErrorDetails) -> str:
    """Name the field: what pydantic adds for the members of unions and the items of lists does not belong to it."""
    path, held = [name] if name else [], value
    for part in problem["loc"]:
        is_missing = problem["type"] == "missing" and part == problem["loc"][-1]
        if not is_missing and not (is_object(held) and part in held):
            break
        path.append(str(part))
        held = cast("dict[Any, Any]", held).get(part)
    return ".".join(path)


def _reason(problem: ErrorDetails) -> str:
    texts, kind = words(), problem["type"]
    if kind == "missing" or problem["input"] in (None, ""):
        return texts.field_empty
    if kind in ("literal_error", "enum"):
        return texts.field_choices(str(problem.get("ctx", {}).get("expected", "")))
    for beginning, reason in (
        ("int", texts.field_whole_number),
        (("float", "decimal", "finite"), texts.field_number),
        ("datetime", texts.field_time),
        ("date", texts.field_date),
        ("bool", texts.field_boolean),
    ):
        if kind.startswith(beginning):
            return reason
    # The rules that authors give their types are told in pydantic's words or their own.
    said = re.sub(r"^\w+ error, ", "", problem["msg"])
    return texts.field_rule(re.sub(r"^\w+ should ", "", said)) if re.match(r"\w+ should ", said) else said
