"""``python -m chatkit_notebook``: says what there is; ``python -m chatkit_notebook lessons`` copies the lessons."""

from __future__ import annotations

import argparse
import shlex
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from chatkit_notebook.lessons import copy_lessons, lessons
from chatkit_notebook.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chatkit_notebook.lessons import Copied

_FOLDER = "chatkit-lessons"
_WELCOME = f"""\
chatkit-notebook {__version__}: a chat in a notebook cell for any agent.

In a notebook:

    from chatkit_notebook import ChatKit
    ChatKit()                      # the offline demo; ChatKit(agent) for an agent of your own

    %load_ext chatkit_notebook     # then a cell that begins with %%chat is sent to the chat

The lessons run without a key, and `python -m chatkit_notebook lessons` copies them into a folder:
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says, and return the exit code: 0, 1 for a folder that can't be used, 2 for usage."""
    parser = argparse.ArgumentParser(prog="python -m chatkit_notebook", description="A chat in a notebook cell.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    copying = commands.add_parser(
        "lessons",
        help="copy the lessons into a folder",
        description="Copies the lessons into a folder. Files that are there already are left alone.",
    )
    copying.add_argument("folder", nargs="?", default=_FOLDER, help=f"where to; by default {_FOLDER}")
    given = parser.parse_args(arguments)
    if given.command is None:
        _say(_WELCOME, *_listed(lessons()))
        return 0
    return _copy(given.folder)


def _copy(name: str) -> int:
    if not name.strip():
        return _refuse(f"The name of the folder is empty ({name!r}). Name one, such as {_FOLDER}.")
    try:
        folder = Path(name).expanduser()
        copied = copy_lessons(folder)
    except (OSError, RuntimeError) as error:  # the latter for a home folder that is not known
        reason = getattr(error, "strerror", None) or str(error).removesuffix(".")
        return _refuse(f"The lessons can't be copied into {name!r}: {reason}. Name another folder.")
    _say(*_told(copied, folder))
    return 0


def _told(copied: Copied, folder: Path) -> list[str]:
    titles = lessons()
    lines: list[str] = []
    for names, lead in (
        (copied.written, f"Copied into {folder}:"),
        (copied.same, f"Already in {folder}:"),
        (
            copied.kept,
            f"Left alone in {folder}, as they differ from the lessons (name another folder for fresh copies):",
        ),
    ):
        if names:
            lines += [lead, *_listed({name: titles[name] for name in names}), ""]
    opened = f"Open them with: jupyter lab {shlex.quote(str(folder))}"
    has_lab = find_spec("jupyterlab") is not None
    return [*lines, opened if has_lab else f"{opened} (JupyterLab is not installed here: pip install jupyterlab)"]


def _listed(titles: dict[str, str]) -> list[str]:
    width = max(map(len, titles), default=0)
    return [f"    {name:{width}}  {title}" for name, title in titles.items()]


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _refuse(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
