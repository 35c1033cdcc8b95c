"""What the events of a run become in the chat, row by row."""

from types import SimpleNamespace

import pytest
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputRefusal, response_output_text

from tests.parity.agent_runs import (
    Kit,
    Scenario,
    begun,
    ended,
    message,
    picture,
    play,
    raw,
    reasoning,
    text_part,
    thought,
)

OURS = Kit("chatkit_notebook")
PLACE = {"item_id": "msg_1", "content_index": 0}
URL = response_output_text.AnnotationURLCitation(
    type="url_citation", url="https://x.y", title="X", start_index=0, end_index=4
)
PATH = response_output_text.AnnotationFilePath(type="file_path", file_id="f", index=2)
ANNOTATION = {"type": "annotation", "source": {"type": "url", "url": "https://x.y", "title": "X"}, "index": 4}


def item(kind, item_id, **fields):
    return {"id": item_id, "thread_id": "thr_1", "type": kind, **fields}


def said(text, *annotations):
    return {"annotations": list(annotations), "text": text, "type": "output_text"}


def added(kind, item_id, **fields):
    return {"type": "thread.item.added", "item": item(kind, item_id, **fields)}


def done(kind, item_id, **fields):
    return {"type": "thread.item.done", "item": item(kind, item_id, **fields)}


def updated(item_id, kind, **fields):
    return {"type": "thread.item.updated", "item_id": item_id, "update": {"type": kind, **fields}}


def part(kind, **fields):
    return updated("msg_1", f"assistant_message.content_part.{kind}", content_index=0, **fields)


def task(kind, index, content, item_id="workflow_made_1"):
    told = {"status_indicator": "none", "type": "thought", "content": content}
    return updated(item_id, f"workflow.task.{kind}", task_index=index, task=told)


def opened(kind):
    async def step(context, kit):
        await context.start_workflow(kit.types.Workflow(type=kind, tasks=[]))

    return step


def preview(index, image_id="ig_1"):
    return raw(
        "response.image_generation_call.partial_image",
        item_id=image_id,
        partial_image_b64="AA",
        partial_image_index=index,
    )


def cited(annotation):
    return raw("response.output_text.annotation.added", **PLACE, annotation_index=0, annotation=annotation)


NO_WORKFLOW = added("workflow", "workflow_made_1", workflow={"type": "reasoning", "tasks": [], "expanded": False})
NO_IMAGE = added("generated_image", "message_made_1")
CALL = ResponseFunctionToolCall(id="fc_1", call_id="c", type="function_call", name="f", arguments="")
ROWS = {
    "a message begins": (
        [begun(message("msg_1", text_part("Hi", [URL])))],
        [added("assistant_message", "msg_1", content=[said("Hi", ANNOTATION)])],
    ),
    "a message is done": (
        [begun(message("msg_1")), ended(message("msg_1", text_part("Hi", [URL, PATH])))],
        [
            added("assistant_message", "msg_1", content=[]),
            done("assistant_message", "msg_1", content=[said("Hi", ANNOTATION)]),
        ],
    ),
    "reasoning begins": ([begun(reasoning("rs_1"))], [NO_WORKFLOW]),
    "reasoning begins in an open workflow": ([opened("reasoning"), begun(reasoning("rs_1"))], [NO_WORKFLOW]),
    "an image begins": ([begun(picture("ig_1"))], [NO_IMAGE]),
    "an image is done": (
        [begun(picture("ig_1")), ended(picture("ig_1", "AA"))],
        [
            NO_IMAGE,
            done("generated_image", "message_made_1", image={"id": "ig_1", "url": "data:image/png;base64,AA"}),
        ],
    ),
    "an image has a preview": (
        [begun(picture("ig_1")), preview(0)],
        [
            NO_IMAGE,
            updated(
                "message_made_1",
                "generated_image.updated",
                image={"id": "ig_1", "url": "data:image/png;base64,AA"},
                progress=0.0,
            ),
        ],
    ),
    "a preview of no image": ([preview(0)], []),
    "a part begins": (
        [raw("response.content_part.added", **PLACE, part=text_part("Hi", [URL]))],
        [part("added", content=said("Hi", ANNOTATION))],
    ),
    "a refusal begins": (
        [raw("response.content_part.added", **PLACE, part=ResponseOutputRefusal(type="refusal", refusal="No"))],
        [part("added", content=said("No"))],
    ),
    "reasoning text is no part": (
        [raw("response.content_part.added", **PLACE, part=SimpleNamespace(type="reasoning_text", text="hm"))],
        [],
    ),
    "a text grows": (
        [raw("response.output_text.delta", **PLACE, delta="Hi")],
        [part("text_delta", delta="Hi")],
    ),
    "a text is done": ([raw("response.output_text.done", **PLACE, text="Hi")], [part("done", content=said("Hi"))]),
    "an annotation": ([cited(URL)], [part("annotation_added", annotation_index=0, annotation=ANNOTATION)]),
    "an annotation of an unknown kind": ([cited(PATH)], []),
    "a thought without a workflow": (thought("rs_1", "Hm"), []),
    "a thought": (
        [begun(reasoning("rs_1")), *thought("rs_1", "Let ", "me")],
        [NO_WORKFLOW, task("added", 0, "Let "), task("updated", 0, "Let me"), task("updated", 0, "Let me")],
    ),
    "what is nothing to the chat": (
        [
            raw("response.refusal.delta", **PLACE, delta="No"),
            raw("response.function_call_arguments.delta", item_id="fc_1", delta="{}"),
            begun(CALL),
            ended(CALL),
        ],
        [],
    ),
}


@pytest.mark.conformance(79)
@pytest.mark.parametrize(("steps", "events"), ROWS.values(), ids=ROWS)
async def test_an_event_of_a_run_becomes_what_the_chat_shows(steps, events):
    outcome = await play(OURS, Scenario(steps))

    assert outcome["raised"] is None
    assert outcome["events"] == events


@pytest.mark.conformance(80)
async def test_a_dropped_annotation_leaves_no_gap():
    events = (await play(OURS, Scenario([cited(URL), cited(PATH), cited(URL)])))["events"]

    assert [event["update"]["annotation_index"] for event in events] == [0, 1]


@pytest.mark.conformance(82)
async def test_later_thoughts_appear_whole():
    steps = [
        begun(reasoning("rs_1")),
        *thought("rs_1", "Fir", "st"),
        *thought("rs_1", "Sec", "ond", index=1),
        begun(reasoning("rs_2")),
        *thought("rs_2", "Thi", "rd"),
    ]
    outcome = await play(OURS, Scenario(steps))

    assert outcome["events"] == [
        NO_WORKFLOW,
        task("added", 0, "Fir"),
        task("updated", 0, "First"),
        task("updated", 0, "First"),
        task("added", 1, "Second"),
        task("added", 2, "Third"),
    ]


@pytest.mark.conformance(83)
@pytest.mark.parametrize(("count", "progress"), [(4, [0.0, 0.25, 1.0, 1.0]), (None, [0.0] * 4), (0, [0.0] * 4)])
async def test_a_preview_tells_how_far_the_image_is(count, progress):
    steps = [begun(picture("ig_1")), *map(preview, (0, 1, 4, 9))]
    outcome = await play(OURS, Scenario(steps, partial_images=count))

    assert [event["update"]["progress"] for event in outcome["events"][1:]] == progress
