"""What every widget node shares: identity, JSON without unset props, and how it shows itself."""

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

from chatkit_notebook.widgets.circles import circle

# Children are nodes that have dropped their own; a missing cell of a row keeps its place.
_WHOLE = {"children", ("DataFrame", "rows")}


def without_none(value: object) -> object:
    """Return JSON in which what is None is left out at every depth, but for `children`."""
    if isinstance(value, dict):
        return {
            name: without_none(entry)
            for name, entry in cast("dict[str, object]", value).items()
            if entry is not None or name == "children"
        }
    if isinstance(value, list):
        return [without_none(entry) for entry in cast("list[object]", value) if entry is not None]
    return value


class WidgetComponentBase(BaseModel):
    """A node of a widget tree. `id` names it for updates, `key` tells it from its siblings."""

    model_config = ConfigDict(serialize_by_alias=True)

    key: str | None = None
    id: str | None = None
    if TYPE_CHECKING:
        type: Any  # only Any lets every node narrow it to its own name
    else:
        type: str

    # A return annotation would replace the node's JSON schema by that of a bare object.
    @model_serializer(mode="wrap")
    def serialize(self, handler: SerializerFunctionWrapHandler):  # noqa: ANN201
        """Return the node's type, and its props without None at every depth; only `children` may be None.

        Raises:
            ValueError: something can't be written as JSON, such as what holds itself.
        """
        try:
            props = cast("dict[str, object]", handler(self))
        except ValueError as error:
            raise ValueError(circle(self) or str(error)) from None
        props.setdefault("type", self.type)  # "exclude_unset" leaves a default out, and a node means nothing without
        return {
            name: value if name in _WHOLE or (self.type, name) in _WHOLE else without_none(value)
            for name, value in props.items()
            if value is not None or name == "children"
        }

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Return what the constructor would be given: no None, and no type that the class has by itself."""
        own_type = type(self).model_fields["type"].default
        for name, value in super().__repr_args__():
            if value is not None and not (name == "type" and value == own_type):
                yield name, value

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        # What draws it knows widgets, and not the other way round: it is loaded where one is shown.
        return import_module(f"{__name__.partition('.')[0]}.ui.alone").mimebundle(self, **kwargs)
