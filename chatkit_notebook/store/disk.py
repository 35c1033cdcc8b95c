"""What is on the disk when somebody is told so, whatever happens to the machine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def sync_folder(path: Path) -> None:
    """Put the names in a folder on the disk, where folders can be opened.

    Raises:
        OSError: It can't be done.
    """
    if os.name == "nt":
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
