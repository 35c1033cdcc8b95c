"""Chat Completions: the chunks of an answer as the SDK reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.json import is_list, is_object, object_in
from chatkit_notebook.models.answers.fields import content_in, text_in, thought_in, without_thought
from chatkit_notebook.models.answers.problems import EndpointAnswerError, beginning, reported
from chatkit_notebook.models.answers.stops import finish_in, note, stop_in
from chatkit_notebook.models.answers.thoughts import Thoughts
from chatkit_notebook.models.answers.tool_calls import CallIds, ToolCalls
from chatkit_notebook.models.answers.written_calls import meant
from chatkit_notebook.turned_thoughts import TURNED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from chatkit_notebook.models.answers.thoughts import Piece

Json = dict[str, Any]


class Completion:
    """One completion, streamed or whole.

    Args:
        asked: The body of the request.
    """

    def __init__(self, asked: Json) -> None:
        messages = asked.get("messages")
        newest = object_in(messages[-1]) if is_list(messages) and messages else {}
        # After a tool's result a model may have nothing to add.
        self._may_be_empty = newest.get("role") == "tool"
        told = [object_in(one).get("tool_calls") for one in (messages if is_list(messages) else [])]
        ids = {str(object_in(call).get("id")) for calls in told if is_list(calls) for call in calls}
        self._thoughts = Thoughts()
        self._tools = asked.get("tools")
        self._calls = ToolCalls(CallIds(ids))
        self._base: Json = {"id": "", "created": 0, "model": asked.get("model") or ""}
        self._foreign: Json | None = None
        self._has_begun = False
        self._says_something = False
        self._finish: str | None = None
        self._usage: Any = None
        self._message: Json = {"role": "assistant", "content": None}

    def take(self, came: Json) -> Iterator[Json]:
        """The chunks for an object that came.

        Raises:
            EndpointAnswerError: It reports an error.
        """
        if (problem := reported(came)) is not None:
            raise problem
        self._base |= {key: came[key] for key in self._base if came.get(key)}
        if is_object(came.get("usage")):
            self._usage = came["usage"]
        choices = came.get("choices")
        if not is_list(choices):
            self._foreign = None if is_object(came.get("usage")) else came
            choices = []
        choice = next((one for one in choices if is_object(one) and not one.get("index")), None)
        if choice is not None:
            if choice.get("error") and (problem := reported(choice)) is not None:
                raise problem
            yield from self._take_choice(choice)
        if self._usage is not None and is_object(came.get("usage")):
            yield self._chunk([], usage=self._usage)

    def end(self, *, is_done: bool) -> Iterator[Json]:
        """The chunks at the end.

        Raises:
            EndpointAnswerError: The answer is empty, or ended in the middle.
        """
        if self._foreign is not None and not self._says_something:
            raise EndpointAnswerError("foreign", beginning(self._foreign))
        if self._finish is None and not is_done:
            raise EndpointAnswerError("cut" if self._has_begun else "empty")
        yield from self._said(self._thoughts.end())
        yield from self._written()
        stop = stop_in(self._finish)
        if not self._says_something and (stop or not (self._may_be_empty and self._finish)):
            raise EndpointAnswerError(stop or "empty")
        if stop:
            note(stop)
        if self._calls:
            yield from self._call_deltas(self._calls.end())
        yield self._choice({}, self._reason)

    def whole(self) -> Json:
        """The completion in one object."""
        thought, turned, said = str(self._message.get("content") or "").rpartition(TURNED)
        message = self._message | {"content": said, "reasoning_content": thought} if turned else self._message
        choice = {"index": 0, "message": message, "finish_reason": self._reason}
        whole = self._base | {"object": "chat.completion", "choices": [choice]}
        return whole if self._usage is None else whole | {"usage": self._usage}

    def _take_choice(self, choice: Json) -> Iterator[Json]:
        delta = dict(object_in(choice.get("delta") or choice.get("message")))
        self._finish = finish_in(choice) or self._finish
        calls = delta.pop("tool_calls", None)
        older = delta.pop("function_call", None)
        raws = calls if is_list(calls) else [calls or older]
        refusal, content = text_in(delta.pop("refusal", None)), delta.pop("content", choice.get("text"))
        self._says_something = self._says_something or bool(refusal) or any(map(is_object, raws))
        thought, delta = thought_in(delta), without_thought(delta)
        if delta.keys() - {"role"}:
            yield self._choice(delta)
        if thought:
            yield self._choice({"reasoning_content": thought})
        for is_thought, text in content_in(content):
            if text != refusal:  # some say it in both fields
                yield from self._said([(True, text)] if is_thought else self._thoughts.take(text))
        if refusal:
            yield self._choice({"refusal": refusal})
        yield from self._call_deltas(self._calls.take(raws))

    def _said(self, pieces: Iterable[Piece]) -> Iterator[Json]:
        for is_thought, text in pieces:
            self._says_something = self._says_something or not is_thought
            yield self._choice({"reasoning_content" if is_thought else "content": text})

    def _written(self) -> Iterator[Json]:
        """The calls that stand in the text: carried out where they are meant for certain, else told."""
        if not (written := self._thoughts.calls):
            return
        is_last = not self._thoughts.is_said_after_call and not self._calls
        calls = meant(written, self._tools) if is_last else None
        self._says_something = True
        if calls is not None:
            for call in calls:
                yield from self._call_deltas(self._calls.take([call]))
            return
        note("written_call")
        yield self._choice({"content": self._thoughts.unread()})

    def _call_deltas(self, deltas: Iterator[Json]) -> Iterator[Json]:
        for delta in deltas:
            calls = self._message.setdefault("tool_calls", [])
            if delta["index"] == len(calls):
                calls.append({key: value for key, value in delta.items() if key != "index"})
            else:
                call = calls[delta["index"]]
                call["function"] = call["function"] | {
                    "arguments": call["function"]["arguments"] + delta["function"]["arguments"]
                }
            yield self._chunk([{"index": 0, "delta": {"tool_calls": [delta]}, "finish_reason": None}])

    @property
    def _reason(self) -> str:
        return stop_in(self._finish) or ("tool_calls" if self._calls else "stop")

    def _choice(self, delta: Json, finish: str | None = None) -> Json:
        self._has_begun = True
        for key, value in delta.items():
            if isinstance(value, str) and isinstance(self._message.get(key), str) and key != "role":
                self._message[key] += value
            elif value is not None:
                self._message[key] = value
        return self._chunk([{"index": 0, "delta": delta, "finish_reason": finish}])

    def _chunk(self, choices: list[Json], **more: Any) -> Json:
        return self._base | {"object": "chat.completion.chunk", "choices": choices} | more
