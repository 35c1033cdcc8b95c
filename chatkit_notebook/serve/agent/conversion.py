"""What a model reads of a thread in a ready server: the defaults, and something sensible where they have none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from chatkit_notebook.agents import ThreadItemConverter
from chatkit_notebook.errors import NotFoundError
from chatkit_notebook.locales import words
from chatkit_notebook.logger import logger
from chatkit_notebook.models import attached
from chatkit_notebook.serve.agent.file_parts import content_of
from chatkit_notebook.server.host import current_host
from chatkit_notebook.store.base import CanRead

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeAlias

    from agents import TResponseInputItem
    from openai.types.responses import ResponseInputContentParam

    from chatkit_notebook.store import AttachmentStore
    from chatkit_notebook.types import (
        AssistantMessageItem,
        Attachment,
        HiddenContextItem,
        UserMessageItem,
        UserMessageTagContent,
    )

    Read: TypeAlias = Callable[[Attachment], Awaitable[bytes]]


def reader_of(store: AttachmentStore[Any] | None, context: Any) -> Read | None:
    """What reads the bytes of an attachment for one request; None if they can't be read from here."""
    return (lambda attachment: store.read(attachment.id, context)) if isinstance(store, CanRead) else None


class ReadyConverter(ThreadItemConverter):
    """Hands over files, describes mentions by their data, and writes hidden context as JSON.

    Args:
        read: Reads the bytes of an attachment; None if they can't be read from here.
    """

    def __init__(self, read: Read | None = None) -> None:
        self._read = read

    async def assistant_message_to_input(
        self, item: AssistantMessageItem
    ) -> TResponseInputItem | list[TResponseInputItem] | None:
        """The model's own words under an id that both APIs take, whatever ids the store makes."""
        if not item.id.startswith("msg_"):
            item = item.model_copy(update={"id": f"msg_{item.id}"})
        return await super().assistant_message_to_input(item)

    async def user_message_to_input(
        self,
        item: UserMessageItem,
        is_last_message: bool = True,  # noqa: FBT001, FBT002 - the official signature
    ) -> TResponseInputItem | list[TResponseInputItem] | None:
        """A user's message, with a line that names each image and document before it.

        Endpoints refuse an empty text, which a message of nothing but files has.
        """
        converted = await super().user_message_to_input(item, is_last_message)
        if item.attachments and isinstance(converted, list):
            message = cast("dict[str, Any]", converted[0])
            text, *parts = message["content"]
            named = [part for one, file in zip(item.attachments, parts, strict=True) for part in _named(one, file)]
            message["content"] = [text, *named] if text["text"].strip() else named
        return converted

    async def attachment_to_message_content(self, attachment: Attachment) -> ResponseInputContentParam:
        """The file as an image, a document or text; a note if the model can't have it."""
        if self._read is None:
            return _note(attachment, "the server keeps its bytes elsewhere")
        try:
            data = await self._read(attachment)
        except NotFoundError:
            return _note(attachment, "its bytes are missing")
        except Exception as error:  # noqa: BLE001 - one file that can't be read must not end the conversation
            logger.warning("The attachment %r could not be read.", attachment.id, exc_info=True)
            current_host().reported(words().attachment_unread(attachment.name), error)
            return _note(attachment, "reading its bytes failed")
        return content_of(attachment.name, attachment.mime_type, data)

    async def tag_to_message_content(self, tag: UserMessageTagContent) -> ResponseInputContentParam:
        """The tag's name, id and data."""
        known = {"id": tag.id, **({"group": tag.group} if tag.group else {}), **tag.data}
        return {"type": "input_text", "text": f"@{tag.text}: {json.dumps(known, ensure_ascii=False, default=str)}"}

    async def hidden_context_to_input(
        self, item: HiddenContextItem
    ) -> TResponseInputItem | list[TResponseInputItem] | None:
        """A string as it is, anything else as JSON."""
        if not isinstance(item.content, str):
            item = item.model_copy(update={"content": json.dumps(item.content, ensure_ascii=False, default=str)})
        return await super().hidden_context_to_input(item)


def _named(attachment: Attachment, part: dict[str, Any]) -> list[dict[str, Any]]:
    if part.get("type") == "input_text":
        return [part]
    lead = attached.lead(attachment.name, attachment.mime_type)
    return [{"type": "input_text", "text": attached.before_bytes(lead)}, part]


def _note(attachment: Attachment, problem: str) -> ResponseInputContentParam:
    size = (attachment.metadata or {}).get("size")
    lead = attached.lead(attachment.name, attachment.mime_type, size if isinstance(size, int) else None)
    return {"type": "input_text", "text": attached.unreadable(lead, problem)}
