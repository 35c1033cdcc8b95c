"""The server and what it stands on could run anywhere: nothing there knows of notebooks."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import chatkit_notebook

PARTS = [
    "actions",
    "clock",
    "errors",
    "eventlog",
    "fold",
    "icons",
    "ids",
    "logger",
    "server",
    "store",
    "types",
    "widgets",
]
OF_NOTEBOOKS = {"IPython", "anywidget", "comm", "ipykernel", "ipywidgets", "jupyter_client", "nbformat", "traitlets"}
PROGRAM = """
import importlib, pkgutil, sys
for part in sys.argv[1:]:
    module = importlib.import_module(f"chatkit_notebook.{part}")
    for inner in pkgutil.walk_packages(getattr(module, "__path__", []), f"{module.__name__}."):
        importlib.import_module(inner.name)
print(*{name.partition(".")[0] for name in sys.modules})
"""
WORDS = re.compile(
    r"(?<!chatkit[_-])\bnotebooks?\b|jupyter|ipython|ipykernel|ipywidgets|anywidget|\bkernel\b", re.IGNORECASE
)


@pytest.mark.slow
def test_nothing_of_a_notebook_is_loaded():
    command = [sys.executable, "-c", PROGRAM, *PARTS]
    loaded = subprocess.run(command, capture_output=True, check=True, text=True, timeout=60).stdout.split()

    assert "chatkit_notebook" in loaded
    assert OF_NOTEBOOKS & set(loaded) == set()


@pytest.mark.parametrize("part", ["agents", "server", "types", "widgets"])
def test_nothing_of_a_notebook_is_spoken_of(part):
    folder = Path(chatkit_notebook.__file__).parent / part
    spoken = [
        f"{path.name}: {line.strip()}"
        for path in sorted(folder.rglob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if WORDS.search(line)
    ]

    assert spoken == []
