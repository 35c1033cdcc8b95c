"""What a front end sends to the widget's comm: it may ask and speak, and changes nothing."""

import asyncio
import json

import comm
import pytest

from chatkit_notebook import ChatKit
from chatkit_notebook.ui import kernel_owned
from chatkit_notebook.ui.kernel_owned import PAUSE, Corrections

LAYOUT = ["display", "height", "margin", "visibility", "width", "_model_name", "_view_module"]
HOSTILE = ["export default 1", "", None, 7, [], {}, {"__proto__": {"x": 1}}, "IPY_MODEL_0", "\ud800", float("nan")]
ODD = [
    None, [], "update", 7, {}, {"method": None}, {"method": "update"}, {"method": "update", "state": None},
    {"method": "update", "state": []}, {"method": "update", "state": "_esm"},
    {"method": "update", "state": {"__class__": "x", "comm": None, "keys": [], "_property_lock": {"_esm": 1}}},
    {"method": "update", "state": {"_esm": "x"}, "buffer_paths": [["_esm"]]},
    {"method": "update", "state": {"_options": {}}, "buffer_paths": [["_options", "theme"], ["nowhere", 3], 9]},
    {"method": "update", "state": {str(name): 1 for name in range(10_000)}},
    {"method": "echo_update", "state": {"_esm": "x"}}, {"method": "close"}, {"method": "custom"},
    {"method": "custom", "content": {"kind": "anywidget-command", "id": "1", "name": "close", "msg": {}}},
    {"method": "custom", "content": {"kind": "anywidget-command", "name": "__init__"}},
    {"method": "request_states"}, {"method": "__init__"}, {"method": ["update"]},
]  # fmt: skip


@pytest.fixture
def chat(chat_of):
    chat = chat_of(lambda text: text, header={"title": {"text": "Mine"}})
    chat.sent = []
    chat.comm.publish_msg = lambda kind, data=None, **_: chat.sent.append(data)
    return chat


def tell(widget, data, *buffers):
    message = {"content": {"comm_id": widget.comm.comm_id, "data": data}, "buffers": [*buffers], "metadata": {}}
    comm.get_comm_manager().comm_msg(None, "", message)


def told(chat):
    return [state for message in chat.sent if (state := message.get("state"))]


async def until(condition):
    async with asyncio.timeout(15):
        while not condition():  # noqa: ASYNC110 - any condition, not one event
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("name", sorted(ChatKit.class_trait_names(sync=True)))
def test_a_front_end_sets_no_trait(chat, monkeypatch, name):
    monkeypatch.setattr("ipywidgets.widgets.widget.JUPYTER_WIDGETS_ECHO", True)
    before = chat.get_state()
    for value in HOSTILE:
        tell(chat, {"method": "update", "state": {name: value}, "buffer_paths": []})
        tell(chat, {"method": "update", "state": {name: value}, "buffer_paths": [[name]]}, b"bytes")
    assert chat.get_state() == before
    assert all(message.get("method") != "echo_update" for message in chat.sent)
    assert all(state.items() <= before.items() for state in told(chat))


@pytest.mark.parametrize("name", LAYOUT)
def test_a_front_end_cannot_hide_the_chat_by_its_layout(chat, name):
    before = chat.layout.get_state()
    tell(chat.layout, {"method": "update", "state": {name: "none"}, "buffer_paths": []})
    assert chat.layout.get_state() == before
    chat.layout.height = "300px"
    assert chat.layout.get_state()["height"] == "300px"


@pytest.mark.parametrize("data", ODD, ids=str)
async def test_an_odd_message_changes_nothing_and_prints_no_traceback(chat, capsys, caplog, data):
    before = chat.get_state()
    tell(chat, data, b"bytes")
    assert chat.get_state() == before
    assert (capsys.readouterr(), caplog.records) == (("", ""), [])
    assert (await chat.ask("still there?")).text == "still there?"


async def test_the_page_that_set_traits_is_told_their_real_values(chat, monkeypatch):
    monkeypatch.setattr(kernel_owned, "PAUSE", 0.05)
    tell(chat, {"method": "update", "state": {"_esm": "x", "_options": {}, "nonsense": 1}, "buffer_paths": []})
    await until(lambda: told(chat))
    assert told(chat) == [{"_esm": chat._esm, "_options": chat._options}]

    tell(chat, {"method": "update", "state": {"_bundle": "x"}, "buffer_paths": []})
    await until(lambda: len(told(chat)) > 1)
    assert told(chat)[1:] == [{"_bundle": chat._bundle}]


class Corrected:
    def __init__(self):
        self.sent = []
        self.corrections = Corrections(asyncio.get_running_loop(), self.sent.append)


async def test_what_is_set_within_a_pause_is_corrected_once_and_later_once_more(clock):
    page = Corrected()
    for _ in range(500):
        page.corrections.note(["_esm"])
        page.corrections.note(["_options"])
    await clock.let_pass(PAUSE * 0.9)
    assert page.sent == []
    await clock.let_pass(PAUSE * 0.2)
    assert page.sent == [{"_esm", "_options"}]
    await clock.let_pass(PAUSE * 9)
    page.corrections.note(["_bundle"])
    await clock.let_pass(PAUSE * 1.1)
    assert page.sent[1:] == [{"_bundle"}]


async def test_nothing_that_is_set_is_nothing_to_correct(clock):
    page = Corrected()
    page.corrections.note([])
    assert clock.timers() == 0
    await clock.let_pass(PAUSE * 9)
    assert page.sent == []


async def test_nothing_is_corrected_after_the_end(clock):
    page = Corrected()
    page.corrections.note(["_esm"])
    page.corrections.close()
    assert clock.timers() == 0
    await clock.let_pass(PAUSE * 9)
    assert page.sent == []


async def test_a_correction_that_can_not_be_sent_is_told_and_the_next_one_is_made(clock, caplog):
    page = Corrected()

    def fail(_):
        raise OSError("the socket is closed")

    page.corrections._send = fail
    page.corrections.note(["_esm"])
    await clock.let_pass(PAUSE * 1.1)
    assert "['_esm'] could not be sent" in caplog.text
    page.corrections._send = page.sent.append
    page.corrections.note(["_options"])
    await clock.let_pass(PAUSE * 1.1)
    assert page.sent == [{"_options"}]


def test_a_page_that_loads_asks_for_the_whole_state(chat):
    tell(chat, {"method": "request_state"})
    assert set(told(chat)[0]) == set(chat.keys)
    assert told(chat)[0]["_options"]["header"]["title"]["text"] == "Mine"


async def test_a_front_end_that_closes_the_comm_takes_the_chat_from_nobody_else(chat):
    for _ in range(3):
        message = {"content": {"comm_id": chat.comm.comm_id, "data": {}}, "buffers": []}
        comm.get_comm_manager().comm_close(None, "", message)
    tell(chat, {"method": "custom", "content": {"type": "hello", "view": "v"}})
    await until(lambda: any(message.get("content", {}).get("type") == "welcome" for message in chat.sent))
    chat.close()
    assert chat.comm is None


def test_python_sets_what_it_wants(chat):
    chat.set_options(header={"title": {"text": "Other"}})
    assert told(chat)[-1]["_options"]["header"]["title"]["text"] == "Other"


async def test_half_a_surrogate_pair_reaches_the_views_as_a_replacement_and_takes_nothing_along(chat):
    def publish(_, data=None, **__):
        json.dumps(data, ensure_ascii=False).encode()  # what Jupyter does
        chat.sent.append(data)

    chat.comm.publish_msg = publish
    chat._send_message({"type": "frames", "text": "a\ud800b", "emoji": "\ud83d\ude00", "\udc00": [1]})
    assert chat.sent[0]["content"] == {"type": "frames", "text": "a\ufffdb", "emoji": "😀", "\ufffd": [1]}
