"""Hostile code in the page of a chat: it can't rewrite the widget for another view, nor starve the kernel."""

from playwright.sync_api import expect

CHAT = """
def bad():
    return sum(row.payload["count"] for row in chat.events.where(type="chatkit.failure"))

from time import monotonic, sleep
from chatkit_notebook import ChatKit
chat = ChatKit(lambda text: "pong", header={"title": {"text": "Mine"}})
chat
"""
# The chat acts on messages beside the cells: the last ones may still wait when a cell starts.
STATE = """
end = monotonic() + 40
while bad() < 501 and monotonic() < end:
    sleep(0.05)
print([chat._esm[:4], chat._options['header']['title']['text'], chat.layout.display, len(chat.events), bad()])
"""
SECOND = "chat"
LIVES = 'print("the kernel lives")'
ATTACK = """async () => {
    const panel = window.jupyterapp.shell.currentWidget;
    const kernel = panel.context.sessionContext.session.kernel;
    const reply = await kernel.requestCommInfo({ target_name: "jupyter.widget" });
    for (const id of Object.keys(reply.content.comms)) {
        const send = (data) => {
            const content = { comm_id: id, data };
            const msgType = "comm_msg";
            kernel.sendShellMessage({
                header: {
                    msg_id: crypto.randomUUID(), msg_type: msgType, session: kernel.clientId, username: "",
                    date: new Date().toISOString(), version: "5.2",
                },
                parent_header: {}, metadata: {}, channel: "shell", buffers: [], content,
            }, false);
        };
        const state = { _esm: "throw 1", _css: "* { display: none }", _options: {}, _bundle: "0", display: "none",
            _view_name: "NoView", tooltip: "x", layout: "IPY_MODEL_0", _dom_classes: ["x"] };
        for (let n = 0; n < 50; n += 1) send({ method: "update", state, buffer_paths: [] });
        for (let n = 0; n < 500; n += 1) send({ method: "custom", content: { type: "nonsense", id: `r${n}` } });
        send({ method: "echo_update", state });
        send({ method: "custom", content: { kind: "anywidget-command", id: "1", name: "close", msg: {} } });
    }
}"""


def test_a_page_that_writes_to_the_widget_changes_nothing_for_anybody(open_notebook):
    notebook = open_notebook([CHAT, STATE, SECOND, LIVES])
    notebook.run_cell(0)
    notebook.chat().send("ping")
    notebook.chat().wait_text("pong")
    notebook.page.evaluate(ATTACK)
    notebook.settle()
    notebook.run_cell(1)
    (shown,) = notebook.output(1)
    first, title, display, events, bad = shown.strip("[]\n").split(", ")
    assert (first != "'thro'", title, display) == (True, "'Mine'", "None")
    assert int(events) < 60
    assert int(bad) == 501
    notebook.run_cell(2)
    second = notebook.chat(1)
    expect(second.host.get_by_text("Mine")).to_be_visible()
    second.send("ping")
    expect(second.log.get_by_text("pong", exact=True)).to_have_count(2)
    expect(notebook.chat(0).log.get_by_text("pong", exact=True)).to_have_count(2)
    notebook.run_cell(3)
    assert "the kernel lives" in " ".join(notebook.output(3))
    assert notebook.save()
    notebook.reload()
    notebook.run_cell(2)
    expect(notebook.chat(0).host.get_by_text("Mine").first).to_be_visible()
