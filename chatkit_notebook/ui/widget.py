"""The chat widget: ``ChatKit(agent)`` in a cell."""

from __future__ import annotations

import asyncio
import json
import logging
from inspect import signature
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

import anywidget
import traitlets

from chatkit_notebook.bridge.inbox import Inbox
from chatkit_notebook.bridge.kernel_interrupts import heed_interrupts
from chatkit_notebook.bridge.routing import keep_answering_while_busy
from chatkit_notebook.bridge.views import Views
from chatkit_notebook.chat import Chat
from chatkit_notebook.chat.arguments import check_flag
from chatkit_notebook.json import whole
from chatkit_notebook.locales import words
from chatkit_notebook.ui.abilities import settled
from chatkit_notebook.ui.bundle import bundle
from chatkit_notebook.ui.cells import cells
from chatkit_notebook.ui.kernel_owned import Corrections, KernelOwned, KernelOwnedLayout, close_widget, outlive_views
from chatkit_notebook.ui.option_docs import options_text
from chatkit_notebook.ui.option_traits import OptionTraits
from chatkit_notebook.ui.options import read_options
from chatkit_notebook.ui.saved import SavedTranscript

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from chatkit_notebook.bridge.messages import ToViews
    from chatkit_notebook.chat.loop import RunnerKind
    from chatkit_notebook.types import ThreadMetadata

log = logging.getLogger(__name__)

PAINTING = 0.2
"""Seconds in which a page draws its first view: loading would hold up what it still asks for."""
_ARGUMENTS = (*signature(Chat).parameters, "resume")


class ChatKit(Chat, OptionTraits, KernelOwned, anywidget.AnyWidget):  # pyright: ignore[reportIncompatibleMethodOverride] - anywidget shows itself in its own way
    """A chat in a notebook cell.

    >>> chat = ChatKit(lambda text: text.upper(), height=400)
    >>> chat.height = "60vh"
    >>> chat.ask_sync("hello").text
    'HELLO'
    >>> chat.height = 3  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: ChatKit(height=3) does not fit: A height must be a whole number of pixels from 200, or a CSS ...
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
        resume: Whether a cell that runs again shows the thread that its chat showed before; with a ``store`` only.
        **options: How it looks and what it offers, as below; each is an attribute, too, such as ``chat.height = 400``.

    Options:
        {options}

    Raises:
        TypeError: The target is not one of these, or an option is unknown.
        ValueError: An option's value does not fit.
    """

    _anywidget_id = traitlets.Unicode().tag(sync=True)
    _esm = traitlets.Unicode().tag(sync=True)
    _bundle = traitlets.Unicode().tag(sync=True)
    _transcript = traitlets.Unicode().tag(sync=True)
    _components = traitlets.Dict().tag(sync=True)
    """The hashes of the components of the user's own, by their names: views ask for the sources."""

    @traitlets.default("_anywidget_id")
    def _default_anywidget_id(self) -> str:
        return f"{type(self).__module__}.{type(self).__name__}"

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
        timeout: float | None = None,
        runner: RunnerKind | None = None,
        initial_thread: str | None = None,
        titles: bool | Callable[[str, ThreadMetadata], Any] | None = True,
        show_tools: bool = True,
        keeps_agent: bool = True,
        upload_strategy: Mapping[str, str] | None = None,
        resume: bool = True,
        **options: Any,
    ) -> None:
        check_flag("resume", resume)
        if target is None:
            options = {"start_screen": _demo_start_screen(), **options}
        checked = read_options(options, also=_ARGUMENTS)
        Chat.__init__(
            self,
            target,
            store=store,
            attachment_store=attachment_store,
            context=context,
            base_url=base_url,
            api_key=api_key,
            api=api,
            timeout=timeout,
            runner=runner,
            titles=titles,
            show_tools=show_tools,
            keeps_agent=keeps_agent,
            upload_strategy=upload_strategy,
        )
        self._corrections = Corrections(self._loop.loop, self.send_state)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - ipywidgets has no types
        view = settled(checked, self._session.peer)
        name = f"chatkit-{uuid4().hex}"
        self._saved = SavedTranscript(self._session, self._loop, name)
        anywidget.AnyWidget.__init__(
            self, _esm=bundle.loader, _bundle=bundle.hash, _options=view.on_wire(), _transcript=name
        )
        heed_interrupts()
        self.take_options(checked)
        keep_answering_while_busy(self.comm)
        outlive_views(self.comm)
        self._views = Views(
            self._session, self._send_message, bundle, lambda: self._session.spawn(self._prepare()), self._unseen
        )
        self._inbox = Inbox(self._loop, lambda content, buffers: self._views.receive(content, buffers))  # noqa: PLW0108 - looked up at each call, as the views may be replaced
        self.on_msg(self._receive)  # pyright: ignore[reportUnknownMemberType] - ipywidgets has no types
        self._show_first(initial_thread)
        self._resuming: str | None = None
        shown_before = cells.move_in(self)
        self._session.resumes = resume and store is not None and initial_thread is None
        if self._session.resumes and shown_before is not None:
            self._resuming = shown_before
            self._loop.start(self._resume(shown_before))

    def focus_composer(self) -> None:
        """Put the keyboard focus into the composer."""
        self._session.check_open()
        self._loop.post(self._views.call, "focus_composer", {})

    def set_composer_value(self, text: str) -> None:
        """Put text into the composer, in the place of what is there; it is not sent.

        Raises:
            TypeError: It is not a str.
        """
        if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance] - notebooks are untyped
            raise TypeError(f"The composer's text must be a str, not {text!r}.")
        self._session.check_open()
        self._loop.post(self._views.call, "set_composer_value", {"text": text})

    def set_options(self, **options: Any) -> None:
        """Replace all options of the look; one that is left out returns to its default.

        Raises:
            TypeError: An option is unknown.
            ValueError: A value does not fit.
        """
        self._session.check_open()
        self.take_options(read_options(options))

    def close(self) -> None:
        """Stop what runs and take nothing more: the views say so. Threads stay in the store, and what was said here."""
        # A constructor that refused its arguments leaves a widget without parts, which ipywidgets closes all the same.
        is_shown = False
        if "_views" in vars(self) and not self._session.is_closed and not self._loop.loop.is_closed():
            cells.move_out(self)
            self._send_message({"type": "closed"})
            is_shown = bool(self._views.pages)
            self._saved.close()
            self._loop.post(self._views.close)
            self._loop.post(self._corrections.close)
            Chat.close(self)
        close_widget(self, stays_on_page=is_shown)

    @property
    def shown_thread(self) -> str | None:
        """The thread that is shown, or about to be shown again; for the chat that takes the place of this one."""
        return self._resuming or self.thread_id

    async def _resume(self, thread_id: str) -> None:
        try:
            await super()._resume(thread_id)
        finally:
            self._resuming = None

    def move_out(self) -> None:
        """Close, as soon as no page shows the chat: its cell has run again."""
        self._loop.post(self._unseen)

    def _unseen(self) -> None:
        if not self._views.pages and cells.is_left(self):
            self.close()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        cells.show(self)
        self._show_still()
        bundle = cast("tuple[dict[str, Any], Any]", anywidget.AnyWidget._repr_mimebundle_(self, **kwargs))  # pyright: ignore[reportUnknownMemberType] - as below
        data, metadata = bundle
        # The transcript above says it all, where the widget can't be shown.
        return {"text/html": "", **data}, metadata

    def _show_still(self) -> None:
        """Put what is seen without a kernel into the output of the cell that runs."""
        self._saved.show(repr(self))

    def __repr__(self) -> str:
        return Chat.__repr__(self)

    async def _prepare(self) -> None:
        """Load what the first answer needs while somebody looks at the chat, and name the model that is known then."""
        await asyncio.sleep(PAINTING)
        try:
            await self._session.peer.prepare()
        except Exception:
            # The first message tries again, and tells in the chat what went wrong.
            log.exception("What answers could not be loaded.")
        if self._session.peer.model_name != self._options.get("modelName"):
            self.show_options()

    def _components_changed(self) -> None:
        self._components = {name: each.hash for name, each in self._session.components.items()}

    def _ignored(self, names: Iterable[str]) -> None:
        self._loop.post(self._corrections.note, [*names])

    def _receive(self, _: Any, content: Any, buffers: Any) -> None:
        # Any thread may be here, a busy kernel's included: only hand over. The buffers are views of a message that
        # is not ours to keep.
        self._inbox.put(content, [bytes(buffer) for buffer in buffers or ()])

    def _send_message(self, content: ToViews, buffers: Sequence[bytes] | None = None) -> None:
        try:
            try:
                self.send(content, buffers)  # pyright: ignore[reportUnknownMemberType] - ipywidgets has no types
            except UnicodeEncodeError:
                # Half a surrogate pair, from a server or another page, which no UTF-8 can hold.
                self.send(json.loads(whole(json.dumps(content, ensure_ascii=False))), buffers)  # pyright: ignore[reportUnknownMemberType] - as above
        except Exception:
            # A closed comm or socket must not break the conversation, which lives on without its views.
            log.exception("A message of type %r could not be sent to the browser.", content["type"])


ChatKit.__doc__ = (ChatKit.__doc__ or "").replace("        {options}", options_text())


def _demo_start_screen() -> dict[str, Any]:
    """What the demo can be asked. Its model knows no language but English."""
    return {
        "prompts": [
            {"label": words().ask_what_it_can, "prompt": "What can you do?", "icon": "sparkle"},
            {"label": words().ask_the_weather, "prompt": "What is the weather in Paris?", "icon": "globe"},
            {"label": words().ask_for_dice, "prompt": "Roll 2 dice", "icon": "cube"},
            {"label": words().ask_for_a_story, "prompt": "Tell me a long story", "icon": "book-open"},
        ]
    }
