"""``%%chat`` and ``%chat`` in a real kernel, as a notebook runs them."""

import pytest

from tests.notebooks.kernel import Kernel

SETUP = """
%load_ext chatkit_notebook
from chatkit_notebook import Chat, ChatKit

heard = []

def reply(text):
    heard.append(text)
    return f"You said {text}."

chat = ChatKit(reply)
tutor = Chat(lambda text: "Think again.")
number = 42
"""


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    with Kernel(tmp_path_factory.mktemp("magics")) as kernel:
        assert kernel.run(SETUP).error is None
        yield kernel


@pytest.mark.parametrize(
    "text",
    ["Hello", "Two\n\nparagraphs", "{number} and $number", "%%chat within", "50 % off!", "日本語 🎉"],
)
def test_the_text_of_a_cell_is_sent_as_it_is_written_and_the_turn_is_its_value(kernel, text):
    shown = kernel.run(f"%%chat\n\n{text}\n")
    assert shown.error is None
    assert kernel.run("print(heard[-1])").stdout.strip() == text
    assert kernel.run("print(_.text)").stdout.strip() == f"You said {text}."


def test_a_chat_in_another_variable_is_named(kernel):
    kernel.run("%%chat tutor\nIs it Tuesday?")
    assert kernel.run("_.text").texts == ["'Think again.'"]


def test_a_message_may_begin_a_thread(kernel):
    kernel.run("%%chat\nOne")
    kernel.run("before = chat.thread_id")
    kernel.run("%%chat\nTwo")
    assert kernel.run("chat.thread_id == before").texts == ["True"]
    kernel.run("%%chat --new\nThree")
    assert kernel.run("chat.thread_id == before").texts == ["False"]


def test_files_are_attached(kernel):
    kernel.run("open('a file.txt', 'w').write('Pancakes'); open('b.txt', 'w').write('Eggs'); agents = ChatKit()")
    assert kernel.run("%%chat agents --attach 'a file.txt' --attach b.txt\nWhat is in them?").error is None
    assert kernel.run("[each.name for each in agents.items[0].attachments]").texts == ["['a file.txt', 'b.txt']"]


def test_a_line_shows_the_chat(kernel):
    assert kernel.run("%chat").has_view
    assert kernel.run("%chat\nnumber").has_view
    assert kernel.run("%chat tutor").texts == [kernel.run("tutor").texts[0]]


def test_without_a_chat_one_is_made_and_shown(tmp_path):
    with Kernel(tmp_path) as fresh:
        assert fresh.run("%load_ext chatkit_notebook").error is None
        shown = fresh.run("%%chat\nSay hello")
        assert shown.error is None
        assert shown.has_view
        assert fresh.run("print(chat.items[-1].content[0].text)").stdout.strip().endswith("hello")
        before = fresh.run("chat").texts
        assert not fresh.run("%%chat\nAgain").has_view
        assert fresh.run("chat").texts == before


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("%%chat tuter\nHi", "There is no variable 'tuter' that holds a chat: did you mean tutor?"),
        ("%chat nobody", "There is no variable 'nobody' that holds a chat: did you mean chat?"),
        ("%%chat number\nHi", "The variable 'number' holds a value of the type int, not a chat: name one that holds"),
        ("%%chat ChatKit\nHi", "The variable 'ChatKit' holds the class ChatKit, not a chat: name one that holds"),
        ("%%chat\n   \n", "The cell has nothing to send: write the message below the line with %%chat."),
        ("%chat --new", "%chat only shows a chat: put the options after %%chat, and the message below it."),
        ("%%chat --attach missing.txt\nHi", "This chat takes no attachments: a function of text can't read"),
        ("%%chat tutor hello\nHi", "unrecognized arguments: hello"),
        ("%%chat --thread x\nHi", "unrecognized arguments: --thread"),
    ],
)
def test_a_mistake_is_told_in_a_line(kernel, cell, message):
    shown = kernel.run(cell)
    assert "Traceback" not in shown.stderr
    assert message in shown.stderr


def test_help_says_what_it_does_and_takes(kernel):
    printed = kernel.run("get_ipython().magics_manager.magics['cell']['chat'].__doc__").texts[0]
    assert "Send the text of the cell to a chat" in printed
    assert all(option in printed for option in ("name", "--new", "--attach"))
