"""What ``chat.ask()`` and ``chat.send_user_message()`` are given, checked and made into a request."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, cast

from pydantic import BaseModel, ValidationError

from chatkit_notebook import types
from chatkit_notebook.client.requests import user_message
from chatkit_notebook.misfits import brief, misfit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chatkit_notebook.client.peer import Peer
    from chatkit_notebook.client.thread import OpenThread
    from chatkit_notebook.types import AttachmentBase, ToolChoice, UserMessageTagContent

Attachable: TypeAlias = "str | Path | AttachmentBase"
"""The path of a file, an attachment that is there already, or its id."""
Tag: TypeAlias = "UserMessageTagContent | Mapping[str, Any]"
"""An entity that a message mentions: its ``id``, its ``text`` or ``title``, its ``data`` and its ``group``."""


class MessageOptions(TypedDict, total=False):
    """What else a message may carry.

    Attributes:
        tool_choice: The id of the tool to use.
        model: The id of the model to use.
        tags: The entities that the message mentions.
        quote: The text that it answers.
        new_thread: Whether it begins a thread, though one is shown.
    """

    tool_choice: str | ToolChoice | None
    model: str | None
    tags: Iterable[Tag] | Tag
    quote: str | None
    new_thread: bool


def checked_message(text: str, attachments: Iterable[Attachable] | Attachable, peer: Peer) -> list[Attachable]:
    """Check what is to be sent, and return the attachments as a list.

    Anything that is not a list counts as one attachment, and is checked as such.

    Raises:
        ValueError: There is nothing to send, or the server takes no attachments.
    """
    is_one = (
        isinstance(attachments, str | bytes | Path)
        or hasattr(attachments, "mime_type")
        or not isinstance(attachments, Iterable)  # pyright: ignore[reportUnnecessaryIsInstance] - as below
    )
    sources = [cast("Attachable", attachments)] if is_one else [*cast("Iterable[Attachable]", attachments)]
    if not isinstance(text, str) or not (text.strip() or sources):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ValueError(f"A message needs text (a str that is not blank) or attachments, not {text!r}.")
    # Whether a file may be uploaded is checked where it is known to be one.
    if sources and (reason := peer.why_unread()) is not None:
        raise ValueError(f"This chat takes no attachments: {reason}")
    return sources


def checked_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Check what else a message carries, and return it as fields of its input.

    Raises:
        TypeError: An option is unknown, or has a value of the wrong type.
        ValueError: A tag lacks something.
    """
    known = [*MessageOptions.__annotations__]
    for name in options:
        if name not in known:
            nearest = (difflib.get_close_matches(name, known, n=1) or [", ".join(known)])[0]
            raise TypeError(f"A message has no option {name!r}: did you mean {nearest}?")
    choice, model, quote = options.get("tool_choice"), options.get("model"), options.get("quote")
    choice = getattr(choice, "id", choice)
    for name, value in {"tool_choice": choice, "model": model, "quote": quote}.items():
        if not isinstance(value, str | None):
            raise TypeError(f"{name}={value!r} must be a str.")
    if not isinstance(new := options.get("new_thread", False), bool):
        raise TypeError(f"new_thread={new!r} must be True or False.")
    tags = options.get("tags") or ()
    is_one = isinstance(tags, Mapping | BaseModel) or not isinstance(tags, Iterable)
    inference = {"tool_choice": choice and {"id": choice}, "model": model}
    fields: dict[str, Any] = {
        "content": [_tag(each) for each in (cast("list[Any]", [tags]) if is_one else cast("Iterable[Any]", tags))],
        "inference_options": {name: value for name, value in inference.items() if value is not None},
    }
    return fields if quote is None else {**fields, "quoted_text": quote}


def message_body(
    text: str, attachments: Sequence[str], fields: Mapping[str, Any]
) -> Callable[[OpenThread], dict[str, Any]]:
    """What makes the request of a message when its turn has come."""

    def body(thread: OpenThread) -> dict[str, Any]:
        message = user_message(text, attachments)
        message = {**message, **fields, "content": [*message["content"], *fields.get("content", ())]}
        if thread.id is None:
            return {"type": "threads.create", "params": {"input": message}}
        return {"type": "threads.add_user_message", "params": {"thread_id": thread.id, "input": message}}

    return body


def _tag(value: object) -> dict[str, Any]:
    """The part of a message's content for an entity."""
    given: dict[str, Any] = {
        name: cast("Mapping[str, Any]", value).get(name) if isinstance(value, Mapping) else getattr(value, name, None)
        for name in ("id", "text", "title", "data", "group", "interactive")
    }
    given["text"] = given["text"] or given.pop("title")
    given["data"] = given["data"] or {}
    try:
        tag = types.UserMessageTagContent.model_validate({key: each for key, each in given.items() if each is not None})
    except ValidationError as error:
        raise ValueError(
            f"{value!r} can't be a tag: {misfit(error)}. Pass a dict with id and title, such as "
            "{'id': 'doc_1', 'title': 'Report'}."
        ) from None
    return tag.model_dump(mode="json", exclude_none=True)


def check_action(action: object, payload: object) -> None:
    """Check what an action is made of.

    Raises:
        TypeError: The action is not a str, or the payload is not JSON.
    """
    if not isinstance(action, str):
        raise TypeError(f"action={brief(action)} must be a str, the type of an action such as 'buy'.")
    try:
        json.dumps(payload)
    except (TypeError, ValueError, RecursionError) as error:
        raise TypeError(
            f"payload={brief(payload)} must be JSON ({error}): use strings, numbers, lists and dicts."
        ) from None
