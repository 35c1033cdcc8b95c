"""What is masked of events and replies, and what stays as it is."""

import json

import pytest

from tests.doubles import ByteServer, created, done, item, say

SECRET = "password=hunter2"
LIST = {"type": "items.list", "params": {"thread_id": "t1"}}
TASK = {"type": "custom", "title": "A step", "content": SECRET}
THOUGHT = {"type": "thought", "title": "A thought", "content": SECRET}


def workflow(*tasks, **fields):
    return item("workflow", "w", workflow={"type": "custom", "tasks": [*tasks], "expanded": False, **fields})


TOLD = [
    {"type": "error", "code": "custom", "message": SECRET},
    {"type": "notice", "level": "info", "title": SECRET, "message": "ok"},
    {"type": "notice", "level": "info", "title": "ok", "message": SECRET},
    {"type": "progress_update", "text": SECRET},
    {"type": "thread.item.added", "item": item("task", "i", task=TASK)},
    {"type": "thread.item.done", "item": workflow(TASK)},
    {"type": "thread.item.replaced", "item": workflow(summary={"title": SECRET})},
    {"type": "thread.item.updated", "item_id": "w", "update": {"type": "workflow.task.updated", "task": TASK}},
    done(item("client_tool_call", "c", call_id="c", name="f", arguments={}, output={"text": SECRET})),
]
KEPT = [
    {"type": "thread.item.updated", "item_id": "w", "update": {"type": "workflow.task.updated", "task": THOUGHT}},
    done(workflow(THOUGHT)),
    done(item("task", "i", task=THOUGHT)),
    done(item("widget", "x", widget={"type": "Card", "children": [{"type": "Text", "value": SECRET}]})),
    {"type": "client_effect", "name": "beep", "data": {"text": SECRET}},
]


async def shown(session, event):
    """What is seen, folded and logged of an event."""

    async def answer(body):
        yield created()
        yield done(workflow({"type": "custom", "title": "x"}))
        yield event

    session.server.answer = answer
    await session.finished(session.submit("threads.create", say("hi")))
    frames = [each for _, each in session.recorder.frames]
    return json.dumps([frames, session.current.snapshot(), [row.payload for row in session.log]])


@pytest.mark.parametrize("event", TOLD, ids=str)
async def test_what_tools_and_servers_tell_is_masked_everywhere(session_of, event):
    async with session_of(ByteServer(None)) as session:
        assert "hunter2" not in await shown(session, json.loads(json.dumps(event)))


@pytest.mark.parametrize("event", KEPT, ids=str)
async def test_thoughts_widgets_and_effects_stay_as_they_are(session_of, event):
    async with session_of(ByteServer(None)) as session:
        assert (await shown(session, json.loads(json.dumps(event)))).count("hunter2") >= 2


ITEM = item("task", "i", task=TASK)


@pytest.mark.parametrize(
    ("request_", "reply"),
    [
        (LIST, {"data": [ITEM], "has_more": False}),
        (LIST | {"type": "threads.get_by_id"}, {**created()["thread"], "items": {"data": [ITEM], "has_more": False}}),
        (
            {"type": "threads.sync_custom_action", "params": {"thread_id": "t1", "action": {"type": "go"}}},
            {"updated_item": ITEM},
        ),
    ],
    ids=["items", "a thread", "an action"],
)
async def test_the_items_of_a_reply_are_masked(session_of, request_, reply):
    async with session_of(ByteServer(lambda _: reply)) as session:
        answered = await session.call(request_)
        assert "hunter2" not in json.dumps([answered, [row.payload for row in session.log]])
        assert "***" in json.dumps(answered)
