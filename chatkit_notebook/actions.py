"""Actions: what a widget is told to send (`ActionConfig`) and what the server receives (`Action`)."""

# ruff: noqa: N815 - the wire spells loadingBehavior in camelCase
from collections.abc import Iterable
from typing import Any, Generic, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, Field

from chatkit_notebook.official_names import names_from_elsewhere

Handler = Literal["client", "server"]
"""Who takes the action: a callback of the client or the server."""

LoadingBehavior = Literal["auto", "none", "self", "container"]
"""What looks busy meanwhile: nothing, the control, or the whole widget. `auto` depends on the control."""

DEFAULT_HANDLER: Handler = "server"
DEFAULT_LOADING_BEHAVIOR: LoadingBehavior = "auto"

TType = TypeVar("TType", bound=str)
TPayload = TypeVar("TPayload")


class ActionConfig(BaseModel):
    """An action bound to a control of a widget."""

    type: str
    payload: Any = None
    handler: Handler = DEFAULT_HANDLER
    loadingBehavior: LoadingBehavior = DEFAULT_LOADING_BEHAVIOR
    streaming: bool = True

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Return what the constructor would be given: nothing that is so by default."""
        defaults = {name: field.default for name, field in type(self).model_fields.items()}
        return [(name, value) for name, value in super().__repr_args__() if value != defaults.get(str(name))]


class Action(BaseModel, Generic[TType, TPayload]):
    """An action as the server receives it, typed by its name and its payload.

    `Buy = Action[Literal["buy"], Order]` describes one; `Buy.create(order)` binds it to a control.
    """

    type: TType = Field(frozen=True)
    payload: TPayload = None  # pyright: ignore[reportAssignmentType] - an action without payload is valid for any type

    @classmethod
    def create(
        cls,
        payload: TPayload,
        handler: Handler = DEFAULT_HANDLER,
        loading_behavior: LoadingBehavior = DEFAULT_LOADING_BEHAVIOR,
        streaming: bool = True,  # noqa: FBT001, FBT002 - positional in the official SDK
    ) -> ActionConfig:
        """Return the configuration that makes a control send this action with `payload`.

        Raises:
            TypeError: the class does not fix its type with a single literal.
        """
        annotation = cls.model_fields["type"].annotation
        names = get_args(annotation) if get_origin(annotation) is Literal else ()
        if len(names) != 1:
            raise TypeError(
                f"{cls.__name__} has no single type to send. Name it first, as in "
                'Action[Literal["buy"], Order].create(...).'
            )
        return ActionConfig(
            type=names[0],
            payload=payload,
            handler=handler,
            loadingBehavior=loading_behavior,
            streaming=streaming,
        )


__getattr__ = names_from_elsewhere("actions")
