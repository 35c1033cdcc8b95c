"""What a local model is asked: the Runner's arguments with the questions a reply needs to put to them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agents import AgentOutputSchemaBase, Handoff, ModelSettings, Tool

# User messages that the thread converter makes out of context rather than of what a person wrote.
_CONTEXT = re.compile(
    r"<(HiddenContext|Task|StructuredInput|Widget|QuotedText|GeneratedImage)\b|^# User-provided context"
)


@dataclass(frozen=True)
class ToolOutput:
    """What a tool returned in this turn, as the text the model sees."""

    name: str
    text: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class ModelRequest:
    """One call of the model.

    Attributes:
        instructions: The agent's instructions, None without.
        input: The conversation as Responses input items, oldest first.
        tools: The agent's tools that are enabled now.
        handoffs: The agents it can hand over to.
        settings: The merged model settings.
        output_schema: Set when the agent wants structured output.
    """

    instructions: str | None
    input: list[dict[str, Any]]
    tools: list[Tool]
    handoffs: list[Handoff[Any, Any]]
    settings: ModelSettings
    output_schema: AgentOutputSchemaBase | None

    @property
    def text(self) -> str:
        """Text of the newest user message that a person wrote."""
        at = self._newest_user_message()
        return "" if at is None else message_text(self.input[at])

    @property
    def has_replied(self) -> bool:
        """Whether the conversation holds an earlier reply of the assistant."""
        return any(item.get("role") == "assistant" for item in self.input)

    @property
    def outputs(self) -> list[ToolOutput]:
        """Outputs of the tools called since the newest user message, in order."""
        at = self._newest_user_message()
        since = self.input[0 if at is None else at + 1 :]
        calls = {item["call_id"]: item for item in since if item.get("type") == "function_call"}
        return [
            ToolOutput(
                name=str(calls.get(item["call_id"], {}).get("name", "tool")),
                text=output_text(item.get("output")),
                arguments=_arguments(calls.get(item["call_id"], {}).get("arguments")),
            )
            for item in since
            if item.get("type") == "function_call_output"
        ]

    def _newest_user_message(self) -> int | None:
        for at in range(len(self.input) - 1, -1, -1):
            item = self.input[at]
            if item.get("role") == "user" and not _CONTEXT.search(message_text(item)):
                return at
        return None


def _arguments(raw: object) -> dict[str, Any]:
    try:
        value = json.loads(raw) if isinstance(raw, str) else raw
    except ValueError:
        return {}
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def message_text(item: dict[str, Any]) -> str:
    """Text of a message item, its parts joined."""
    return "".join(_texts(item.get("content")))


def output_text(output: object) -> str:
    """Text of a tool output: the string itself, or the text parts of a list."""
    return "\n".join(_texts(output))


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        for part in cast("list[object]", content):
            if isinstance(part, dict):
                text = cast("dict[str, object]", part).get("text")
                if isinstance(text, str):
                    yield text
