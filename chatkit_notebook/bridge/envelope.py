"""The messages between view and kernel. What a browser sends is checked here, before anything acts on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.json_schema import SkipJsonSchema

from chatkit_notebook.client.requests import brief
from chatkit_notebook.errors import ChatKitError
from chatkit_notebook.locales import words
from chatkit_notebook.types.wire_json import ActionJson, RequestJson
from chatkit_notebook.wire import is_deep, object_in, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_BYTES = 2**20
"""The most bytes that one message may carry."""

DEEPEST = 100
"""How deep the JSON of a message may be nested."""
_LONGEST_ID = 200
# Made by the server, which may have its own idea of them.
_LONGEST_ATTACHMENT_ID = 2_000
_LONGEST_REASON = 200
_Id = Annotated[str, Field(min_length=1, max_length=_LONGEST_ID)]
_AttachmentId = Annotated[str, Field(min_length=1, max_length=_LONGEST_ATTACHMENT_ID)]


class _Message(BaseModel):
    # A view sends every field; the defaults are for older ones.
    model_config = ConfigDict(extra="ignore", strict=True, json_schema_serialization_defaults_required=True)


class Hello(_Message):
    """A view begins, or begins again; ``bundle`` is the hash its page has, None asks for the code."""

    type: Literal["hello"]
    view: _Id
    session: str | None = None
    have_seq: int | None = None
    bundle: str | None = None


class AskBundle(_Message):
    """A view asks for the view's code again."""

    type: Literal["bundle"]
    view: _Id
    hash: str | None = None


class Request(_Message):
    """An ordinary ChatKit request; the same id never runs twice."""

    type: Literal["request"]
    id: _Id
    body: RequestJson


class Cancel(_Message):
    """Stop that request, or for None whatever runs."""

    type: Literal["cancel"]
    id: _Id | None = None


class Resume(_Message):
    """Send again what came after this number."""

    type: Literal["resume"]
    view: _Id
    after_seq: int


class OpenThreadCommand(_Message):
    """Show another thread, or a new one for None."""

    name: Literal["open_thread"]
    thread_id: _Id | None = None


class RefreshCommand(_Message):
    """Load the shown thread again."""

    name: Literal["refresh"]


class EventCommand(_Message):
    """Something happened in the view that Python may listen to."""

    name: Literal["event"]
    type: _Id
    data: Any = None


class ClientActionCommand(_Message):
    """A widget action that the client handles: no request, a Python function only."""

    name: Literal["client_action"]
    action: ActionJson
    item_id: _Id | None = None


Command = Annotated[
    OpenThreadCommand | RefreshCommand | EventCommand | ClientActionCommand, Field(discriminator="name")
]


class Ui(_Message):
    """What the view wants besides ChatKit requests."""

    type: Literal["ui"]
    view: _Id
    command: Command


class Upload(_Message):
    """A piece of the attachment ``id`` that begins at ``offset``; the bytes are the message's one buffer."""

    type: Literal["upload"]
    id: _AttachmentId
    offset: Annotated[int, Field(ge=0)]
    data: SkipJsonSchema[bytes] = b""


class Fetch(_Message):
    """Asks for the bytes of an attachment."""

    type: Literal["fetch"]
    id: _Id
    attachment_id: _AttachmentId


class Search(_Message):
    """Asks for what was said in any thread."""

    type: Literal["search"]
    id: _Id
    query: Annotated[str, Field(min_length=1, max_length=1_000)]


FromView = Annotated[
    Hello | AskBundle | Request | Cancel | Resume | Ui | Upload | Fetch | Search, Field(discriminator="type")
]
_from_view: TypeAdapter[FromView] = TypeAdapter(FromView)


class BadMessageError(ChatKitError, ValueError):
    """A malformed message from the browser.

    Attributes:
        id: The id it carries, where it has one that a reply can name.
        is_upload: Whether that is an attachment's, which waits not for a reply but for word of its upload.
    """

    def __init__(self, message: str, content: Any) -> None:
        super().__init__(message)
        self.is_upload = object_in(content).get("type") == "upload"
        self.id = _id_of(content, _LONGEST_ATTACHMENT_ID if self.is_upload else _LONGEST_ID)


def read(content: Any, buffers: Sequence[bytes] = ()) -> FromView:
    """Check a message from the browser.

    Args:
        content: Its JSON.
        buffers: The bytes that came with it.

    Raises:
        BadMessageError: It is malformed.
    """
    if is_deep(content, DEEPEST):
        raise BadMessageError(words().message_too_deep(DEEPEST), {})
    kind = object_in(content).get("type")
    if isinstance(kind, str) and len(kind) > _LONGEST_ID:
        raise BadMessageError(words().message_type_unknown(brief(kind)), content)
    try:
        message = _from_view.validate_python(content)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in problem["loc"])
        reason, got = problem["msg"][:_LONGEST_REASON], brief(problem["input"])
        raise BadMessageError(words().message_malformed(where, reason, got), content) from None
    if isinstance(message, Upload):
        message.data = _only(buffers, content)
    return message


def _id_of(content: Any, longest: int) -> str | None:
    identifier = object_in(content).get("id")
    if not isinstance(identifier, str) or not 0 < len(identifier) <= longest or whole(identifier) != identifier:
        return None
    return identifier


def _only(buffers: Sequence[bytes], content: Any) -> bytes:
    if len(buffers) != 1:
        raise BadMessageError(words().upload_without_bytes(len(buffers)), content)
    if len(buffers[0]) > MOST_BYTES:
        raise BadMessageError(words().upload_piece_too_large(len(buffers[0]), MOST_BYTES), content)
    return buffers[0]
