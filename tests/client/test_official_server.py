"""A server written with the published `openai-chatkit` package works in a session unmodified."""

from datetime import datetime

from chatkit.server import ChatKitServer
from chatkit.store import NotFoundError, Store
from chatkit.types import (
    AssistantMessageContent,
    AssistantMessageItem,
    ClientEffectEvent,
    ClientToolCallItem,
    Page,
    ThreadItemDoneEvent,
    WidgetItem,
)
from chatkit.widgets import Card, Text

from chatkit_notebook.client import Callbacks
from chatkit_notebook.client.callbacks import Callback, ClientTool
from chatkit_notebook.client.wire import user_message
from chatkit_notebook.widgets import Card as OurCard
from chatkit_notebook.widgets import Text as OurText


class DictStore(Store[dict]):
    """The smallest store that keeps the contract."""

    def __init__(self):
        self.threads, self.items = {}, {}

    async def load_thread(self, thread_id, context):
        if thread_id not in self.threads:
            raise NotFoundError(thread_id)
        return self.threads[thread_id].model_copy(deep=True)

    async def save_thread(self, thread, context):
        self.threads[thread.id] = thread.model_copy(deep=True)
        self.items.setdefault(thread.id, {})

    async def load_thread_items(self, thread_id, after, limit, order, context):
        items = list(self.items[thread_id].values())
        if order == "desc":
            items.reverse()
        return Page(data=items[:limit], has_more=len(items) > limit)

    async def add_thread_item(self, thread_id, item, context):
        self.items[thread_id][item.id] = item

    save_item = add_thread_item

    async def load_item(self, thread_id, item_id, context):
        return self.items[thread_id][item_id]

    async def delete_thread_item(self, thread_id, item_id, context):
        self.items[thread_id].pop(item_id, None)

    async def delete_thread(self, thread_id, context):
        del self.threads[thread_id]

    async def load_threads(self, limit, after, order, context):
        return Page(data=list(self.threads.values())[:limit])

    async def save_attachment(self, attachment, context):
        raise NotImplementedError

    async def load_attachment(self, attachment_id, context):
        raise NotImplementedError

    async def delete_attachment(self, attachment_id, context):
        raise NotImplementedError


class OfficialServer(ChatKitServer[dict]):
    async def respond(self, thread, input_user_message, context):
        def stamp(kind):
            return {
                "id": self.store.generate_item_id(kind, thread, context),
                "thread_id": thread.id,
                "created_at": datetime.now(),  # noqa: DTZ005 - as the official package does
            }

        if input_user_message is not None and input_user_message.content[0].text == "fail":
            raise ZeroDivisionError("nothing to divide by")
        if input_user_message is not None:
            yield ClientEffectEvent(name="beep", data={"times": 2})
            yield ThreadItemDoneEvent(
                item=ClientToolCallItem(**stamp("tool_call"), call_id="c1", name="double", arguments={"n": 4})
            )
            return
        page = await self.store.load_thread_items(thread.id, None, 1, "desc", context)
        text = AssistantMessageContent(text=f"The result is {page.data[0].output}.")
        yield ThreadItemDoneEvent(item=AssistantMessageItem(**stamp("message"), content=[text]))
        yield ThreadItemDoneEvent(item=WidgetItem(**stamp("message"), widget=Card(children=[Text(value="old")])))


def ask(text):
    return lambda thread: (
        {"type": "threads.create", "params": {"input": user_message(text)}}
        if thread.id is None
        else {
            "type": "threads.add_user_message",
            "params": {"thread_id": thread.id, "input": user_message(text)},
        }
    )


async def test_a_conversation_with_a_client_tool_call(session_of):
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
    assert effects == [2, 2]


async def test_a_button_reaches_python_and_the_official_pipeline_stores_the_new_widget(session_of):
    callbacks = Callbacks()
    callbacks.client_tools["double"] = ClientTool.of(lambda n: n, "double")
    callbacks.actions["go"] = Callback(lambda sender, n: OurCard(children=[OurText(value=f"{sender.type} {n}")]))
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
