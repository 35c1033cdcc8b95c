"""Which of what an action carries its function asks for."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, NamedTuple

from chatkit_notebook.client.callbacks.form_values import converted, takes_whole
from chatkit_notebook.errors import FormRefusedError
from chatkit_notebook.json import object_in

if TYPE_CHECKING:
    from collections.abc import Callable

ACTION_ARGUMENTS = ("action", "payload", "sender", "thread", "context")


def action_arguments(
    name: str, function: Callable[..., Any], given: dict[str, Any]
) -> tuple[list[Any], dict[str, Any]]:
    """Choose and convert the arguments of an action's function.

    Args:
        name: What the function is called.
        function: It may ask for any of ``ACTION_ARGUMENTS``, for keys of the payload, and for the whole payload as a
            pydantic model, a dataclass or a TypedDict.
        given: What there is, by the names of ``ACTION_ARGUMENTS``.

    Returns:
        The positional and the keyword arguments.

    Raises:
        TypeError: The payload has no value for a parameter without a default.
        FormRefusedError: Values don't fit their annotations; the error names all of them.
    """
    values = object_in(given["payload"])
    positional: list[Any] = []
    keywords: dict[str, Any] = {}
    refusals: dict[str, str] = {}
    for parameter in _parameters(function):
        if parameter.kind is parameter.VAR_KEYWORD:
            keywords |= {key: value for key, value in values.items() if key not in keywords}
            continue
        found = _found(parameter, given)
        if found is None:
            if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_POSITIONAL:
                raise TypeError(
                    f"The function {name}() asks for {parameter.name!r}, which the action "
                    f"{given['action'].type!r} does not carry: its payload is {given['payload']!r}. Name one of its "
                    f"keys, or one of {', '.join(ACTION_ARGUMENTS)}."
                )
            continue
        try:
            value = converted(found.value, found.annotation, found.field)
        except FormRefusedError as error:
            refusals |= error.fields
            continue
        if parameter.name in ACTION_ARGUMENTS and parameter.kind is parameter.POSITIONAL_ONLY:
            positional.append(value)
        else:
            keywords[parameter.name] = value
    if refusals:
        raise FormRefusedError(refusals)
    return positional, keywords


class _Found(NamedTuple):
    value: Any
    annotation: Any
    field: str
    """What it is called in the payload; "" for all of it."""


def _found(parameter: inspect.Parameter, given: dict[str, Any]) -> _Found | None:
    """What a parameter stands for; None if the action does not carry it."""
    values = object_in(given["payload"])
    if parameter.kind is parameter.VAR_POSITIONAL:
        return None
    if parameter.name in ACTION_ARGUMENTS:
        annotation = parameter.annotation if parameter.name == "payload" else Any
        return _Found(given[parameter.name], annotation, "")
    if parameter.name in values:
        return _Found(values[parameter.name], parameter.annotation, parameter.name)
    if takes_whole(parameter.annotation):
        return _Found(values, parameter.annotation, "")
    return None


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    try:
        signature = inspect.signature(function, eval_str=True)
    except Exception:  # noqa: BLE001 - an annotation that can't be read, such as a name for type checkers, says nothing
        signature = inspect.signature(function)
        parameters = signature.parameters.values()
        return [each.replace(annotation=each.empty) for each in parameters]
    return list(signature.parameters.values())
