"""Pictures of any origin, small enough to be kept in a conversation: figures, images, and bytes of either."""

from __future__ import annotations

import re
import struct
import sys
from base64 import b64encode
from io import BytesIO
from typing import Any, cast

from chatkit_notebook.display.parts import Picture
from chatkit_notebook.errors import PictureError
from chatkit_notebook.locales import words
from chatkit_notebook.store.media import HEAD, picture_type

MOST_BYTES = 400_000
"""A picture goes into the store, the log and each page of history, a third larger than it is."""
_MOST_PIXELS = 1_440
"""Of either side: twice what a thread is wide, for sharp screens."""
_DPI = 100
_SHARP = 2
_QUALITY = 85
_PLAIN_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
_SVG = "image/svg+xml"
_POINT = 4 / 3


def _too_large(size: int) -> PictureError:
    return PictureError(words().picture_too_large(size, MOST_BYTES))


def figures_in(value: Any) -> list[Any]:
    """The matplotlib figures that a value is, belongs to, or lists the parts of, such as axes: each once."""
    artist = getattr(sys.modules.get("matplotlib.artist"), "Artist", None)
    if artist is None:
        return []
    if isinstance(value, artist):
        return _figure_of(value)
    if hasattr(value, "savefig") and isinstance(getattr(value, "figure", None), artist):
        return [value.figure]  # seaborn's grids
    parts = value.ravel().tolist() if is_numpy(value, "ndarray") and value.dtype == object else value
    listed = list(cast("list[Any]", parts)) if isinstance(parts, list | tuple) else []
    if not all(isinstance(part, artist) for part in listed):
        return []
    return list(dict.fromkeys(figure for part in listed for figure in _figure_of(part)))


def _figure_of(artist: Any) -> list[Any]:
    figure = artist.figure
    while figure is not None and (outer := figure.figure) is not figure:
        figure = outer
    return [] if figure is None else [figure]


def of_figure(figure: Any) -> Picture:
    """A matplotlib figure as a picture."""
    width, height = map(float, figure.get_size_inches())
    dpi = min(_DPI * _SHARP, _MOST_PIXELS / max(width, height))
    options: dict[str, Any] = {"dpi": dpi, "bbox_inches": "tight"}
    buffer = BytesIO()
    if "webp" in figure.canvas.get_supported_filetypes():  # half the size of a PNG
        figure.savefig(buffer, format="webp", pil_kwargs={"lossless": True, "method": 1}, **options)
    else:
        figure.savefig(buffer, format="png", **options)
    picture = of_bytes(buffer.getvalue(), _title(figure), sharpness=dpi / _DPI)
    _forget(figure)
    return picture


def _title(figure: Any) -> str:
    titles = [figure.get_suptitle()] if hasattr(figure, "get_suptitle") else []
    titles += [axes.get_title() for axes in figure.axes]
    return next((title for title in titles if title), words().figure)


def _forget(figure: Any) -> None:
    """Close a figure that was shown, as a notebook does: it would show it under the next cell again."""
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and "inline" in str(pyplot.get_backend()).lower():
        pyplot.close(figure)


def is_numpy(value: object, name: str) -> bool:
    """Whether a value is of a class of numpy."""
    kind = getattr(sys.modules.get("numpy"), name, None)
    return kind is not None and isinstance(value, kind)


def is_image(value: object) -> bool:
    """Whether a value is an image of PIL."""
    image = getattr(sys.modules.get("PIL.Image"), "Image", None)
    return image is not None and isinstance(value, image)


def of_image(image: Any, alt: str | None = None, *, sharpness: float = 1) -> Picture:
    """An image of PIL as a picture, smaller where it is large, which the image itself stays."""
    width, height = cast("tuple[int, int]", image.size)
    natural = round(width / sharpness)
    scale = min(1.0, _MOST_PIXELS / max(width, height))
    if image.mode not in _PLAIN_MODES:
        image = image.convert("RGBA" if "a" in image.mode else "RGB")
    while True:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        smaller = image if size == image.size else _resized(image, size)
        for kind, data in _encoded(smaller):
            if len(data) <= MOST_BYTES:
                return _picture(kind, data, alt or words().image, natural, width / height)
        scale *= 0.7


def _resized(image: Any, size: tuple[int, int]) -> Any:
    if image.mode in ("1", "P", "PA"):  # colours of a palette can't be mixed
        image = image.convert("RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB")
    return image.resize(size)


def _encoded(image: Any) -> list[tuple[str, bytes]]:
    """The image as PNG; as JPEG, too, where that loses nothing but sharpness."""
    buffer = BytesIO()
    image.save(buffer, format="PNG", optimize=image.width * image.height < MOST_BYTES)
    found = [("image/png", buffer.getvalue())]
    if len(found[0][1]) > MOST_BYTES and image.mode in ("L", "RGB"):
        buffer = BytesIO()
        image.save(buffer, format="JPEG", quality=_QUALITY)
        found.append(("image/jpeg", buffer.getvalue()))
    return found


def of_bytes(data: bytes, alt: str | None = None, *, width: int | None = None, sharpness: float = 1) -> Picture:
    """The bytes of a PNG, JPEG, GIF or WebP as a picture.

    Args:
        data: The bytes.
        alt: What it is.
        width: How wide it is meant to be, in CSS pixels.
        sharpness: Its pixels a CSS pixel, where no width is given.

    Raises:
        PictureError: They are not such a picture, or too many, and PIL is not loaded.
    """
    kind = picture_type(data[:HEAD])
    if kind is None:
        raise PictureError(words().not_a_picture)
    if len(data) > MOST_BYTES:
        pil: Any = sys.modules.get("PIL.Image")
        if pil is None:
            raise _too_large(len(data))
        with pil.open(BytesIO(data)) as image:
            return of_image(image, alt, sharpness=sharpness)
    size = _size(data)
    if size is None:
        return _picture(kind, data, alt or words().image, width, None)
    natural = width or max(1, round(size[0] / sharpness))
    return _picture(kind, data, alt or words().image, natural, size[0] / size[1])


def of_svg(source: str, alt: str | None = None) -> Picture:
    """A drawing as a picture: what a browser shows in this way runs no script and loads nothing.

    Raises:
        PictureError: It is too large.
    """
    data = source.encode()
    if len(data) > MOST_BYTES:
        raise _too_large(len(data))
    width, height = (_svg_side(source, name) for name in ("width", "height"))
    ratio = width / height if width and height else None
    return _picture(_SVG, data, alt or words().image, None if width is None else round(width), ratio)


def _svg_side(source: str, name: str) -> float | None:
    """A side of a drawing in CSS pixels, as its first tag gives it."""
    tag = re.search(r"<svg\b[^>]*>", source, re.IGNORECASE)
    side = None if tag is None else re.search(rf"\s{name}=[\"']\s*(\d+(?:\.\d+)?)(px|pt)?\s*[\"']", tag[0])
    return None if side is None else float(side[1]) * (_POINT if side[2] == "pt" else 1) or None


def _size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the header of a PNG; from that of another picture if PIL is loaded."""
    pil: Any = sys.modules.get("PIL.Image")
    if data[12:16] == b"IHDR" and len(data) >= 24:  # noqa: PLR2004 - where the header ends
        width, height = struct.unpack(">II", data[16:24])
    elif pil is not None and data[1:4] != b"PNG":
        with pil.open(BytesIO(data)) as image:
            width, height = image.size
    else:
        return None
    return (width, height) if width and height else None


def _picture(kind: str, data: bytes, alt: str, width: int | None, ratio: float | None) -> Picture:
    url = f"data:{kind};base64,{b64encode(data).decode('ascii')}"
    return Picture(url, alt, width, None if ratio is None else round(ratio, 4))
