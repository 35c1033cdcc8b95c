"""Responses: the events of an answer as the SDK reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.json import is_list, is_object, object_in
from chatkit_notebook.models.answers.fields import text_in
from chatkit_notebook.models.answers.parted_messages import (
    PartedMessages,
    is_only_thought,
    message_of,
    without_thoughts,
)
from chatkit_notebook.models.answers.problems import EndpointAnswerError, beginning, reported
from chatkit_notebook.models.answers.stops import note, stop_in
from chatkit_notebook.models.answers.thoughts import parted
from chatkit_notebook.models.answers.tool_calls import CallIds, arguments_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

_LAST = ("response.completed", "response.incomplete", "response.done")


class ResponseEvents:
    """One response, streamed or whole.

    Args:
        asked: The body of the request.
    """

    def __init__(self, asked: Json) -> None:
        given = asked.get("input")
        newest = object_in(given[-1]) if is_list(given) and given else {}
        # After a tool's result a model may have nothing to add.
        self._may_be_empty = newest.get("type") == "function_call_output"
        ids = {str(object_in(one).get("call_id")) for one in (given if is_list(given) else [])}
        self._ids = CallIds(ids)
        self._call_ids: dict[str, str] = {}
        self._arguments: dict[str, str] = {}
        self._parted = PartedMessages()
        self._streamed: set[Any] = set()
        self._began = False
        self._last: Json | None = None
        self._items: dict[int, Json] = {}

    def take(self, came: Json) -> Iterator[Json]:
        """The events for an object that came.

        Raises:
            EndpointAnswerError: It reports an error, or is not of this API.
        """
        if (problem := reported(came)) is not None:
            raise problem
        kind = came.get("type")
        if came.get("object") == "response" and is_list(came.get("output")):
            yield from self._from_whole(came)
        elif not isinstance(kind, str) or not kind.startswith("response."):
            # An event of another kind, such as a ping, does not begin an answer.
            if not isinstance(kind, str):
                raise EndpointAnswerError("foreign", beginning(came))
        elif kind in _LAST:
            self._last = came
        else:
            self._began = True
            yield from self._parted.take(self._mended(came))

    def _mended(self, came: Json) -> Json:
        kind, index = came["type"], int(came.get("output_index") or 0)
        if kind == "response.function_call_arguments.done":
            arguments = arguments_of(came)
            self._arguments[came.get("item_id") or f"#{index}"] = arguments
            return came | {"arguments": arguments}
        if not is_object(came.get("item")):
            return came
        item = self._item(index, came["item"], is_done=kind == "response.output_item.done")
        self._streamed.add(item.get("type"))
        if kind == "response.output_item.done":
            self._items[index] = item
        return came | {"item": item}

    def _item(self, index: int, item: Json, *, is_done: bool) -> Json:
        """An item with what a call needs: an id of its own, and its arguments as text."""
        if item.get("type") == "message":
            return message_of(item)
        if item.get("type") != "function_call":
            return item
        key = item.get("id") or f"#{index}"
        if key not in self._call_ids:
            self._call_ids[key] = self._ids.of(item.get("call_id"))
        arguments = arguments_of(item) or self._arguments.get(key, "")
        return item | {
            "id": item.get("id") or f"fc_{self._call_ids[key]}",
            "call_id": self._call_ids[key],
            "arguments": arguments or ("{}" if is_done else ""),
        }

    def end(self, *, is_done: bool) -> Iterator[Json]:  # noqa: ARG002 - the end of this API is an event of its own
        """The last event.

        Raises:
            EndpointAnswerError: The answer is empty, or ended in the middle.
        """
        if self._last is None:
            raise EndpointAnswerError("cut" if self._began else "empty")
        response = object_in(self._last.get("response"))
        # Some endpoints stream the items and leave them out at the end, from where the SDK takes them.
        output = response.get("output") or [self._items[index] for index in sorted(self._items)]
        output = [self._item(index, object_in(item), is_done=True) for index, item in enumerate(output)]
        stop = stop_in(object_in(response.get("incomplete_details")).get("reason"))
        if self._last["type"] == "response.incomplete" and stop is None:
            stop = "length"
        if not any(_says_something(item) for item in output) and (stop or not self._may_be_empty):
            raise EndpointAnswerError(stop or "empty")
        for index, item in enumerate(output):
            if item.get("type") not in self._streamed:  # it stands nowhere but at the end
                for event in _item_events(index, item):
                    yield from self._parted.take(event)
        if stop:
            note(stop)
        done: Json = {
            "output": [without_thoughts(item) for item in output if not is_only_thought(item)],
            "status": "completed",
            "incomplete_details": None,
        }
        self._last = self._last | {"type": "response.completed", "response": response | done}
        yield self._last

    def whole(self) -> Json:
        """The response in one object."""
        return object_in(object_in(self._last).get("response"))

    def _from_whole(self, response: Json) -> Iterator[Json]:
        created: Json = {"type": "response.created", "response": response | {"output": [], "status": "in_progress"}}
        kind = "response.incomplete" if response.get("status") == "incomplete" else "response.completed"
        yield from self.take(created)
        yield from self.take({"type": kind, "response": response})


def _says_something(item: Any) -> bool:
    if object_in(item).get("type") != "message":
        return object_in(item).get("type") != "reasoning"
    content = item.get("content")
    parts = content if is_list(content) else []
    return any(parted(text_in(object_in(part)))[1] or object_in(part).get("refusal") for part in parts)


def _item_events(index: int, item: Json) -> Iterator[Json]:
    """The events by which an item that came whole would have been streamed."""
    place = {"output_index": index, "item_id": item.get("id") or ""}
    if item.get("type") != "message":
        yield {"type": "response.output_item.added", "output_index": index, "item": item}
    else:
        begun: Json = item | {"content": [], "status": "in_progress"}
        yield {"type": "response.output_item.added", "output_index": index, "item": begun}
        content = item.get("content")
        for at, part in enumerate(content if is_list(content) else []):
            where = place | {"content_index": at}
            text = object_in(part).get("text")
            if isinstance(text, str):
                yield {"type": "response.content_part.added", **where, "part": part | {"text": "", "annotations": []}}
                yield {"type": "response.output_text.delta", **where, "delta": text, "logprobs": []}
                yield {"type": "response.output_text.done", **where, "text": text, "logprobs": []}
            yield {"type": "response.content_part.done", **where, "part": part}
    yield {"type": "response.output_item.done", "output_index": index, "item": item}
