"""Widgets that the notebook puts into the conversation by itself: ``card = chat.show(widget)``."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from chatkit_notebook import clock
from chatkit_notebook.client.field_values import form_values
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from collections.abc import Coroutine, Generator, Mapping

    from chatkit_notebook.chat.loop import ChatLoop
    from chatkit_notebook.client import Session
    from chatkit_notebook.widgets import DynamicWidgetComponent, WidgetRoot


class WidgetMethods:
    """What the notebook shows in the thread."""

    _loop: ChatLoop
    _session: Session

    def show(self, widget: WidgetRoot | DynamicWidgetComponent | Mapping[str, Any]) -> ShownWidget:
        """Put a widget into the thread that is shown, or into a new one; from any cell, also while an answer streams.

        It returns at once, and ``await chat.show(widget)`` when it is there; what fails later is told in the chat.

        Args:
            widget: A ``Card``, ``ListView`` or ``Basic`` root, a node of a registered component, or the JSON of either
                as a dict.

        Raises:
            WidgetError: It is not such a root, or something in it is wrong; the message says where and what.
            TypeError: The server has no store that would keep it.
            RuntimeError: The chat is closed.
        """
        self._session.check_open()
        root = _checked(widget, self._session)
        if self._session.peer.store is None or self._session.peer.types is None:
            raise TypeError(
                f"{self._session.peer.name} has no store that would keep a widget: show() needs a ChatKitServer."
            )
        return ShownWidget(self._loop, self._session, root)


class ShownWidget:
    """A widget in a thread. To await it is to wait until all that was asked of it so far is done.

    Attributes:
        item_id: The id of its item; None until it is in the thread.
    """

    def __init__(self, loop: ChatLoop, session: Session, root: dict[str, Any]) -> None:
        self.item_id: str | None = None
        self._loop = loop
        self._session = session
        self._root = root
        self._is_behind = True
        self._store: Any = session.peer.store
        self._thread = session.current
        self._created_at = clock.now()
        self._turns = asyncio.Lock()
        self._start(self._place(root))

    @property
    def value(self) -> dict[str, Any]:
        """What its fields hold now, as the person left them: strings, booleans and None, by names that nest."""
        drafts = self._session.drafts.of([{"id": self.item_id}]).get(str(self.item_id), [])
        return form_values(self._shown(), drafts)

    def update(self, widget: WidgetRoot | DynamicWidgetComponent | Mapping[str, Any]) -> None:
        """Show another widget in its place. What was typed into fields that are in both stays.

        Raises:
            WidgetError: Something in it is wrong.
            RuntimeError: The chat is closed.
        """
        self._session.check_open()
        self._root, self._is_behind = _checked(widget, self._session), True
        self._start(self._change(self._root))

    def remove(self) -> None:
        """Take it out of the thread.

        Raises:
            RuntimeError: The chat is closed.
        """
        self._session.check_open()
        self._start(self._remove())

    def __await__(self) -> Generator[Any, None, ShownWidget]:
        return self._settled().__await__()

    def __repr__(self) -> str:
        return f"ShownWidget({self._shown()['type']}, item_id={self.item_id!r})"

    def _shown(self) -> dict[str, Any]:
        """The widget as it stands: the last one asked for, or what an action has put in its place since."""
        thread = self._session.current if self._session.current.id == self._thread.id else self._thread
        item = next((each for each in thread.state["items"] if each.get("id") == self.item_id), None)
        return self._root if self._is_behind or item is None else item.get("widget", self._root)

    async def _settled(self) -> ShownWidget:
        await self._loop.run(self._take_turn())
        return self

    async def _take_turn(self) -> None:
        async with self._turns:
            pass

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._loop.start(self._in_turn(work))

    async def _in_turn(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            async with self._turns:
                await work
        except Exception as error:  # noqa: BLE001 - nobody waits for it: whatever the store raised is told in the chat
            self._session.note(words().widget_failed, error)

    async def _place(self, root: dict[str, Any]) -> None:
        if self._thread.id is None:
            # The response that begins the thread may be under way.
            async with self._thread.response_lock:
                if self._thread.id is None:
                    await self._begin()
        meta = await self._store.load_thread(self._thread.id, self._session.context)
        self.item_id = self._store.generate_item_id("message", meta, self._session.context)
        event = self._event("thread.item.done", root)
        await self._store.add_thread_item(meta.id, event.item, self._session.context)
        self._tell(event, root)

    async def _begin(self) -> None:
        context, peer = self._session.context, self._session.peer
        meta = peer.types.ThreadMetadata(id=self._store.generate_thread_id(context), created_at=clock.now())
        await self._store.save_thread(meta, context)
        thread: dict[str, Any] = {**_json_of(meta), "items": {"data": [], "has_more": False}}
        self._session.take({"type": "thread.created", "thread": thread}, self._thread)

    async def _change(self, root: dict[str, Any]) -> None:
        event = self._event("thread.item.replaced", root)
        await self._store.save_item(str(self._thread.id), event.item, self._session.context)
        self._tell(event, root)

    async def _remove(self) -> None:
        await self._store.delete_thread_item(str(self._thread.id), str(self.item_id), self._session.context)
        self._session.take({"type": "thread.item.removed", "item_id": self.item_id}, self._thread)

    def _event(self, kind: str, root: dict[str, Any]) -> Any:
        item = {
            "id": self.item_id,
            "thread_id": self._thread.id,
            "created_at": self._created_at,
            "type": "widget",
            "widget": root,
        }
        return self._session.peer.event({"type": kind, "item": item})

    def _tell(self, event: Any, root: dict[str, Any]) -> None:
        self._session.take(_json_of(event), self._thread)
        if self._root is root:
            self._is_behind = False


def _json_of(model: Any) -> dict[str, Any]:
    return json.loads(model.model_dump_json(by_alias=True, exclude_none=True))


def _checked(widget: WidgetRoot | DynamicWidgetComponent | Mapping[str, Any], session: Session) -> dict[str, Any]:
    from chatkit_notebook.widgets.explain import checked_root  # noqa: PLC0415 - a chat is shown without widgets

    return checked_root(widget, session.components)
