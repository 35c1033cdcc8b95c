"""Texts that are dear to read or draw: the page lives on, shows all that is said, and goes on answering."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.health import Health
from tests.browser.lab import WAIT
from tests.hostile_texts import SHAPES

LENGTH = 6_000
LONG = 1_000_000
MARK = "the end of it"

CHAT = f"""
import json
from tests.hostile_texts import SHAPES
from chatkit_notebook import ChatKit

def respond(text):
    if text == "ping":
        return "pong"
    name, _, length = text.rpartition(" ")
    return SHAPES[name](int(length)) + "\\n\\n{MARK}"

chat = ChatKit(respond)
chat
"""
ALL = f"""
for name in json.loads({json.dumps(json.dumps(list(SHAPES)))}):
    await chat.ask(f"{{name}} {LENGTH}")
print("all asked")
"""
ALIVE = 'print("the kernel lives")'


def path_cell():
    """Let the kernel import the texts."""
    from pathlib import Path

    return f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})"


def answers(chat):
    return chat.log.locator(".answer")


def wordless(text):
    return "".join(text.split())


def test_page_lives_on_after_every_hostile_text(open_notebook):
    notebook = open_notebook([path_cell(), CHAT, ALL, ALIVE])
    notebook.run_cell(0)
    notebook.run_cell(1)
    chat = notebook.chat()
    chat.composer.wait_for()
    health = Health(notebook)
    notebook.run_cell(2)
    answers(chat).nth(len(SHAPES) - 1).get_by_text(MARK).wait_for()
    assert len(SHAPES) >= 40
    for number, name in enumerate(SHAPES):
        expect(answers(chat).nth(number), f"{name} is drawn to its end").to_contain_text(MARK)
    health.check(chat, cell=3)


@pytest.mark.timeout(600)
def test_texts_of_a_megabyte_show_all_that_was_said_when_asked(open_notebook):
    notebook = open_notebook([path_cell(), CHAT, ALIVE])
    notebook.run_cell(0)
    notebook.run_cell(1)
    chat = notebook.chat()
    chat.composer.wait_for()
    health = Health(notebook)
    for number, name in enumerate(["no space", "lines of one letter", "right to left", "mixed"]):
        chat.send(f"{name} {LONG}")
        answer = answers(chat).nth(number)
        show_all = answer.get_by_role("button", name="Show all")
        show_all.wait_for()
        chat.wait_idle()
        show_all.press("Enter")
        answer.get_by_text(MARK).wait_for(timeout=2 * WAIT)
        text = wordless(answer.locator(".markdown").text_content())
        assert text.endswith(wordless(MARK))
        if name != "mixed":
            assert text == wordless(SHAPES[name](LONG) + MARK)
    health.check(chat, cell=2)
