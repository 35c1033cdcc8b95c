"""Counts what is written as JSON, read from it and validated, by watching the calls, whoever makes them."""

import sys
from collections import Counter
from contextlib import contextmanager
from json import JSONDecoder, JSONEncoder
from types import BuiltinFunctionType

import pydantic_core
from pydantic_core import SchemaSerializer, SchemaValidator

from chatkit_notebook.server import serializer

# What one of these calls in turn, such as the quoting of each string, is part of the same encode.
_IN_PYTHON = {
    JSONEncoder.encode.__code__: "encodes",
    JSONEncoder.iterencode.__code__: "encodes",
    serializer.to_json.__code__: "encodes",
    JSONDecoder.raw_decode.__code__: "decodes",
}
_IN_RUST = {pydantic_core.to_json: "encodes", pydantic_core.from_json: "decodes"}


def _kind(called):
    match getattr(called, "__self__", None):
        case SchemaValidator():
            return "validations"
        case SchemaSerializer() if called.__name__ == "to_json":
            return "encodes"
        case _:
            return _IN_RUST.get(called) if isinstance(called, BuiltinFunctionType) else None


class Counts(Counter):
    """How many ``encodes``, ``decodes`` and ``validations`` there were in this thread.

    Attributes:
        validated: The names of what was validated, as pydantic tells them.
    """

    def __init__(self, also):
        super().__init__()
        self.validated = []
        self._in_python = _IN_PYTHON | {function.__code__: name for function, name in also.items()}
        self._within = None

    def watch(self, frame, event, called):
        """Take one event of ``sys.setprofile``."""
        if self._within is not None:
            if self._within[0] is frame and event in self._within[1]:
                self._within = None
        elif event == "call" and (kind := self._in_python.get(frame.f_code)):
            self[kind] += 1
            self._within = frame, ("return",)
        elif event == "c_call" and (kind := _kind(called)):
            self[kind] += 1
            if kind == "validations":
                self.validated.append(called.__self__.title)
            self._within = frame, ("c_return", "c_exception")


@contextmanager
def counted(also=()):
    """Count what happens in the block, in the thread that runs it.

    Args:
        also: Further functions, and the names under which their calls are counted.
    """
    counts = Counts(dict(also))
    sys.setprofile(counts.watch)
    try:
        yield counts
    finally:
        sys.setprofile(None)
