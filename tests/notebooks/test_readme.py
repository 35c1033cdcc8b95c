"""README from top to bottom, as a reader follows it: every block runs as it is printed, in order, in one kernel."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.notebooks.kernel import Kernel
from tests.stub_endpoint.server import StubEndpoint

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# An endpoint that a reader has running on the own machine; here the tests' stub answers for it.
LOCAL = "http://127.0.0.1:11434/v1"
# Characters that a cell shows beside JupyterLab's list of files.
WIDTH = 88
# Extras, and what is installed beside the package.
INSTALLED = {"chatkit-notebook", "jupyterlab", "pandas"}


def check_command(command, folder):
    """Run a line for the shell, or see to it that it could run, where it would install, open or test everything."""
    words = command.partition("#")[0].split()
    match words:
        case ["make", target]:
            subprocess.run(["/usr/bin/make", "-n", target], cwd=ROOT, check=True, capture_output=True)
        case ["pip", "install", *names]:
            for name in names:
                assert name.partition("[")[0].strip('"') in INSTALLED
        case ["python", "-m", "chatkit_notebook", *_]:
            subprocess.run([sys.executable, *words[1:]], cwd=folder, env={"PYTHONPATH": str(ROOT)}, check=True)
        case ["jupyter", "lab", opened]:
            assert (folder / opened).is_dir()
        case _:
            pytest.fail(f"README has a command that nobody tried: {command}")


def test_every_block_runs_as_printed_in_order(tmp_path):
    with StubEndpoint() as endpoint, Kernel(tmp_path) as kernel:
        for language, block in BLOCKS:
            if language == "sh":
                for command in filter(None, block.splitlines()):
                    check_command(command, tmp_path)
                continue
            assert language == "python", f"README has a block of {language or 'no language'} that nobody tried"
            shown = kernel.run(block.replace(LOCAL, endpoint.base_url))
            assert (shown.error, shown.stderr) == (None, ""), block
        # What the blocks say that they do.
        assert kernel.run("print(basket)").stdout == "['Emma', 'Dune']\n"
        assert endpoint.received
        titles = "['What is the price of Emma? (2)', 'What is the price of Emma?']\n"
        assert kernel.run("print([thread.title for thread in await other.threads()])").stdout == titles
        assert kernel.run("print(turn.error)").stdout == "None\n"


def test_extras_that_are_named_exist():
    named = set(re.findall(r"chatkit-notebook\[(\w+)\]", README))
    assert named
    assert named <= set(PROJECT["optional-dependencies"])


def test_recipes_are_there_and_short():
    recipes = dict(re.findall(r"^### (.*?)\n(.*?)(?=^##)", README, re.MULTILINE | re.DOTALL))
    wanted = {
        "An agent and its tools", "The notebook joins in", "A widget and its action", "A component of your own",
        "An approval",
        "A function that answers", "A local endpoint", "Threads that last", "Files", "Events", "marimo",
    }  # fmt: skip
    assert wanted <= set(recipes)
    for block in (block for language, block in BLOCKS if language == "python"):
        code = [line for line in block.splitlines() if line and not re.match(r"from |import ", line)]
        assert len(code) <= 12, block
        assert max(map(len, block.splitlines())) <= WIDTH, block


def test_pandas_is_named_where_it_is_needed():
    for need in re.finditer(r"\n.*(?:\.to_pandas\(\)|import pandas)", README):
        assert "pip install pandas" in README[: need.start()][-600:]
