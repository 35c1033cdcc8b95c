"""The models that a store keeps: ours, or those of the official package where the store is one of its own."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from chatkit_notebook import types

if TYPE_CHECKING:
    from types import ModuleType

    from chatkit_notebook.store.base import Store

_OFFICIAL = "chatkit.store"


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


def is_missing(error: Exception) -> bool:
    """Whether a store says that it has no such thing; the official package has an error of its own for it."""
    return type(error).__name__ == "NotFoundError"


@cache
def _models(module: ModuleType) -> Models:
    return Models(TypeAdapter(module.ThreadMetadata), TypeAdapter(module.ThreadItem), TypeAdapter(module.Attachment))
