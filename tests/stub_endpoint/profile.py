"""An endpoint of its own kind, and the regular answers that it changes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.stub_endpoint import dialects
from tests.stub_endpoint.script import Raw

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stub_endpoint.script import Reply
    from tests.stub_endpoint.server import Api

Json = dict[str, Any]


@dataclass(frozen=True)
class Profile:
    """An endpoint.

    Attributes:
        name: What it does.
        api: The API that it serves so.
        answer: Its answer to a request.
    """

    name: str
    api: Api
    answer: Callable[[Json, Reply], Raw]


def frames(payloads: list[Json], *, end: str = "data: [DONE]\n\n") -> Raw:
    """A stream of events."""
    return Raw((*(f"data: {json.dumps(payload)}\n\n".encode() for payload in payloads), end.encode()))


def chunks(body: Json, reply: Reply) -> list[Json]:
    """The chunks of a regular completion."""
    return [payload for payload, _ in dialects.streamed_completion(body, reply)]


def events(body: Json, reply: Reply) -> list[Json]:
    """The events of a regular response."""
    return [payload for payload, _ in dialects.streamed_response(body, reply)]
