"""Where a server wants the bytes of an attachment, and what the others are told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from chatkit_notebook.json import is_list, is_object, object_in

if TYPE_CHECKING:
    from collections.abc import Iterator


def conceal(body: dict[str, Any]) -> None:
    """Put the kernel's own address for other upload addresses in an event or a reply, in place.

    A view sends all bytes to the kernel, which passes them on. The real address and its headers may hold keys, and
    what they are in is logged and shown.
    """
    for attachment in _attachments_in(body):
        descriptor = object_in(attachment.get("upload_descriptor"))
        if is_remote(descriptor):
            address = f"chatkit-notebook:///attachments/{quote(str(attachment.get('id')), safe='')}"
            attachment["upload_descriptor"] = {"url": address, "method": "PUT", "headers": {}}


def is_remote(descriptor: dict[str, Any]) -> bool:
    """Tell whether an upload descriptor leads out of the kernel."""
    return str(descriptor.get("url")).startswith(("http://", "https://"))


def _attachments_in(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield body
    page = object_in(body.get("items")).get("data") or body.get("data")
    for item in [object_in(body.get("item")), *(page if is_list(page) else [])]:
        attached = object_in(item).get("attachments")
        yield from filter(is_object, attached if is_list(attached) else [])
