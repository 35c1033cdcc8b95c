"""Uploads for servers that take files at one address of their own, which answers with the attachment.

The official front end calls this the direct strategy; the other one, of two phases, asks the server first.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pydantic import AnyHttpUrl, TypeAdapter, ValidationError

from chatkit_notebook.client.files.remote_upload import RemoteUpload
from chatkit_notebook.errors import UploadFailedError
from chatkit_notebook.json import is_list, is_object, object_in
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    import httpx2

_KEYS = {"two_phase": {"type"}, "direct": {"type", "upload_url"}}


def direct_address(strategy: Any) -> str | None:
    """Where files are uploaded directly; None where the server is asked about each file.

    Args:
        strategy: ``{"type": "two_phase"}``, ``{"type": "direct", "upload_url": "https://..."}``, or None for the
            first.

    Raises:
        ValueError: It is neither.
    """
    if strategy is None:
        return None
    kind = object_in(strategy).get("type")
    if not isinstance(kind, str) or kind not in _KEYS or set(strategy) != _KEYS[kind]:
        raise ValueError(
            f"upload_strategy={strategy!r} does not fit: use {{'type': 'two_phase'}} or {{'type': 'direct', "
            "'upload_url': 'https://...'}."
        )
    if kind == "two_phase":
        return None
    try:
        TypeAdapter(AnyHttpUrl).validate_python(strategy["upload_url"])
    except ValidationError:
        raise ValueError(
            f"upload_url={strategy['upload_url']!r} must be an address that begins with http:// or https://."
        ) from None
    return str(strategy["upload_url"])


class DirectUploads:
    """The files that were uploaded directly: their attachments have ids that only come with the last byte.

    Until then each has an id of the kernel's own, by which a view and a message may go on to call it.
    """

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def announce(self, params: dict[str, Any]) -> dict[str, Any]:
        """Make the attachment that stands for a file which is still to come."""
        kind = {"type": "file", "name": params["name"], "mime_type": params["mime_type"]}
        return {"id": f"upl_{uuid4().hex[:16]}", **kind, "upload_descriptor": None}

    def sink(self, attachment_id: str, params: dict[str, Any], url: str) -> DirectUpload:
        """Make what takes the bytes of one."""
        return DirectUpload(self, attachment_id, params, url)

    def settle(self, attachment_id: str, real: str) -> None:
        """Keep the id that the server gave."""
        self._known[attachment_id] = real

    def real(self, attachment_id: str) -> str:
        """The server's id for one of the kernel's own; any other as it is."""
        return self._known.get(attachment_id, attachment_id)

    def named(self, body: dict[str, Any]) -> dict[str, Any]:
        """A request whose message names its attachments by the server's ids."""
        message = object_in(body["params"].get("input"))
        attached = message.get("attachments")
        if not self._known or not is_list(attached):
            return body
        attachments = [self.real(each) if isinstance(each, str) else each for each in attached]
        return {**body, "params": {**body["params"], "input": {**message, "attachments": attachments}}}


class DirectUpload(RemoteUpload):
    """One upload to the server's own address, as a form with the field ``file``; the answer is the attachment."""

    def __init__(self, uploads: DirectUploads, attachment_id: str, params: dict[str, Any], url: str) -> None:
        super().__init__(params, {"method": "POST", "url": url})
        self._uploads = uploads
        self._id = attachment_id

    def _accept(self, response: httpx2.Response) -> None:
        """Take the id from the answer.

        Raises:
            UploadFailedError: The answer is not an attachment.
        """
        try:
            answer = json.loads(response.text)
        except ValueError:
            answer = None
        identifier = answer.get("id") if is_object(answer) else None
        if not isinstance(identifier, str) or not identifier:
            raise UploadFailedError(words().upload_answer_odd(self._name, self._where, self._excerpt(response)))
        self._uploads.settle(self._id, identifier)
