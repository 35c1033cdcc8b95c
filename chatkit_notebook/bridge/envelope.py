"""The messages between view and kernel. What a browser sends is checked here, before anything acts on it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from chatkit_notebook.wire import object_in

_Id = Annotated[str, Field(min_length=1, max_length=200)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


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
    body: dict[str, Any]


class Cancel(_Message):
    """Stop that request, or with None whatever runs."""

    type: Literal["cancel"]
    id: _Id | None = None


class Resume(_Message):
    """Send again what came after this number."""

    type: Literal["resume"]
    view: _Id
    after_seq: int


class OpenThreadCommand(_Message):
    """Show another thread, or with None a new one."""

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
    action: dict[str, Any]
    item_id: _Id | None = None


class Ui(_Message):
    """What the view wants that is no ChatKit request."""

    type: Literal["ui"]
    view: _Id
    command: Annotated[
        OpenThreadCommand | RefreshCommand | EventCommand | ClientActionCommand, Field(discriminator="name")
    ]


FromView = Hello | AskBundle | Request | Cancel | Resume | Ui
_from_view: TypeAdapter[FromView] = TypeAdapter(Annotated[FromView, Field(discriminator="type")])


class BadMessageError(ValueError):
    """A browser message of a wrong shape; ``id`` is its request id where it has one."""

    def __init__(self, message: str, request_id: str | None) -> None:
        super().__init__(message)
        self.id = request_id


def read(content: Any) -> FromView:
    """Check a message from the browser.

    Raises:
        BadMessageError: It has a wrong shape.
    """
    try:
        return _from_view.validate_python(content)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in problem["loc"]) or "the message"
        identifier = object_in(content).get("id")
        raise BadMessageError(
            f"The view sent a malformed message at {where}: {problem['msg']}, got {problem['input']!r:.120}.",
            identifier if isinstance(identifier, str) else None,
        ) from None
