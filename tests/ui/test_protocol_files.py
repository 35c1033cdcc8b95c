"""The TypeScript of the view is what Python says now: the wire, the messages, the options and their defaults."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chatkit_notebook.ui import schema
from chatkit_notebook.ui.abilities import ViewOptions
from chatkit_notebook.ui.options import read_options

JS = Path(__file__).parents[2] / "js"


def defaults_of_the_view():
    text = (JS / "src/protocol/options.gen.ts").read_text()
    return json.loads(text.split("export const DEFAULT_OPTIONS = ")[1].removesuffix(" satisfies ChatOptions;\n"))


@pytest.mark.skipif(not (JS / "node_modules").exists() or not shutil.which("node"), reason="needs the view's packages")
def test_the_generated_files_are_what_the_generator_makes_now():
    checked = subprocess.run(
        [shutil.which("node"), "gen-protocol.mjs", "--check"],
        cwd=JS,
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert checked.returncode == 0, checked.stderr


def test_the_view_assumes_the_defaults_that_python_has():
    assert defaults_of_the_view() == ViewOptions().on_wire()


def test_a_chat_without_options_sends_the_defaults_of_the_view(chat_of):
    wire = chat_of(lambda text: text, composer={"attachments": False}, history={"search": False})._options
    assert wire == defaults_of_the_view()


def test_what_a_chat_sends_is_what_the_view_is_told_of(chat_of):
    given = {
        "theme": {
            "typography": {"base_size": 16},
            "color": {
                "grayscale": {"hue": 220, "tint": 6},
                "accent": {"primary": "teal", "level": 2},
                "surface": {"background": "#fff", "foreground": "#eee"},
            },
        },
        "disclaimer": "Check it.",
        "composer": {"attachments": {"max_size": {"image/*": 5}, "accept": {"image/png": [".png"]}}},
    }
    wire = chat_of(**given)._options
    assert ViewOptions.model_validate(wire).on_wire() == wire
    assert wire["theme"]["color"] == given["theme"]["color"]
    assert wire["modelName"]


def test_everything_that_is_described_is_there():
    contracts = schema.contracts()
    names = {*contracts["envelope"], *contracts["options"]}
    assert names <= set(contracts["$defs"])
    assert all(name.isidentifier() and "__" not in name for name in contracts["$defs"])


def test_colours_that_do_not_fit_are_named():
    for color in ({"grayscale": {"hue": 361, "tint": 1}}, {"grayscale": {"hue": 0, "tint": 10}}, {"surface": {}}):
        with pytest.raises(ValueError, match=r"theme\.color"):
            read_options({"theme": {"color": color}})
