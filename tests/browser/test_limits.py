"""Speed against jupyter_server's default limits, and what a page has to load."""

import re
from functools import partial

FLOOD = """
from chatkit_notebook import ChatKit

async def reply(text):
    for number in range(10_000):
        yield f"n{number} "

chat = ChatKit(reply)
chat
"""


def custom_messages(seen, page):
    """Keep the custom widget messages that arrive over the kernel's socket."""

    def listen(socket):
        def received(payload):
            data = payload if isinstance(payload, bytes) else payload.encode()
            if b"comm_msg" in data and b'"custom"' in data:
                seen.append(data)

        socket.on("framereceived", received)

    page.on("websocket", listen)


def test_ten_thousand_deltas_arrive_whole_in_few_messages(open_notebook, lab):
    seen = []
    notebook = open_notebook([FLOOD], before=partial(custom_messages, seen))
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.composer.wait_for()
    seen.clear()
    started = notebook.page.evaluate("() => performance.now()")
    chat.send("flood")
    chat.wait_text("n9999")
    chat.wait_idle()
    seconds = (notebook.page.evaluate("() => performance.now()") - started) / 1000
    assert re.findall(r"n\d+", chat.log.inner_text().split("flood", 1)[1]) == [f"n{number}" for number in range(10_000)]
    assert 0 < len(seen) <= 60 * max(seconds, 1)
    assert "rate exceeded" not in lab.log().lower()


def test_two_chats_on_a_page_load_the_bundle_once(open_notebook):
    cells = [
        "from chatkit_notebook import ChatKit\nChatKit()",
        "ChatKit(lambda text: text)",
        "chat = ChatKit()\nchat",
    ]
    seen = []
    notebook = open_notebook(cells, before=partial(custom_messages, seen))
    notebook.run_all()
    for number in range(3):
        notebook.chat(number).composer.wait_for()
    assert sum(b'"bundle"' in data and b'"hash"' in data for data in seen) >= 1
    large = [data for data in seen if len(data) > 100_000]
    assert len(large) == 1


def test_the_module_that_every_widget_carries_is_small():
    from chatkit_notebook.ui.bundle import bundle

    assert len(bundle.loader.encode()) < 10_000
