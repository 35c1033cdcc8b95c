"""What a reader of the log relies on: filters, slices, columns and types, and rows that come while it reads."""

import json
from types import SimpleNamespace

import pytest

from chatkit_notebook.eventlog import EventLog, EventRecord
from tests.eventlog.test_log import filled, nested

COLUMNS = list(EventRecord._fields)
TEXTS = ["run_id", "op", "thread_id", "type", "item_id", "item_type", "update_type", "delta", "name"]
DTYPES = {
    "seq": "int64",
    "time": "datetime64[ns, UTC]",
    "elapsed_ms": "float64",
    **dict.fromkeys(TEXTS, "string"),
    "duration_ms": "float64",
    "input_tokens": "Int64",
    "output_tokens": "Int64",
    "payload": "string",
}


def numbers(log):
    return [record.seq for record in log]


@pytest.mark.parametrize("log", [EventLog(), filled()], ids=["empty", "filled"])
def test_a_frame_has_the_columns_of_the_log_and_one_type_each(log):
    frame = log.to_pandas()
    types = {name: str(frame[name].dtype) for name in frame}
    assert list(types) == COLUMNS == list(DTYPES)
    assert types == DTYPES


def test_the_cells_of_a_frame_are_those_of_the_rows():
    log = filled()
    frame = log.to_pandas()
    for name in TEXTS:
        cells = [None if cell is frame[name].dtype.na_value else cell for cell in frame[name]]
        assert cells == [getattr(record, name) for record in log], name
    assert [cell.value for cell in frame["time"]] == [record.time for record in log]
    assert [json.loads(cell) for cell in frame["payload"]] == [record.payload for record in log]


@pytest.mark.parametrize("name", TEXTS)
def test_each_text_column_filters_by_value_and_by_none(name):
    log = filled()
    values = {getattr(record, name) for record in log}
    assert len(values) > 1
    for value in values:
        assert numbers(log.where(**{name: value})) == [each.seq for each in log if getattr(each, name) == value]


@pytest.mark.parametrize("name", ["seq", "time", "elapsed_ms", "payload"])
def test_a_column_that_holds_no_text_filters_nothing(name):
    with pytest.raises(TypeError, match=f"no column '{name}' to filter by"):
        filled().where(**{name: 1})


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (slice(None), [1, 2, 3, 4]),
        (slice(-2, None), [3, 4]),
        (slice(None, None, -1), [4, 3, 2, 1]),
        (slice(1, 4, 2), [2, 4]),
        (slice(9, None), []),
    ],
    ids=str,
)
def test_a_slice_keeps_its_rows_while_the_log_grows(chosen, expected):
    log = filled()
    part = log[chosen]
    log.append({"type": "later"})
    assert numbers(part) == expected


def test_a_log_of_rows_is_one_of_its_own():
    rows = [*filled()]
    log = EventLog(rows)
    rows.clear()
    assert numbers(log) == [1, 2, 3, 4]
    assert log.append({"type": "later"}).seq == 5


@pytest.mark.parametrize("index", [4, -5])
def test_a_row_that_is_not_there_is_an_error(index):
    with pytest.raises(IndexError):
        filled()[index]


def test_rows_that_come_while_a_log_is_read_are_for_the_next_reader():
    log = filled()
    for record in log:
        log.append({"type": "later", "after": record.seq})
    assert len(log) == 8


def test_rows_that_come_while_a_frame_is_made_are_for_the_next_one():
    class Growing(SimpleNamespace):
        @property
        def op(self):
            log.append({"type": "later"})

    log = EventLog([Growing(**{name: 1 if name in DTYPES else None for name in COLUMNS if name != "op"})])
    assert len(log.to_pandas()) == 1
    assert len(log) == 2


@pytest.mark.parametrize("depth", [300, 301])
def test_what_is_nested_too_deep_is_cut_at_one_level_and_the_rest_kept(depth):
    log = EventLog()
    log.append({"type": "odd", "deep": nested(depth), "flat": [{"a": [1]}, 2]})
    payload = json.loads(log.to_pandas()["payload"][0])
    assert payload["flat"] == [{"a": [1]}, 2]
    levels, part = 1, payload["deep"]
    while part != "…":
        (part,) = part.values() if isinstance(part, dict) else part
        levels += 1
    assert levels == 250


def test_a_row_shows_what_it_has_and_leaves_out_what_it_has_not():
    row = EventLog().append({"type": "x", "update": {"delta": ""}}, run_id="r")
    assert repr(row) == (
        f"EventRecord(seq=1, time={row.time}, run_id='r', type='x', delta='', "
        "payload={'type': 'x', 'update': {'delta': ''}})"
    )


def test_a_row_never_changes():
    with pytest.raises(AttributeError):
        filled()[0].seq = 7
