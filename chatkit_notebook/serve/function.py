"""Servers for a function: one that streams events, or one that turns text into text."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Iterable
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel

from chatkit_notebook import clock
from chatkit_notebook.misfits import brief
from chatkit_notebook.serve.titles import entitle, text_of, title_maker
from chatkit_notebook.server import ChatKitServer
from chatkit_notebook.store.base import attachment_store_of
from chatkit_notebook.types import (
    AssistantMessageContent,
    AssistantMessageContentPartAdded,
    AssistantMessageContentPartDone,
    AssistantMessageContentPartTextDelta,
    AssistantMessageItem,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemUpdatedEvent,
)
from chatkit_notebook.workers import Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.serve.titles import TitleMaker
    from chatkit_notebook.store import AttachmentStore, Store
    from chatkit_notebook.types import ThreadItemUpdate, ThreadMetadata, ThreadStreamEvent, UserMessageItem


class RespondServer(ChatKitServer[Any]):
    """Answers with a function written like the ``respond`` method of a server, without the server.

    Args:
        respond: ``respond(thread, input_user_message, context)``, an async generator function of events; or one
            that returns an iterator of them, async or not.
        store: Where threads are kept.
        attachment_store: Where the bytes of attachments are kept; that of the store by default, if it has one.
        title: Whether threads get a title from their first message; or a function of its text and the thread.

    Raises:
        TypeError: `title` is neither.
    """

    def __init__(
        self,
        respond: Callable[..., Any],
        store: Store[Any],
        *,
        attachment_store: AttachmentStore[Any] | None = None,
        title: bool | TitleMaker | None = True,
    ) -> None:
        super().__init__(store, attachment_store or attachment_store_of(store))
        self._respond = respond
        self._title = title_maker(title)

    async def respond(
        self, thread: ThreadMetadata, input_user_message: UserMessageItem | None, context: Any
    ) -> AsyncGenerator[ThreadStreamEvent]:
        """Stream what the function yields.

        Raises:
            TypeError: It returned something that has no events.
        """
        worker = Worker()
        try:
            made = await worker.invoke(self._respond, thread, input_user_message, context)
            values = () if made is None else made
            lead = f"{_name(self._respond)}() returned"
            async with aclosing(_values(values, worker, lead, "an iterator of stream events")) as events:
                async for event in events:
                    yield cast("ThreadStreamEvent", event)
        finally:
            worker.close()
        async for event in entitle(thread, self._title, self.store, context):
            yield event


class ReplyServer(ChatKitServer[Any]):
    """Answers text with text.

    Args:
        reply: From the user's text to a string, or an iterator of strings; async or not. What is not async runs in
            a thread, and may block.
        store: Where threads are kept.
        title: Whether threads get a title from their first message; or a function of its text and the thread.

    Raises:
        TypeError: `title` is neither.
    """

    reads_attachments = False
    calls_client_tools = False

    def __init__(
        self, reply: Callable[[str], Any], store: Store[Any], *, title: bool | TitleMaker | None = True
    ) -> None:
        super().__init__(store)
        self._reply = reply
        self._title = title_maker(title)

    async def respond(
        self, thread: ThreadMetadata, input_user_message: UserMessageItem | None, context: Any
    ) -> AsyncGenerator[ThreadStreamEvent]:
        """Stream the reply as an assistant's message.

        Raises:
            TypeError: The function returned or yielded something other than text.
        """
        if input_user_message is None:
            return
        message = _Message(
            AssistantMessageItem(
                id=self.store.generate_item_id("message", thread, context),
                thread_id=thread.id,
                created_at=clock.now(),
                content=[],
            )
        )
        worker = Worker()
        try:
            made = await worker.invoke(self._reply, text_of(input_user_message))
            lead = f"{_name(self._reply)}() returned"
            async with aclosing(_values(made, worker, lead, "a string or an iterator of strings")) as chunks:
                async for chunk in chunks:
                    for event in message.write(_text(chunk, self._reply)):
                        yield event
        except Exception:
            for event in message.end():  # what was said stays
                yield event
            raise
        finally:
            worker.close()
        for event in message.end():
            yield event
        async for event in entitle(thread, self._title, self.store, context):
            yield event


class _Message:
    """The events of one message of one part."""

    def __init__(self, item: AssistantMessageItem) -> None:
        self._item = item
        self._chunks: list[str] = []
        self._is_open = False

    def write(self, chunk: str) -> list[ThreadStreamEvent]:
        if not chunk:
            return []
        events: list[ThreadStreamEvent] = [] if self._is_open else self._begin()
        self._chunks.append(chunk)
        return [*events, self._update(AssistantMessageContentPartTextDelta(content_index=0, delta=chunk))]

    def end(self) -> list[ThreadStreamEvent]:
        """Complete the message; one of no words was never there."""
        if not self._is_open:
            return []
        content = AssistantMessageContent(text="".join(self._chunks))
        item = self._item.model_copy(update={"content": [content]})
        done = self._update(AssistantMessageContentPartDone(content_index=0, content=content))
        return [done, ThreadItemDoneEvent(item=item)]

    def _begin(self) -> list[ThreadStreamEvent]:
        self._is_open = True
        part = AssistantMessageContentPartAdded(content_index=0, content=AssistantMessageContent(text=""))
        return [ThreadItemAddedEvent(item=self._item), self._update(part)]

    def _update(self, update: ThreadItemUpdate) -> ThreadItemUpdatedEvent:
        return ThreadItemUpdatedEvent(item_id=self._item.id, update=update)


def _text(chunk: object, reply: Callable[..., Any]) -> str:
    if isinstance(chunk, str):
        return chunk
    raise TypeError(f"{_name(reply)}() yielded {brief(chunk)}: yield strings.")


def _name(function: Callable[..., Any]) -> str:
    return getattr(function, "__name__", type(function).__name__)


async def _values(made: Any, worker: Worker, lead: str, wanted: str) -> AsyncGenerator[Any]:
    if isinstance(made, AsyncIterable):
        values = aiter(cast("AsyncIterable[Any]", made))
        try:
            async for value in values:
                yield value
        finally:
            if isinstance(values, AsyncGenerator):
                await values.aclose()
    elif isinstance(made, str):
        yield made
    elif isinstance(made, Iterable) and not isinstance(made, bytes | dict | BaseModel):
        async with aclosing(worker.iterate(iter(cast("Iterable[Any]", made)))) as values:
            async for value in values:
                yield value
    else:
        raise TypeError(f"{lead} {brief(made)}: return {wanted}.")
