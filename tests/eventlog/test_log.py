import json

import pytest

from chatkit_notebook.eventlog import EventLog


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


def test_slices_and_filters_are_logs_too():
    log = filled()
    assert [record.seq for record in log[1:3]] == [2, 3]
    assert [record.seq for record in log.where(run_id="r1")] == [2, 3]
    assert [record.seq for record in log.where(type="client_effect", thread_id="t1")] == [4]


def test_an_unknown_filter_is_named():
    with pytest.raises(TypeError, match="no column 'typ'"):
        filled().where(typ="x")


def test_events_of_a_strange_shape_are_rows_all_the_same():
    log = EventLog()
    log.append({"item": 3, "update": [], "name": 5})
    assert log[0].type == "unknown"


def test_to_pandas_has_typed_columns_and_json_payloads():
    frame = filled().to_pandas()
    assert list(frame["seq"]) == [1, 2, 3, 4]
    assert str(frame["time"].dtype) == "datetime64[ns, UTC]"
    assert str(frame["elapsed_ms"].dtype) == "float64"
    assert "".join(frame["delta"].dropna()) == "Hé\n"
    assert json.loads(frame["payload"][3]) == {"type": "client_effect", "name": "beep", "data": {"n": None}}


def test_an_empty_log_is_an_empty_frame_with_all_columns():
    frame = EventLog().to_pandas()
    assert len(frame) == 0
    assert "payload" in frame.columns


def test_the_repr_stays_short_however_long_the_log():
    assert repr(EventLog()) == "EventLog(empty)"
    assert "4 events of 4 types" in repr(filled())
