"""The messages between view and kernel. What a browser sends is checked here, before anything acts on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from chatkit_notebook.errors import ChatKitError
from chatkit_notebook.json import is_deep, object_in, whole
from chatkit_notebook.locales import words
from chatkit_notebook.misfits import brief, misfit
from chatkit_notebook.types.wire_json import RequestJson

if TYPE_CHECKING:
    from collections.abc import Callable

TChecked = TypeVar("TChecked")

DEEPEST = 100
"""How deep the JSON of a message may be nested."""
_LONGEST_ID = 200
ShortText = Annotated[str, Field(min_length=1, max_length=_LONGEST_ID)]


class MessagePart(BaseModel):
    """A message from a view, or what is in one."""

    # A view sends every field; the defaults are for older ones.
    model_config = ConfigDict(
        extra="ignore", strict=True, json_schema_serialization_defaults_required=True, defer_build=True
    )


class Hello(MessagePart):
    """A view begins, or begins again; ``bundle`` is the hash its page has, None asks for the code."""

    type: Literal["hello"]
    view: ShortText
    session: str | None = None
    have_seq: int | None = None
    bundle: str | None = None


class AskBundle(MessagePart):
    """A view asks for the view's code again."""

    type: Literal["bundle"]
    view: ShortText
    hash: str | None = None


class Request(MessagePart):
    """An ordinary ChatKit request; the same id never runs twice."""

    type: Literal["request"]
    id: ShortText
    body: RequestJson


class Cancel(MessagePart):
    """Stop that request, or for None whatever runs."""

    type: Literal["cancel"]
    id: ShortText | None = None


class Resume(MessagePart):
    """Send again what came after this number."""

    type: Literal["resume"]
    view: ShortText
    after_seq: int


class Ask(MessagePart):
    """Anything else that wants an answer: a question of that name; the same id never has its effect twice."""

    type: Literal["ask"]
    id: ShortText
    name: ShortText
    args: Any


class Shown(MessagePart):
    """A page shows the chat, or shows it no longer: one that says hello shows it."""

    type: Literal["shown"]
    view: ShortText
    is_shown: bool


class Ui(MessagePart):
    """Something happened in the view that Python may listen to. It may be lost."""

    type: Literal["ui"]
    event: ShortText
    data: Any = None


FromView = Annotated[Hello | AskBundle | Request | Ask | Cancel | Resume | Shown | Ui, Field(discriminator="type")]
_from_view: TypeAdapter[FromView] = TypeAdapter(FromView)


class BadMessageError(ChatKitError, ValueError):
    """A malformed message from the browser.

    Attributes:
        id: The id it carries, where it has one that a reply can name.
    """

    def __init__(self, message: str, message_id: str | None) -> None:
        super().__init__(message)
        self.id = message_id


def read(content: Any) -> FromView:
    """Check a message from the browser.

    Raises:
        BadMessageError: It is malformed.
    """
    if is_deep(content, DEEPEST):
        raise BadMessageError(words().message_too_deep(DEEPEST), None)
    kind, message_id = object_in(content).get("type"), _id_of(content)
    if isinstance(kind, str) and len(kind) > _LONGEST_ID:
        raise BadMessageError(words().message_type_unknown(brief(kind)), message_id)
    return checked(_from_view.validate_python, content, message_id)


def checked(validate: Callable[[Any], TChecked], value: Any, message_id: str | None, *place: str) -> TChecked:
    """Check a message, or what is at a place in one.

    Raises:
        BadMessageError: It is malformed; the message names the place and the value.
    """
    try:
        return validate(value)
    except ValidationError as error:
        told = str(misfit(error, *place, within=value))
        raise BadMessageError(words().message_malformed(told), message_id) from None


def _id_of(content: Any) -> str | None:
    identifier = object_in(content).get("id")
    if not isinstance(identifier, str) or not 0 < len(identifier) <= _LONGEST_ID or whole(identifier) != identifier:
        return None
    return identifier
