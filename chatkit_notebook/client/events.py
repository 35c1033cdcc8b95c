"""The session's own events: they are folded, logged and shown among those of the server."""

from typing import Any, Literal, cast, get_args

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chatkit_notebook.client.form_drafts import FieldDraft
from chatkit_notebook.errors import FormRefusedError
from chatkit_notebook.types.wire_json import RequestJson

Source = Literal["view", "python"]
"""Who asks for a response."""


class Failure(TypedDict):
    """Why a request was refused or a response ended badly."""

    code: str
    message: str | None
    allow_retry: bool


class ResponseQueued(TypedDict):
    """A request has arrived, and waits for the responses before it in its thread."""

    type: Literal["chatkit.response.queued"]
    id: str
    op: str


class ResponseStart(TypedDict):
    """A response begins."""

    type: Literal["chatkit.response.start"]
    id: str
    op: str
    source: Source
    request: RequestJson


class ResponseEnd(TypedDict):
    """A response is over, also one that was stopped before it began."""

    type: Literal["chatkit.response.end"]
    id: str
    op: str
    error: Failure | None
    cancelled: bool


class ThreadLoadStart(TypedDict):
    """A thread is being read, to be shown."""

    type: Literal["chatkit.thread.load.start"]
    thread_id: str | None


class ThreadLoadEnd(TypedDict):
    """It was read, or could not be."""

    type: Literal["chatkit.thread.load.end"]
    thread_id: str | None


class ThreadChange(TypedDict):
    """Another thread is shown from now on, or the new one has got its id."""

    type: Literal["chatkit.thread.change"]
    thread_id: str | None


class ThreadTruncate(TypedDict):
    """What follows an item is dropped: it is answered again."""

    type: Literal["chatkit.thread.truncate"]
    after_item_id: str


class FormRefused(TypedDict):
    """The values of a widget's form don't fit the function of their action: why, by the dotted name of the field.

    What concerns no field has the name "".
    """

    type: Literal["chatkit.form.refused"]
    item_id: str | None
    fields: dict[str, str]


class FormDraft(TypedDict):
    """Somebody types into a form, in the page that is called ``origin``. It is shown, not logged."""

    type: Literal["chatkit.form.draft"]
    item_id: str
    origin: str
    fields: list[FieldDraft]


@with_config(ConfigDict(extra="allow"))
class Usage(TypedDict):
    """The tokens that a run of an agent used, as the Agents SDK counts them."""

    type: Literal["chatkit.usage"]


_OfView = Literal["chatkit.deeplink", "chatkit.history.close", "chatkit.history.open", "chatkit.ready"]
VIEW_EVENTS: frozenset[str] = frozenset(get_args(_OfView))


@with_config(ConfigDict(extra="allow"))
class ViewEvent(TypedDict):
    """Something happened in a view, with whatever the view tells of it."""

    type: _OfView


class ViewLog(TypedDict):
    """Something else happened in a view."""

    type: Literal["chatkit.log"]
    name: str
    data: Any


SessionEvent = (
    ResponseQueued
    | ResponseStart
    | ResponseEnd
    | ThreadLoadStart
    | ThreadLoadEnd
    | ThreadChange
    | ThreadTruncate
    | FormRefused
    | FormDraft
    | Usage
    | ViewEvent
    | ViewLog
)


def as_event(event: SessionEvent) -> dict[str, Any]:
    """An event of the session's as what a server's are: JSON of any shape. Nothing is copied."""
    return cast("dict[str, Any]", event)


def form_refused(item_id: str | None, error: FormRefusedError) -> dict[str, Any]:
    """Make the event that tells a form what does not fit."""
    return as_event({"type": "chatkit.form.refused", "item_id": item_id, "fields": error.fields})
