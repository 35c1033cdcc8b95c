"""Models that get the pictures and files of tools in a form that their endpoint takes, in words if it takes none."""

from __future__ import annotations

import copy
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from agents import Model, OpenAIChatCompletionsModel, OpenAIResponsesModel
from openai import APIStatusError

from chatkit_notebook.models.answers import EndpointAnswerError
from chatkit_notebook.models.tool_files import beside, fitted, has_files, in_words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from agents import ModelResponse
    from agents.items import TResponseStreamEvent

_REFUSALS = (400, 404, 413, 415, 422, 500, 501)
_ABOUT_FILES = re.compile(
    r"image|vision|visual|multi-?modal|\bmedia\b|\bfile|content (part|type|must|should)|"
    r"(str|string)( |_)?(type|expected|was expected)|(valid|be a|as a) string|mmproj",
    re.IGNORECASE,
)


def seeing(model: Model, blind: set[str], name: str) -> Model:
    """A copy of an endpoint's model that does so; of any other kind the model itself.

    Args:
        model: The model, which stays as it is.
        blind: Names of models that have refused files; shared, and added to.
        name: The name under which this one is among them.
    """
    form = (
        beside
        if isinstance(model, OpenAIChatCompletionsModel)
        else fitted
        if isinstance(model, OpenAIResponsesModel)
        else None
    )
    if form is None or isinstance(model, _Seeing):
        return model
    copied: Any = copy.copy(model)
    copied.__class__ = _class_for(type(model))
    copied._form, copied._blind, copied._name = form, blind, name  # noqa: SLF001 - of the class below
    return copied


class _Seeing(Model):
    """What goes before the class of a model."""

    _form: Callable[[Any], Any]
    _blind: set[str]
    _name: str

    async def get_response(self, system_instructions: Any, input: Any, *args: Any, **kwargs: Any) -> ModelResponse:  # noqa: A002 - the SDK's name
        first = self._first_form(input)
        try:
            return await super().get_response(system_instructions, first(input), *args, **kwargs)
        except (APIStatusError, EndpointAnswerError) as error:
            if not self._gives_way(first, error):
                raise
        return await super().get_response(system_instructions, in_words(input), *args, **kwargs)

    async def stream_response(
        self,
        system_instructions: Any,
        input: Any,  # noqa: A002 - the SDK's name
        *args: Any,
        **kwargs: Any,
    ) -> AsyncIterator[TResponseStreamEvent]:
        first = self._first_form(input)
        has_begun = False
        try:
            async for event in super().stream_response(system_instructions, first(input), *args, **kwargs):
                has_begun = True
                yield event
        except (APIStatusError, EndpointAnswerError) as error:
            if has_begun or not self._gives_way(first, error):
                raise
        else:
            return
        async for event in super().stream_response(system_instructions, in_words(input), *args, **kwargs):
            yield event

    def _first_form(self, given: Any) -> Callable[[Any], Any]:
        if not has_files(given):
            return _unchanged
        return in_words if self._name in self._blind else self._form

    def _gives_way(self, form: Callable[[Any], Any], error: Exception) -> bool:
        """Whether the endpoint has refused the files; it is not asked again with any."""
        if form in (_unchanged, in_words) or not _is_about_files(error):
            return False
        self._blind.add(self._name)
        return True


@cache
def _class_for(kind: type[Model]) -> type[Model]:
    return type(kind.__name__, (_Seeing, kind), {})


def _unchanged(given: Any) -> Any:
    return given


def _is_about_files(error: Exception) -> bool:
    if isinstance(error, EndpointAnswerError):
        return error.kind == "error" and bool(_ABOUT_FILES.search(error.came))
    return (
        isinstance(error, APIStatusError)
        and error.status_code in _REFUSALS
        and bool(_ABOUT_FILES.search(f"{error.message} {error.body}"))
    )
