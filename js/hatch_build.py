"""Puts the built front end and the lessons into the wheel: runs esbuild when the bundle is absent.

Set ``CHATKIT_NOTEBOOK_SKIP_JS=1`` to install for work that needs no front end.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
STATIC = ROOT.parent / "chatkit_notebook" / "ui" / "static"
BUNDLE = ("loader.js", "chat.js", "chat.css")
LESSONS = ROOT.parent / "notebooks"


class WheelHook(BuildHookInterface):
    """Builds ``js/`` into ``chatkit_notebook/ui/static`` before files are collected, and adds ``notebooks/``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # An editable install finds them in the checkout.
        if self.target_name == "wheel" and version == "standard":
            lessons = {str(path): f"chatkit_notebook/notebooks/{path.name}" for path in LESSONS.glob("*.ipynb")}
            build_data["force_include"].update(lessons)
        if os.environ.get("CHATKIT_NOTEBOOK_SKIP_JS") or all((STATIC / name).is_file() for name in BUNDLE):
            return
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError(
                "Building chatkit-notebook from source needs Node 20 and npm, and npm was not found. "
                "Install Node, or install the published wheel, which holds the built front end."
            )
        for command in ([npm, "install", "--no-save"], [npm, "run", "build"]):
            subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603
        missing = [name for name in BUNDLE if not (STATIC / name).is_file()]
        if missing:
            raise RuntimeError(f"The front-end build wrote no {', '.join(missing)} into {STATIC}.")
