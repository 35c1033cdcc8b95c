"""Pages reload, comms lose messages, kernels restart: the conversation stays whole."""

from playwright.sync_api import expect

SLOW = """
import asyncio
from chatkit_notebook import ChatKit

WORDS = [f"word{number}" for number in range(120)]

async def reply(text):
    for word in WORDS:
        yield word + " "
        await asyncio.sleep(0.05)
    while text != "go":  # until it is stopped
        await asyncio.sleep(0.05)

chat = ChatKit(reply)
chat
"""
WHOLE = " ".join(f"word{number}" for number in range(120))


def test_a_reload_in_the_middle_of_a_reply_loses_nothing(open_notebook):
    notebook = open_notebook([SLOW])
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.send("go")
    chat.wait_text("word5")
    notebook.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    notebook.reload()
    chat = notebook.chat()
    chat.wait_text("word119")
    chat.wait_idle()
    assert " ".join(chat.log.inner_text().split()).count(WHOLE) == 1
    chat.send("once more")
    chat.button("Stop").wait_for()


def test_a_view_recovers_messages_that_were_dropped(open_notebook):
    drop = """
original, count = chat.send, 0
def lossy(content, buffers=None):
    global count
    if content["type"] == "frames":
        count += 1
        if count % 3 != 1:
            return
    original(content, buffers)
chat.send = lossy
"""
    notebook = open_notebook([SLOW, drop, "print(count)"])
    notebook.run_cell(0)
    notebook.run_cell(1)
    chat = notebook.chat()
    chat.send("go")
    chat.wait_text("word119")
    chat.wait_idle()
    assert " ".join(chat.log.inner_text().split()).count(WHOLE) == 1
    notebook.run_cell(2)
    assert int(notebook.output(2)[0]) > 10


def test_a_second_view_shows_the_same_and_can_go_on(open_notebook):
    notebook = open_notebook([SLOW, "chat"])
    notebook.run_cell(0)
    first = notebook.chat(0)
    first.send("go")
    first.wait_text("word5")
    notebook.run_cell(1)
    second = notebook.chat(1)
    second.wait_text("word119")
    second.wait_idle()
    first.wait_idle()
    assert first.log.inner_text() == second.log.inner_text()
    second.send("from the second")
    first.wait_text("from the second")
    first.button("Stop").click()
    second.wait_idle()


def test_a_second_browser_shows_the_same(open_notebook, chromium, tmp_path):
    notebook = open_notebook([SLOW])
    notebook.run_cell(0)
    notebook.chat().send("go")
    notebook.chat().wait_text("word5")
    notebook.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    with chromium(tmp_path / "profile") as context:
        other = type(notebook)(context.new_page(), notebook.lab, notebook.notebook).open()
        other.chat().wait_text("word119")
        notebook.chat().wait_idle()
        other.chat().wait_idle()
        assert other.chat().log.inner_text() == notebook.chat().log.inner_text()


def test_a_restarted_kernel_is_named_and_running_the_cell_again_goes_on(open_notebook):
    notebook = open_notebook([SLOW])
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.composer.wait_for()
    notebook.restart_kernel()
    chat.host.get_by_text("The kernel was restarted. Run the cell again to continue.").wait_for()
    notebook.run_cell(0)
    notebook.chat().send("go")
    notebook.chat().wait_text("word3")


BUTTON = """
import time
from chatkit_notebook import ChatKit
from chatkit_notebook.actions import ActionConfig
from chatkit_notebook.server import stream_widget
from chatkit_notebook.widgets import Button, Card

async def respond(thread, input_user_message, context):
    action = ActionConfig(type="count", handler="client", payload={"step": 1})
    async for event in stream_widget(thread, Card(children=[Button(label="Count", onClickAction=action)])):
        yield event

chat = ChatKit(respond)
calls = []

@chat.on_action("count")
def count(step):
    calls.append(step)
    time.sleep(1)

chat
"""
# Of each kind of message the first is lost, and every other one comes twice, the second time later.
UNRELIABLE = """
import asyncio
from collections import Counter

def unreliable(deliver):
    seen = Counter()
    def carry(content, buffers=None):
        kind = content["type"]
        seen[kind] += 1
        if kind not in ("ask", "reply", "taken"):
            deliver(content, buffers)
        elif seen[kind] > 1:
            deliver(content, buffers)
            asyncio.get_running_loop().call_later(seen[kind] % 3 / 2, deliver, content, buffers)
    carry.seen = seen
    return carry

chat._views.receive = unreliable(chat._views.receive)
chat.send = unreliable(chat.send)
"""


def test_a_click_that_python_handles_happens_once_on_a_line_that_loses_and_doubles_messages(open_notebook):
    told = "print(calls, chat._views.receive.seen['ask'] > 2, chat.send.seen['reply'] > 1)"
    notebook = open_notebook([BUTTON, UNRELIABLE, told, told])
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.send("go")
    chat.button("Count").wait_for()
    chat.wait_idle()
    button = chat.button("Count")
    notebook.run_cell(1)
    for number in (1, 2):
        button.click()
        expect(button).to_have_attribute("aria-busy", "true")
        expect(button).to_be_disabled()
        expect(button).to_have_attribute("aria-busy", "false")
        notebook.run_cell(1 + number)
        assert notebook.output(1 + number) == [f"{[1] * number} True True\n"]


def test_a_kernel_that_is_shut_down_is_named_and_nothing_more_is_taken(open_notebook):
    notebook = open_notebook([SLOW])
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.composer.wait_for()
    notebook.shut_down_kernel()
    chat.host.get_by_text("The kernel was shut down. Run the cell again to continue.").wait_for()
    expect(chat.composer).to_be_disabled()


RERUN = """
from chatkit_notebook import ChatKit
chat = ChatKit(lambda text: f"You said {text}", store="again.db")
chat
"""
OPEN = """
import gc
from chatkit_notebook.client import Session
gc.collect()
print(sum(not one.is_closed for one in gc.get_objects() if isinstance(one, Session)))
"""


def test_a_cell_that_runs_again_shows_the_thread_again_and_one_chat_is_left(open_notebook):
    notebook = open_notebook([RERUN, OPEN])
    notebook.run_cell(0)
    notebook.chat().send("hello")
    notebook.chat().wait_text("You said hello")
    for _ in range(3):
        notebook.run_cell(0)
        notebook.chat().wait_text("You said hello")
    notebook.chat().send("again")
    notebook.chat().wait_text("You said again")
    notebook.run_cell(1)
    assert notebook.output(1) == ["1\n"]
    assert notebook.page.locator("[data-lm-suppress-shortcuts=true]").count() == 1


def test_a_chat_that_is_closed_says_so_and_its_conversation_stays(open_notebook):
    notebook = open_notebook([RERUN, "chat.close(); chat", "await chat.ask('more')"])
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.send("hello")
    chat.wait_text("You said hello")
    notebook.run_cell(1)
    chat.host.get_by_text("The chat was closed. Run the cell again to continue.").wait_for()
    chat.wait_text("You said hello")
    expect(chat.composer).to_be_disabled()
    assert "closed" in notebook.output(1)[0]
    notebook.run_cell(2)
    assert "This chat is closed. Make a new one" in notebook.output(2)[0]


def test_a_cell_that_runs_again_in_a_restarted_kernel_goes_on_with_its_thread(open_notebook):
    notebook = open_notebook([RERUN])
    notebook.run_cell(0)
    notebook.chat().send("hello")
    notebook.chat().wait_text("You said hello")
    notebook.restart_kernel()
    notebook.chat().host.get_by_text("The kernel was restarted. Run the cell again to continue.").wait_for()
    notebook.run_cell(0)
    notebook.chat().composer.wait_for()
    expect(notebook.chat().composer).to_be_enabled()
    notebook.chat().wait_text("You said hello")
    notebook.chat().send("again")
    notebook.chat().wait_text("You said again")
