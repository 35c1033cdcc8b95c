"""Pictures: sharp enough, never too large to be kept, and none that runs or loads anything."""

import base64
import io
import os

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from chatkit_notebook.display import Passage, parts_of, pictures
from tests.display.kinds import PNG, SVG, Bundle, Shows, image

MOST = 400_000


def only(value):
    (picture,) = parts_of(value)
    return picture


def opened(picture):
    return Image.open(io.BytesIO(base64.b64decode(picture.url.partition(",")[2])))


def noise(*shape):
    return Image.fromarray(np.random.default_rng(1).integers(0, 255, shape, dtype=np.uint8))


def plotted(width, height, points=0):
    figure = Figure(figsize=(width, height))
    axes = figure.subplots()
    axes.scatter(*np.random.default_rng(1).random((2, points)), c=np.random.default_rng(2).random(points))
    return figure


@pytest.mark.parametrize("size", [(4, 3), (16, 4), (4, 30), (40, 40), (0.5, 0.5)])
def test_a_figure_is_drawn_for_sharp_screens_and_bounded(size):
    picture = only(plotted(*size))
    drawn = opened(picture)
    assert max(drawn.size) <= 1_600
    node = picture.widget().model_dump()["children"][0]
    assert drawn.size[0] <= 2.1 * picture.width
    assert node["width"] / node["aspectRatio"] <= 601
    assert (node["maxWidth"], node["fit"]) == ("100%", "contain")


@pytest.mark.parametrize(
    "value",
    [
        plotted(12, 12, 50_000),
        noise(3_000, 2_000, 3),
        noise(1_200, 1_200, 4),
        noise(2_000, 2_000).convert("P"),
        noise(2_000, 2_000),
        noise(20_000, 60, 3),
    ],
)
def test_no_picture_is_too_large_to_be_kept(value):
    picture = only(value)
    assert len(base64.b64decode(picture.url.partition(",")[2])) <= MOST
    assert max(opened(picture).size) <= 1_600


def test_a_large_picture_is_made_smaller_and_the_image_itself_is_left_alone():
    large = noise(2_000, 1_000, 3)
    before = large.tobytes()
    buffer = io.BytesIO()
    large.save(buffer, "PNG")
    assert opened(only(Shows.a("png", buffer.getvalue()))).size == (504, 1008)
    assert only(large).width == 1_000
    assert (large.size, large.tobytes() == before) == ((1_000, 2_000), True)


def test_without_pil_a_large_picture_is_told_instead(monkeypatch):
    monkeypatch.delitem(pictures.sys.modules, "PIL.Image")
    (passage,) = parts_of(PNG + os.urandom(MOST))
    assert passage.markdown.startswith("*bytes can't be shown: a picture of 390.7 KB is larger than the 390.6 KB that")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (Bundle({"image/png": b"not a picture"}), "These bytes are not a PNG, JPEG, GIF or WebP"),
        (Bundle({"image/png": "%%%"}), "These bytes are not a PNG, JPEG, GIF or WebP"),
        (Shows.a("svg", SVG + " " * MOST), "a picture of 390.7 KB is larger than"),
    ],
)
def test_what_is_no_picture_is_told(value, reason):
    (passage,) = parts_of(value)
    assert isinstance(passage, Passage)
    assert f" can't be shown: {reason}" in passage.markdown


def test_a_drawing_can_only_be_an_image():
    hostile = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
    assert only(Shows.a("svg", hostile)).url.startswith("data:image/svg+xml;base64,")


def test_an_object_may_say_how_wide_its_picture_is_and_what_it_is():
    picture = only(Bundle({"image/png": PNG}, {"image/png": {"width": 300, "alt": "A map"}}))
    assert (picture.width, picture.alt) == (300, "A map")


@pytest.mark.parametrize(("size", "shown"), [((40, 20), 40), ((200, 2_000), 60), ((3_000, 30), 3_000)])
def test_a_picture_is_as_wide_as_it_is_but_no_taller_than_a_window(size, shown):
    assert only(image(size=size)).widget().model_dump()["children"][0]["width"] == shown


@pytest.mark.parametrize(("backend", "stays"), [("agg", True), ("module://matplotlib_inline.backend_inline", False)])
def test_a_figure_that_is_shown_is_not_shown_again_under_the_next_cell(backend, stays):
    before = mpl.get_backend()
    plt.switch_backend(backend)
    try:
        figure = plt.figure()
        parts_of(figure)
        assert plt.fignum_exists(figure.number) is stays
    finally:
        plt.close("all")
        plt.switch_backend(before)


def test_a_figure_without_a_title_is_called_a_figure():
    assert only(Figure()).alt == "Figure"
