"""Widgets whose state only Python changes: a front end may ask for it and send messages, but never write it.

ipywidgets takes every synced trait from any front end, the code of the view included, and passes it on to the others.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import ipywidgets
from comm import get_comm_manager

from chatkit_notebook.json import object_in

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterable

log = logging.getLogger(__name__)

PAUSE = 0.2
"""Seconds between two corrections."""
_ANSWERED = ("custom", "request_state")


class KernelOwned(ipywidgets.Widget):
    """A widget that ignores what front ends want to set. It precedes the widget's own class among the bases."""

    def set_state(self, sync_data: Any) -> None:
        """Ignore the values that a front end has sent, and let :meth:`_ignored` know of their names."""
        synced: list[str] = self.keys  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - ipywidgets has no types
        names = [name for name in object_in(sync_data) if name in synced]
        log.debug("A front end wanted to set %s of %s, which only Python sets.", names, type(self).__name__)
        self._ignored(names)

    def add_traits(self, **traits: Any) -> None:
        """Add traits to this widget alone, which gets a class of its own."""
        # anywidget gives this one to each widget by itself; where its class has it, no widget needs another class.
        if traits.keys() != {"_anywidget_id"} or not self.has_trait("_anywidget_id"):
            super().add_traits(**traits)

    def _ignored(self, names: Iterable[str]) -> None:
        """Take note of the traits that a front end wanted to set."""

    def _handle_msg(self, msg: Any) -> None:
        # ipywidgets prints a traceback for each message that it does not understand.
        data = object_in(msg["content"].get("data"))
        if data.get("method") == "update":
            self.set_state(data.get("state"))
        elif data.get("method") in _ANSWERED:
            super()._handle_msg(msg)  # pyright: ignore[reportUnknownMemberType] - ipywidgets has no types
        else:
            log.debug("A front end sent %s a message with an unknown method.", type(self).__name__)


class KernelOwnedLayout(KernelOwned, ipywidgets.Layout):
    """The layout of such a widget, which is a widget of its own."""

    def __init__(self, **traits: Any) -> None:
        # In a box that gives it no width, such as an HBox, it takes what is there; else it would be 2 px wide.
        super().__init__(**{"flex": "1 1 auto", "min_width": "min(100%, 320px)", **traits})  # pyright: ignore[reportUnknownMemberType] - ipywidgets has no types


class Corrections:
    """Sends the real values of traits that a front end has set: its page shows the others, and would save them.

    All methods run on the loop.

    Args:
        loop: The chat's.
        send: Sends the values of some traits to the front ends.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Callable[[set[str]], None]) -> None:
        self._loop = loop
        self._send = send
        self._names: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None

    def note(self, names: Iterable[str]) -> None:
        """Correct some traits soon, with all the others that are set until then."""
        self._names.update(names)
        if self._names and self._timer is None:
            self._timer = self._loop.call_later(PAUSE, self._correct)

    def close(self) -> None:
        """Correct nothing any more."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None

    def _correct(self) -> None:
        names, self._names, self._timer = self._names, set(), None
        try:
            self._send(names)
        except Exception:  # a closed comm or socket must not break the conversation
            log.exception("The values of %s could not be sent to the browser.", sorted(names))


def close_widget(widget: Any, *, stays_on_page: bool) -> None:
    """Close a widget and its layout.

    Args:
        widget: The widget.
        stays_on_page: Whether pages go on showing what they have; a page that hears of the end takes the views off.
    """
    for each in (widget.layout, widget):
        if stays_on_page and each.comm is not None:
            each.comm._closed = True  # noqa: SLF001 - there is no public way
            get_comm_manager().unregister_comm(each.comm)
        ipywidgets.Widget.close(each)


def outlive_views(comm: Any) -> None:
    """Keep a comm open that a front end closes: the widget lives in the kernel, and others may show it."""

    def reopen(_: Any) -> None:
        comm._closed = False  # noqa: SLF001 - there is no public way
        get_comm_manager().register_comm(comm)

    comm.on_close(reopen)
