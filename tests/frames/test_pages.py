"""A DataFrame of any library is sorted, searched and paged, and what is sent of it is JSON of a bounded size."""

import datetime as dt
import json
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest
from arro3.core import Table as ArrowTable
from hypothesis import given, settings
from hypothesis import strategies as st

from chatkit_notebook.errors import FrameGoneError, InvalidRequestError, UnreadableFrameError
from chatkit_notebook.frames import KeptFrames, Query, is_frame

CITIES = {
    "city": ["Rome", "Oslo", None, "rome II", "Lima"],
    "people": [2_800_000, 700_000, 5, None, 10_000_000],
    "since": [dt.date(2026, 1, 5), dt.date(2026, 2, 1), None, dt.date(2025, 1, 5), dt.date(2026, 1, 6)],
    "open": [True, False, None, True, False],
}


def pandas():
    frame = pd.DataFrame({**CITIES, "open": pd.array(CITIES["open"], dtype="boolean")})
    return frame.assign(since=pd.to_datetime(frame["since"]), people=frame["people"].astype("Int64"))


def polars():
    return pl.DataFrame(CITIES)


def arrow():
    return ArrowTable.from_arrow(polars())


ANY = pytest.mark.parametrize("make", [pandas, polars, arrow])


def page(frame, start=0, size=20, **query):
    frames = KeptFrames()
    frame_id, _ = frames.keep(frame)
    return frames.page(frame_id, Query(**query), start, size)


def column(found, number=0):
    return [row[number] for row in found["rows"]]


@ANY
def test_a_page_is_json_with_missing_values_as_none(make):
    found = page(make())
    assert (found["count"], found["total"]) == (5, 5)
    assert column(found) == CITIES["city"]
    assert column(found, 1) == CITIES["people"]
    assert [value and value[:10] for value in column(found, 2)] == [day and day.isoformat() for day in CITIES["since"]]
    assert column(found, 3) == CITIES["open"]
    json.dumps(found, allow_nan=False)


@ANY
def test_columns_say_what_they_hold(make):
    _, table = KeptFrames().keep(make())
    assert [(each["name"], each["kind"]) for each in table.columns] == [
        ("city", "text"),
        ("people", "number"),
        ("since", "date"),
        ("open", "boolean"),
    ]
    assert all(each["type"] for each in table.columns)


@ANY
@pytest.mark.parametrize(
    ("sort", "descending", "cities"),
    [
        (0, False, ["Lima", "Oslo", "Rome", "rome II", None]),
        (0, True, ["rome II", "Rome", "Oslo", "Lima", None]),
        (1, False, [None, "Oslo", "Rome", "Lima", "rome II"]),
        (1, True, ["Lima", "Rome", "Oslo", None, "rome II"]),
        (2, False, ["rome II", "Rome", "Lima", "Oslo", None]),
    ],
)
def test_rows_are_sorted_with_missing_values_last(make, sort, descending, cities):
    assert column(page(make(), sort=sort, descending=descending)) == cities


@ANY
@pytest.mark.parametrize(
    ("search", "cities"),
    [
        ("rome", ["Rome", "rome II"]),
        ("  OSLO ", ["Oslo"]),
        ("2,800,000", ["Rome"]),
        ("5", [None]),
        ("2026-01", ["Rome", "Lima"]),
        ("2026-01-05", ["Rome"]),
        ("2025", ["rome II"]),
        (".*", []),
        ("Atlantis", []),
        ("0000-13", []),
        ("", CITIES["city"]),
    ],
)
def test_a_search_finds_words_numbers_and_dates(make, search, cities):
    found = page(make(), search=search)
    assert (column(found), found["count"], found["total"]) == (cities, len(cities), 5)


@ANY
def test_what_was_found_is_sorted_and_paged(make):
    found = page(make(), start=1, size=1, search="rome", sort=1, descending=True)
    assert (column(found), found["count"]) == (["rome II"], 2)


@ANY
@pytest.mark.parametrize(("start", "size", "rows"), [(0, 2, 2), (4, 2, 1), (5, 2, 0), (10**12, 100, 0)])
def test_a_page_past_the_end_has_fewer_rows_or_none(make, start, size, rows):
    assert len(page(make(), start, size)["rows"]) == rows


@ANY
def test_a_column_that_is_not_there_is_refused(make):
    with pytest.raises(InvalidRequestError, match=r"sort by column 4, but the table has 4 columns"):
        page(make(), sort=4)


class Rude:
    """A value whose words raise."""

    def __str__(self):
        raise ValueError("no")

    __repr__ = __str__


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2**60, str(2**60)),
        (float("inf"), "inf"),
        (float("nan"), None),
        (np.float32(0.5), 0.5),
        (np.bool_(1), True),
        (Decimal("1.50"), "1.50"),
        (dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC), "2026-01-02T03:04:00+00:00"),
        (pd.NaT, None),
        (pd.NA, None),
        ("a\ud800b", "a?b"),
        ("x" * 1_000, "x" * 299 + "…"),
        ([1, "a"], "[1, 'a']"),
        (b"\x00", "b'\\x00'"),
        (Rude(), "<Rude>"),
    ],
)
def test_values_of_any_kind_become_bounded_json(value, expected):
    found = page(pd.DataFrame({"a": pd.Series([value], dtype=object)}))
    assert found["rows"] == [[expected]]
    json.dumps(found, allow_nan=False).encode()


def test_an_index_that_says_something_stands_before_the_columns():
    plain, filtered = pd.DataFrame({"a": [3, 1, 2]}), pd.DataFrame({"a": [3, 1, 2]}).iloc[[0, 2]]
    named = plain.set_axis(pd.Index(["x", "y", "z"], name="key"))
    grouped = named.set_axis(pd.MultiIndex.from_tuples([("x", 1), ("x", 2), ("y", 1)], names=["key", None]))
    names = [
        [each["name"] for each in KeptFrames().keep(frame)[1].columns] for frame in (plain, filtered, named, grouped)
    ]
    assert names == [["a"], ["", "a"], ["key", "a"], ["key", "", "a"]]
    assert page(named, sort=0, descending=True)["rows"] == [["z", 2], ["y", 1], ["x", 3]]
    assert page(grouped, search="y")["rows"] == [["y", 1, 2]]


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(),
        pd.DataFrame({"a": []}),
        pd.DataFrame([[1, 2]], columns=["a", "a"]),
        pd.DataFrame([[1, 2]], columns=[("a", "x"), ("a", "")]),
        pd.DataFrame({"a": [1, "b", None, 2.5]}),
        pd.DataFrame({"a": pd.Categorical(["x", "y", None])}),
        pd.DataFrame({"a": pd.to_timedelta([1, 2], unit="s")}),
        pd.DataFrame({"a": pd.date_range("2026-01-01", periods=2, tz="Asia/Tokyo")}),
        pl.DataFrame(),
        pl.DataFrame({"a": [[1], [2, 3]], "b": [{"c": 1}, {"c": 2}]}),
        pl.DataFrame({"a": pl.Series([dt.datetime(2026, 1, 1)]).dt.replace_time_zone("Asia/Tokyo")}),  # noqa: DTZ001
        pl.DataFrame({"a": [dt.timedelta(1)], "b": [dt.time(1)], "c": [b"x"], "d": [Decimal(1)]}),
        pl.Series("a", [1, 2]),
    ],
)
def test_frames_of_odd_columns_are_paged_sorted_and_searched(frame):
    for query in (
        {},
        {"search": "2026-01-01"},
        {"search": "1"},
        *({"sort": 0, "descending": down} for down in (False, True) if page(frame)["rows"] or len(frame)),
    ):
        json.dumps(page(frame, **query), allow_nan=False)


def test_only_the_first_columns_of_a_wide_frame_are_sent():
    for frame in (pd.DataFrame(np.zeros((2, 3_000))), pl.DataFrame(np.zeros((2, 3_000)))):
        _, table = KeptFrames().keep(frame)
        assert (len(table.columns), table.width) == (100, 3_000)
        assert len(page(frame)["rows"][0]) == 100


@pytest.mark.parametrize("value", [None, 7, "text", [1], {"a": [1]}, np.zeros(3)])
def test_what_is_no_frame_is_refused(value):
    assert not is_frame(value)
    with pytest.raises(UnreadableFrameError, match="is not a DataFrame"):
        KeptFrames().keep(value)


def test_the_frame_looked_at_longest_ago_is_forgotten_first():
    frames = KeptFrames(most=2)
    first, second = (frames.keep(polars())[0] for _ in range(2))
    frames.page(first, Query(), 0, 1)
    third, _ = frames.keep(polars())
    for frame_id in (first, third):
        frames.page(frame_id, Query(sort=0), 0, 1)
    for frame_id in (second, "frm_never", ""):
        with pytest.raises(FrameGoneError, match="no longer in the kernel"):
            frames.page(frame_id, Query(), 0, 1)


def test_what_is_changed_later_is_not_shown_where_pandas_copies_on_write():
    frame, frames = pandas(), KeptFrames()
    frame_id, _ = frames.keep(frame)
    frame.loc[0, "city"] = "changed"
    copies_on_write = int(pd.__version__.split(".")[0]) >= 3
    assert column(frames.page(frame_id, Query(), 0, 1)) == ["Rome" if copies_on_write else "changed"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.integers(-5, 5)), max_size=30),
    st.integers(0, 35),
    st.integers(1, 10),
    st.booleans(),
)
def test_pages_in_a_row_are_the_whole_order(numbers, start, size, descending):
    known = sorted((each for each in numbers if each is not None), reverse=descending)
    expected = known + [None] * (len(numbers) - len(known))
    for frame in (
        pd.DataFrame({"a": pd.array(numbers, dtype="Int64")}),
        pl.DataFrame({"a": pl.Series(numbers, dtype=pl.Int64)}),
    ):
        found = page(frame, start, size, sort=0, descending=descending)
        assert column(found) == expected[start : start + size]
