"""JSON of the wire, passed on as it came: the name says which model describes it, and nothing checks it again."""

from typing import Annotated, Any

from pydantic import WithJsonSchema


def _described_as(name: str) -> WithJsonSchema:
    return WithJsonSchema({"wire": name})


ActionJson = Annotated[dict[str, Any], _described_as("Action")]
ItemJson = Annotated[dict[str, Any], _described_as("ThreadItem")]
RequestJson = Annotated[dict[str, Any], _described_as("ChatKitReq")]
StreamEventJson = Annotated[dict[str, Any], _described_as("ThreadStreamEvent")]
ThreadJson = Annotated[dict[str, Any], _described_as("ThreadMetadata")]
