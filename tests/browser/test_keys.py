"""Where the keyboard goes, and when."""

ECHO = "from chatkit_notebook import ChatKit\nchat = ChatKit(lambda text: f'echo {text}')\nchat"


def test_leaving_the_history_gives_the_focus_back_to_the_composer(open_notebook):
    notebook = open_notebook([ECHO])
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.send("one")
    chat.wait_text("echo one")
    chat.button("Conversation history").click()
    chat.host.get_by_text("Today").wait_for()
    notebook.page.keyboard.press("Escape")
    chat.composer.wait_for()
    notebook.page.keyboard.type("two")
    notebook.page.keyboard.press("Enter")
    chat.wait_text("echo two")


def test_a_message_sent_the_moment_a_view_appears_arrives(open_notebook):
    notebook = open_notebook([ECHO, "chat"])
    notebook.run_cell(0)
    notebook.chat().send("one")
    notebook.chat().wait_text("echo one")
    notebook.run_cell(1, wait=False)
    second = notebook.chat(1)
    second.composer.fill("two")
    second.composer.press("Enter")
    second.wait_text("echo two")


def test_nothing_breaks_on_the_page_when_a_dead_chat_is_used(open_notebook):
    notebook = open_notebook([ECHO])
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.send("one")
    chat.wait_text("echo one")
    notebook.restart_kernel()
    chat.host.get_by_text("The kernel was restarted.").wait_for()
    chat.button("Conversation history").click()
    chat.host.get_by_text("Couldn't load your chats.").wait_for()
    chat.button("New chat").click()
    assert notebook.errors == []
