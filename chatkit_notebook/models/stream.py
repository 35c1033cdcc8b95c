"""Steps to Responses events: a local model's answer with the event set, ids and usage of the real API."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from typing import TYPE_CHECKING, Any, cast, get_args

from openai.types.responses import (
    Response,
    ResponseCompletedEvent,
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputText,
    ResponseReasoningItem,
    ResponseStreamEvent,
    ResponseUsage,
)
from openai.types.responses.response_output_item import ImageGenerationCall
from openai.types.responses.response_output_text import (
    AnnotationFileCitation,
    AnnotationURLCitation,
)
from openai.types.responses.response_reasoning_item import Summary

from chatkit_notebook.json import whole
from chatkit_notebook.models.request import message_text, output_text
from chatkit_notebook.models.steps import Call, Cite, Fail, Image, Step, Think, Wait
from chatkit_notebook.models.words import split_words

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Iterator

    from openai.types.responses import ResponseOutputItem
    from openai.types.responses.response_output_text import Annotation
    from pydantic import BaseModel

    from chatkit_notebook.models.request import ModelRequest

CHARACTERS_PER_TOKEN = 4


def _classes() -> dict[str, type[BaseModel]]:
    union = get_args(ResponseStreamEvent)[0]
    return {get_args(kind.model_fields["type"].annotation)[0]: kind for kind in get_args(union)}


_EVENT_CLASSES = _classes()


def estimated_tokens(text: str) -> int:
    """A token count good enough for a lesson: a quarter of the characters, at least 1 for any text."""
    return -(-len(text) // CHARACTERS_PER_TOKEN)


def _new_id(prefix: str) -> str:
    return f"{prefix}_{uuid.uuid4().hex[:24]}"


async def stream_steps(
    steps: AsyncIterable[Step], request: ModelRequest, *, model: str, delay: float
) -> AsyncIterator[ResponseStreamEvent]:
    """Yield the events of one response, up to its `response.completed`.

    Args:
        steps: What the model says and does.
        request: What it was asked; only counted.
        model: Model name for the response.
        delay: Seconds after each delta. 0 still lets the loop run other tasks.

    Raises:
        BaseException: That of a `Fail` step, in its place in the stream.
    """
    writer = _Writer(model, request)
    for event in writer.start():
        yield event
    async for step in steps:
        if isinstance(step, Wait):
            await asyncio.sleep(step.seconds)
            continue
        if isinstance(step, Fail):
            raise step.error
        for event in writer.write(step):
            yield event
            if event.type.endswith((".delta", ".partial_image")):
                await asyncio.sleep(delay)
    for event in writer.end():
        yield event


def final_response(event: ResponseStreamEvent) -> Response | None:
    """The finished response, when this is the last event."""
    return event.response if isinstance(event, ResponseCompletedEvent) else None


class _Writer:
    """Keeps the output items and the message still open while steps come in."""

    def __init__(self, model: str, request: ModelRequest) -> None:
        self._response = Response(
            id=_new_id("resp"),
            created_at=time.time(),
            model=model,
            object="response",
            output=[],
            parallel_tool_calls=True,
            tool_choice="auto",
            tools=[],
            status="in_progress",
        )
        self._request = request
        self._output: list[ResponseOutputItem] = []
        self._message_id: str | None = None
        self._text: list[str] = []
        self._annotations: list[Annotation] = []
        self._length = 0
        self._number = 0
        self._reasoning_tokens = 0

    def start(self) -> Iterator[ResponseStreamEvent]:
        yield self._event("response.created", response=self._response)
        yield self._event("response.in_progress", response=self._response)

    def write(self, step: str | Think | Call | Cite | Image) -> Iterator[ResponseStreamEvent]:
        if isinstance(step, str):
            yield from self._write_text(step)
        elif isinstance(step, Cite):
            yield from self._write_citation(step)
        else:
            yield from self._close_message()
            if isinstance(step, Think):
                yield from self._write_thought(step)
            elif isinstance(step, Call):
                yield from self._write_call(step)
            else:
                yield from self._write_image(step)

    def end(self) -> Iterator[ResponseStreamEvent]:
        yield from self._close_message()
        done = self._response.model_copy(
            update={"status": "completed", "output": list(self._output), "usage": self._usage()}
        )
        yield self._event("response.completed", response=done)

    def _event(self, kind: str, **fields: Any) -> ResponseStreamEvent:
        event = _EVENT_CLASSES[kind].model_construct(type=kind, sequence_number=self._number, **fields)
        self._number += 1
        return cast("ResponseStreamEvent", event)

    def _open(self, item: ResponseOutputItem) -> ResponseStreamEvent:
        return self._event("response.output_item.added", item=item, output_index=len(self._output))

    def _close(self, item: ResponseOutputItem) -> ResponseStreamEvent:
        event = self._event("response.output_item.done", item=item, output_index=len(self._output))
        self._output.append(item)
        return event

    def _write_text(self, text: str) -> Iterator[ResponseStreamEvent]:
        if not text:
            return
        yield from self._open_message()
        self._text.append(text)
        self._length += len(text)
        yield self._event("response.output_text.delta", **self._place(), delta=text, logprobs=[])

    def _write_citation(self, cite: Cite) -> Iterator[ResponseStreamEvent]:
        yield from self._open_message()
        at = self._length
        annotation: Annotation
        if cite.url is not None:
            annotation = AnnotationURLCitation(
                type="url_citation", title=cite.title, url=cite.url, start_index=at, end_index=at
            )
        else:
            annotation = AnnotationFileCitation(
                type="file_citation", file_id=_new_id("file"), filename=cite.filename or cite.title, index=at
            )
        # Of the classes that a part has, and not those of the event: official code takes no others.
        yield self._event(
            "response.output_text.annotation.added",
            annotation=annotation,
            annotation_index=len(self._annotations),
            **self._place(),
        )
        self._annotations.append(annotation)

    def _place(self) -> dict[str, Any]:
        return {"item_id": self._message_id, "output_index": len(self._output), "content_index": 0}

    def _part(self, text: str) -> ResponseOutputText:
        annotations = list(self._annotations) if text else []
        return ResponseOutputText(type="output_text", text=text, annotations=annotations, logprobs=[])

    def _open_message(self) -> Iterator[ResponseStreamEvent]:
        if self._message_id is not None:
            return
        self._message_id = _new_id("msg")
        yield self._open(
            ResponseOutputMessage(
                id=self._message_id, type="message", role="assistant", status="in_progress", content=[]
            )
        )
        yield self._event("response.content_part.added", **self._place(), part=self._part(""))

    def _close_message(self) -> Iterator[ResponseStreamEvent]:
        if self._message_id is None:
            return
        text = "".join(self._text)
        part = self._part(text)
        yield self._event("response.output_text.done", **self._place(), text=text, logprobs=[])
        yield self._event("response.content_part.done", **self._place(), part=part)
        yield self._close(
            ResponseOutputMessage(
                id=self._message_id, type="message", role="assistant", status="completed", content=[part]
            )
        )
        self._message_id, self._text, self._annotations, self._length = None, [], [], 0

    def _write_thought(self, thought: Think) -> Iterator[ResponseStreamEvent]:
        item = ResponseReasoningItem(id=_new_id("rs"), type="reasoning", summary=[])
        place = {"item_id": item.id, "output_index": len(self._output), "summary_index": 0}
        part = Summary(type="summary_text", text=thought.text)
        self._reasoning_tokens += estimated_tokens(thought.text)
        yield self._open(item)
        empty = part.model_copy(update={"text": ""})
        yield self._event("response.reasoning_summary_part.added", **place, part=empty)
        for word in split_words(thought.text):
            yield self._event("response.reasoning_summary_text.delta", **place, delta=word)
        yield self._event("response.reasoning_summary_text.done", **place, text=thought.text)
        yield self._event("response.reasoning_summary_part.done", **place, part=part)
        yield self._close(item.model_copy(update={"summary": [part]}))

    def _write_call(self, call: Call) -> Iterator[ResponseStreamEvent]:
        arguments = whole(json.dumps(call.arguments, ensure_ascii=False, default=str))
        item = ResponseFunctionToolCall(
            id=_new_id("fc"),
            call_id=_new_id("call"),
            type="function_call",
            name=call.name,
            arguments=arguments,
            status="completed",
        )
        place = {"item_id": item.id, "output_index": len(self._output)}
        yield self._open(item.model_copy(update={"arguments": "", "status": "in_progress"}))
        yield self._event("response.function_call_arguments.delta", **place, delta=arguments)
        yield self._event("response.function_call_arguments.done", **place, arguments=arguments, name=call.name)
        yield self._close(item)

    def _write_image(self, image: Image) -> Iterator[ResponseStreamEvent]:
        item = ImageGenerationCall(
            id=_new_id("ig"), type="image_generation_call", status="completed", result=image.data
        )
        place = {"item_id": item.id, "output_index": len(self._output)}
        yield self._open(item.model_copy(update={"result": None, "status": "in_progress"}))
        yield self._event("response.image_generation_call.in_progress", **place)
        yield self._event("response.image_generation_call.generating", **place)
        for index in range(image.partials):
            yield self._event(
                "response.image_generation_call.partial_image",
                **place,
                partial_image_b64=image.data,
                partial_image_index=index,
            )
        yield self._event("response.image_generation_call.completed", **place)
        yield self._close(item)

    def _usage(self) -> ResponseUsage:
        asked = (self._request.instructions or "") + "".join(
            message_text(item) + output_text(item.get("output")) for item in self._request.input
        )
        said = "".join(
            item.arguments
            if isinstance(item, ResponseFunctionToolCall)
            else "".join(part.text for part in item.content if isinstance(part, ResponseOutputText))
            if isinstance(item, ResponseOutputMessage)
            else ""
            for item in self._output
        )
        spent_in, spent_out = estimated_tokens(asked), estimated_tokens(said) + self._reasoning_tokens
        return ResponseUsage.model_validate(
            {
                "input_tokens": spent_in,
                "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
                "output_tokens": spent_out,
                "output_tokens_details": {"reasoning_tokens": self._reasoning_tokens},
                "total_tokens": spent_in + spent_out,
            }
        )
