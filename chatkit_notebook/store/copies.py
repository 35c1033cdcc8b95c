"""Copies of models: as independent as those of ``copy.deepcopy``, at less than half the price."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from types import NoneType
from typing import Any, TypeVar, cast

from pydantic import AnyUrl, BaseModel

T = TypeVar("T")

_IMMUTABLE = frozenset({str, int, float, bool, NoneType, bytes, datetime, AnyUrl})


def fresh(value: T) -> T:
    """Copy a model, or plain data in one, so that no change to either reaches the other."""
    kind = type(value)
    if kind in _IMMUTABLE:
        return value
    if isinstance(value, BaseModel):
        return cast("T", _fresh_model(value))
    if kind is dict:
        return cast("T", _fresh_dict(cast("dict[Any, Any]", value)))
    if kind is list:
        return cast("T", [fresh(each) for each in cast("list[Any]", value)])
    return deepcopy(value)


def _fresh_dict(values: dict[Any, Any]) -> dict[Any, Any]:
    return {key: each if type(each) in _IMMUTABLE else fresh(each) for key, each in values.items()}


def _fresh_model(model: BaseModel) -> BaseModel:
    # These four slots are what pydantic's own __copy__ and __deepcopy__ carry over.
    copy = type(model).__new__(type(model))
    fill = object.__setattr__
    fill(copy, "__dict__", _fresh_dict(vars(model)))
    fill(copy, "__pydantic_fields_set__", model.__pydantic_fields_set__.copy())
    fill(copy, "__pydantic_extra__", fresh(model.__pydantic_extra__))
    fill(copy, "__pydantic_private__", fresh(model.__pydantic_private__))
    return copy
