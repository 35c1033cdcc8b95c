"""Runs of an agent without a model, for either SDK: the same raw events through the official package and ours."""

from __future__ import annotations

import asyncio
import importlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from agents import Agent, RawResponsesStreamEvent, RunItemStreamEvent, ToolCallItem
from openai.types import responses
from openai.types.responses import response_output_item, response_reasoning_item

if TYPE_CHECKING:
    from collections.abc import Callable

STARTED = datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001 - the SDKs keep naive times


@dataclass
class Kit:
    """One of the two SDKs."""

    name: str
    agents: Any = field(init=False)
    types: Any = field(init=False)
    widgets: Any = field(init=False)

    def __post_init__(self) -> None:
        self.agents = importlib.import_module(f"{self.name}.agents")
        self.types = importlib.import_module(f"{self.name}.types")
        self.widgets = importlib.import_module(f"{self.name}.widgets")


class Notes:
    """A store that keeps what is asked of it."""

    def __init__(self, kit: Kit, newest: list[Any]) -> None:
        self._kit = kit
        self._newest = newest
        self._made = 0
        self.calls: list[Any] = []

    def generate_thread_id(self, context: Any) -> str:
        return "thr_made"

    def generate_item_id(self, item_type: str, thread: Any, context: Any) -> str:
        self._made += 1
        return f"{item_type}_made_{self._made}"

    async def load_thread_items(self, thread_id: str, after: str | None, limit: int, order: str, context: Any) -> Any:
        self.calls.append(["load", thread_id, after, limit, order])
        return self._kit.types.Page(data=list(self._newest))

    async def add_thread_item(self, thread_id: str, item: Any, context: Any) -> None:
        self.calls.append(["add", thread_id, _plain(item)])


Action = "Callable[[Any, Kit], Awaitable[None]]"


@dataclass
class Scenario:
    """What happens in a run: raw events, run items, actions of tools, exceptions."""

    steps: list[Any]
    newest: Callable[[Kit], list[Any]] = lambda kit: []
    partial_images: int | None = None


class Result:
    """As much of a streamed run as the mapping looks at."""

    def __init__(self, scenario: Scenario, context: Any, kit: Kit) -> None:
        self._scenario = scenario
        self._context = context
        self._kit = kit

    async def stream_events(self) -> Any:
        for step in self._scenario.steps:
            if isinstance(step, BaseException):
                raise step
            if callable(step):
                await step(self._context, self._kit)
            else:
                yield step
            for _ in range(50):  # so that what a tool streamed is merged before the next event
                await asyncio.sleep(0)


def _plain(model: Any) -> Any:
    dumped = json.loads(model.model_dump_json(by_alias=True, exclude_none=True))

    def without_times(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: without_times(part) for key, part in value.items() if key != "created_at"}
        return [without_times(part) for part in value] if isinstance(value, list) else value

    return without_times(dumped)


async def play(kit: Kit, scenario: Scenario) -> dict[str, Any]:
    """Everything a scenario leads to: events, calls of the store, the exception, the context's state."""
    store = Notes(kit, scenario.newest(kit))
    context = kit.agents.AgentContext(
        thread=kit.types.ThreadMetadata(id="thr_1", created_at=STARTED), store=store, request_context={}
    )
    result = Result(scenario, context, kit)
    converter = kit.agents.ResponseStreamConverter(partial_images=scenario.partial_images)
    events: list[Any] = []
    raised = None
    try:
        async for event in kit.agents.stream_agent_response(context, result, converter=converter):
            events.append(_plain(event))  # noqa: PERF401 - what came before an exception counts
    except Exception as error:  # noqa: BLE001 - what is raised is part of the outcome
        raised = type(error).__name__
    return {
        "events": events,
        "store": store.calls,
        "raised": raised,
        "workflow": context.workflow_item and _plain(context.workflow_item),
        "image": context.generated_image_item and _plain(context.generated_image_item),
    }


# --- raw events


def raw(kind: str, **fields: Any) -> RawResponsesStreamEvent:
    """A raw event as the Agents SDK passes it on, built without validation."""
    names = {
        "response.output_item.added": responses.ResponseOutputItemAddedEvent,
        "response.output_item.done": responses.ResponseOutputItemDoneEvent,
        "response.content_part.added": responses.ResponseContentPartAddedEvent,
        "response.output_text.delta": responses.ResponseTextDeltaEvent,
        "response.output_text.done": responses.ResponseTextDoneEvent,
        "response.output_text.annotation.added": responses.ResponseOutputTextAnnotationAddedEvent,
        "response.refusal.delta": responses.ResponseRefusalDeltaEvent,
        "response.reasoning_summary_text.delta": responses.ResponseReasoningSummaryTextDeltaEvent,
        "response.reasoning_summary_text.done": responses.ResponseReasoningSummaryTextDoneEvent,
        "response.image_generation_call.partial_image": responses.ResponseImageGenCallPartialImageEvent,
        "response.function_call_arguments.delta": responses.ResponseFunctionCallArgumentsDeltaEvent,
    }
    event = names[kind].model_construct(type=kind, sequence_number=0, output_index=0, **fields)
    return RawResponsesStreamEvent(data=event)


def text_part(text: str, annotations: list[Any] | None = None) -> responses.ResponseOutputText:
    return responses.ResponseOutputText.model_construct(type="output_text", text=text, annotations=annotations or [])


def message(item_id: str, *parts: Any) -> responses.ResponseOutputMessage:
    return responses.ResponseOutputMessage.model_construct(
        id=item_id, type="message", role="assistant", status="completed", content=list(parts)
    )


def reasoning(item_id: str) -> response_reasoning_item.ResponseReasoningItem:
    return response_reasoning_item.ResponseReasoningItem(id=item_id, type="reasoning", summary=[])


def picture(item_id: str, result: str | None = None) -> response_output_item.ImageGenerationCall:
    return response_output_item.ImageGenerationCall(
        id=item_id, type="image_generation_call", status="completed", result=result
    )


def begun(item: Any) -> RawResponsesStreamEvent:
    return raw("response.output_item.added", item=item)


def ended(item: Any) -> RawResponsesStreamEvent:
    return raw("response.output_item.done", item=item)


def said(item_id: str, *words: str) -> list[RawResponsesStreamEvent]:
    """A whole message, streamed."""
    place: dict[str, Any] = {"item_id": item_id, "content_index": 0}
    text = "".join(words)
    return [
        begun(message(item_id)),
        raw("response.content_part.added", **place, part=text_part("")),
        *[raw("response.output_text.delta", **place, delta=word) for word in words],
        raw("response.output_text.done", **place, text=text),
        ended(message(item_id, text_part(text))),
    ]


def thought(item_id: str, *deltas: str, index: int = 0) -> list[RawResponsesStreamEvent]:
    """A reasoning summary, streamed."""
    place: dict[str, Any] = {"item_id": item_id, "summary_index": index}
    return [
        *[raw("response.reasoning_summary_text.delta", **place, delta=delta) for delta in deltas],
        raw("response.reasoning_summary_text.done", **place, text="".join(deltas)),
    ]


_AGENT = Agent(name="a")


def called(name: str, *, call_id: str, item_id: str, as_dict: bool = False) -> RunItemStreamEvent:
    """The run item of a function call."""
    call = responses.ResponseFunctionToolCall(
        id=item_id, call_id=call_id, type="function_call", name=name, arguments="{}"
    )
    raw_item: Any = call.model_dump() if as_dict else call
    return RunItemStreamEvent(name="tool_called", item=ToolCallItem(agent=_AGENT, raw_item=raw_item))
