"""Components of one's own in a real browser: drawn by modules that the user has registered, and by no others."""

import pytest
from playwright.sync_api import expect

from tests.browser.health import Health

START = """
from chatkit_notebook import ChatKit
from chatkit_notebook.widgets import Card, Text

chat = ChatKit(lambda text: "pong", height=520)
got = []

@chat.on_action("set")
def put(value, note):
    got.append((value, note))
    return Card(children=[Gauge(id="one", value=value + 1), Text(value=f"Put {note}")])

chat
"""
GAUGE = """
Gauge = chat.register_component("Gauge", esm='''
export default {
  render({ node, el, send }) {
    globalThis.gauges = (globalThis.gauges ?? 0) + 1;
    const line = document.createElement("p");
    const note = document.createElement("input");
    note.ariaLabel = "Note";
    const button = document.createElement("button");
    button.textContent = "Put";
    const update = (next) => { node = next; line.textContent = `It is at ${node.value}`; };
    button.onclick = () => send({ type: "set", payload: { value: node.value, note: note.value } });
    el.append(line, note, button);
    update(node);
    return { update, destroy: () => { globalThis.gauges -= 1; } };
  },
};
''', css="p, .header-title, .composer { color: rgb(1, 2, 3); letter-spacing: 7px } :host { outline: 3px solid red }")
"""
SHOW = """card = chat.show(Card(children=[Gauge(id="one", value=1), Text(value="A sibling")]))"""
PAGE_STYLE = """
p, input, button { text-transform: uppercase !important; font-size: 40px !important }
.jp-Notebook { font-style: italic; word-spacing: 11px }
"""
COUNT_ADDRESSES = """
globalThis.addresses = new Set();
const { createObjectURL, revokeObjectURL } = URL;
URL.createObjectURL = (blob) => {
    const url = createObjectURL.call(URL, blob);
    if (blob.type === "text/javascript") addresses.add(url);
    return url;
};
URL.revokeObjectURL = (url) => {
    addresses.delete(url);
    revokeObjectURL.call(URL, url);
};
"""


def styles(locator, *names):
    return locator.evaluate("(one, names) => names.map((name) => getComputedStyle(one).getPropertyValue(name))", names)


def gauges(notebook):
    return notebook.page.evaluate("globalThis.gauges ?? 0")


def wait_for_gauges(notebook, count):
    notebook.page.wait_for_function("count => (globalThis.gauges ?? 0) === count", arg=count)


def test_a_component_is_drawn_apart_from_the_page_acts_keeps_its_state_and_outlives_a_reload(open_notebook):
    notebook = open_notebook(
        [START, GAUGE, SHOW, "chat", "print(got)", "await chat.set_thread_id(None)"],
        before=lambda page: page.add_init_script(COUNT_ADDRESSES),
        height=1500,
    )
    notebook.run_cell(0)
    view = notebook.chat()
    view.composer.wait_for()
    health = Health(notebook)
    notebook.page.add_style_tag(content=PAGE_STYLE)
    for index in (1, 2, 3):
        notebook.run_cell(index)
    other = notebook.chat(1)
    line, note = (view.log.get_by_text("It is at"), view.log.get_by_label("Note"))
    for each in (view, other):
        expect(each.log.get_by_text("It is at 1")).to_be_visible()
    wait_for_gauges(notebook, 2)

    # What is of the page and of the chat stays out, what is its own stays in, and the theme is at hand.
    looks = ("text-transform", "font-style", "word-spacing", "color", "letter-spacing", "font-size")
    assert styles(line, *looks) == ["none", "normal", "0px", "rgb(1, 2, 3)", "7px", "15px"]
    sibling, composer = view.log.get_by_text("A sibling"), view.composer
    assert [styles(each, "color", "letter-spacing") for each in (sibling, composer)].count(["rgb(1, 2, 3)", "7px"]) == 0
    tokens = ("--ck-accent", "--ck-text", "--ck-surface-raised", "--ck-font")
    assert all(styles(line, *tokens))
    assert styles(line, *tokens) == styles(sibling, *tokens)
    assert styles(note, "font-family") != styles(sibling, "font-family")

    # Keys typed in it are its own. Its action takes the widget's place, and what it holds stays.
    note.click()
    note.press_sequentially("a note")
    expect(view.composer).to_have_value("")
    view.log.get_by_role("button", name="Put").click()
    for each in (view, other):
        expect(each.log.get_by_text("It is at 2")).to_be_visible()
        expect(each.log.get_by_text("Put a note")).to_be_visible()
    expect(note).to_have_value("a note")
    expect(other.log.get_by_label("Note")).to_have_value("")
    notebook.run_cell(4)
    assert notebook.output(4) == ["[(1, 'a note')]\n"]
    assert gauges(notebook) == 2

    # Another thread has none, and a page that is loaded anew draws it again.
    thread = "threads = await chat.threads(); await chat.set_thread_id(threads[0].id)"
    notebook.run_cell(5)
    wait_for_gauges(notebook, 0)
    notebook.page.evaluate(
        "code => window.jupyterapp.shell.currentWidget.content.widgets[5].model.sharedModel.setSource(code)", thread
    )
    notebook.run_cell(5)
    wait_for_gauges(notebook, 2)
    health.check_page()
    assert notebook.page.evaluate("addresses.size") == 0
    assert notebook.save()
    notebook.reload()
    for each in (view, other):
        expect(each.log.get_by_text("It is at 2")).to_be_visible()
    wait_for_gauges(notebook, 2)
    assert notebook.errors == []


BROKEN = """
chat.register_component("NoModule", esm="export default {")
chat.register_component("NoRender", esm="export const draw = 1;")
chat.register_component("Throws", esm='''
export const render = ({ node, el }) => { el.append("half "); throw new RangeError(`no ${node.value}`); };
''')
chat.register_component("Late", esm='''
export async function render({ el }) { await null; el.append("Late but there"); }
''')
chat.show(Card(size="full", children=[
    {"type": "NoModule"}, {"type": "NoRender"}, {"type": "Throws", "value": "<b>7</b>"}, {"type": "Late"},
    {"type": "Dial", "value": 3}, Text(value="A sibling"),
]))
"""
MENDED = """
SOURCE = "export const render = ({ node, el }) => { el.append(`%s ${node.value}`); }"
for name in ("Throws", "Dial"):
    chat.register_component(name, esm=SOURCE % name)
"""
AGAIN = """
chat.register_component("Dial", esm=SOURCE % "New dial")
failed = [row.payload["data"] for row in chat.events if (row.payload or {}).get("name") == "part.failed"]
print(sorted(each["part"] for each in failed), {each["item_id"] for each in failed} == {chat.items[-1].id})
"""


def test_what_fails_says_so_in_its_place_and_is_mended_by_the_next_registration(open_notebook):
    notebook = open_notebook([START, BROKEN, MENDED, AGAIN])
    notebook.run_cell(0)
    view = notebook.chat()
    view.composer.wait_for()
    notebook.run_cell(1)
    expect(view.log.get_by_text("NoModule failed: SyntaxError: ")).to_be_visible()
    expect(
        view.log.get_by_text("NoRender failed: TypeError: The module exports no function called render.")
    ).to_be_visible()
    expect(view.log.get_by_text("Throws failed: RangeError: no <b>7</b>", exact=True)).to_be_visible()
    expect(view.log.get_by_text("Late but there")).to_be_visible()
    expect(view.log.get_by_text("This part can't be shown: Dial")).to_be_visible()
    expect(view.log.get_by_text("A sibling")).to_be_visible()
    expect(view.log.get_by_text("half")).to_have_count(0)
    notebook.run_cell(2)
    expect(view.log.get_by_text("Throws <b>7</b>", exact=True)).to_be_visible()
    expect(view.log.get_by_text("Dial 3", exact=True)).to_be_visible()
    expect(view.log.get_by_text("can't be shown")).to_have_count(0)
    notebook.run_cell(3)
    expect(view.log.get_by_text("New dial 3", exact=True)).to_be_visible()
    expect(view.log.get_by_text("Dial 3", exact=True)).to_have_count(0)
    assert notebook.output(3) == ["['Dial', 'NoModule', 'NoRender', 'Throws'] True\n"]
    assert notebook.errors == []


CLOSE = "chat.close()"


def test_a_closed_chat_cleans_up_and_leaves_what_is_drawn(open_notebook):
    notebook = open_notebook([START, GAUGE + SHOW, CLOSE])
    for index in (0, 1):
        notebook.run_cell(index)
    view = notebook.chat()
    expect(view.log.get_by_text("It is at 1")).to_be_visible()
    notebook.run_cell(2)
    wait_for_gauges(notebook, 0)
    expect(view.log.get_by_text("It is at 1")).to_be_visible()
    assert notebook.errors == []


@pytest.mark.parametrize("kernel", ["ipykernel-6.31"])
def test_a_component_that_is_registered_while_a_cell_runs_comes_when_the_kernel_is_free(open_notebook, kernel):
    notebook = open_notebook([START, GAUGE + SHOW + "\nimport time; time.sleep(4)"], kernel=kernel)
    notebook.run_cell(0)
    view = notebook.chat()
    view.composer.wait_for()
    notebook.run_cell(1)
    expect(view.log.get_by_text("It is at 1")).to_be_visible()
    assert notebook.errors == []
