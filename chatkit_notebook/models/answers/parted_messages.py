"""Messages of Responses whose text has thoughts between tags: as reasoning, and the message without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.json import is_list, object_in
from chatkit_notebook.models.answers.stops import note
from chatkit_notebook.models.answers.thoughts import Thoughts, parted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chatkit_notebook.models.answers.thoughts import Piece

Json = dict[str, Any]

_TEXT = ("output_text", "text")


def message_of(item: Json) -> Json:
    """A message whose content is a list of parts, each with what the SDK needs."""
    content = item.get("content")
    parts = content if is_list(content) else [{"type": "output_text", "text": content}] if content else []
    return item | {"content": [_part(object_in(part)) for part in parts]}


def _part(part: Json) -> Json:
    if part.get("type") not in _TEXT:
        return part
    empty: Json = {"annotations": [], "logprobs": []}
    return empty | part | {"type": "output_text"}


def without_thoughts(item: Json) -> Json:
    """An item with nothing in its text but what is said."""
    if item.get("type") != "message":
        return item
    return item | {"content": [_bare(object_in(part)) for part in item["content"]]}


def _bare(part: Json) -> Json:
    text = part.get("text")
    return part | {"text": parted(text)[1]} if isinstance(text, str) else part


def is_only_thought(item: Json) -> bool:
    """Whether a message has thoughts between tags, and nothing else."""
    if item.get("type") != "message":
        return False
    texts = [str(object_in(part).get("text") or "") for part in item["content"]]
    is_refused = any(object_in(part).get("type") == "refusal" for part in item["content"])
    return any(texts) and not is_refused and not any(parted(text)[1] for text in texts)


def _rest(thoughts: Thoughts) -> list[Piece]:
    """The pieces at the end of a part, with its calls as text: here there is no place for others."""
    pieces = list(thoughts.end())
    if not thoughts.calls:
        return pieces
    note("written_call")
    return [*pieces, (False, thoughts.unread())]


class PartedMessages:
    """Parts the events of messages into those of reasoning and those of the messages without it."""

    def __init__(self) -> None:
        self._held: dict[int, list[Json]] = {}
        self._thoughts: dict[tuple[int, int], Thoughts] = {}
        self._thought: dict[int, str] = {}

    def take(self, event: Json) -> Iterator[Json]:
        """The events for an event."""
        kind, index = event["type"], int(event.get("output_index") or 0)
        at = int(event.get("content_index") or 0)
        item = object_in(event.get("item"))
        match kind:
            case "response.output_item.added" if item.get("type") == "message":
                # Until it is known whether it begins with a thought.
                self._held[index] = [event]
            case "response.content_part.added" if index in self._held:
                self._held[index].append(event | {"part": _part(object_in(event.get("part")))})
            case "response.output_text.delta":
                thoughts = self._thoughts.setdefault((index, at), Thoughts())
                yield from self._pieces(event, index, list(thoughts.take(str(event.get("delta") or ""))))
            case "response.output_text.done":
                rest = self._thoughts.pop((index, at), Thoughts())
                ended: Json = event | {"type": "response.output_text.delta", "delta": "", "logprobs": []}
                yield from self._pieces(ended, index, _rest(rest))
                if self._goes_on(index):
                    yield event | {"text": parted(str(event.get("text") or ""))[1]}
            case "response.content_part.done":
                if self._goes_on(index):
                    yield event | {"part": _bare(_part(object_in(event.get("part"))))}
            case "response.output_item.done" if item.get("type") == "message":
                yield from self._ended(event, index, item)
            case _:
                yield event

    def _ended(self, event: Json, index: int, item: Json) -> Iterator[Json]:
        for place in [place for place in self._thoughts if place[0] == index]:
            delta: Json = {"type": "response.output_text.delta", "output_index": index, "logprobs": []}
            delta |= {"item_id": item.get("id"), "content_index": place[1]}
            yield from self._pieces(delta, index, _rest(self._thoughts.pop(place)))
        yield from self._end_thought(index)
        begun = self._held.pop(index, [])
        if not is_only_thought(item):
            yield from begun
            yield event | {"item": without_thoughts(item)}

    def _pieces(self, event: Json, index: int, pieces: list[tuple[bool, str]]) -> Iterator[Json]:
        for is_thought, text in pieces:
            if is_thought:
                yield from self._think(index, text)
            else:
                yield from self._release(index)
                yield event | {"delta": text}

    def _think(self, index: int, text: str) -> Iterator[Json]:
        place = self._place(index)
        if index not in self._thought:
            self._thought[index] = ""
            item: Json = {"id": place["item_id"], "type": "reasoning", "summary": []}
            yield {"type": "response.output_item.added", "output_index": index, "item": item}
        self._thought[index] += text
        yield {"type": "response.reasoning_text.delta", **place, "delta": text}

    def _goes_on(self, index: int) -> bool:
        """Whether the message has begun with something other than a thought."""
        return index not in self._thought and index not in self._held

    def _release(self, index: int) -> Iterator[Json]:
        """End the thought, and let the message go on."""
        yield from self._end_thought(index)
        yield from self._held.pop(index, [])

    def _end_thought(self, index: int) -> Iterator[Json]:
        thought = self._thought.pop(index, None)
        if thought is not None:
            yield {"type": "response.reasoning_text.done", **self._place(index), "text": thought}

    @staticmethod
    def _place(index: int) -> Json:
        return {"item_id": f"rs_of_{index}", "output_index": index, "content_index": 0}
