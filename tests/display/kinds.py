"""Values of the kinds that notebooks are made of, and objects that display themselves."""

import base64
import dataclasses
import enum
import io

import pydantic
from PIL.Image import new

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90pt" height="45pt"><circle r="5"/></svg>'


class Colour(enum.Enum):
    RED = 1


@dataclasses.dataclass
class Point:
    x: int
    y: list


class Model(pydantic.BaseModel):
    name: str = "Ada"


class Shows:
    """Displays itself in one form, by the method of that form."""

    def __init__(self, form, data):
        self._form, self._data = form, data

    @staticmethod
    def a(form, data):
        method = f"_repr_{form}_"
        return type("Chart", (Shows,), {method: lambda self: self._data})(form, data)


class Bundle:
    """Displays itself by a bundle of forms."""

    def __init__(self, data, metadata=None):
        self._told = data if metadata is None else (data, metadata)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return self._told


class Raising:
    def __init__(self, error):
        self._error = error

    def _repr_html_(self):
        raise self._error


class Arrow:
    """Nothing but the stream of an Arrow capsule."""

    def __init__(self, frame):
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema=None):
        return self._frame.__arrow_c_stream__(requested_schema)


def image(mode="RGB", size=(40, 20)):
    return new(mode, size)


def encoded(form):
    buffer = io.BytesIO()
    image().save(buffer, form)
    return buffer.getvalue()
