"""Which threads a session holds: the one that is shown, and those whose responses go on behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from chatkit_notebook.client.events import as_event
from chatkit_notebook.client.thread import OpenThread

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = 20


class Call(Protocol):
    """Runs a request that does not stream."""

    async def __call__(self, body: dict[str, Any], /) -> dict[str, Any]:
        """Return the reply, or raise what the server raised."""
        ...


class OpenThreads:
    """The thread that is shown, and the way from one to another.

    Args:
        call: Asks the server.
        tell: Takes an event of the shown thread.
        shown: Called when another thread is shown from now on.

    Attributes:
        current: The thread that is shown.
    """

    def __init__(self, call: Call, tell: Callable[[dict[str, Any]], None], shown: Callable[[], None]) -> None:
        self.current = OpenThread()
        self._call = call
        self._tell = tell
        self._shown = shown
        self._latest = 0
        self._background: dict[str, OpenThread] = {}

    async def open(self, thread_id: str | None) -> None:
        """Show a thread with its newest items, or a new one. A response under way elsewhere goes on.

        Raises:
            Exception: Whatever the server raised; the thread shown stays the same.
        """
        self._latest += 1
        request = self._latest
        if thread_id is not None and thread_id == self.current.id:
            return
        opened = self._background.get(thread_id) if thread_id else OpenThread()
        if opened is None or not opened.is_loaded:
            self._tell(as_event({"type": "chatkit.thread.load.start", "thread_id": thread_id}))
            try:
                loaded = await self._load(thread_id)
            finally:
                self._tell(as_event({"type": "chatkit.thread.load.end", "thread_id": thread_id}))
            # A response may run in it, may have begun meanwhile, or have ended: what it showed is newer than the page.
            held = opened or (self._background.get(thread_id) if thread_id else None)
            opened = loaded if held is None else held
            if not opened.is_loaded:
                opened.fill(loaded)
        if request == self._latest:  # what was asked for last is shown, not what came last
            self.show(opened)

    async def refresh(self) -> None:
        """Load the shown thread anew from the server."""
        if (thread_id := self.current.id) is not None and self.current.response is None:
            self.show(await self._load(thread_id))

    def of(self, body: dict[str, Any]) -> OpenThread:
        """The thread a request is about; for one that begins a thread, an empty one that is shown."""
        thread_id = body["params"].get("thread_id")
        if thread_id is not None:
            if thread_id == self.current.id:
                return self.current
            if thread_id in self._background:
                return self._background[thread_id]
            thread = OpenThread(thread_id)
            self._background[thread_id] = thread
            return thread
        if self.current.id is not None or self.current.response_lock.locked():
            self.show(OpenThread())
        return self.current

    def show(self, thread: OpenThread) -> None:
        """Show a thread from now on."""
        previous = self.current
        if previous is thread:
            return
        if previous.response is not None and previous.id is not None:
            self._background[previous.id] = previous
        if thread.id is not None:
            self._background.pop(thread.id, None)
        self.current = thread
        self._shown()
        self._tell(as_event({"type": "chatkit.thread.change", "thread_id": thread.id}))

    def follow(self, op: str, thread_id: str | None, reply: dict[str, Any]) -> None:
        """Show what a request that does not stream has changed in the thread that is shown."""
        if thread_id != self.current.id:
            return
        if op == "threads.update":
            self._tell({"type": "thread.updated", "thread": reply})
        elif op == "threads.delete":
            self.show(OpenThread())
        elif op == "threads.sync_custom_action" and reply.get("updated_item"):
            self._tell({"type": "thread.item.replaced", "item": reply["updated_item"]})

    def rest(self, thread: OpenThread) -> None:
        """Take note that nothing runs in a thread any more."""
        if thread.id is not None:
            self._background.pop(thread.id, None)

    async def _load(self, thread_id: str | None) -> OpenThread:
        params = {"thread_id": thread_id}
        metadata = await self._call({"type": "threads.get_by_id", "params": params})
        page = metadata.pop("items", {"data": [], "has_more": False})
        items, has_older = page.get("data", []), False
        if page.get("has_more"):
            newest = await self._call({"type": "items.list", "params": {**params, "limit": PAGE, "order": "desc"}})
            items, has_older = newest["data"][::-1], newest["has_more"]
        thread = OpenThread()
        thread.state["thread"], thread.state["items"], thread.has_older = metadata, items, has_older
        return thread
