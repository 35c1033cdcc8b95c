"""A saved notebook that is opened without a kernel shows the conversation, and the chat comes back with its cell."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.lab import NotebookPage

CASES = Path(__file__).parents[1] / "markdown_cases"
ANSWER = "The roots of $x^2=2$ cost **$5** or $10:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```py\nprint('<b>')\n```"
CHAT = f"from chatkit_notebook import ChatKit\nchat = ChatKit(lambda text: text + {ANSWER!r})\nchat"


@pytest.fixture
def open_again(lab, profile):
    """Open a notebook that is there in a new tab."""
    pages = []

    def open_one(notebook, *, path="/lab/tree/"):
        pages.append(profile.new_page())
        page = NotebookPage(pages[-1], lab, notebook)
        page.page.goto(lab.url(notebook).replace("/lab/tree/", path))
        page.page.wait_for_selector(".jp-Notebook .jp-Cell")
        return page

    yield open_one
    for page in pages:
        page.close()


def transcript(notebook):
    return notebook.page.locator(".chatkit-transcript")


def written_down(notebook, words):
    """Wait until the transcript, which is hidden, says something."""
    notebook.page.wait_for_function(
        "words => [...document.querySelectorAll('.chatkit-transcript')].some(all => all.textContent.includes(words))",
        arg=words,
        polling=100,
    )


def saved(notebook):
    assert notebook.save()
    return nbformat.read(notebook.lab.root / notebook.notebook, as_version=4)


def test_the_conversation_is_there_without_the_kernel_that_had_it(open_notebook, open_again, lab):
    live = open_notebook([CHAT])
    live.run_all()
    live.chat().send("First.")
    written_down(live, "First.The roots")
    live.chat().send("Second.")
    written_down(live, "Second.The roots")
    expect(transcript(live)).to_be_hidden()
    saved(live)
    lab.stop_kernels()
    live.page.close()

    again = open_again(live.notebook)
    again.wait_ready()
    for words in ("First.The roots of", "cost $5 or $10:", "print('<b>')", "Run the cell to go on"):
        expect(transcript(again).get_by_text(words).first).to_be_visible()
    expect(transcript(again).locator("math").first).to_be_visible()
    expect(again.page.get_by_text("Error displaying widget")).to_be_hidden()
    again.run_all()
    again.chat().send("Third.")
    again.chat().wait_text("Third.The roots")
    expect(transcript(again)).to_be_hidden()


def test_a_notebook_of_somebody_else_shows_the_conversation(open_notebook, open_again, lab):
    live = open_notebook([CHAT])
    live.run_all()
    live.chat().send("First.")
    written_down(live, "First.The roots")
    notebook = saved(live)
    notebook.cells[0].source += "\n# Who wrote this?"
    nbformat.write(notebook, lab.root / "foreign.ipynb")
    foreign = open_again("foreign.ipynb")
    expect(transcript(foreign).get_by_text("First.The roots of")).to_be_visible()
    expect(transcript(foreign).get_by_text("Run the cell to go on")).to_be_visible()
    assert foreign.page.locator(".jp-mod-trusted .chatkit-transcript").count() == 0
    expect(foreign.page.get_by_text("ChatKit(")).to_have_count(1)  # in the cell


def test_notebook_7_shows_the_conversation(open_notebook, open_again, lab):
    live = open_notebook([CHAT])
    live.run_all()
    live.chat().send("First.")
    written_down(live, "First.The roots")
    saved(live)
    lab.stop_kernels()
    again = open_again(live.notebook, path="/notebooks/")
    expect(transcript(again).get_by_text("First.The roots of")).to_be_visible()
    expect(transcript(again).get_by_text("Run the cell to go on")).to_be_visible()
    expect(again.page.get_by_text("Error displaying widget")).to_be_hidden()


def test_a_page_that_is_loaded_anew_has_the_chat_and_not_its_transcript(open_notebook):
    live = open_notebook([CHAT])
    live.run_all()
    live.chat().send("First.")
    written_down(live, "First.The roots")
    saved(live)
    live.reload()
    live.chat().wait_text("First.The roots")
    expect(transcript(live)).to_be_hidden()


def test_a_message_typed_while_a_cell_runs_is_written_down(open_notebook):
    wait = "import time, pathlib\nprint('begun')\nwhile not pathlib.Path('go.txt').exists(): time.sleep(0.05)"
    live = open_notebook([CHAT, wait])
    live.run_cell(0)
    live.run_cell(1, wait=False)
    # Its status may be idle already: messages of the view are taken beside the cell.
    live.page.locator(".jp-OutputArea-output", has_text="begun").wait_for()
    live.chat().send("Meanwhile.")
    written_down(live, "Meanwhile.The roots")
    (live.lab.root / "go.txt").write_text("")


LIVE = """(count) => {
    const root = document.querySelector("[data-lm-suppress-shortcuts=true]").shadowRoot;
    const items = [...root.querySelectorAll(".item .markdown")];
    return items.length < count ? null : items.map((item) => {
        const copy = item.cloneNode(true);
        for (const extra of copy.querySelectorAll("figcaption, .formula, .formula-source")) extra.remove();
        return copy.textContent;
    });
}"""
STILL = """() => {
    for (const extra of document.querySelectorAll("math, span[dir=ltr]")) extra.remove();
    return document.body.textContent;
}"""


def test_the_live_chat_and_its_transcript_say_the_same(open_notebook, profile):
    cases = [case["text"] for path in CASES.glob("*.json") for case in json.loads(path.read_text(encoding="utf-8"))]
    # A picture elsewhere is a button in the one and a link in the other; what is blank has no words.
    texts = [text for text in cases if "![" not in text and text.strip(" \n#[]<!->`$") and len(text) < 300][:200]
    cell = (
        f"texts = {texts!r}\nfrom chatkit_notebook import ChatKit, clock\n"
        "from chatkit_notebook.types import AssistantMessageContent, AssistantMessageItem, ThreadItemDoneEvent\n"
        "async def respond(thread, input_user_message, context):\n"
        "    for number, text in enumerate(texts):\n"
        "        part = AssistantMessageContent(text=f'{text}\\n\\nend{number}.')\n"
        "        yield ThreadItemDoneEvent(item=AssistantMessageItem(id=f'a{number}', thread_id=thread.id, "
        "created_at=clock.now(), content=[part]))\n"
        "chat = ChatKit(respond, height=40000)\nchat"
    )
    live = open_notebook([cell, "chat.save_transcript('said.html')"], height=40_500)
    live.run_cell(0)
    live.chat().send("All of them.")
    said = live.page.wait_for_function(LIVE, arg=len(texts), polling=200).json_value()
    live.chat().wait_idle()
    live.run_cell(1)
    address = (live.lab.root / "said.html").as_uri()

    still = profile.new_page()
    requests = []
    still.on("request", lambda request: requests.append(request.url))
    session = profile.new_cdp_session(still)
    session.send("Emulation.setScriptExecutionDisabled", {"value": True})
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    session.send("Network.emulateNetworkConditions", offline)
    still.goto(address)
    session.send("Emulation.setScriptExecutionDisabled", {"value": False})
    written = still.evaluate(STILL)
    still.close()
    assert requests == [address]

    def words(text):
        return re.sub(r"[\s☐☑]", "", text)

    ends = [re.sub(r"end\d+\.\Z", "end", words(text)) for text in said]
    pieces = [words(piece) for piece in re.split(r"(?<=end)\d+\.", written)]
    different = [both for both in zip(texts, ends, pieces, strict=False) if both[1] != both[2]]
    # The head of the page stands before the first.
    assert different[1:] == []
    assert len(pieces) == len(texts) + 1
