"""The transcript in the notebook: an output of its own, kept as new as the conversation, in a real kernel."""

import re
import warnings

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from tests.transcript.pages import Elements

CHAT = "from chatkit_notebook import ChatKit\nchat = ChatKit(lambda text: f'You said **{text}**')"
VIEW = "application/vnd.jupyter.widget-view+json"


def executed(*cells):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    # As JupyterLab saves it, which keeps no state of widgets.
    notebook.metadata.pop("widgets", None)
    return notebook


def transcripts(notebook):
    return [
        output.data["text/html"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "chatkit-transcript" in output.get("data", {}).get("text/html", "")
    ]


def text_of(html):
    return Elements(re.sub(r"<style>.*?</style>", "", html)).text


def test_the_transcript_stands_above_the_widget():
    first, second = executed(f"{CHAT}\nchat").cells[0].outputs
    assert (first.output_type, second.output_type) == ("display_data", "execute_result")
    assert set(first.data) == {"text/html", "text/plain"}
    assert set(second.data) == {VIEW, "text/html", "text/plain"}
    assert text_of(first.data["text/html"]) == "Nothing has been said yet.Run the cell to go on"
    assert second.data["text/html"] == ""


@pytest.mark.parametrize(
    "cells",
    [
        [f"{CHAT}\nchat", "await chat.ask('later')"],
        [CHAT, "await chat.ask('before')", "chat"],
        [f"{CHAT}\ndisplay(chat)\nawait chat.ask('within')"],
        [f"{CHAT}\nchat", "for text in 'abcd': await chat.ask(text)", "await chat.ask('end')"],
        [f"{CHAT}\nchat", "chat.ask_sync('blocking')"],
    ],
    ids=["later", "before", "within", "many", "blocking"],
)
def test_what_cells_have_said_is_written_down_when_they_end(cells):
    [html] = transcripts(executed(*cells))
    said = re.findall(r"(?:ask|ask_sync)\('(\w+)'\)", "".join(cells)) or ["d"]
    assert f"You said {said[-1]}" in text_of(html)


def test_all_outputs_of_a_chat_show_the_same():
    both = transcripts(executed(f"{CHAT}\nchat", "chat", "await chat.ask('twice')"))
    assert len(both) == 2
    assert both[0] == both[1]
    assert "You said twice" in text_of(both[0])


def test_the_thread_that_is_shown_is_written_down():
    cells = [f"{CHAT}\nchat", "await chat.ask('one'); first = chat.thread_id", "await chat.ask('two', new_thread=True)"]
    [html] = transcripts(executed(*cells))
    assert "one" not in text_of(html)
    [html] = transcripts(executed(*cells, "await chat.set_thread_id(first)"))
    assert ("one" in text_of(html), "two" in text_of(html)) == (True, False)


def test_a_closed_chat_leaves_its_transcript():
    [html] = transcripts(executed(f"{CHAT}\nchat", "await chat.ask('bye'); chat.close()"))
    assert "You said bye" in text_of(html)


def test_a_chat_in_no_cell_puts_nothing_into_the_notebook():
    notebook = executed(f"{CHAT}\nimport ipywidgets\nipywidgets.HBox([chat])", "await chat.ask('x')")
    assert transcripts(notebook) == []


def test_the_page_that_nbconvert_makes_shows_the_conversation():
    answer = "Costs **$5** or $10: $x^2$\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```py\nprint('<b>')\n```"
    chat = f"from chatkit_notebook import ChatKit\nchat = ChatKit(lambda text: {answer!r})\nchat"
    notebook = executed(chat, "await chat.ask('How much?')")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        page, _ = HTMLExporter().from_notebook_node(notebook)
    text = text_of(page)
    for part in ("How much?", "Costs $5 or $10:", "print('<b>')", "Run the cell to go on"):
        assert part in text
    assert "<msup>" in page
    assert "widget-view" not in page


def test_ten_chats_take_little_room():
    one = "chat = ChatKit(lambda text: 'word ' * 200); display(chat)\nfor _ in range(4): await chat.ask('say it')"
    notebook = executed(CHAT, *[one] * 10)
    written = transcripts(notebook)
    assert len(written) == 10
    for html in written:
        text = text_of(html)
        assert text.count("word") == 800
        assert len(html.encode()) - len(text.encode()) <= 20_000
    assert len(nbformat.writes(notebook)) < 10 * (5 * 800 + 10_000)


def test_deltas_write_nothing_down():
    count = (
        "from IPython import get_ipython\npublished = []\npub = get_ipython().display_pub\nown = pub.publish\n"
        "pub.publish = lambda *a, **k: (published.append(k), own(*a, **k))"
    )
    chat = "from chatkit_notebook import ChatKit\nchat = ChatKit(lambda text: ('word ' for _ in range(3000)))\nchat"
    notebook = executed(count, chat, "await chat.ask('x')", "print(len(published))")
    # The first showing, what the chat wrote at most within the answer, and the end of the cell.
    assert int(notebook.cells[-1].outputs[0].text) <= 8
    assert "word" in transcripts(notebook)[0]
