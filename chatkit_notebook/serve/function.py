"""Servers for a function: one that is written like ``respond``, or one that turns text into whatever is to be seen."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from chatkit_notebook import types
from chatkit_notebook.display import NotDisplayableError, Passage, Words, is_rich, parts_of
from chatkit_notebook.display.markdown import escaped
from chatkit_notebook.locales import words
from chatkit_notebook.serve.answer import Answer, NewIds, event_classes
from chatkit_notebook.serve.returned import name_of, refusal, values_in
from chatkit_notebook.serve.titles import entitle, text_of, title_maker
from chatkit_notebook.serve.unfinished import KeepingServer
from chatkit_notebook.store.base import attachment_store_of
from chatkit_notebook.workers import Worker

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from chatkit_notebook.display import Part
    from chatkit_notebook.serve.titles import TitleMaker
    from chatkit_notebook.store import AttachmentStore, Store
    from chatkit_notebook.types import ThreadMetadata, ThreadStreamEvent, UserMessageItem

_DRAWN = "what a notebook draws, such as a DataFrame or a figure"
_EVENTS_WANTED = f"strings, widgets, stream events of chatkit_notebook.types, or {_DRAWN}"
_VALUES_WANTED = f"a string, a number, a dict or list, a widget, {_DRAWN}, or an iterator of these"


class _FunctionServer(KeepingServer):
    """What the servers of both kinds of functions share."""

    def __init__(
        self,
        function: Callable[..., Any],
        store: Store[Any],
        attachment_store: AttachmentStore[Any] | None,
        title: bool | TitleMaker | None,  # noqa: FBT001 - an option of its subclasses
    ) -> None:
        super().__init__(store, attachment_store)
        self._function = function
        self._title = title_maker(title)
        self._wanted = _VALUES_WANTED
        self._unpacks = False
        """Whether a list that is returned is several answers: of events, rather than data."""

    def _accepts(self, value: Any) -> bool:
        """Whether the function may answer with a value, if it can be shown."""
        return not isinstance(value, types.ThreadItemBase)

    async def _answer(self, thread: ThreadMetadata, context: Any, *arguments: Any) -> AsyncGenerator[ThreadStreamEvent]:
        """Call the function, and stream what it returns or yields.

        Raises:
            TypeError: It is nothing that a chat can show.
            ValueError: It is an item whose id the thread has already.
        """
        answer = Answer(thread, lambda: self.store.generate_item_id("message", thread, context))
        ids = NewIds(self.store, thread, context)
        worker = Worker()
        try:
            made = await worker.invoke(self._function, *arguments)
            async with aclosing(values_in(made, worker, unpacks=self._unpacks)) as values:
                async for value, is_yielded in values:
                    if isinstance(value, event_classes()):
                        await ids.check(value, name_of(self._function))
                        events = answer.pass_on(value)
                    else:
                        parts = await self._parts(value, worker, is_yielded=is_yielded)
                        events = [event for part in parts for event in answer.add(part)]
                    for event in events:
                        yield event
        except Exception:
            for event in answer.end():  # what was said stays
                yield event
            raise
        finally:
            worker.close()
        for event in answer.end():
            yield event
        async for event in entitle(thread, self._title, self.store, context):
            yield event

    async def _parts(self, value: Any, worker: Worker, *, is_yielded: bool) -> list[Part]:
        if type(value) is str:
            return [Words(value)]
        fix = ""
        if value is None or self._accepts(value):
            try:
                return await worker.call(parts_of, value)
            except NotDisplayableError as error:
                fix = error.fix
        raise refusal(self._function, value, is_yielded=is_yielded, wanted=self._wanted, fix=fix)


class RespondServer(_FunctionServer):
    """Answers with a function written like the ``respond`` method of a server, without the server.

    Args:
        respond: ``respond(thread, input_user_message, context)``, a generator function, async or not, of stream
            events, strings, widgets, and what a notebook draws, side by side; or one that returns one of these or an
            iterator of them. Strings are streamed into one message until another item comes.
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
        super().__init__(respond, store, attachment_store or attachment_store_of(store), title)
        self._wanted = _EVENTS_WANTED
        self._unpacks = True

    def _accepts(self, value: Any) -> bool:
        return is_rich(value)  # plain data is rather an event gone wrong

    async def respond(
        self, thread: ThreadMetadata, input_user_message: UserMessageItem | None, context: Any
    ) -> AsyncGenerator[ThreadStreamEvent]:
        """Stream what the function returns or yields.

        Raises:
            TypeError: It is nothing that a chat can show.
            ValueError: It is an item whose id the thread has already.
        """
        async with aclosing(self._answer(thread, context, thread, input_user_message, context)) as events:
            async for event in events:
                yield event


class ReplyServer(_FunctionServer):
    """Answers text with whatever a function makes of it.

    Args:
        reply: From the user's text to what is to be seen: a string (Markdown), a number, a date, a dict or list, a
            DataFrame, an array, a figure, an image, a widget, anything with a display method of notebooks; or an
            iterator of these, async or not, whose strings are streamed into one message until something else comes.
            What is not async runs in a thread, and may block.
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
        super().__init__(reply, store, None, title)

    async def _parts(self, value: Any, worker: Worker, *, is_yielded: bool) -> list[Part]:
        if value is None and not is_yielded:  # an iterator may end in None, as chunks of models do
            return [Passage(f"*{words().returned_nothing(escaped(name_of(self._function)))}*")]
        return await super()._parts(value, worker, is_yielded=is_yielded)

    async def respond(
        self, thread: ThreadMetadata, input_user_message: UserMessageItem | None, context: Any
    ) -> AsyncGenerator[ThreadStreamEvent]:
        """Stream what the function returns or yields.

        Raises:
            TypeError: It is nothing that a chat can show.
            ValueError: It is an item whose id the thread has already.
        """
        if input_user_message is None:
            return
        async with aclosing(self._answer(thread, context, text_of(input_user_message))) as events:
            async for event in events:
                yield event
