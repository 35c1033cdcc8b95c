"""Responses: the events of an answer as the SDK reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.json import is_list, is_object, object_in
from chatkit_notebook.models.answers.problems import EndpointAnswerError, beginning, reported

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
            if kind == "response.output_item.done" and is_object(came.get("item")):
                self._items[int(came.get("output_index") or 0)] = came["item"]
            yield came

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
        is_whole = self._last["type"] != "response.incomplete"
        if is_whole and not self._may_be_empty and not any(_says_something(item) for item in output):
            raise EndpointAnswerError("empty")
        kind = "response.completed" if self._last["type"] == "response.done" else self._last["type"]
        self._last = self._last | {"type": kind, "response": response | {"output": output}}
        yield self._last

    def whole(self) -> Json:
        """The response in one object."""
        return object_in(object_in(self._last).get("response"))

    def _from_whole(self, response: Json) -> Iterator[Json]:
        events: list[Json] = [
            {"type": "response.created", "response": response | {"output": [], "status": "in_progress"}}
        ]
        for index, item in enumerate(response["output"]):
            events += _item_events(index, object_in(item))
        kind = "response.incomplete" if response.get("status") == "incomplete" else "response.completed"
        events.append({"type": kind, "response": response})
        for number, event in enumerate(events):
            yield from self.take(event | {"sequence_number": number})


def _says_something(item: Any) -> bool:
    if object_in(item).get("type") != "message":
        return object_in(item).get("type") != "reasoning"
    content = item.get("content")
    parts = content if is_list(content) else []
    return any(object_in(part).get("text") or object_in(part).get("refusal") for part in parts)


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
