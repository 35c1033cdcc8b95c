"""The built front end: the small loader that every widget carries, and the bundle it asks for."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

STATIC = Path(__file__).parent / "static"


class BuiltBundle:
    """The files that the front-end build wrote."""

    @property
    def hash(self) -> str:
        """Identifies the content; a page keeps one copy a hash."""
        return self._hash

    def read(self) -> tuple[bytes, bytes]:
        """The view's script and style sheet.

        Raises:
            FileNotFoundError: The front end was not built.
        """
        return self._files

    @cached_property
    def loader(self) -> str:
        """The widget's ``_esm``."""
        return _read("loader.js").decode()

    @cached_property
    def _hash(self) -> str:
        return hashlib.sha256(b"\0".join(self._files)).hexdigest()[:16]

    @cached_property
    def _files(self) -> tuple[bytes, bytes]:
        return _read("chat.js"), _read("chat.css")


def _read(name: str) -> bytes:
    try:
        return (STATIC / name).read_bytes()
    except FileNotFoundError:
        raise FileNotFoundError(
            f"The front end is not built: {STATIC / name} is missing. In a source checkout, run `make build`; "
            "a published wheel includes it, so otherwise reinstall chatkit-notebook."
        ) from None


bundle = BuiltBundle()
