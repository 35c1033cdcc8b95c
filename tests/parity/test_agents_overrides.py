"""Overrides of the converters are called when, and with what, the official SDK calls them; so is what they return."""

from __future__ import annotations

import json
from collections import UserList
from typing import Any

import pytest
from openai.types.responses import response_output_text

from tests.parity.agent_runs import (
    STARTED,
    Kit,
    Notes,
    Result,
    Scenario,
    begun,
    ended,
    message,
    picture,
    raw,
    text_part,
)
from tests.parity.test_agents_input import ITEMS

OFFICIAL, OURS = Kit("chatkit"), Kit("chatkit_notebook")
CITATIONS = [
    response_output_text.AnnotationURLCitation(
        type="url_citation", url="https://x.y", title="X", start_index=0, end_index=4
    ),
    response_output_text.AnnotationFileCitation(type="file_citation", file_id="f", filename="a.txt", index=2),
    response_output_text.AnnotationContainerFileCitation(
        type="container_file_citation", container_id="c", file_id="f", filename="b", start_index=1, end_index=3
    ),
    response_output_text.AnnotationFilePath(type="file_path", file_id="f", index=2),
]
PLACE = {"item_id": "msg_1", "content_index": 0, "annotation_index": 0}
RUN = [
    begun(message("msg_1")),
    *[raw("response.output_text.annotation.added", **PLACE, annotation=citation) for citation in CITATIONS],
    ended(message("msg_1", text_part("cited", CITATIONS))),
    begun(picture("ig_1")),
    raw("response.image_generation_call.partial_image", item_id="ig_1", partial_image_b64="AA", partial_image_index=3),
    ended(picture("ig_1", "AB")),
]


def noting(base: Any, notes: list[Any], **results: Any) -> Any:
    """Make an instance of a subclass whose every method notes how it is called, and returns a result or the usual."""

    def override(name: str) -> Any:
        def call(self: Any, *args: Any, **kwargs: Any) -> Any:
            notes.append([name, len(args), sorted(kwargs)])
            return getattr(base, name)(self, *args, **kwargs)

        async def returning(self: Any, *args: Any, **kwargs: Any) -> Any:
            notes.append([name, len(args), sorted(kwargs)])
            return results[name]

        return returning if name in results else call

    names = [name for name, value in vars(base).items() if callable(value) and not name.startswith("_")]
    return type("Noting", (base,), {name: override(name) for name in names})()


async def streamed(kit: Kit, **results: Any) -> tuple[list[Any], list[Any]]:
    notes: list[Any] = []
    converter = noting(kit.agents.ResponseStreamConverter, notes, **results)
    thread = kit.types.ThreadMetadata(id="thr_1", created_at=STARTED)
    context = kit.agents.AgentContext(thread=thread, store=Notes(kit, []), request_context={})
    events = kit.agents.stream_agent_response(context, Result(Scenario(RUN), context, kit), converter=converter)
    plain = [json.loads(event.model_dump_json(exclude={"item": {"created_at"}})) async for event in events]
    return plain, notes


@pytest.mark.parametrize(
    "results",
    [
        {},
        {"url_citation_to_annotation": None},
        {"file_citation_to_annotation": None, "container_file_citation_to_annotation": None},
        {"base64_image_to_url": "https://x.y/image.png"},
    ],
)
async def test_a_run_calls_its_converter_as_the_official_sdk_does(results):
    official = await streamed(OFFICIAL, **results)

    assert official[1], "nothing was called"
    assert await streamed(OURS, **results) == official


async def read(kit: Kit, items: Any, **results: Any) -> list[Any]:
    notes: list[Any] = []
    own = {"type": "input_text", "text": "own"}
    results = {"attachment_to_message_content": own, "tag_to_message_content": own, **results}
    given = await noting(kit.agents.ThreadItemConverter, notes, **results).to_agent_input(items)
    return [len(given), notes]


@pytest.mark.parametrize("make", [list, tuple, UserList])
async def test_reading_a_thread_calls_the_converter_as_the_official_sdk_does(make):
    official, ours = [
        await read(kit, make([item for items in ITEMS.values() for item in items(kit)])) for kit in (OFFICIAL, OURS)
    ]

    assert len(official[1]) > len(ITEMS)
    assert ours == official


@pytest.mark.parametrize("result", [None, [], {}, {"role": "user"}, [{"role": "user"}, {"role": "user"}]])
async def test_an_override_may_return_nothing_one_or_several(result):
    official, ours = [
        await read(kit, ITEMS["the end of a turn"](kit) * 2, end_of_turn_to_input=result) for kit in (OFFICIAL, OURS)
    ]

    assert ours == official
