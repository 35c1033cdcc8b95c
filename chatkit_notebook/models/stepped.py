"""The base of the models that answer without a network: a subclass says in steps what the Runner streams."""

from __future__ import annotations

import abc
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

from agents import Model, ModelResponse
from agents.usage import Usage

from chatkit_notebook.models.request import ModelRequest
from chatkit_notebook.models.stream import final_response, stream_steps

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from agents import AgentOutputSchemaBase, Handoff, ModelSettings, ModelTracing, Tool
    from agents.items import TResponseInputItem, TResponseStreamEvent
    from openai.types.responses import Response
    from openai.types.responses.response_prompt_param import ResponsePromptParam

    from chatkit_notebook.models.steps import Step


class SteppedModel(Model, abc.ABC):
    """A model that answers in steps.

    Attributes:
        name: Model name in responses and traces.
        delay: Seconds after each streamed delta.
    """

    name = "local"
    delay: float = 0.0

    @abc.abstractmethod
    def steps(self, request: ModelRequest) -> AsyncIterator[Step]:
        """Yield the steps of one answer."""

    async def get_response(  # noqa: PLR0917 - the Runner's signature
        self,
        system_instructions: str | None,
        input: str | list[TResponseInputItem],  # noqa: A002 - the Runner passes it by this name
        model_settings: ModelSettings,
        tools: list[Tool],
        output_schema: AgentOutputSchemaBase | None,
        handoffs: list[Handoff[Any, Any]],
        tracing: ModelTracing,
        *,
        previous_response_id: str | None,
        conversation_id: str | None,
        prompt: ResponsePromptParam | None,
    ) -> ModelResponse:
        """Answer whole, without pauses between deltas."""
        del tracing, previous_response_id, conversation_id, prompt
        request = _request(
            instructions=system_instructions,
            given=input,
            settings=model_settings,
            tools=tools,
            output_schema=output_schema,
            handoffs=handoffs,
        )
        response: Response | None = None
        async with aclosing(self._events(request, delay=0.0)) as events:
            async for event in events:
                response = final_response(event) or response
        if response is None or response.usage is None:
            raise RuntimeError(f"{self.name!r} ended without a response")
        usage = Usage(
            requests=1,
            input_tokens=response.usage.input_tokens,
            output_tokens=response.usage.output_tokens,
            total_tokens=response.usage.total_tokens,
            input_tokens_details=response.usage.input_tokens_details,
            output_tokens_details=response.usage.output_tokens_details,
        )
        return ModelResponse(output=response.output, usage=usage, response_id=response.id)

    def stream_response(  # noqa: PLR0917 - the Runner's signature
        self,
        system_instructions: str | None,
        input: str | list[TResponseInputItem],  # noqa: A002 - the Runner passes it by this name
        model_settings: ModelSettings,
        tools: list[Tool],
        output_schema: AgentOutputSchemaBase | None,
        handoffs: list[Handoff[Any, Any]],
        tracing: ModelTracing,
        *,
        previous_response_id: str | None,
        conversation_id: str | None,
        prompt: ResponsePromptParam | None,
    ) -> AsyncIterator[TResponseStreamEvent]:
        """Answer as the events of the Responses API."""
        del tracing, previous_response_id, conversation_id, prompt
        request = _request(
            instructions=system_instructions,
            given=input,
            settings=model_settings,
            tools=tools,
            output_schema=output_schema,
            handoffs=handoffs,
        )
        return self._events(request, delay=self.delay)

    async def _events(self, request: ModelRequest, *, delay: float) -> AsyncGenerator[TResponseStreamEvent]:
        steps = self.steps(request)
        async for event in stream_steps(steps, request, model=self.name, delay=delay):
            yield event


def _request(
    *,
    instructions: str | None,
    given: str | list[TResponseInputItem],
    settings: ModelSettings,
    tools: list[Tool],
    output_schema: AgentOutputSchemaBase | None,
    handoffs: list[Handoff[Any, Any]],
) -> ModelRequest:
    items = [{"role": "user", "content": given}] if isinstance(given, str) else given
    return ModelRequest(
        instructions=instructions,
        input=[cast("dict[str, Any]", item) for item in items],
        tools=tools,
        handoffs=handoffs,
        settings=settings,
        output_schema=output_schema,
    )
