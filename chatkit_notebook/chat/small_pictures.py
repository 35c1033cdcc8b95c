"""Small copies of the pictures that were attached to messages, for transcripts."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from chatkit_notebook.logger import logger
from chatkit_notebook.transcript.fields import objects, text
from chatkit_notebook.transcript.pictures import small_picture
from chatkit_notebook.workers import in_thread

if TYPE_CHECKING:
    from chatkit_notebook.client import Session
    from chatkit_notebook.transcript.conversation import Conversation

_MOST = 20
"""Pictures of a conversation, the newest ones: more have no room in a saved notebook."""


class SmallPictures:
    """Reads each picture once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, str | None] = {}

    async def put_into(self, conversation: Conversation) -> None:
        """Let the newest attached pictures of a conversation carry the bytes of small copies, where there are any."""
        attached = [
            each
            for item in reversed(conversation.items)
            if item.get("type") == "user_message"
            for each in objects(item, "attachments")
            if each.get("type") == "image"
        ]
        for each in attached[:_MOST]:
            if (small := await self._small(each)) is not None:
                each["preview_url"] = small

    async def _small(self, attached: dict[str, Any]) -> str | None:
        name = text(attached, "id")
        if name not in self._known:
            self._known[name] = await self._read(name, text(attached, "mime_type"))
        return self._known[name]

    async def _read(self, name: str, kind: str) -> str | None:
        try:
            _, data = await self._session.read_attachment(name)
        except Exception as error:  # noqa: BLE001 - stores fail in any way, and a name has to do then
            logger.debug("The picture %s of a transcript can't be read: %s", name, error)
            return None
        return await in_thread(small_picture, f"data:{kind};base64,{base64.b64encode(data).decode()}")
