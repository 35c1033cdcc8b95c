"""Nodes with any type and any props, as templates and JSON files bring them."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, Union, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    TypeAdapter,
    field_validator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chatkit_notebook.widgets.base import WidgetComponentBase
from chatkit_notebook.widgets.circles import circle
from chatkit_notebook.widgets.tokens import Alignment, Direction, Justification, Spacing, Theme

# Deeper trees run into pydantic's recursion guard, and a union tries twice whatever fails below it:
# serialising one of 200 levels would take forever.
_DEEPEST = 64
_MOST = 20_000
"""More nodes than a page can draw: lists that hold one another several times are endless before they are deep."""


def nodes(tree: object) -> Iterator[dict[str, object]]:
    """Yield every node of a widget that is JSON, level by level, also where classes hold it.

    Raises:
        ValueError: there are too many nodes, they are nested too deeply, or one holds itself.
    """
    level: Iterable[object] = (tree,)
    count = 0
    for _ in range(_DEEPEST):
        below: list[list[object]] = []
        for entry in level:
            count += 1
            if count > _MOST:
                raise ValueError(circle(tree) or f"A widget may have at most {_MOST} components.")
            if isinstance(entry, dict):
                node = cast("dict[str, object]", entry)
                yield node
                below.append(_listed(node.get("children")))
            elif isinstance(entry, BaseModel):
                below.append(_listed(getattr(entry, "children", None)))
        if not below:
            return
        level = chain.from_iterable(below)
    raise ValueError(circle(tree) or f"A widget's components may be nested at most {_DEEPEST} deep.")


def _listed(children: object) -> list[object]:
    if children is None:
        return []
    return cast("list[object]", children) if isinstance(children, list) else [children]


def _as_data(child: object) -> object:
    return child.model_dump() if isinstance(child, WidgetComponentBase) else child


class DynamicWidgetComponent(WidgetComponentBase):
    """A component that keeps whatever props it is given. Strict components become dynamic inside it."""

    model_config = ConfigDict(extra="allow")

    children: Union["DynamicWidgetComponent", list["DynamicWidgetComponent"], None] = None

    if TYPE_CHECKING:

        def __init__(self, **props: Any) -> None: ...

    @field_validator("children", mode="before")
    @classmethod
    def _accept_strict_children(cls, children: object) -> object:
        if isinstance(children, list):
            return [_as_data(child) for child in cast("list[object]", children)]
        return _as_data(children)


class _DynamicRoot(DynamicWidgetComponent):
    @model_validator(mode="before")
    @classmethod
    def _limit_depth(cls, data: object) -> object:
        deque(nodes(data), maxlen=0)
        return data


class BasicProps(TypedDict, total=False):
    """The props that the UI knows of a `Basic` root."""

    gap: int | str
    padding: float | str | Spacing
    align: Alignment
    justify: Justification
    direction: Direction
    theme: Theme


class BasicRoot(_DynamicRoot):
    """A bare container, without border or background. It knows the props of `BasicProps` and keeps others."""

    type: Literal["Basic"] = Field(default="Basic", frozen=True)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /) -> JsonSchemaValue:
        """Return the schema with the known props, which are not fields: they stay in the order given."""
        schema = handler(core_schema)
        known = handler.resolve_ref_schema(handler(TypeAdapter(BasicProps).core_schema))
        handler.resolve_ref_schema(schema)["properties"].update(known["properties"])
        return schema


class DynamicWidgetRoot(_DynamicRoot):
    """A root that keeps whatever props it is given."""

    type: Literal["Card", "ListView", "Basic"]
