"""What is wrong is said in clear words, in the cell or in the chat, and the chat lives on."""

CLIENT_TOOL = """
from agents import Agent
from chatkit_notebook import ChatKit, ScriptedModel
model = ScriptedModel([[ScriptedModel.call("pick", row=7)], lambda request: "I could not.", "Still here."])
chat = ChatKit(Agent(name="a", model=model))

@chat.client_tool
def pick(row: int) -> dict:
    raise KeyError(f"there is no row {row}")

chat
"""
NO_KEY = """
import os
from agents import Agent
from chatkit_notebook import ChatKit, OfflineModel
os.environ.pop("OPENAI_API_KEY", None)
agent = Agent(name="Remote", model="gpt-5.1")
chat = ChatKit(agent)
chat
"""


def test_a_wrong_target_or_option_is_named_in_the_cell(open_notebook):
    cells = [
        "from chatkit_notebook import ChatKit",
        "ChatKit(42)",
        "ChatKit(start_screeen={})",
        "ChatKit(theme='mauve')",
    ]
    notebook = open_notebook(cells)
    for index in range(4):
        notebook.run_cell(index)
    errors = [" ".join(notebook.output(index)) for index in (1, 2, 3)]
    assert "42" in errors[0]
    assert "TypeError" in errors[0]
    assert "Did you mean 'start_screen'?" in errors[1]
    assert "'mauve'" in errors[2]


def test_a_client_tool_that_raises_is_told_and_the_chat_lives_on(open_notebook):
    notebook = open_notebook([CLIENT_TOOL])
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.send("go")
    chat.wait_text("there is no row 7")
    chat.wait_text("I could not.")
    chat.wait_idle()
    chat.send("and now?")
    chat.wait_text("Still here.")


def test_a_missing_key_is_told_and_retry_works_once_it_is_mended(open_notebook):
    notebook = open_notebook([NO_KEY, "agent.model = OfflineModel()"])
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.send("hello")
    alert = chat.host.get_by_role("alert").filter(has_text="gpt-5.1")
    alert.wait_for()
    assert "OPENAI_API_KEY" in alert.inner_text()
    notebook.run_cell(1)
    chat.button("Retry").click()
    chat.wait_text("offline model")
    alert.wait_for(state="detached")


def test_a_failing_function_shows_its_reason_and_its_traceback_on_demand(open_notebook):
    notebook = open_notebook(["from chatkit_notebook import ChatKit\nChatKit(lambda text: 1 / int(text))"])
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.send("0")
    chat.wait_text("ZeroDivisionError: division by zero")
    chat.host.get_by_text("Details").click()
    chat.wait_text("Traceback (most recent call last)")
    chat.composer.wait_for()


def test_markup_from_a_model_is_text(open_notebook):
    hostile = (
        '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> '
        "[link](javascript:window.hacked=1) ![pic](http://127.0.0.1:9/track.png)"
    )
    notebook = open_notebook([f"from chatkit_notebook import ChatKit\nChatKit(lambda text: {hostile!r})"])
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.send("go")
    chat.wait_text("onerror")
    chat.wait_idle()
    assert notebook.page.evaluate("() => window.hacked") is None
    assert chat.log.locator("script, [href^=javascript]").count() == 0
    assert not any("track.png" in url for url in notebook.requests)
