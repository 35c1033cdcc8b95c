"""Frames as tables of their first rows: counts, numbers, what is missing, and cells that stay text."""

import decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest
from arro3.core import RecordBatchReader

from chatkit_notebook.display import parts_of
from tests.display.kinds import Arrow

DASH = "\N{EN DASH}"
HOSTILE = [
    ("a|b", "a\\|b"),
    ("*a* _b_ `c` ~~d~~", "\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~"),
    ("[a](javascript:x)", "&#91;a](javascript:x)"),
    ("![a](https://x.org/a.png)", "!&#91;a](https\\://x.org/a.png)"),
    ("<img src=x onerror=alert(1)>", "\\<img src=x onerror=alert(1)\\>"),
    ("https://x.org", "https\\://x.org"),
    ("see www.x.org", "see www\\.x.org"),
    ("a@x.org", "a\\@x.org"),
    ("$x^2$ &amp; \\(y\\)", "\\$x^2\\$ \\&amp; \\\\(y\\\\)"),
    ("[^1]: \\[x\\]", "&#91;^1]: \\\\&#91;x\\\\]"),
    ("two\nlines\r\nand\ttabs\0", "two lines and tabs"),
    ("\u202eright to left", "right to left"),
    ("x" * 100, "x" * 60 + "…"),
]


def drawn(value):
    (passage,) = parts_of(value)
    return passage.markdown


def cells(value):
    """The rows of a table, the names of its columns first."""
    lines = [line for line in drawn(value).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line[2:-2].split(" | ")] for line in [lines[0], *lines[2:]]]


def column(values, **options):
    return [row[0] for row in cells(pd.DataFrame({"a": pd.Series(values, **options)}))[1:]]


@pytest.mark.parametrize(("text", "shown"), HOSTILE)
def test_cells_stay_text(text, shown):
    assert f"| {shown} |" in drawn(pd.DataFrame({"a": [text]}))
    assert f"| {shown} |" in drawn(pl.DataFrame({"a": [text]}))
    assert drawn(pd.DataFrame({text: [1]})).startswith(f"| {shown} |")


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([1, 20, 1204113], ["1", "20", "1204113"]),
        ([0.5, 2.25, -3.0], ["0.50", "2.25", "-3.00"]),
        ([1.0, None], ["1", DASH]),
        ([1 / 3, 2 / 3], ["0.3333", "0.6667"]),
        ([1.5e-7, 2e-9], ["1.5e-07", "2e-09"]),
        ([1e20, 1.0], ["1e+20", "1"]),
        ([float("inf"), 1.5], ["inf", "1.5"]),
        ([decimal.Decimal("1.10"), decimal.Decimal("NaN")], ["1.10", DASH]),
        ([True, None, False], ["True", DASH, "False"]),
        ([pd.Timestamp("2026-01-02"), pd.NaT], ["2026-01-02", DASH]),
        ([pd.Timestamp("2026-01-02 09:00"), pd.Timestamp("2026-01-03")], ["2026-01-02 09:00", "2026-01-03 00:00"]),
        ([[1, 2], {"a": 1}, (1,)], ["&#91;1, 2]", "{'a': 1}", "(1,)"]),
        ([list(range(100_000))], ["&#91;0, 1, 2, 3, 4, 5, ...]"]),
        ([b"abc"], ["b'abc'"]),
        ([pd.NA, "x"], [DASH, "x"]),
        (["", "x"], ["", "x"]),
    ],
)
def test_a_column_is_formatted_as_one(values, shown):
    assert column(values, dtype=object) == shown


def test_numbers_are_aligned_to_the_right():
    frame = pd.DataFrame({"n": [1, 2], "x": [None, 1.5], "s": ["a", "b"], "b": [True, False], "e": [None, None]})
    assert drawn(frame).splitlines()[1] == "| ---: | ---: | --- | --- | --- |"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (pd.DataFrame(np.zeros((1204, 12))), "*First 10 of 1,204 rows, 12 columns; not shown: 10, 11*"),
        (pd.DataFrame(np.zeros((3, 40))), "*3 rows, 40 columns; not shown: 10, 11, 12, 13, 14 and 25 more*"),
        (pl.DataFrame({"a": range(11)}), "*First 10 of 11 rows, 1 column*"),
        (pd.Series(range(2_000)), "*First 10 of 2,000 rows, 1 column*"),
        (pl.Series("a", range(30)), "*First 10 of 30 rows, 1 column*"),
        (Arrow(pl.DataFrame({"a": range(30)})), "*First 10 rows, 1 column*"),
        (pd.DataFrame({"a": [], "b": []}), "*No rows; 2 columns: a, b*"),
        (pl.DataFrame({"*a*": []}), "*No rows; 1 column: \\*a\\**"),
        (pd.DataFrame(index=range(5)), "*5 rows, no columns*"),
        (pd.DataFrame(), "*An empty table*"),
    ],
)
def test_what_is_left_out_is_counted(value, told):
    assert drawn(value).splitlines()[-1] == told


def test_a_table_that_is_whole_says_nothing_of_it():
    assert drawn(pd.DataFrame({"a": range(10)})).splitlines()[-1] == "| 9 |"


def test_an_index_with_something_to_say_is_shown():
    frame = pd.DataFrame({"city": ["Oslo", "Oslo", "Rome"], "year": [1, 2, 1], "n": [1, 2, 3]})
    assert cells(frame.groupby("city")["n"].sum())[:2] == [["city", "n"], ["Oslo", "3"]]
    assert cells(frame.groupby(["city", "year"])["n"].sum())[1] == ["Oslo", "1", "1"]
    assert cells(pd.Series({2020: 5, 2021: 7}))[1:] == [["2020", "5"], ["2021", "7"]]
    assert cells(frame[frame.year == 1][["n"]])[2] == ["2", "3"]
    assert cells(frame[["n"]])[1] == ["1"]


def test_columns_of_several_levels_and_of_one_name_are_told_apart_by_what_they_are():
    frame = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("a", "")]))
    assert cells(frame)[0] == ["a / x", "a"]
    assert cells(pd.DataFrame([[1, 2]], columns=["a", "a"])) == [["a", "a"], ["1", "2"]]


def test_no_more_of_a_frame_is_read_than_is_shown():
    class Counted:
        read = 0

        def __init__(self, number):
            self.number = number

        def __str__(self):
            Counted.read += 1
            return str(self.number)

    drawn(pd.DataFrame({f"c{at}": [Counted(row) for row in range(500)] for at in range(20)}))
    assert Counted.read == 100


def test_a_stream_of_arrow_is_read_up_to_the_rows_that_are_shown():
    read = []
    (batch,) = RecordBatchReader.from_stream(pl.DataFrame({"a": range(4)}))

    def batches():
        for number in range(1_000):
            read.append(number)
            yield batch

    assert len(cells(RecordBatchReader.from_batches(batch.schema, batches()))) == 11
    assert len(read) <= 4
