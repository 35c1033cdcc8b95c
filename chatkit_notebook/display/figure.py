"""A figure within a widget, beside texts and buttons."""

from __future__ import annotations

from typing import Any

from chatkit_notebook.display.values import picture_of
from chatkit_notebook.widgets import Image


class Figure(Image):
    """Whatever is a picture, or draws itself as one, as a component: ``Card(children=[Figure.of(figure)])``.

    It is an :class:`~chatkit_notebook.widgets.Image` that carries its bytes, so that any client shows it, and a
    transcript has a small copy of it.
    """

    @classmethod
    def of(cls, value: Any, *, alt: str | None = None) -> Figure:
        """Draw a picture. It is made small enough to be kept in a conversation.

        Args:
            value: A figure or axes of matplotlib, a chart of Altair or Plotly, an image of PIL, the bytes of a PNG,
                JPEG, GIF or WebP, or an object with a display method that draws, such as ``_repr_svg_``.
            alt: What is to be seen, for those who can't see it; by default the title of the figure.

        Raises:
            PictureError: It draws no picture, or one that is too large; the message says what to do.
        """
        return cls(**picture_of(value).image(alt))
