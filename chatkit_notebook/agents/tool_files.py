"""The pictures and files that tools return: their bytes are kept as attachments of the thread, and named elsewhere."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, unquote

from agents.items import ItemHelpers
from openai.types.responses import ResponseFunctionToolCall

from chatkit_notebook.json import Json, is_list, is_object
from chatkit_notebook.locales import words
from chatkit_notebook.locales.english import readable_size
from chatkit_notebook.logger import logger
from chatkit_notebook.secrets import masked
from chatkit_notebook.server.host import current_host
from chatkit_notebook.store.attachments import ADDRESS, address_of
from chatkit_notebook.store.base import CanKeep, CanRead, attachment_store_of
from chatkit_notebook.store.failures import is_missing
from chatkit_notebook.store.media import media_type, picture_type
from chatkit_notebook.store.part_files import PartFile, file_in
from chatkit_notebook.types import AttachmentCreateParams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chatkit_notebook.agents.context import AgentContext
    from chatkit_notebook.store import AttachmentStore, Store
    from chatkit_notebook.types import ThreadMetadata

MOST_BYTES = 32 * 2**20
"""Of one file that is kept. Models take no larger ones."""
MOST_INLINE = 2**18
"""Bytes of a picture that stays in the text, where there is no place for attachments."""
_CALL = ResponseFunctionToolCall(type="function_call", call_id="", name="", arguments="")
_SPECIAL = re.compile(r"([\\\[\]!*_`<>&])")


def output_of(value: object) -> str | list[Any]:
    """What a model gets of what a tool returned: text, or a list of texts, pictures and files."""
    return cast("Any", ItemHelpers.tool_call_output_item(_CALL, value))["output"]


def line_of(file: PartFile, address: str | None) -> str:
    """A picture or a file as Markdown: a line of its own at the end of a step.

    Args:
        file: The file.
        address: Where it is; None if it is not kept.
    """
    name = _SPECIAL.sub(r"\\\1", masked(file.name))
    if address is None:
        about = file.mime_type if file.data is None else f"{file.mime_type}, {readable_size(len(file.data))}"
        return words().file_not_kept(f"{name} ({about})")
    return f"{'!' if file.is_picture else ''}[{name}]({address})"


def _note(text: str) -> Json:
    """What a model reads in the place of a file."""
    return {"type": "input_text", "text": text}


def files_of(context: AgentContext[Any]) -> ToolFiles:
    """What keeps the files of a run's tools with the attachments of its store."""
    store = context.store
    return ToolFiles(store, attachment_store_of(store), context.thread, context.request_context)


class ToolFiles:
    """Keeps the files that the tools of one thread return.

    Args:
        store: Where the metadata of attachments goes.
        attachments: Where their bytes go; None if nowhere.
        thread: The thread.
        context: The context of the request.
    """

    def __init__(
        self, store: Store[Any], attachments: AttachmentStore[Any] | None, thread: ThreadMetadata, context: Any
    ) -> None:
        self._store = store
        self._attachments = attachments
        self._thread = thread
        self._context = context
        self._kept: dict[tuple[str, str], str] = {}

    async def shown(self, value: object) -> tuple[object, list[str]]:
        """What a tool returned without its files, and these as lines of Markdown."""
        if isinstance(value, str):
            # A screenshot comes as a bare address.
            screen = file_in({"type": "input_image", "image_url": value}) if value.startswith("data:image/") else None
            return (value, []) if screen is None else ("", [line_of(screen, await self._address(screen))])
        output = output_of(value)
        if not is_list(output):
            return value, []
        files = [file for part in output if (file := file_in(part)) is not None]
        texts = [part["text"] for part in output if is_object(part) and isinstance(part.get("text"), str)]
        return "\n".join(texts), [line_of(file, await self._address(file)) for file in files]

    async def recorded(self, output: object) -> object:
        """An output of the SDK's with addresses in the place of bytes."""
        if not is_list(output):
            return output
        return [await self._recorded(part) for part in output]

    async def restored(self, given: Sequence[Any]) -> list[Any]:
        """What a model is given to read, with bytes in the place of addresses."""
        return [await self._restored(item) for item in given]

    async def _recorded(self, part: Any) -> Any:
        file = file_in(part)
        if file is None or file.data is None:
            return part
        address = await self._address(file)
        if address is None:
            return _note(f"{file.name} ({file.mime_type}) was too large to be kept.")
        if part["type"] == "input_image":
            return {**part, "image_url": address}
        return {**part, "file_data": address, "filename": file.name}

    async def _restored(self, item: Any) -> Any:
        output = item.get("output") if is_object(item) and item.get("type") == "function_call_output" else None
        if not is_list(output):
            return item
        return {**item, "output": [await self._read(part) for part in output]}

    async def _read(self, part: Any) -> Any:
        field = "image_url" if is_object(part) and part.get("type") == "input_image" else "file_data"
        address = part.get(field) if is_object(part) else None
        if not isinstance(address, str) or not address.startswith(ADDRESS):
            return part
        name = str(part.get("filename") or field.partition("_")[0])
        data = await self._bytes(unquote(address.removeprefix(ADDRESS)))
        if data is None:
            return _note(f"The {name} that the tool returned is no longer kept.")
        mime_type = picture_type(data) or media_type(name, "")
        return {**part, field: f"data:{mime_type};base64,{b64encode(data).decode()}"}

    async def _bytes(self, attachment_id: str) -> bytes | None:
        if not isinstance(self._attachments, CanRead):
            return None
        try:
            # A file of threads may come from anybody: it names no attachments but its own.
            known = await self._store.load_attachment(attachment_id, self._context)
            if known.thread_id != self._thread.id:
                return None
            return await self._attachments.read(attachment_id, self._context)
        except Exception as error:  # noqa: BLE001 - a file that can't be read must not end the conversation
            if not is_missing(error):
                logger.warning("The file %r of a tool could not be read.", attachment_id, exc_info=True)
            return None

    async def _address(self, file: PartFile) -> str | None:
        """Where a file is, after it was kept; None if it can't be."""
        if file.data is None:
            return None if file.url is None else quote(file.url, safe=":/?#@!$&'*+,;=%~-._")
        key = file.name, sha256(file.data).hexdigest()
        if key not in self._kept:
            address = await self._keep(file, file.data)
            if address is None:
                return None
            self._kept[key] = address
        return self._kept[key]

    async def _keep(self, file: PartFile, data: bytes) -> str | None:
        if len(data) > MOST_BYTES:
            return None
        attachments = self._attachments
        if not isinstance(attachments, CanKeep):
            is_small = len(data) <= MOST_INLINE
            return f"data:{file.mime_type};base64,{b64encode(data).decode()}" if is_small else None
        params = AttachmentCreateParams(name=file.name, size=len(data), mime_type=file.mime_type)
        try:
            made = await attachments.create_attachment(params, self._context)
            changes: Json = {"thread_id": self._thread.id, "upload_descriptor": None}
            await self._store.save_attachment(made.model_copy(update=changes), self._context)
            await attachments.keep(made.id, data, self._context)
        except Exception as error:  # noqa: BLE001 - the result is there, and its text is worth more than the file
            logger.warning("The file %r of a tool could not be kept.", file.name, exc_info=True)
            current_host().reported(words().tool_file_lost(file.name), error)
            return None
        return address_of(made.id)
