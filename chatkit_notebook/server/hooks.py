"""What the author of a server writes: ``respond``, and whatever else the server should do."""

# ruff: noqa: ARG002 - the arguments are for overrides

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Generic

from chatkit_notebook import clock, types
from chatkit_notebook.store.base import TContext

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from chatkit_notebook.actions import Action
    from chatkit_notebook.store.base import AttachmentStore, Store
    from chatkit_notebook.types import (
        AudioInput,
        FeedbackKind,
        StreamOptions,
        SyncCustomActionResponse,
        ThreadItem,
        ThreadMetadata,
        ThreadStreamEvent,
        TranscriptionResult,
        UserMessageItem,
        WidgetItem,
    )

# Part of the protocol: models and tests rely on the wording.
_CANCELLED = "The user cancelled the stream. Stop responding to the prior request."


class ServerHooks(ABC, Generic[TContext]):
    """The methods of a ``ChatKitServer`` that are made to be overridden."""

    lenient: bool = False
    model_name: str | None = None
    reads_attachments: bool | None = None

    def __init__(self, store: Store[TContext], attachment_store: AttachmentStore[TContext] | None = None) -> None:
        self.store = store
        self.attachment_store = attachment_store

    @abstractmethod
    def respond(
        self, thread: ThreadMetadata, input_user_message: UserMessageItem | None, context: TContext
    ) -> AsyncIterator[ThreadStreamEvent]:
        """Stream the answer to a user message; usually written as an async generator.

        Args:
            thread: The thread. Changes to its title, status or metadata are saved and sent as they are made.
            input_user_message: The message, already stored; None after a client tool's output or a structured
                input, which are the newest items of the store then.
            context: Whatever was given to ``process``.
        """

    async def add_feedback(
        self, thread_id: str, item_ids: list[str], feedback: FeedbackKind, context: TContext
    ) -> None:
        """Take the user's thumbs up or down for some items. Does nothing unless overridden."""

    async def transcribe(self, audio_input: AudioInput, context: TContext) -> TranscriptionResult:
        """Turn dictated speech into text.

        Raises:
            NotImplementedError: The server does not override this.
        """
        raise NotImplementedError(f"{type(self).__name__} takes no dictation: override transcribe() to accept it.")

    def action(
        self,
        thread: ThreadMetadata,
        action: Action[str, Any],
        sender: WidgetItem | None,
        context: TContext,
    ) -> AsyncIterator[ThreadStreamEvent]:
        """Stream the answer to an action of a widget; usually written as an async generator.

        Args:
            thread: The thread, as in ``respond``.
            action: What the widget sent.
            sender: The widget; None if the action came from elsewhere.
            context: Whatever was given to ``process``.

        Raises:
            NotImplementedError: The server does not override this.
        """
        raise NotImplementedError(
            f"{type(self).__name__} has no answer to the action {action.type!r}: override action()."
        )

    async def sync_action(
        self,
        thread: ThreadMetadata,
        action: Action[str, Any],
        sender: WidgetItem | None,
        context: TContext,
    ) -> SyncCustomActionResponse:
        """Answer an action that is configured with ``streaming=False``, which may come during a stream.

        Nothing is stored for you: save the item that you return as updated.

        Raises:
            NotImplementedError: The server does not override this.
        """
        raise NotImplementedError(
            f"{type(self).__name__} has no answer to the action {action.type!r}: override sync_action()."
        )

    def get_stream_options(self, thread: ThreadMetadata, context: TContext) -> StreamOptions:
        """Say what the user may do to a response; by default, stop it."""
        return types.StreamOptions(allow_cancel=True)

    async def handle_stream_cancelled(
        self, thread: ThreadMetadata, pending_items: list[ThreadItem], context: TContext
    ) -> None:
        """Keep what was said before the user stopped it, and tell the model so.

        Args:
            thread: The thread.
            pending_items: Copies of the items that were added and not done, with the updates until now.
            context: Whatever was given to ``process``.
        """
        for item in pending_items:
            if isinstance(item, types.AssistantMessageItem) and any(part.text.strip() for part in item.content):
                await self.store.add_thread_item(thread.id, item, context=context)
        await self.store.add_thread_item(
            thread.id,
            types.SDKHiddenContextItem(
                id=self.store.generate_item_id("sdk_hidden_context", thread, context),
                thread_id=thread.id,
                created_at=clock.now(),
                content=_CANCELLED,
            ),
            context=context,
        )
