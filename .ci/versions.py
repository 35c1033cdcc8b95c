"""Runs the tests that need no browser with the lowest, or the newest, versions of what the package needs.

`versions.py lowest` holds each dependency of pyproject.toml at its lower bound; `versions.py newest` takes the newest
that its bounds allow. Each has an environment of its own in `.versions/`; arguments after the name go to pytest.
"""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".versions"
# What changes files, reads types or drives a browser has no part in these tests.
NOT_NEEDED = re.compile(r"deptry|hatchling|import-linter|jupyterlab|mutmut|playwright|ruff")


def name_of(requirement: str) -> str:
    return re.split(r"[\[<>=]", requirement, maxsplit=1)[0]


def lowest(requirement: str) -> str:
    """The requirement, held at its lower bound."""
    bound = re.search(r">=([\d.]+)", requirement)
    if bound is None:
        sys.exit(f"{requirement!r} in pyproject.toml has no lower bound (>=).")
    return f"{name_of(requirement)}=={bound[1]}"


def install(which: str) -> Path:
    """Make the environment; returns its Python."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = project["project"]["dependencies"]
    optional = [each for extra in ("pandas", "postgres") for each in project["project"]["optional-dependencies"][extra]]
    direct = {name_of(each) for each in [*needed, *optional]}
    dev = [name_of(each) for each in project["dependency-groups"]["dev"] if not NOT_NEEDED.match(each)]
    # What only tests need stays as it is pinned.
    pinned = dict(line.split("==") for line in (ROOT / ".ci/constraints.txt").read_text("utf-8").split())
    tools = [f"{name}=={pinned[name]}" for name in dev if name not in direct]
    folder = FOLDER / which
    subprocess.check_call([sys.executable, "-m", "venv", "--clear", folder])
    python = folder / "bin/python"
    wanted = [lowest(each) for each in [*needed, *optional]] if which == "lowest" else ["--upgrade", *needed, *optional]
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    subprocess.check_call([*pip, "hatchling", "editables"])
    subprocess.check_call([*pip, *wanted, *tools])
    editable = ["--no-build-isolation", "--no-deps", "-e", ROOT]
    subprocess.check_call([*pip, *editable], env={**os.environ, "CHATKIT_NOTEBOOK_SKIP_JS": "1"})
    return python


def main(which: str, *arguments: str) -> None:
    if which not in {"lowest", "newest"}:
        sys.exit(f"Say lowest or newest, not {which!r}.")
    python = install(which)
    shown = subprocess.check_output([python, "-m", "pip", "freeze", "--exclude-editable"], text=True)
    sys.stdout.write(f"== {which}\n{shown}")
    quick = ["-n", "logical", "--dist", "worksteal", "-m", "not slow", "--ignore=tests/browser"]
    tests = arguments or quick
    # Others' versions may warn of what the pinned ones don't; pytest's plugin of anyio is of no use here.
    sys.exit(subprocess.call([python, "-m", "pytest", "-q", "-p", "no:anyio", "-W", "default", *tests], cwd=ROOT))


main(*sys.argv[1:])
