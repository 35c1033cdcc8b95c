"""What a session knows of the server it talks to: everything but ``process()`` is learnt here, and nowhere else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol, cast

from pydantic import TypeAdapter

from chatkit_notebook import types
from chatkit_notebook.client import official
from chatkit_notebook.json import read_whole, repaired
from chatkit_notebook.server import ChatKitServer
from chatkit_notebook.server.late import LateServer
from chatkit_notebook.store.base import AttachmentStore, CanSearch
from chatkit_notebook.workers import in_thread

if TYPE_CHECKING:
    from chatkit_notebook.store import Store


_HIDDEN = ("hidden_context_item", "sdk_hidden_context")


class Server(Protocol):
    """What a session needs of a server: ours, the official one, or any other."""

    async def process(self, request: str | bytes | bytearray, context: Any) -> Any:
        """Answer a request with something that iterates over SSE bytes or has the reply as ``json``."""
        ...


class Peer:
    """A server, as the client that runs it sees it.

    Args:
        server: Anything with ``process(request, context)``.
        upload_url: Where files are uploaded directly, if they are.

    Attributes:
        server: The server.
        name: The name of its class, for people.
        upload_url: Where files are uploaded directly; None where the server is asked about each.
        types: The module of the models that its events are made of; None for a server of neither SDK, which has no
            actions that a host could answer.
    """

    def __init__(self, server: Server, upload_url: str | None = None) -> None:
        self.server = server
        self.upload_url = upload_url
        self.name = server.name if isinstance(server, LateServer) else type(server).__name__
        self.types: Any = None
        self._base: type[Any] | None = None
        self._running: Any = server
        self._events: TypeAdapter[Any] | None = None
        kind = official.official_class()
        if isinstance(server, ChatKitServer):
            self.types, self._base = types, ChatKitServer
        elif kind is not None and isinstance(server, kind):
            self.types, self._base = official.official_types(), kind
            self._running = official.hosted(server)

    async def process(self, body: dict[str, Any], context: Any) -> Any:
        """Send a request; return the server's result.

        Raises:
            Exception: Whatever the server raised.
        """
        request = json.dumps(body)
        if r"\ud" in request:
            # Servers refuse half of a surrogate pair, in words that nobody who pasted one would understand.
            request = json.dumps(read_whole(request))
        return await self._running.process(request.encode(), context)

    async def prepare(self) -> None:
        """Load what the first answer needs, if that is not there yet.

        Raises:
            Exception: Whatever stood in the way; the first answer tries again.
        """
        if self.types is types:
            await in_thread(getattr, types, "ThreadItem")  # with which all models are loaded
        if isinstance(self.server, LateServer):
            await self.server.loaded()

    async def reply(self, body: dict[str, Any], context: Any) -> dict[str, Any]:
        """Send a request that does not stream, and read its reply.

        Raises:
            Exception: Whatever the server raised.
        """
        return json.loads((await self.process(body, context)).json)

    def event(self, wire: dict[str, Any]) -> Any:
        """Make an event of the class that the server's own SDK expects.

        Raises:
            pydantic.ValidationError: It is not a stream event.
        """
        if self._events is None:
            self._events = TypeAdapter(self.types.ThreadStreamEvent)
        return self._events.validate_python(wire)

    @property
    def has_actions(self) -> bool:
        """Whether functions can answer the actions of its widgets."""
        return self._base is not None

    def overrides(self, method: str) -> bool:
        """Whether the server's author has written this method, which its base class has, too."""
        return getattr(type(self.server), method) is not getattr(self._base, method, None)

    @property
    def store(self) -> Store[Any] | None:
        """Where the server keeps threads; None if it does not say."""
        return getattr(self.server, "store", None)

    @property
    def has_own_action(self) -> bool:
        """Whether the server's author has written what answers actions: ready servers answer those of their own."""
        if not self.has_actions or not self.overrides("action"):
            return False
        return not cast("Any", self.server).action.__module__.startswith("chatkit_notebook.")

    async def load_item(self, thread_id: str, item_id: str, context: Any) -> Any:
        """Load an item as one of the server's own classes."""
        return await cast("Store[Any]", self.store).load_item(thread_id, item_id, context)

    async def newest_items(self, thread_id: str, after: str | None, limit: int, context: Any) -> dict[str, Any]:
        """Read a page of the items that a client may see, the newest first, as the server would send it."""
        page = await cast("Store[Any]", self.store).load_thread_items(thread_id, after, limit, "desc", context)
        seen = [item for item in page.data if item.type not in _HIDDEN]
        data = [
            item.model_dump(mode="json", by_alias=True, exclude_none=True, context={"exclude_metadata": True})
            for item in seen
        ]
        return {"data": repaired(data), "has_more": page.has_more, "after": page.data[-1].id if page.data else None}

    async def save_item(self, thread_id: str, item: Any, context: Any) -> None:
        """Put an item of the server's own classes in the place of the stored one."""
        await cast("Store[Any]", self.store).save_item(thread_id, item, context)

    @property
    def attachment_store(self) -> AttachmentStore[Any] | None:
        """Where the server keeps the bytes of attachments; None if it keeps none, or does not say."""
        return getattr(self.server, "attachment_store", None)

    @property
    def model_name(self) -> str | None:
        """The name of the model that answers, for people."""
        name = getattr(self.server, "model_name", None)
        return name if isinstance(name, str) else None

    @property
    def agent_name(self) -> str | None:
        """The name of the agent that answers, for people."""
        name = getattr(getattr(self.server, "agent", None), "name", None)
        return name if isinstance(name, str) else None

    @property
    def api(self) -> str | None:
        """The API by which an endpoint is asked; None if that is unknown."""
        api = getattr(self.server, "api", None)
        return api if isinstance(api, str) else None

    @property
    def takes_attachments(self) -> bool:
        """Whether files can be attached unless the user turns that off."""
        if self.upload_url is not None:
            return self._reads_attachments is not False
        return self._reads_attachments is True and self.why_no_attachments() is None

    def why_unread(self) -> str | None:
        """Why attachments can't be part of a message; None if they can, or if the server does not say."""
        if self._reads_attachments is False:
            return (
                "a function of text can't read files. Pass an agent, or a function respond(thread, "
                "input_user_message, context)."
            )
        return None

    def why_no_client_tools(self) -> str | None:
        """Why whoever answers can't call functions of the client; None if that is possible."""
        if getattr(self.server, "calls_client_tools", None) is False:
            return (
                "a function of text has no way to call it. Pass an agent, a server, or a function "
                "respond(thread, input_user_message, context) that yields a ClientToolCallItem."
            )
        return None

    @property
    def names_client_tools(self) -> bool:
        """Whether the server describes the client's tools to a model under their own names."""
        return getattr(self.server, "names_client_tools", False) is True

    def why_no_attachments(self) -> str | None:
        """Why no new file can be attached; None if one can, or if the server does not say."""
        if (reason := self.why_unread()) is not None or self.upload_url is not None:
            return reason
        store = getattr(self.server, "attachment_store", self)
        if store is None:
            return (
                f"its {self.name} has no attachment store. Give it one where it is made, with attachment_store=, such "
                "as that of MemoryStore().attachment_store(); or name the address that takes its files, with "
                "upload_strategy={'type': 'direct', 'upload_url': ...}."
            )
        if store is not self and _is_left_out(store, "create_attachment"):
            return (
                f"its {type(store).__name__} has no create_attachment(). Write one, or name the address that takes the "
                "files, with upload_strategy={'type': 'direct', 'upload_url': ...}."
            )
        return None

    def searchable_store(self) -> CanSearch:
        """The server's store, if it can search.

        Raises:
            NotImplementedError: It can't; the message says why.
        """
        if (reason := self.why_no_search()) is not None:
            raise NotImplementedError(f"Search is not available: {reason}")
        assert isinstance(self.store, CanSearch)  # noqa: S101 - else there was a reason
        return self.store

    def why_no_search(self) -> str | None:
        """Why nothing can be searched for; None if it can."""
        if self.store is None:
            return f"{self.name} has no store in its `store` attribute."
        if not isinstance(self.store, CanSearch):
            return (
                f"the store {type(self.store).__name__} can't search. MemoryStore and SQLStore can, and so can one "
                "that has a method search(query, context, limit)."
            )
        return None

    @property
    def _reads_attachments(self) -> bool | None:
        return getattr(self.server, "reads_attachments", None)


def _is_left_out(store: Any, method: str) -> bool:
    """Whether a store lacks a method, or has only what raises in its base class's place for it."""
    own = getattr(store, method, None)
    bases = (AttachmentStore, official.official_attachment_store())
    return own is None or getattr(own, "__func__", own) in [getattr(base, method, None) for base in bases]
