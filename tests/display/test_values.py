"""Every kind of value that a notebook is made of, as parts of a conversation."""

import asyncio
import datetime as dt
import decimal
import fractions
import io
import pathlib
import subprocess
import sys
import uuid
from collections import Counter, deque, namedtuple

import numpy as np
import pandas as pd
import polars as pl
import pytest
from arro3.core import Table
from matplotlib.figure import Figure

from chatkit_notebook.display import NotDisplayableError, Passage, Picture, Shown, Words, is_rich, markdown_of, parts_of
from chatkit_notebook.widgets import Button, Card, DataFrame, DynamicWidgetRoot, ListViewItem, Text
from tests.display.kinds import PNG, SVG, Arrow, Bundle, Colour, Model, Point, Raising, Shows, encoded, image

Pair = namedtuple("Pair", "x y")  # noqa: PYI024 - the kind that is meant
TABLE = "| a |\n| ---: |\n| 1 |\n| 2 |"
HTML = "<p>It is <b>done</b>.</p>"


def figure(title="Sales"):
    made = Figure(figsize=(4, 3))
    made.subplots().set_title(title)
    return made


WORDS = {
    "a string": ("**Hello**", "**Hello**"),
    "an int": (42, "42"),
    "a float": (0.1, "0.1"),
    "a number of numpy": (np.float64(2.5), "2.5"),
    "a date of numpy": (np.datetime64("2026-01-02"), "2026-01-02"),
    "a bool of numpy": (np.array([0, 1]).any(), "True"),
    "a number in an array": (np.array(5), "5"),
    "a complex number": (1 + 2j, "(1+2j)"),
    "a bool": (True, "True"),
    "a decimal": (decimal.Decimal("1.50"), "1.50"),
    "a fraction": (fractions.Fraction(1, 3), "1/3"),
    "a date": (dt.date(2026, 1, 2), "2026-01-02"),
    "a date and time": (dt.datetime.fromisoformat("2026-01-02T09:30"), "2026-01-02 09:30"),
    "a time": (dt.time(9, 30), "09:30:00"),
    "a duration": (dt.timedelta(minutes=90), "1:30:00"),
    "a timestamp of pandas": (pd.Timestamp("2026-01-02 09:30:05"), "2026-01-02 09:30:05"),
    "a path": (pathlib.PurePosixPath("/data/a_b.csv"), "/data/a\\_b.csv"),
    "a UUID": (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    "a member of an enum": (Colour.RED, "Colour.RED"),
}
PASSAGES = {
    "a DataFrame of pandas": (pd.DataFrame({"a": [1, 2]}), TABLE),
    "a Series of pandas": (pd.Series([1, 2], name="a"), TABLE),
    "a DataFrame of polars": (pl.DataFrame({"a": [1, 2]}), TABLE),
    "a Series of polars": (pl.Series("a", [1, 2]), TABLE),
    "a table of Arrow": (Table.from_arrow(pl.DataFrame({"a": [1, 2]})), TABLE),
    "an Arrow capsule": (Arrow(pl.DataFrame({"a": [1, 2]})), TABLE),
    "a styled DataFrame": (pd.DataFrame({"a": [1, 2]}).style.hide(axis="index"), TABLE),
    "an array": (np.array([[1, 2], [3, 4]]), "```text\n[[1 2]\n [3 4]]\n```\n\n*Array of 2 by 2, int64*"),
    "a masked array": (np.ma.array([1, 2], mask=[0, 1]), "```text\n[1 --]\n```\n\n*Array of 2, int64*"),
    "an index": (pd.Index(["a", "b"]), '```json\n["a", "b"]\n```'),
    "a dict": ({"a": [1, None], "b": {"c": True}}, '```json\n{"a": [1, null], "b": {"c": true}}\n```'),
    "a list": ([1, "two"], '```json\n[1, "two"]\n```'),
    "a list of strings": (["one", "two"], '```json\n["one", "two"]\n```'),
    "a tuple": ((1, 2), "```json\n[1, 2]\n```"),
    "a named tuple": (Pair(1, 2), "```json\n[1, 2]\n```"),
    "a set": ({3}, "```json\n[3]\n```"),
    "a range": (range(3), "```json\n[0, 1, 2]\n```"),
    "a deque": (deque([1]), "```json\n[1]\n```"),
    "a counter": (Counter("aab"), '```json\n{"a": 2, "b": 1}\n```'),
    "the values of a dict": ({"a": 1}.values(), "```json\n[1]\n```"),
    "a dataclass": (Point(1, [2]), '```json\n{"x": 1, "y": [2]}\n```'),
    "a model of pydantic": (Model(), '```json\n{"name": "Ada"}\n```'),
    "an exception": (ValueError("no"), "```text\nValueError('no')\n```"),
    "Markdown of its own": (Shows.a("markdown", "# Hi"), "# Hi"),
    "HTML of its own": (Shows.a("html", HTML), "It is done."),
    "a formula of its own": (Shows.a("latex", "$\\displaystyle x^2$"), "$$\n\\displaystyle x^2\n$$"),
    "JSON of its own": (Shows.a("json", {"a": 1}), '```json\n{"a": 1}\n```'),
    "plain text in a bundle": (Bundle({"text/plain": "Tree(3)"}), "```text\nTree(3)\n```"),
    "a bundle of several forms": (Bundle({"text/plain": "x", "text/html": HTML, "text/markdown": "*y*"}), "*y*"),
    "HTML that a script draws": (
        Shows.a("html", "<div></div><script>draw()</script>"),
        "*Chart is drawn by HTML or scripts of its own, which don't run here: return a picture of it instead.*",
    ),
    "a picture of another host": (
        Shows.a("html", '<img src="https://example.org/a.png">'),
        "*Chart is drawn by HTML or scripts of its own, which don't run here: return a picture of it instead.*",
    ),
    "a widget of the notebook": (
        Bundle({"text/plain": "IntSlider()", "application/vnd.jupyter.widget-view+json": {}}),
        "*Bundle is drawn by HTML or scripts of its own, which don't run here: return a picture of it instead.*",
    ),
}
PICTURES = {
    "a figure": (figure(), "image/webp", "Sales", 1.3),
    "its axes": (figure().axes[0], "image/webp", "Sales", 1.3),
    "a list of axes of one figure": (figure().subplots(1, 2), "image/webp", "Sales", 1.3),
    "lines as plot() returns them": (figure().axes[0].plot([1, 2]), "image/webp", "Sales", 1.3),
    "a figure and its axes": ((made := figure(), made.axes[0]), "image/webp", "Sales", 1.3),
    "an image": (image(), "image/png", "Image", 2),
    "an image in the colours of print": (image("CMYK"), "image/png", "Image", 2),
    "an image of floats": (image("F"), "image/png", "Image", 2),
    "the bytes of a PNG": (PNG, "image/png", "Image", 1),
    "a PNG of its own": (Shows.a("png", PNG), "image/png", "Chart", 1),
    "a PNG in a bundle": (Bundle({"image/png": "iVBORw0KGgo=", "text/plain": "x"}), "image/png", "Bundle", None),
    "the bytes of a JPEG": (encoded("JPEG"), "image/jpeg", "Image", 2),
    "the bytes of a GIF": (encoded("GIF"), "image/gif", "Image", 2),
    "the bytes of a WebP": (bytearray(encoded("WEBP")), "image/webp", "Image", 2),
    "an SVG of its own": (Shows.a("svg", SVG), "image/svg+xml", "Chart", 2),
}
WIDGETS = {
    "a card": (Card(children=[Text(value="Hi")]), "Card"),
    "a root of any shape": (DynamicWidgetRoot(type="ListView", children=[]), "ListView"),
    "a component": (Text(value="Hi"), "Card"),
    "an entry of a list": (ListViewItem(children=[Text(value="Hi")]), "ListView"),
    "a button": (Button(label="Go"), "Card"),
}


@pytest.mark.parametrize("kind", WORDS)
def test_words_go_on_where_the_last_ended(kind):
    value, text = WORDS[kind]
    assert parts_of(value) == [Words(text)]


@pytest.mark.parametrize("kind", PASSAGES)
def test_tables_code_and_prose_stand_by_themselves(kind):
    value, text = PASSAGES[kind]
    assert parts_of(value) == [Passage(text)]


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures_carry_their_bytes_and_a_name(kind):
    value, form, alt, ratio = PICTURES[kind]
    (picture,) = parts_of(value)
    assert isinstance(picture, Picture)
    assert picture.url.startswith(f"data:{form};base64,")
    assert picture.alt == alt
    assert picture.ratio == (None if ratio is None else pytest.approx(ratio, abs=0.15))


@pytest.mark.parametrize("kind", WIDGETS)
def test_widgets_stay_widgets_and_components_get_a_root(kind):
    value, root = WIDGETS[kind]
    (shown,) = parts_of(value)
    assert isinstance(shown, Shown)
    assert shown.root.type == root


def test_a_table_that_asks_the_kernel_for_its_pages_gets_all_the_room_there_is():
    (shown,) = parts_of(DataFrame.of(pd.DataFrame({"a": range(100)})))
    assert (shown.root.type, shown.root.size, shown.root.children[0].count) == ("Card", "full", 100)


def test_nothing_has_no_parts():
    assert parts_of(None) == []


def test_a_list_that_holds_more_than_data_is_its_parts_in_order():
    parts = parts_of(["Here: ", pd.DataFrame({"a": [1, 2]}), 3, [4], None])
    assert parts == [Words("Here: "), Passage(TABLE), Words("3"), Passage("```json\n[4]\n```")]


def test_a_dict_that_holds_more_than_data_has_its_keys_over_them():
    assert parts_of({"sheet_1": pd.DataFrame({"a": [1, 2]})}) == [Passage("**sheet\\_1**"), Passage(TABLE)]


def test_a_long_list_of_tables_is_cut_and_says_so():
    parts = parts_of([pd.DataFrame({"a": [1, 2]})] * 60)
    assert (len(parts), parts[-1]) == (51, Passage("*… 10 more*"))


@pytest.mark.parametrize(
    "error", [KeyError("x"), ZeroDivisionError(), RuntimeError("a\nb *c*"), RecursionError("deep")]
)
def test_a_method_that_raises_makes_a_sentence_and_a_line_in_the_log(error, caplog):
    (passage,) = parts_of(Raising(error))
    assert passage.markdown.startswith(f"*Raising can't be shown: {type(error).__name__}")
    assert "\n" not in passage.markdown
    assert "A Raising could not be shown." in caplog.text
    assert type(error).__name__ in caplog.text


def test_an_error_that_can_t_say_what_it_is_is_told_by_its_type():
    class Mute(Exception):  # noqa: N818 - it is silent
        def __str__(self):
            raise ValueError

    assert parts_of(Raising(Mute())) == [Passage("*Raising can't be shown: Mute.*")]


async def pause():
    await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        (object(), ""),
        (len, "call it"),
        (lambda: 1, "call it"),
        (dict, "it is a class; make one, such as dict(...)"),
        (pd.DataFrame, "it is a class; make one, such as DataFrame(...)"),
        (b"abc", "decode it to a str"),
        (memoryview(b"abc"), "decode it to a str"),
        (io.StringIO(), ""),
        (pl.LazyFrame({"a": [1]}), "run the query"),
    ],
)
def test_what_has_nothing_to_read_is_refused_with_a_fix(value, fix):
    with pytest.raises(NotDisplayableError) as caught:
        parts_of(value)
    assert caught.value.fix.startswith(fix)
    assert str(caught.value).startswith(f"A chat can't show a {type(value).__name__}")


def test_a_coroutine_should_be_awaited():
    made = pause()
    with pytest.raises(NotDisplayableError, match="await it"):
        parts_of(made)
    made.close()


@pytest.mark.parametrize(
    ("value", "is_more"),
    [
        *[("a", True), (pd.DataFrame(), True), (figure(), True), (Text(value="a"), True), ([figure()], True)],
        *[(np.array([1]), True), (image(), True), (1, False), ({}, False), ([1], False), (None, False), (dict, False)],
    ],
)
def test_plain_data_is_told_from_what_displays_itself(value, is_more):
    assert is_rich(value) is is_more


@pytest.mark.parametrize("kind", ["a figure", "a PNG of its own"])
def test_a_step_of_a_tool_gets_the_parts_as_one_text(kind):
    text = markdown_of(parts_of(["Look: ", PICTURES[kind][0], Text(value="x"), {"a": 1}]))
    assert text.startswith("Look: \n\n![")
    assert "](data:image/" in text
    assert text.endswith('```json\n{"a": 1}\n```')


def test_no_library_is_imported_for_a_value():
    script = (
        "import sys; from chatkit_notebook.display import parts_of; "
        "class_ = type('A', (), {'_repr_html_': lambda self: '<p>x</p>'}); "
        "[parts_of(each) for each in ('a', 1, {'a': 1}, [1], class_())]; "
        "print([name for name in ('pandas', 'polars', 'numpy', 'matplotlib', 'PIL', 'arro3', 'pyarrow', 'IPython') "
        "if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
