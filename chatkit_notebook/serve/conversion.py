"""What a model reads of a thread in a ready server: the defaults, and something sensible where they have none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from chatkit_notebook.agents import ThreadItemConverter

if TYPE_CHECKING:
    from agents import TResponseInputItem
    from openai.types.responses import ResponseInputContentParam

    from chatkit_notebook.types import AssistantMessageItem, Attachment, HiddenContextItem, UserMessageTagContent


class ReadyConverter(ThreadItemConverter):
    """Names attachments, describes mentions by their data, and writes hidden context as JSON."""

    async def assistant_message_to_input(
        self, item: AssistantMessageItem
    ) -> TResponseInputItem | list[TResponseInputItem] | None:
        """The model's own words under an id that both APIs take, whatever ids the store makes."""
        if not item.id.startswith("msg_"):
            item = item.model_copy(update={"id": f"msg_{item.id}"})
        return await super().assistant_message_to_input(item)

    async def attachment_to_message_content(self, attachment: Attachment) -> ResponseInputContentParam:
        """A note that the file is there and cannot be read."""
        return {
            "type": "input_text",
            "text": f"[The user attached the file {attachment.name!r} ({attachment.mime_type}). "
            "You cannot read it: say so if you need what is in it.]",
        }

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
