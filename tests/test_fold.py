import copy
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_notebook.fold import apply_update, fold, new_state
from chatkit_notebook.fold.updates import MAX_PARTS

CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted((Path(__file__).parent / "fold_cases").glob("*.json"))
    for case in json.loads(file.read_text("utf-8"))
]
PART = "assistant_message.content_part."
EVENTS = [
    "thread.created",
    "thread.updated",
    "thread.item.added",
    "thread.item.done",
    "thread.item.removed",
    "thread.item.replaced",
    "thread.item.updated",
    "stream_options",
    "progress_update",
    "error",
    "notice",
    "client_effect",
    "chatkit.response.start",
    "chatkit.response.end",
    "chatkit.thread.truncate",
]
EVENT_KEYS = ["thread", "item", "item_id", "update", "stream_options", "text", "level", "message"]
UPDATES = [f"{PART}{name}" for name in ("added", "text_delta", "annotation_added", "done")] + [
    "widget.streaming_text.value_delta",
    "widget.root.updated",
    "widget.component.updated",
    "workflow.task.added",
    "workflow.task.updated",
    "generated_image.updated",
]
UPDATE_KEYS = [
    "content_index",
    "content",
    "delta",
    "annotation",
    "annotation_index",
    "component_id",
    "component",
    "widget",
    "done",
    "task",
    "task_index",
    "image",
    "progress",
]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=5), each, max_size=3),
    max_leaves=8,
)


def message(*parts):
    return {"id": "msg_1", "type": "assistant_message", "content": list(parts)}


def delta(text, index=0):
    update = {"type": f"{PART}text_delta", "content_index": index, "delta": text}
    return {"type": "thread.item.updated", "item_id": "msg_1", "update": update}


@pytest.mark.parametrize("case", CASES)
def test_events_fold_to_the_expected_state(case):
    state = copy.deepcopy(case["start"]) if case["start"] is not None else new_state()
    events = copy.deepcopy(case["events"])

    for event in events:
        fold(state, event)

    assert state == case["expect"]
    assert events == case["events"], "an event was written into"


def test_every_case_has_its_own_name():
    assert len({case.id for case in CASES}) == len(CASES)


@given(st.lists(st.text(), max_size=20))
def test_text_does_not_depend_on_how_it_was_cut(pieces):
    whole, cut = new_state(), new_state()
    for state in (whole, cut):
        fold(state, {"type": "thread.item.added", "item": message()})

    fold(whole, delta("".join(pieces)))
    for piece in pieces:
        fold(cut, delta(piece))

    texts = ["".join(part["text"] for part in state["items"][0]["content"]) for state in (whole, cut)]
    assert texts == ["".join(pieces)] * 2


@given(kind=st.sampled_from(EVENTS), rest=st.dictionaries(st.sampled_from(EVENT_KEYS), json_values))
def test_no_event_raises_whatever_its_shape(kind, rest):
    state = new_state()
    fold(state, {"type": "thread.item.added", "item": message()})

    fold(state, {"type": kind, **rest})

    assert json.dumps(state)


@given(
    kind=st.sampled_from(["message", "widget", "workflow", "image"]),
    update_type=st.sampled_from(UPDATES),
    rest=st.dictionaries(st.sampled_from(UPDATE_KEYS), json_values),
    body=json_values,
)
def test_no_update_raises_whatever_its_shape(kind, update_type, rest, body):
    item = {
        "message": {"type": "assistant_message", "content": body},
        "widget": {"type": "widget", "widget": body},
        "workflow": {"type": "workflow", "workflow": body},
        "image": {"type": "generated_image", "image": body},
    }[kind]

    apply_update(item, {"type": update_type, **rest})

    assert json.dumps(item)


SOUND_UPDATES = {
    f"{PART}text_delta": {"content_index": 0, "delta": "b"},
    f"{PART}added": {"content_index": 0, "content": {"type": "output_text", "text": "b"}},
    f"{PART}annotation_added": {"content_index": 0, "annotation_index": 0, "annotation": {"type": "annotation"}},
    f"{PART}done": {"content_index": 0, "content": {"type": "output_text", "text": "b"}},
    "widget.streaming_text.value_delta": {"component_id": "t", "delta": "b", "done": True},
    "widget.component.updated": {"component_id": "t", "component": {"type": "Text"}},
    "workflow.task.added": {"task": {"type": "custom"}},
    "workflow.task.updated": {"task_index": 0, "task": {"type": "custom"}},
}
BODIES = {"assistant_message": "content", "widget": "widget", "workflow": "workflow"}
BROKEN = [None, "text", 7, True, [None], [[]], ["text"], {"children": "text"}, {"children": [7]}, {"tasks": {"0": 1}}]


@pytest.mark.parametrize("body", BROKEN, ids=json.dumps)
@pytest.mark.parametrize("update_type", SOUND_UPDATES)
def test_a_sound_update_of_a_broken_item_changes_nothing(update_type, body):
    kind = next(kind for kind in BODIES if kind.startswith(update_type.partition(".")[0]))
    item = {"type": kind, BODIES[kind]: copy.deepcopy(body)}

    apply_update(item, {"type": update_type, **SOUND_UPDATES[update_type]})

    assert item == {"type": kind, BODIES[kind]: body}


@pytest.mark.parametrize(("index", "parts"), [(MAX_PARTS - 1, MAX_PARTS), (MAX_PARTS, 0)])
def test_a_message_has_no_more_parts_than_the_limit(index, parts):
    item = message()

    apply_update(item, {"type": f"{PART}text_delta", "content_index": index, "delta": "a"})

    assert len(item["content"]) == parts


def test_an_updated_task_replaces_no_other():
    tasks = [{"type": "custom", "title": title} for title in "abc"]
    item = {"type": "workflow", "workflow": {"tasks": copy.deepcopy(tasks)}}

    apply_update(
        item, {"type": "workflow.task.updated", "task_index": 0, "task": {"type": "custom", "title": "changed"}}
    )

    assert [task["title"] for task in item["workflow"]["tasks"]] == ["changed", "b", "c"]


@pytest.mark.parametrize("content", BROKEN[:4], ids=json.dumps)
def test_an_open_message_with_a_broken_body_goes_when_the_response_ends(content):
    state = new_state()
    fold(state, {"type": "thread.item.added", "item": {**message(), "content": content}})

    fold(state, {"type": "chatkit.response.end"})

    assert state["items"] == []


@pytest.mark.parametrize("event", [None, [], "error", 7])
def test_what_is_not_an_object_is_ignored(event):
    state = new_state()

    fold(state, event)

    assert state == new_state()


def test_nesting_too_deep_to_copy_is_ignored():
    deep = leaf = {}
    for _ in range(100_000):
        leaf["children"] = leaf = {}
    state = new_state()
    fold(
        state,
        {"type": "thread.item.added", "item": {"id": "w", "type": "widget", "widget": {"type": "Card"}}},
    )
    before = copy.deepcopy(state)

    fold(state, {"type": "thread.item.done", "item": {"id": "x", "type": "widget", "widget": deep}})
    fold(
        state,
        {
            "type": "thread.item.updated",
            "item_id": "w",
            "update": {"type": "widget.root.updated", "widget": deep},
        },
    )

    assert state == before


def test_later_deltas_do_not_write_into_earlier_events():
    added = {
        "type": "thread.item.added",
        "item": message({"type": "output_text", "text": "a", "annotations": []}),
    }
    part = {"type": f"{PART}added", "content_index": 1, "content": {"type": "output_text", "text": ""}}
    events = [
        added,
        {"type": "thread.item.updated", "item_id": "msg_1", "update": part},
        delta("b"),
        delta("c", 1),
    ]
    before = copy.deepcopy(events)
    state = new_state()

    for event in events:
        fold(state, event)

    assert [part["text"] for part in state["items"][0]["content"]] == ["ab", "c"]
    assert events == before
