"""A server written with the published `openai-chatkit` package works in a session unmodified."""

from chatkit_notebook.client import Callbacks
from chatkit_notebook.client.callbacks import Callback, ClientTool
from chatkit_notebook.client.requests import user_message
from chatkit_notebook.widgets import Card, Text
from tests.official_server import DictStore, OfficialServer


def ask(text):
    return lambda thread: (
        {"type": "threads.create", "params": {"input": user_message(text)}}
        if thread.id is None
        else {
            "type": "threads.add_user_message",
            "params": {"thread_id": thread.id, "input": user_message(text)},
        }
    )


async def test_a_conversation_with_a_client_tool_call(session_of, wait_until):
    calls, effects = [], []

    def double(n: int) -> int:
        calls.append(n)
        return n * 2

    def take(times):
        effects.append(times)

    callbacks = Callbacks()
    callbacks.client_tools["double"] = ClientTool.of(double)
    callbacks.effects["beep"] = Callback(take)
    async with session_of(OfficialServer(DictStore()), callbacks) as session:
        turn = await session.finished(session.submit("ask", ask("double it")))
        assert turn.text == "The result is 8."
        assert turn.error is None
        assert [item.type for item in turn.items] == ["client_tool_call", "assistant_message", "widget"]
        second = await session.finished(session.submit("ask", ask("again")))
        assert second.thread_id == turn.thread_id
        assert calls == [4, 4]
        await wait_until(lambda: effects == [2, 2])  # nobody waits for an effect


async def test_a_button_reaches_python_and_the_official_pipeline_stores_the_new_widget(session_of):
    callbacks = Callbacks()
    callbacks.client_tools["double"] = ClientTool.of(lambda n: n, "double")
    callbacks.actions["go"] = Callback(lambda sender, n: Card(children=[Text(value=f"{sender.type} {n}")]))
    store = DictStore()
    async with session_of(OfficialServer(store), callbacks) as session:
        turn = await session.finished(session.submit("ask", ask("x")))
        widget = turn.items[-1]
        action = {"type": "go", "payload": {"n": 3}}
        body = {
            "type": "threads.custom_action",
            "params": {"thread_id": turn.thread_id, "item_id": widget.id, "action": action},
        }
        acted = await session.finished(session.submit("act", body))
        assert acted.items[0].widget.children[0].value == "widget 3"
    assert store.items[turn.thread_id][widget.id].widget.children[0].value == "widget 3"


async def test_a_failing_server_is_explained_in_the_chat(session_of):
    async with session_of(OfficialServer(DictStore())) as session:
        turn = await session.finished(session.submit("ask", ask("fail")))
        assert turn.error == "ZeroDivisionError: nothing to divide by"
        error = next(event for _, event in session.recorder.frames if event["type"] == "error")
        assert error["detail"]["type"] == "ZeroDivisionError"
        assert "respond" in error["detail"]["traceback"]
