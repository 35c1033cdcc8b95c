"""Charts that a page draws by scripts, which no chat runs: as the pictures that their own libraries make of them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from chatkit_notebook.display import pictures
from chatkit_notebook.errors import PictureError
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.display.parts import Picture

_SHARPNESS = (2, 1)
"""Pixels a CSS pixel; a chart that would be too large is drawn with fewer."""


@dataclass(frozen=True, slots=True)
class _Library:
    """What a library needs to draw without a page.

    Attributes:
        method: The method that its charts have.
        module: What draws for it.
        package: What to install to have that module.
        draw: Draws a PNG of a chart with so many pixels a CSS pixel.
        title: The title of a chart, of whatever type.
    """

    method: str
    module: str
    package: str
    draw: Callable[[Any, int], bytes]
    title: Callable[[Any], Any]


def _altair(chart: Any, sharpness: int) -> bytes:
    buffer = BytesIO()
    chart.save(buffer, format="png", scale_factor=sharpness)
    return buffer.getvalue()


def _plotly(figure: Any, sharpness: int) -> bytes:
    return figure.to_image(format="png", scale=sharpness)


_LIBRARIES = {
    "altair": _Library("save", "vl_convert", "vl-convert-python", _altair, lambda chart: getattr(chart, "title", None)),
    "plotly": _Library("to_image", "kaleido", "kaleido", _plotly, lambda figure: figure.layout.title.text),
}


def still_of(value: Any) -> Picture | None:
    """The picture of a chart of Altair or Plotly; None for any other value.

    Raises:
        PictureError: What draws the chart without a page is not installed.
        Exception: Whatever the chart's library raised.
    """
    kind = cast("type[Any]", type(value))
    roots = (base.__module__.partition(".")[0] for base in kind.__mro__)
    library = next((_LIBRARIES[root] for root in roots if root in _LIBRARIES), None)
    if library is None or not callable(getattr(kind, library.method, None)):
        return None
    if find_spec(library.module) is None:
        raise PictureError(words().chart_needs(library.package))
    title = library.title(value)
    alt = title if isinstance(title, str) and title else kind.__name__
    data, sharpness = b"", 1
    for sharpness in _SHARPNESS:
        data = library.draw(value, sharpness)
        if len(data) <= pictures.MOST_BYTES:
            break
    return pictures.of_bytes(data, alt, sharpness=sharpness)
