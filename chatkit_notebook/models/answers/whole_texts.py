"""Texts of answers without halves of characters, which neither the SDK nor an API takes."""

from __future__ import annotations

from typing import Any

from chatkit_notebook.json import Halves, is_list, object_in, repaired

Json = dict[str, Any]


class WholeTexts:
    """Repairs the texts of one answer, and joins the characters that were cut in two between its pieces."""

    def __init__(self) -> None:
        self._halves = Halves()
        self._arguments = Halves()

    def __bool__(self) -> bool:
        return bool(self._halves or self._arguments)

    def repaired(self, event: Json) -> Json:
        """An event of Responses, or a chunk of Chat Completions, with its texts repaired."""
        if isinstance(event.get("delta"), str):
            key = event.get("type"), event.get("item_id"), event.get("output_index"), event.get("content_index")
            event = event | {"delta": self._halves.join(key, event["delta"])}
        choices = event.get("choices")
        if is_list(choices) and choices:
            event = event | {"choices": [self._choice(object_in(choice)) for choice in choices]}
        return repaired(event)

    def _choice(self, choice: Json) -> Json:
        delta = object_in(choice.get("delta"))
        texts = {name: value for name, value in delta.items() if isinstance(value, str) and name != "role"}
        joined: Json = {name: self._halves.join(name, value) for name, value in texts.items()}
        if texts or choice.get("finish_reason"):
            joined = self._halves.rest(besides=texts) | joined
        if is_list(delta.get("tool_calls")):
            joined["tool_calls"] = [self._call(object_in(call)) for call in delta["tool_calls"]]
        return choice | {"delta": delta | joined}

    def _call(self, call: Json) -> Json:
        function = object_in(call.get("function"))
        arguments = self._arguments.join(call.get("index"), str(function.get("arguments") or ""))
        return call | {"function": function | {"arguments": arguments}}
