"""Figures within widgets, and charts that a page would draw by scripts, as the stills that their libraries make.

Altair with vl-convert and Plotly with kaleido, which needs a Chrome of its own, are too heavy to be installed for
tests. Small classes stand in for them: they are of modules of the same names and draw by the same calls,
``save(file, format="png", scale_factor=2)`` and ``to_image(format="png", scale=2)``.
"""

import io
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.figure import Figure as Plot
from PIL import Image

from chatkit_notebook import Figure, PictureError
from chatkit_notebook.display import Passage, parts_of
from chatkit_notebook.transcript.components import widget
from chatkit_notebook.transcript.html_form import HtmlForm
from chatkit_notebook.widgets import Card, Text
from tests.display.kinds import PNG, SVG, Raising, Shows


def png(width, height, *, is_noise=False):
    size = (height, width, 3)
    pixels = np.random.default_rng(1).integers(0, 255, size) if is_noise else np.full(size, 255)
    buffer = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(buffer, format="PNG")
    return buffer.getvalue()


class Drawn:
    title = None
    is_noise = False

    def _repr_mimebundle_(self, **_):
        raise AssertionError("What a page draws is not asked for.")

    def _png(self, sharpness):
        return png(300 * sharpness, 200 * sharpness, is_noise=self.is_noise)


class Chart(Drawn):
    __module__ = "altair.vegalite.v6.api"

    def save(self, file, *, format, scale_factor):  # noqa: A002 - as Altair has it
        assert format == "png"
        file.write(self._png(scale_factor))


class PlotlyFigure(Drawn):
    __module__ = "plotly.graph_objs._figure"

    @property
    def layout(self):
        return SimpleNamespace(title=SimpleNamespace(text=self.title))

    def to_image(self, *, format, scale):  # noqa: A002 - as Plotly has it
        assert format == "png"
        return self._png(scale)


class Own(PlotlyFigure):
    """What somebody derived from it."""

    __module__ = "my_work"


CONVERTERS = {
    Chart: ("vl_convert", "vl-convert-python"),
    PlotlyFigure: ("kaleido", "kaleido"),
    Own: ("kaleido", "kaleido"),
}


@pytest.fixture
def installed(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    for module, _ in CONVERTERS.values():
        (tmp_path / f"{module}.py").touch()


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("kind", CONVERTERS)
def test_a_chart_is_the_picture_that_its_own_library_makes(kind):
    chart = kind()
    (plain,) = parts_of(chart)
    assert (plain.alt, plain.width, plain.ratio) == (kind.__name__, 300, 1.5)
    chart.title = "Sold by city"
    (titled,) = parts_of(chart)
    assert titled.alt == "Sold by city"


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("kind", CONVERTERS)
def test_a_chart_that_would_be_too_large_has_fewer_pixels(kind):
    chart = kind()
    chart.is_noise = True
    (picture,) = parts_of(chart)
    assert len(chart._png(2)) > 400_000 > len(picture.url) * 3 / 4
    assert picture.width == 300


@pytest.mark.parametrize("kind", CONVERTERS)
def test_what_draws_a_chart_is_named_where_it_is_missing(kind, monkeypatch):
    module, package = CONVERTERS[kind]
    monkeypatch.setitem(sys.modules, module, None)
    (told,) = parts_of(kind())
    assert isinstance(told, Passage)
    assert told.markdown.startswith(f"*{kind.__name__} can't be shown: ")
    assert f"%pip install {package}." in told.markdown
    with pytest.raises(PictureError, match=f"%pip install {package}"):
        Figure.of(kind())


def plotted():
    figure = Plot(figsize=(4, 2))
    figure.subplots().set_title("Sold")
    return figure


@pytest.mark.parametrize("make", [plotted, lambda: plotted().axes[0], lambda: [plotted().axes[0]]])
def test_a_figure_stands_in_a_card_as_an_image_that_any_client_knows(make):
    card = Card(children=[Text(value="Today:"), Figure.of(make())])
    node = card.model_dump(exclude_none=True)["children"][1]
    assert node["type"] == "Image"
    assert node["src"].startswith("data:image/webp;base64,")
    assert (node["alt"], node["maxWidth"], node["fit"]) == ("Sold", "100%", "contain")
    assert node["width"] / node["aspectRatio"] <= 600
    assert Card.model_validate_json(card.model_dump_json()).model_dump() == card.model_dump()


@pytest.mark.parametrize("value", [PNG, Image.new("RGB", (20, 10)), Shows.a("png", PNG), Shows.a("svg", SVG)])
def test_whatever_draws_itself_is_a_figure_and_its_words_can_be_given(value):
    assert Figure.of(value, alt="What it is").alt == "What it is"


def test_drawings_have_a_light_ground_of_their_own_and_pictures_are_as_they_are():
    assert Figure.of(Shows.a("svg", SVG)).background == "white"
    assert Figure.of(PNG).background is None


def test_a_transcript_has_a_small_copy_of_a_figure():
    figure = Figure.of(Image.effect_noise((600, 400), 80), alt="Noise")
    root = Card(children=[figure]).model_dump(exclude_none=True)
    (html,) = widget(HtmlForm(), root)
    assert len(figure.src) > 100_000
    assert len(html) < 10_000
    assert 'alt="Noise"' in html
    assert "data:image/jpeg;base64," in html


@pytest.mark.parametrize("value", ["text", b"bytes", None, 3, {"a": 1}, Shows.a("html", "<b>bold</b>"), object()])
def test_what_draws_no_picture_is_told_with_what_does(value):
    with pytest.raises(PictureError, match=f"A {type(value).__name__} draws no picture: pass a figure"):
        Figure.of(value)


def test_what_a_method_of_the_value_raises_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        Figure.of(Raising(ZeroDivisionError("no")))
