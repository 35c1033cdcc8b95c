"""The chat lives while a cell computes, on every kernel that can do it; on the others it says so."""

import pytest

CHAT = """
import pathlib
import time
from chatkit_notebook import ChatKit
chat = ChatKit(lambda text: f"You said {text} at once")
chat
"""
# Computes until it is told to end.
BUSY = """
while not pathlib.Path(PATH).exists():
    time.sleep(0.05)
print("the cell has ended")
"""
BUSY_TEXT = "The kernel is busy running a cell. Your message will be sent when it's free."


@pytest.fixture
def end(tmp_path):
    """A file that ends the busy cell."""
    file = tmp_path / "end"
    yield file
    file.touch()


def busy(end):
    return BUSY.replace("PATH", repr(str(end)))


@pytest.mark.parametrize("kernel", ["python3", "ipykernel-7.1"])
def test_a_message_is_answered_while_a_cell_sleeps(open_notebook, end, kernel):
    notebook = open_notebook([CHAT, busy(end)], kernel=kernel)
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.composer.wait_for()
    notebook.run_cell(1, wait=False)
    chat.send("hello")
    chat.wait_text("You said hello at once")
    assert notebook.output(1) == []
    chat.send("again")
    chat.wait_text("You said again at once")
    assert notebook.output(1) == []


def test_a_message_sent_after_python_spoke_is_answered_while_a_cell_sleeps(open_notebook, end):
    # The last message on the comm came from a cell: the case that newer kernels route to the busy thread.
    notebook = open_notebook([CHAT, "turn = chat.ask_sync('from a cell'); chat.focus_composer()", busy(end)])
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.composer.wait_for()
    notebook.run_cell(1)
    chat.wait_text("You said from a cell at once")
    notebook.run_cell(2, wait=False)
    chat.send("hello")
    chat.wait_text("You said hello at once")
    assert notebook.output(2) == []


def test_an_old_kernel_answers_when_the_cell_ends_and_the_view_says_so_before(open_notebook, end):
    notebook = open_notebook([CHAT, busy(end)], kernel="ipykernel-6.31")
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.composer.wait_for()
    notebook.run_cell(1, wait=False)
    chat.send("hello")
    chat.host.get_by_text(BUSY_TEXT).wait_for()
    assert notebook.output(1) == []
    end.touch()
    chat.wait_text("You said hello at once")
    assert chat.log.get_by_text("You said hello at once").count() == 1
    chat.host.get_by_text(BUSY_TEXT).wait_for(state="hidden")
