"""The lessons that come with the package: notebooks that run without a key, to be copied out and changed."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

_HERE = Path(__file__).parent
_SHIPPED = _HERE / "notebooks"
_IN_A_CHECKOUT = _HERE.parent / "notebooks"


@dataclass
class Copied:
    """What became of the lessons in a folder.

    Attributes:
        written: Those that are new there.
        same: Those that were there already, as they are here.
        kept: Those of which something else is there, which was left alone.
    """

    written: list[str] = field(default_factory=list[str])
    same: list[str] = field(default_factory=list[str])
    kept: list[str] = field(default_factory=list[str])


def lessons() -> dict[str, str]:
    """The names of the lessons' files, in order, with the titles of the lessons."""
    return {path.name: _title(path) for path in _paths()}


def copy_lessons(folder: Path) -> Copied:
    """Copy the lessons into a folder, which is made if need be. No file that is there is written to.

    Raises:
        OSError: The folder can't be made, such as where a file is, or a lesson can't be written into it.
    """
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    copied = Copied()
    for lesson in _paths():
        copy, content = folder / lesson.name, lesson.read_bytes()
        try:
            new = copy.open("xb")
        except FileExistsError:
            (copied.same if _holds(copy, content) else copied.kept).append(lesson.name)
            continue
        try:
            with new:
                new.write(content)
        except OSError:
            copy.unlink()  # half of a lesson would be kept the next time
            raise
        copied.written.append(lesson.name)
    return copied


def _paths() -> list[Path]:
    return sorted((_SHIPPED if _SHIPPED.is_dir() else _IN_A_CHECKOUT).glob("*.ipynb"))


def _title(path: Path) -> str:
    first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]
    return "".join(first).splitlines()[0].removeprefix("# ")


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:  # a folder, or a link that leads nowhere
        return False
