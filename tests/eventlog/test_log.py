import json
import sys
import time

import pytest

from chatkit_notebook.eventlog import EventLog, EventRecord


def filled():
    log = EventLog()
    log.append({"type": "chatkit.request", "op": "threads.list"}, op="threads.list")
    log.append(
        {"type": "thread.item.done", "item": {"id": "w", "type": "widget", "thread_id": "t1"}},
        run_id="r1",
        op="x",
    )
    log.append(
        {
            "type": "thread.item.updated",
            "item_id": "m",
            "update": {
                "type": "assistant_message.content_part.text_delta",
                "content_index": 0,
                "delta": "Hé\n",
            },
        },
        run_id="r1",
        thread_id="t1",
        began=1,
    )
    log.append({"type": "client_effect", "name": "beep", "data": {"n": None}}, run_id="r2", thread_id="t1")
    return log


def test_rows_are_numbered_and_carry_what_their_event_names():
    log = filled()
    assert [record.seq for record in log] == [1, 2, 3, 4]
    delta = log[2]
    assert (delta.type, delta.item_id, delta.thread_id, delta.delta) == (
        "thread.item.updated",
        "m",
        "t1",
        "Hé\n",
    )
    assert delta.update_type == "assistant_message.content_part.text_delta"
    assert delta.elapsed_ms is not None
    assert delta.elapsed_ms > 0
    assert (log[1].item_type, log[1].thread_id) == ("widget", "t1")
    assert log[3].name == "beep"


def test_a_row_says_in_nanoseconds_when_and_in_milliseconds_how_long_after_its_run_began():
    before = time.time_ns()
    record = EventLog().append({"type": "progress_update"}, began=before - 1_500_000_000)
    after = time.time_ns()

    assert before <= record.time <= after
    assert record.elapsed_ms == pytest.approx(1500 + (record.time - before) / 1e6)
    assert EventLog().append({"type": "progress_update"}).elapsed_ms is None


def test_a_row_begun_at_the_epoch_has_run_since():
    assert EventLog().append({"type": "progress_update"}, began=0).elapsed_ms > 0


ROWS = {
    "the item of an event": (
        {"type": "thread.item.done", "item": {"id": "i", "type": "widget", "thread_id": "t"}},
        {"item_id": "i", "item_type": "widget", "thread_id": "t"},
    ),
    "the id beside the item wins": ({"item_id": "a", "item": {"id": "b"}}, {"item_id": "a"}),
    "the thread of the item wins": ({"item": {"thread_id": "a"}, "thread": {"id": "b"}}, {"thread_id": "a"}),
    "the thread of the event": ({"thread": {"id": "a"}}, {"thread_id": "a"}),
    "the thread it came in": ({}, {"thread_id": "given"}),
    "the update": ({"update": {"type": "u", "delta": "d"}}, {"update_type": "u", "delta": "d"}),
    "the name of an effect": ({"name": "effect", "item": {"name": "tool"}}, {"name": "effect"}),
    "the name of a tool": ({"item": {"name": "tool"}, "action": {"type": "act"}}, {"name": "tool"}),
    "the type of an action": ({"action": {"type": "act"}}, {"name": "act"}),
    "nothing of what is no text": ({"type": 1, "item": {"id": 2, "type": 3, "thread_id": 4}, "name": 5}, {}),
    "nothing of what is no object": ({"item": [1], "update": "u", "thread": 3, "action": None}, {}),
}


@pytest.mark.parametrize(("event", "named"), ROWS.values(), ids=ROWS)
def test_a_row_names(event, named):
    row = EventLog().append(event, run_id="run", op="threads.create", thread_id="given")

    names = ["item_id", "item_type", "update_type", "delta", "name"]
    assert {name: getattr(row, name) for name in ["thread_id", *names]} == {
        "thread_id": "given",
        **dict.fromkeys(names),
        **named,
    }
    assert row.type == (event["type"] if isinstance(event.get("type"), str) else "unknown")
    assert (row.run_id, row.op, row.payload) == ("run", "threads.create", event)


def test_what_happens_again_is_counted_in_its_row():
    log = EventLog()
    record = log.append({"type": "chatkit.failure", "count": 1})

    log.count(record)
    log.count(record)

    assert (len(log), log[0].payload["count"]) == (1, 3)


def test_slices_and_filters_are_logs_too():
    log = filled()
    assert [record.seq for record in log[1:3]] == [2, 3]
    assert [record.seq for record in log.where(run_id="r1")] == [2, 3]
    assert [record.seq for record in log.where(type="client_effect", thread_id="t1")] == [4]
    assert len(log.where(type="client_effect", thread_id="t2")) == 0
    assert len(log.where()) == 4
    assert log[-1].seq == 4


def test_an_unknown_filter_is_named():
    with pytest.raises(TypeError, match="no column 'typ'"):
        filled().where(typ="x")


def test_events_of_a_strange_shape_are_rows_all_the_same():
    log = EventLog()
    log.append({"item": 3, "update": [], "name": 5})
    assert log[0].type == "unknown"


def test_to_pandas_has_typed_columns_and_json_payloads():
    log = filled()
    frame = log.to_pandas()
    assert list(frame["seq"]) == [1, 2, 3, 4]
    assert str(frame["time"].dtype) == "datetime64[ns, UTC]"
    assert frame["time"][0].value == log[0].time
    assert str(frame["elapsed_ms"].dtype) == "float64"
    assert list(frame["elapsed_ms"].dropna()) == [log[2].elapsed_ms]
    assert "".join(frame["delta"].dropna()) == "Hé\n"
    assert json.loads(frame["payload"][3]) == {"type": "client_effect", "name": "beep", "data": {"n": None}}
    assert '"Hé\\n"' in frame["payload"][2]


def test_pandas_is_asked_for_when_it_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(ImportError, match=r"pip install \"chatkit-notebook\[pandas\]\""):
        filled().to_pandas()


def test_an_empty_log_is_an_empty_frame_with_all_columns():
    frame = EventLog().to_pandas()
    assert len(frame) == 0
    assert list(frame.columns) == list(EventRecord._fields)
    assert [str(frame[name].dtype) for name in ("seq", "elapsed_ms", "name")] == ["int64", "float64", "string"]


def test_the_repr_stays_short_however_long_the_log():
    assert repr(EventLog()) == "EventLog(empty)"
    assert "4 events of 4 types" in repr(filled())


def nested(depth):
    value = 1
    for _ in range(depth):
        value = [value] if depth % 2 else {"a": value}
    return value


@pytest.mark.parametrize("depth", [249, 500, 501, 100_000, 100_001])
def test_a_payload_of_any_depth_is_a_row_with_what_fits(depth):
    log = EventLog()
    log.append({"type": "odd", "data": nested(depth), "after": "it"})
    payload = log.to_pandas()["payload"][0]
    assert ("…" in payload) == (depth > 249)
    assert json.loads(payload)["after"] == "it"
    assert len(repr(log[0])) < 2_000


def test_a_row_of_a_megabyte_shows_itself_in_few_words():
    log = EventLog()
    log.append({"type": "x" * 1_000_000, "delta": "y" * 1_000_000, "list": ["z"] * 1_000_000})
    assert len(repr(log[0])) < 2_000
    assert len(repr(log)) < 200
