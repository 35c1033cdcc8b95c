"""The search in the conversation history: what was said is found in every thread, and opened where it was said."""

import re

import pytest
from playwright.sync_api import expect

ECHO = """
from chatkit_notebook import ChatKit
chat = ChatKit(lambda text: f"You said: {text}", store="NAME.db")
chat
"""
# More than a view loads at first, so that the beginning has to be fetched.
FILL = """
await chat.ask("Where is the lighthouse of Héligan?")
for number in range(30):
    await chat.ask(f"Word {number}")
await chat.set_thread_id(None)
await chat.ask("Plan a boat trip")
await chat.ask("Is there a light on the boat?")
"""


@pytest.fixture
def chat(open_notebook, request):
    notebook = open_notebook([ECHO.replace("NAME", re.sub(r"\W+", "-", request.node.name)), FILL])
    notebook.run_all()
    chat = notebook.chat()
    chat.wait_text("You said: Is there a light on the boat?")
    yield chat
    assert notebook.errors == []


def field(chat):
    return chat.host.get_by_role("searchbox", name="Search chats")


def results(chat):
    return chat.host.locator(".found .thread-open")


def test_typing_finds_a_message_and_opens_its_thread_there(chat):
    chat.button("Conversation history").click()
    field(chat).wait_for()
    keyboard = chat.notebook.page.keyboard
    expect(chat.host.get_by_role("button", name=re.compile("Plan a boat trip"))).to_be_focused()
    keyboard.type("heligan")  # with the focus on the list
    expect(field(chat)).to_have_value("heligan")
    expect(results(chat)).to_have_count(2)  # the title is the question; the answer has a line of its own
    assert set(chat.host.locator("mark").all_inner_texts()) == {"Héligan"}

    keyboard.press("ArrowDown")
    expect(results(chat).first).to_be_focused()
    keyboard.press("Enter")
    question = chat.log.get_by_text("Where is the lighthouse of Héligan?", exact=True)
    expect(question).to_be_in_viewport()
    expect(chat.log.get_by_text("Word 29", exact=True)).to_have_count(1)
    expect(chat.log.get_by_text("Word 29", exact=True)).not_to_be_in_viewport()
    expect(chat.composer).to_be_focused()
    chat.send("and now?")
    chat.wait_text("You said: and now?")
    expect(question).to_have_count(1)


def test_words_of_several_threads_are_listed_by_thread(chat):
    chat.button("Conversation history").click()
    field(chat).fill("light")
    # The question and the answer of each thread, below their titles.
    expect(results(chat)).to_have_count(5)
    assert chat.host.locator(".found .thread-title").all_inner_texts() == [
        "Where is the lighthouse of Héligan?",
        "Plan a boat trip",
    ]
    results(chat).filter(has_text="You said: Is there a light").click()
    expect(chat.log.get_by_text("You said: Is there a light on the boat?")).to_be_in_viewport()


def test_what_was_never_said_is_not_found(chat):
    chat.button("Conversation history").click()
    field(chat).fill("submarine")
    expect(chat.host.get_by_text("No results for “submarine”.").first).to_be_visible()
    field(chat).press("Escape")
    expect(field(chat)).to_have_value("")
    expect(chat.host.get_by_role("button", name=re.compile("Plan a boat trip"))).to_be_visible()
    field(chat).press("Escape")
    expect(field(chat)).to_have_count(0)
