"""A server as somebody writes it with the published `openai-chatkit` package: none of our code."""

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
