"""A conversation from Python: ``Chat(agent)`` in a script, a test or a cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

from chatkit_notebook.chat.answers import AnswerMethods
from chatkit_notebook.chat.arguments import check_flag, check_optional_text
from chatkit_notebook.chat.awaited import awaited
from chatkit_notebook.chat.components import ComponentMethods
from chatkit_notebook.chat.decorators import CallbackDecorators
from chatkit_notebook.chat.loop import chat_loop
from chatkit_notebook.chat.message import (
    Attachable,
    MessageOptions,
    check_action,
    checked_message,
    checked_options,
    message_body,
)
from chatkit_notebook.chat.open_chats import closed, opened
from chatkit_notebook.chat.opening import check_item, open_first, open_thread
from chatkit_notebook.chat.threads import ThreadMethods
from chatkit_notebook.chat.transcripts import TranscriptMethods
from chatkit_notebook.chat.widgets import WidgetMethods
from chatkit_notebook.client import Callbacks, Session, Turn
from chatkit_notebook.client.callbacks.forwarding import Forwarding, forwarding_of
from chatkit_notebook.client.files.direct_upload import direct_address
from chatkit_notebook.client.files.local_uploads import attach
from chatkit_notebook.client.response import Response
from chatkit_notebook.client.thread import OpenThread, running
from chatkit_notebook.client.turn import turn_of
from chatkit_notebook.locales import words
from chatkit_notebook.serve import server_for
from chatkit_notebook.server.host import ClientToolSpec
from chatkit_notebook.server.late import LateServer
from chatkit_notebook.workers import in_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future

    from typing_extensions import Unpack

    from chatkit_notebook.chat.loop import RunnerKind
    from chatkit_notebook.eventlog import EventLog
    from chatkit_notebook.store import SQLStore
    from chatkit_notebook.types import AttachmentBase, ThreadItem, ThreadMetadata

_NO_OPTIONS: MessageOptions = {}
_MACHINERY = ("builtins", "traitlets", "ipywidgets", "anywidget", "chatkit_notebook.ui.kernel_owned")
_INTERNAL = {"comm", "checked_option", "move_out", "show_options", "shown_thread", "take_options"}
"""What other parts of the package call."""


class Chat(CallbackDecorators, AnswerMethods, ThreadMethods, WidgetMethods, ComponentMethods, TranscriptMethods):
    """A conversation, without a browser: ``ChatKit`` is the same one with a view in a notebook.

    >>> chat = Chat(lambda text: text.upper())
    >>> chat.ask_sync("hello").text
    'HELLO'
    >>> chat.items  # doctest: +ELLIPSIS
    [UserMessageItem('hello', id='...'), AssistantMessageItem('HELLO', id='...')]
    >>> chat.close()

    Args:
        target: Who answers: an ``agents.Agent``; a ``ChatKitServer``, ours or the official one; an async generator
            function ``respond(thread, input_user_message, context)`` of stream events; a plain function from text to
            a string or an iterator of strings; nothing for the offline demo agent.
        store: Where threads are kept, for a target that has no store of its own; in memory by default.
        attachment_store: Where the bytes of attachments are kept, for a target that has no place of its own; with the
            threads by default, if the store can.
        context: Passed to the server with each request; an empty dict by default.
        base_url: An OpenAI-compatible endpoint for the agent's models.
        api_key: Its key; ``OPENAI_API_KEY`` by default.
        api: ``"responses"``, ``"chat_completions"``, or ``"auto"``.
        timeout: How many seconds the endpoint may be silent; 600 by default.
        runner: ``"thread"`` (the default) or ``"kernel"``: where the conversation runs.
        initial_thread: The id of a thread to show at first.
        titles: Whether threads get a title from their first message; or a function of its text and the thread, async
            or not, that returns the title. A target that is a server gives them by itself.
        show_tools: Whether the tools that an agent calls are shown as steps before the answer.
        keeps_agent: Whether the agent that was handed over to answers the next message, too; else the target does.
        upload_strategy: ``{"type": "two_phase"}``, where the server is asked about each file; or ``{"type": "direct",
            "upload_url": ...}``, where files are posted to an address that answers with the attachment.

    Raises:
        TypeError: The target is not one of these.
        ValueError: An argument does not fit.
    """

    def __init__(
        self,
        target: Any = None,
        *,
        store: Any = None,
        attachment_store: Any = None,
        context: Any = None,
        base_url: str | None = None,
        api_key: str | None = None,
        api: str = "auto",
        timeout: float | None = None,
        runner: RunnerKind | None = None,
        initial_thread: str | None = None,
        titles: bool | Callable[[str, ThreadMetadata], Any] | None = True,
        show_tools: bool = True,
        keeps_agent: bool = True,
        upload_strategy: Mapping[str, str] | None = None,
    ) -> None:
        check_flag("keeps_agent", keeps_agent)
        upload_url = direct_address(upload_strategy)
        self._callbacks = Callbacks()
        server = server_for(
            target,
            store,
            attachment_store=attachment_store,
            base_url=base_url,
            api_key=api_key,
            api=api,
            timeout=timeout,
            client_tools=self._client_tool_specs,
            titles=titles,
            show_tools=show_tools,
            keeps_agent=keeps_agent,
        )
        self._loop = chat_loop(runner)
        self._has_own_store = isinstance(store, str | Path)
        self._session = Session(server, self._callbacks, context=context, upload_url=upload_url)
        opened(self._session, self._loop)
        self._takes_actions = self._session.peer.has_actions
        self._show_first(initial_thread)

    @property
    def api(self) -> str | None:
        """The API by which the endpoint is asked: ``"responses"`` or ``"chat_completions"``.

        None offline, for a server that does not say, and with ``api="auto"`` until the endpoint has answered.
        """
        return self._session.peer.api

    @awaited
    async def ask(
        self, text: str = "", attachments: Sequence[Attachable] | Attachable = (), **options: Unpack[MessageOptions]
    ) -> Turn:
        """Send a message and wait for the whole response, and for the functions of its effects and events.

        Views of the chat show it as it comes.

        Cancelling the wait stops the response.

        Args:
            text: What to say; it may be empty where there are attachments.
            attachments: Files to send with it: paths, or attachments that are there already, or their ids.
            **options: ``tool_choice``, ``model``, ``tags``, ``quote`` and ``new_thread``; see ``MessageOptions``.

        Raises:
            RuntimeError: It was called within a response of this chat, and would wait for itself.
            TypeError: An option is unknown, or has a value of the wrong type.
            ValueError: There is nothing to send, the server takes no attachments, or a tag lacks something.
            AttachmentRefusedError: A file may not be attached. Nothing was sent.
            OSError: A file can't be read. Nothing was sent.
        """
        return await self._loop.run(self._ask(text, attachments, options))

    @awaited
    async def send_user_message(
        self, text: str = "", attachments: Sequence[Attachable] | Attachable = (), **options: Unpack[MessageOptions]
    ) -> None:
        """Send a message without waiting for the response, as the composer does.

        Arguments and errors are those of ``ask``; a function within a response may send one for after it.
        """
        await self._loop.run(self._submit(text, attachments, options))

    def ask_sync(
        self, text: str = "", attachments: Sequence[Attachable] | Attachable = (), **options: Unpack[MessageOptions]
    ) -> Turn:
        """Send a message and block until the response has ended; an interrupt stops it.

        Arguments and errors are those of ``ask``.

        Raises:
            RuntimeError: Blocking here would wait for itself.
        """
        if not self._loop.has_thread or self._loop.is_here:
            raise RuntimeError("ask_sync() would wait for itself here. Use `await chat.ask(...)` instead.")
        future = self._loop.start(self._ask(text, attachments, options))
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    @awaited
    async def act(self, action: str, payload: Any = None, *, item_id: str | None = None) -> Turn:
        """Raise a widget action, as if its button had been pressed.

        In a function of ``@chat.on_action`` it passes the action on: that function is not called for it again. Within
        a response, what answers becomes part of that response, and the turn is what it has come to so far.

        Args:
            action: The action's type.
            payload: Its data.
            item_id: The widget item it comes from.

        Raises:
            RuntimeError: There is no thread yet.
            TypeError: The action is not a str, or the payload is not JSON.
            LookupError: The thread has no such item.
        """
        check_action(action, payload)
        check_optional_text("item_id", item_id, "chat.items[-1].id")
        if (here := forwarding_of(self._callbacks)) is not None:
            return await self._loop.run(self._pass_on(here, action, payload, item_id))
        if self.thread_id is None:
            raise RuntimeError(f"The action {action!r} needs a thread: send a message or open a thread first.")
        if item_id is not None:
            await self._loop.run(check_item(self._session, item_id))

        def body(thread: OpenThread) -> dict[str, Any]:
            params = {"thread_id": thread.id, "action": {"type": action, "payload": payload}}
            sender = {} if item_id is None else {"item_id": item_id}
            return {"type": "threads.custom_action", "params": {**params, **sender}}

        return await self._loop.run(self._respond("threads.custom_action", body))

    def stop(self) -> None:
        """Stop the response under way, those that wait for their turn included. What has arrived stays."""
        self._loop.post(self._session.stop)

    @awaited
    async def set_thread_id(self, thread_id: str | None) -> None:
        """Show a thread, or a new one for None.

        Raises:
            Exception: Whatever the server raised; the thread shown stays the same.
        """
        check_optional_text("thread_id", thread_id, "(await chat.threads())[0].id; None begins a new thread")
        await self._loop.run(open_thread(self._session, thread_id))

    @awaited
    async def read_attachment(self, attachment: AttachmentBase | str) -> bytes:
        """Read the bytes of an attachment, such as one of a message in ``chat.items``.

        Args:
            attachment: The attachment, or its id.

        Raises:
            NotFoundError: There is no such attachment, or it has no bytes yet.
            NotImplementedError: Its server keeps the bytes where they can't be read from here.
            TypeError: It is neither an attachment nor an id.
        """
        identifier = attachment if isinstance(attachment, str) else getattr(attachment, "id", None)
        if not isinstance(identifier, str):
            raise TypeError(
                f"{attachment!r} is not an attachment: pass one, such as chat.items[0].attachments[0], or its id."
            )
        _, data = await self._loop.run(self._session.read_attachment(identifier))
        return data

    @property
    def thread_id(self) -> str | None:
        """The id of the thread that is shown; None for a new one."""
        return self._session.current.id

    @property
    def items(self) -> list[ThreadItem]:
        """The items of the thread that is shown, as far as they are loaded."""
        return self._session.current.items()

    @property
    def events(self) -> EventLog:
        """Everything that happened, one row an event."""
        return self._session.log

    @property
    def server(self) -> Any:
        """The server that answers."""
        server = self._session.peer.server
        return server.load() if isinstance(server, LateServer) else server

    @property
    def store(self) -> Any:
        """The server's store; None if it has none."""
        return self._session.peer.store

    def close(self) -> None:
        """Stop what runs and take nothing more. The threads stay in the store, and what was said in ``chat.items``.

        A database that was named by its path or URL is closed, too.
        """
        if not self._session.is_closed and not self._loop.loop.is_closed():
            self._session.end()
            closed(self._session)
            self._closing: Future[None] = self._loop.start(self._end())

    def __call__(self, *_: object, **__: object) -> NoReturn:
        """Tell whoever calls the chat how to ask it.

        Raises:
            TypeError: Always.
        """
        raise TypeError('A chat is not a function: write await chat.ask("...") to send a message.')

    def __dir__(self) -> list[str]:
        """The chat's own names and its user's, and none of the machinery that shows it in a notebook."""
        kinds = [kind for kind in type(self).__mro__ if not kind.__module__.startswith(_MACHINERY)]
        names = {name for kind in kinds for name in vars(kind)} | vars(self).keys()
        return sorted(name for name in names if not name.startswith("_") and name not in _INTERNAL)

    def __repr__(self) -> str:
        if "_session" not in vars(self):
            return object.__repr__(self)
        over = ", closed" if self._session.is_closed else ""
        return f"{type(self).__name__}({self._session.peer.name}, thread_id={self.thread_id!r}{over})"

    async def _end(self) -> None:
        await self._session.close()
        if self._has_own_store:
            await in_thread(cast("SQLStore[Any]", self.store).close)

    def _why_no_client_tools(self) -> str | None:
        return self._session.peer.why_no_client_tools()

    def _names_tools(self) -> bool:
        return self._session.peer.names_client_tools

    def _client_tool_specs(self) -> Sequence[ClientToolSpec]:
        return [
            ClientToolSpec(tool.name, tool.description, tool.parameters)
            for tool in self._callbacks.client_tools.values()
        ]

    async def _ask(self, text: str, attachments: Any, options: Mapping[str, Any] = _NO_OPTIONS) -> Turn:
        if not options.get("new_thread"):
            self._refuse_own_wait()
        return await self._session.settled(await self._submit(text, attachments, options))

    async def _submit(self, text: str, attachments: Any, options: Mapping[str, Any]) -> Response:
        sources = checked_message(text, attachments, self._session.peer)
        fields = checked_options(options)
        identifiers = await attach(self._session, sources) if sources else []
        body = message_body(text, identifiers, fields)
        if options.get("new_thread"):
            return self._session.submit("threads.create", body(OpenThread()))
        return self._session.submit("threads.add_user_message", body)

    async def _pass_on(self, here: Forwarding, action: str, payload: Any, item_id: str | None) -> Turn:
        await here.pass_on(action, payload, item_id)
        response = running.get()
        if isinstance(response, Response):
            return turn_of(response, self.events)
        # An action that does not stream has no response of its own.
        return Turn("", [], self.events.where(run_id=""), None, None, 0.0, self.thread_id)

    async def _respond(self, op: str, body: Any) -> Turn:
        self._refuse_own_wait()
        response: Response = self._session.submit(op, body)
        return await self._session.settled(response)

    def _refuse_own_wait(self) -> None:
        if (own := running.get()) is not None and own is self._session.current.response:
            raise RuntimeError(
                "This function is part of a response, and the chat's next one can only begin after it: it would wait "
                'for itself. Use an @chat.on("response.end") function, or another ChatKit.'
            )

    async def _resume(self, thread_id: str) -> None:
        """Show a thread that was shown before, if it is in the store."""
        try:
            await self._session.resume(thread_id)
        except Exception as error:  # noqa: BLE001 - nobody waits for it: whatever failed is reported in the chat
            self._session.note(words().thread_not_opened(thread_id), error)

    def _show_first(self, thread_id: str | None) -> None:
        if thread_id is None:
            return
        if not isinstance(thread_id, str):  # pyright: ignore[reportUnnecessaryIsInstance] - notebooks are untyped
            raise TypeError(f"initial_thread={thread_id!r} must be a thread id (str).")
        self._loop.start(open_first(self._session, thread_id))
