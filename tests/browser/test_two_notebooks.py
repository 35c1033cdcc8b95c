"""A thread that another chat on the same database writes to, and a tool that never answers, in a real notebook."""

import pytest
from playwright.sync_api import expect

CELLS = [
    """
import asyncio
from agents import Agent
from chatkit_notebook import Chat, ChatKit, ScriptedModel
from chatkit_notebook.models import call

chat = ChatKit(Agent(name="Ann", model=ScriptedModel(["One.", "Two.", [call("wait")]])), store="shared.db")

@chat.client_tool
async def wait():
    "Wait for what never comes."
    print("It waits.")
    await asyncio.sleep(600)

chat
""",
    """
other = Chat(lambda text: "Said elsewhere.", store="shared.db")
await other.set_thread_id(chat.thread_id)
(await other.ask("asked elsewhere")).text
""",
    "[item.status for item in chat.items if item.type == 'client_tool_call']",
]


@pytest.mark.browser
def test_what_was_said_elsewhere_appears_and_nothing_loads_after_a_stop(open_notebook):
    notebook = open_notebook(CELLS)
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.send("first")
    chat.wait_text("One.")
    chat.wait_idle()
    notebook.run_cell(1)
    chat.send("second")
    chat.wait_text("Two.")
    chat.wait_text("2 items were added to this chat from another notebook or process.")
    lines = chat.log.get_by_text("Said elsewhere.").or_(chat.log.get_by_text("Two."))
    expect(lines).to_have_text(["Said elsewhere.", "Two."])

    chat.send("wait")
    printed = notebook.page.locator("[data-mime-type='application/vnd.jupyter.stdout']")
    expect(printed.first).to_have_text("It waits.")
    chat.button("Stop").click()
    chat.wait_idle()
    chat.log.locator(".disclosure-line").last.click()
    expect(chat.log.locator(".spinner")).to_have_count(0)
    notebook.run_cell(2)
    assert notebook.output(2) == ["['completed']"]
    assert notebook.errors == []
