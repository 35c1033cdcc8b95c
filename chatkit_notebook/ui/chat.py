"""The chat widget: ``ChatKit(agent)`` in a cell."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from chatkit_notebook.bridge.inbox import Inbox
from chatkit_notebook.bridge.routing import keep_answering_while_busy
from chatkit_notebook.bridge.runner import RunnerKind
from chatkit_notebook.bridge.runner import runner as runner_of
from chatkit_notebook.bridge.views import Views
from chatkit_notebook.client import Callbacks, Session, Turn
from chatkit_notebook.client.outgoing import attach
from chatkit_notebook.client.thread import OpenThread, running
from chatkit_notebook.serve import ClientToolSpec, server_for
from chatkit_notebook.ui.approvals import ApprovalMethods
from chatkit_notebook.ui.attachments import AttachmentMethods, attachment_options
from chatkit_notebook.ui.bundle import bundle
from chatkit_notebook.ui.decorators import CallbackDecorators
from chatkit_notebook.ui.kernel_owned import Corrections, KernelOwned, KernelOwnedLayout, outlive_views
from chatkit_notebook.ui.message import Attachable, checked_message, message_body
from chatkit_notebook.ui.options import ChatOptions, read_options
from chatkit_notebook.ui.threads import ThreadMethods, search_option
from chatkit_notebook.wire import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from chatkit_notebook.client.response import Response
    from chatkit_notebook.eventlog import EventLog
    from chatkit_notebook.types import ThreadItem, ThreadMetadata

log = logging.getLogger(__name__)

_DEMO_START_SCREEN = {
    "prompts": [
        {"label": "What can you do?", "prompt": "What can you do?", "icon": "sparkle"},
        {"label": "The weather in Paris", "prompt": "What is the weather in Paris?", "icon": "globe"},
        {"label": "Roll two dice", "prompt": "Roll 2 dice", "icon": "cube"},
        {"label": "A long story", "prompt": "Tell me a long story", "icon": "book-open"},
    ]
}
_ARGUMENTS = (
    "store",
    "attachment_store",
    "context",
    "base_url",
    "api_key",
    "api",
    "runner",
    "initial_thread",
    "titles",
    "show_tools",
)


class ChatKit(  # pyright: ignore[reportIncompatibleMethodOverride] - anywidget shows itself in its own way
    CallbackDecorators, ApprovalMethods, AttachmentMethods, ThreadMethods, KernelOwned, anywidget.AnyWidget
):
    """A chat in a notebook cell.

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
        runner: ``"thread"`` (the default) or ``"kernel"``: where the conversation runs.
        initial_thread: The id of a thread to show at first.
        titles: Whether threads get a title from their first message; or a function of its text and the thread, async
            or not, that returns the title. A target that is a server gives them by itself.
        show_tools: Whether the tools that an agent calls are shown as steps before the answer.
        **options: Options of the chat's look; see :class:`~chatkit_notebook.ui.options.ChatOptions`.

    Raises:
        TypeError: The target is none of these, or an option is unknown.
        ValueError: An option's value does not fit.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _options = traitlets.Dict().tag(sync=True)
    _bundle = traitlets.Unicode().tag(sync=True)

    @traitlets.default("layout")
    def _default_layout(self) -> KernelOwnedLayout:
        return KernelOwnedLayout()

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
        runner: RunnerKind | None = None,
        initial_thread: str | None = None,
        titles: bool | Callable[[str, ThreadMetadata], Any] | None = True,
        show_tools: bool = True,
        **options: Any,
    ) -> None:
        if target is None:
            options = {"start_screen": _DEMO_START_SCREEN, **options}
        checked = read_options(options, also=_ARGUMENTS)
        if initial_thread is not None and not isinstance(initial_thread, str):  # pyright: ignore[reportUnnecessaryIsInstance] - notebooks are untyped
            raise TypeError(f"initial_thread={initial_thread!r} is no thread's id, which is a text.")
        self._callbacks = Callbacks()
        server = server_for(
            target,
            store,
            attachment_store=attachment_store,
            base_url=base_url,
            api_key=api_key,
            api=api,
            client_tools=self._client_tool_specs,
            titles=titles,
            show_tools=show_tools,
        )
        self._runner = runner_of(runner)
        self._session = Session(server, self._callbacks, context=context)
        self._takes_actions = self._session.peer.has_actions
        self._corrections = Corrections(self._runner.loop, self.send_state)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - ipywidgets has no types
        super().__init__(_esm=bundle.loader, _bundle=bundle.hash, _options=self._wire_options(checked))
        keep_answering_while_busy(self.comm)
        outlive_views(self.comm)
        self._views = Views(self._session, self._send_message, bundle)
        self._inbox = Inbox(self._runner, lambda content, buffers: self._views.receive(content, buffers))  # noqa: PLW0108 - looked up at each call, as the views may be replaced
        self.on_msg(self._receive)  # pyright: ignore[reportUnknownMemberType] - ipywidgets has no types
        if initial_thread is not None:
            self._runner.start(self._open_first(initial_thread))

    async def ask(self, text: str = "", attachments: Sequence[Attachable] | Attachable = ()) -> Turn:
        """Send a message and wait for the whole response; views of the chat show it as it comes.

        Cancelling the wait stops the response.

        Args:
            text: What to say; it may be empty where there are attachments.
            attachments: Files to send with it: paths, or attachments that are there already, or their ids.

        Raises:
            RuntimeError: It is called within a response of this chat, and would wait for itself.
            ValueError: There is nothing to send, or the server takes no attachments.
            AttachmentRefusedError: A file may not be attached. Nothing was sent.
            OSError: A file can't be read. Nothing was sent.
        """
        return await self._runner.run(self._ask(text, attachments))

    def ask_sync(self, text: str = "", attachments: Sequence[Attachable] | Attachable = ()) -> Turn:
        """Send a message and block until the response has ended; an interrupt stops it.

        Arguments and errors are those of ``ask``.

        Raises:
            RuntimeError: Blocking here would wait for itself.
        """
        if not self._runner.has_thread or self._runner.is_here:
            raise RuntimeError("ask_sync() would wait for itself here. Use `await chat.ask(...)` instead.")
        future = self._runner.start(self._ask(text, attachments))
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    async def act(self, action: str, payload: Any = None, *, item_id: str | None = None) -> Turn:
        """Raise a widget action, as if its button had been pressed.

        Args:
            action: The action's type.
            payload: Its data.
            item_id: The widget item it comes from.

        Raises:
            RuntimeError: There is no thread yet.
        """
        if self.thread_id is None:
            raise RuntimeError(f"The action {action!r} needs a thread: send a message or open a thread first.")

        def body(thread: OpenThread) -> dict[str, Any]:
            params = {"thread_id": thread.id, "action": {"type": action, "payload": payload}}
            sender = {} if item_id is None else {"item_id": item_id}
            return {"type": "threads.custom_action", "params": {**params, **sender}}

        return await self._runner.run(self._respond("threads.custom_action", body))

    def stop(self) -> None:
        """Stop the response under way, those that wait for their turn included. What has arrived stays."""
        self._runner.post(self._session.stop)

    async def set_thread_id(self, thread_id: str | None) -> None:
        """Show a thread, or with None a new one.

        Raises:
            Exception: Whatever the server raised; the thread shown stays the same.
        """
        await self._runner.run(self._open(thread_id))

    def focus_composer(self) -> None:
        """Put the keyboard focus into the composer."""
        self._runner.post(self._views.call, "focus_composer", {})

    def set_options(self, **options: Any) -> None:
        """Replace all options of the look; one that is left out returns to its default.

        Raises:
            TypeError: An option is unknown.
            ValueError: A value does not fit.
        """
        self._options = self._wire_options(read_options(options))

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
        return self._session.peer.server

    @property
    def store(self) -> Any:
        """The server's store; None if it has none."""
        return self._session.peer.store

    def close(self) -> None:
        """Stop what runs and close the widget."""
        # A constructor that refused its arguments leaves a widget without parts, which ipywidgets closes all the same.
        if "_views" in vars(self) and not self._runner.loop.is_closed():
            self._runner.post(self._shut)
        super().close()

    def __repr__(self) -> str:
        if "_session" not in vars(self):
            return object.__repr__(self)
        return f"ChatKit({self._session.peer.name}, thread_id={self.thread_id!r})"

    def _client_tool_specs(self) -> Sequence[ClientToolSpec]:
        return [
            ClientToolSpec(tool.name, tool.description, tool.parameters)
            for tool in self._callbacks.client_tools.values()
        ]

    def _wire_options(self, options: ChatOptions) -> dict[str, Any]:
        peer = self._session.peer
        attachments = attachment_options(options.composer.attachments, peer)
        self._session.limits = attachments.limits()
        wire = options.model_dump(mode="json", by_alias=True, exclude_none=True)
        wire["composer"]["attachments"] = attachments.model_dump(mode="json", by_alias=True, exclude_none=True)
        wire["history"]["search"] = search_option(options.history.search, peer)
        return wire if peer.model_name is None else {**wire, "modelName": peer.model_name}

    def _ignored(self, names: Iterable[str]) -> None:
        self._runner.post(self._corrections.note, [*names])

    def _receive(self, _: Any, content: Any, buffers: Any) -> None:
        # Any thread may be here, a busy kernel's included: only hand over. The buffers are views of a message that
        # is not ours to keep.
        self._inbox.put(content, [bytes(buffer) for buffer in buffers or ()])

    def _send_message(self, content: dict[str, Any], buffers: Sequence[bytes] | None = None) -> None:
        try:
            try:
                self.send(content, buffers)  # pyright: ignore[reportUnknownMemberType] - ipywidgets has no types
            except UnicodeEncodeError:
                # Half a surrogate pair, from a server or another page, which no UTF-8 can hold.
                self.send(json.loads(whole(json.dumps(content, ensure_ascii=False))), buffers)  # pyright: ignore[reportUnknownMemberType] - as above
        except Exception:
            # A closed comm or socket must not break the conversation, which lives on without its views.
            log.exception("A message of type %r could not be sent to the browser.", content.get("type"))

    async def _ask(self, text: str, attachments: Any) -> Turn:
        sources = checked_message(text, attachments, self._session.peer)
        self._refuse_own_wait()
        identifiers = await attach(self._session, sources) if sources else []
        return await self._respond("threads.add_user_message", message_body(text, identifiers))

    async def _respond(self, op: str, body: Any) -> Turn:
        self._refuse_own_wait()
        response: Response = self._session.submit(op, body)
        return await self._session.finished(response)

    def _refuse_own_wait(self) -> None:
        if (own := running.get()) is not None and own is self._session.current.response:
            raise RuntimeError(
                "This function is part of a response, and the chat's next one can only begin after it: it would wait "
                'for itself. Use an @chat.on("response.end") function, or another ChatKit.'
            )

    async def _open(self, thread_id: str | None) -> None:
        await self._session.open_thread(thread_id)

    async def _open_first(self, thread_id: str) -> None:
        try:
            await self._session.open_thread(thread_id)
        except Exception as error:  # noqa: BLE001 - nobody waits for it: whatever failed is told in the chat
            self._session.note(f"The thread {thread_id} could not be opened", error)

    def _shut(self) -> None:
        self._views.close()
        self._corrections.close()
        self._closing = self._runner.loop.create_task(self._session.close())
