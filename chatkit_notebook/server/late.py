"""A server whose code takes long to load: it is there at once, and loads when the first answer is asked for."""

from __future__ import annotations

from contextlib import aclosing
from threading import Lock
from typing import TYPE_CHECKING, Any

from chatkit_notebook.server.base import ChatKitServer
from chatkit_notebook.workers import in_thread

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from chatkit_notebook.store import AttachmentStore, Store
    from chatkit_notebook.types import StreamingReq, ThreadMetadata, ThreadStreamEvent, UserMessageItem


class LateServer(ChatKitServer[Any]):
    """Stands for another server until somebody asks for an answer; what only needs the store is answered here.

    Args:
        make: Loads and makes the server, which has the same stores. It is called again after a failure.
        store: Where threads are kept.
        attachment_store: Where the bytes of attachments are kept.
        name: The name of the server's class, for people.
        model_name: The name of the model that will answer, if that is known already.

    Attributes:
        name: The name of the server's class.
    """

    reads_attachments = True

    def __init__(
        self,
        make: Callable[[], ChatKitServer[Any]],
        store: Store[Any],
        attachment_store: AttachmentStore[Any] | None,
        *,
        name: str,
        model_name: str | None,
    ) -> None:
        super().__init__(store, attachment_store)
        self.name = name
        self._make = make
        self._made: ChatKitServer[Any] | None = None
        self._making = Lock()
        self._expected_name = model_name

    def load(self) -> ChatKitServer[Any]:
        """The server; whoever is first waits while it loads, and so do those who ask meanwhile.

        Raises:
            Exception: Whatever stood in the way, such as an ImportError.
        """
        with self._making:
            if self._made is None:
                self._made = self._make()
            return self._made

    async def loaded(self) -> ChatKitServer[Any]:
        """The same, without holding up the event loop: the server loads in a thread."""
        return self._made or await in_thread(self.load)

    @property
    def model_name(self) -> str | None:  # pyright: ignore[reportIncompatibleVariableOverride] - it may become known
        """The name of the model that answers; None as long as that is unknown."""
        return self._expected_name if self._made is None else self._made.model_name

    @property
    def api(self) -> str | None:
        """The API that the endpoint is asked by; None as long as that is unknown."""
        return getattr(self._made, "api", None)

    async def respond(
        self, thread: ThreadMetadata, input_user_message: UserMessageItem | None, context: Any
    ) -> AsyncGenerator[ThreadStreamEvent]:
        """Stream what the server answers."""
        server = await self.loaded()
        async for event in server.respond(thread, input_user_message, context):
            yield event

    async def _process_streaming(self, request: StreamingReq, context: Any) -> AsyncGenerator[bytes, None]:
        server = await self.loaded()
        async with aclosing(server._process_streaming(request, context)) as chunks:  # noqa: SLF001 - of the same base
            async for chunk in chunks:
                yield chunk
