"""The messages from the kernel to the views. Most are of all views; ``view`` names the one that a message is for."""

from typing import Any, Literal

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chatkit_notebook.client.events import Failure, SessionEvent
from chatkit_notebook.client.thread import Snapshot
from chatkit_notebook.fold import ErrorRow
from chatkit_notebook.types.wire_json import StreamEventJson


class DetailedErrorEvent(ErrorRow):
    """An error event of the server's or the session's, which adds what was raised."""

    type: Literal["error"]


StreamEvent = SessionEvent | DetailedErrorEvent | StreamEventJson


class Frame(TypedDict):
    """One numbered event of the shown thread; ``id`` is the request that caused it."""

    seq: int
    id: str | None
    event: StreamEvent


class Welcome(TypedDict):
    """Answers a hello with the state; ``bundle`` is the hash of the code that a page should have."""

    type: Literal["welcome"]
    view: str
    session: str
    seq: int
    bundle: str
    snapshot: Snapshot


class BundleMessage(TypedDict):
    """The code of the view: the script and the style sheet are the buffers."""

    type: Literal["bundle"]
    hash: str


class FramesMessage(TypedDict):
    """What happened; without frames it only tells the newest number."""

    type: Literal["frames"]
    seq: int
    frames: list[Frame]


class SnapshotMessage(TypedDict):
    """The state: for a view that missed too much, or for all when another thread is shown."""

    type: Literal["snapshot"]
    view: str | None
    seq: int
    snapshot: Snapshot


class ReplyMessage(TypedDict):
    """Answers a request, or a question. The bytes of a file are the buffer."""

    type: Literal["reply"]
    id: str
    body: Any


class Refusal(TypedDict):
    """Says why something failed; without an id it had none that could be read."""

    type: Literal["reply"]
    id: str | None
    error: Failure


class Taken(TypedDict):
    """A request or a question has arrived; its reply takes a while."""

    type: Literal["taken"]
    id: str


class Closed(TypedDict):
    """Says that the chat was closed: nothing comes after it, and nobody listens."""

    type: Literal["closed"]


class UiCall(TypedDict):
    """Asks the views to do something, such as ``focus_composer``."""

    type: Literal["ui"]
    method: str
    args: dict[str, Any]


Answered = ReplyMessage | Refusal

ToViews = Welcome | BundleMessage | FramesMessage | SnapshotMessage | Answered | Taken | Closed | UiCall


class FileInfo(TypedDict):
    """What a reply says about the bytes that come with it."""

    name: str
    mime_type: str


class UploadProgress(TypedDict):
    """How many bytes of an attachment are there, and so where the next piece begins."""

    received: int
    done: bool


class ComponentInfo(TypedDict):
    """Identifies the module and the style sheet that come with it."""

    hash: str


class Done(TypedDict):
    """What was asked for was done; whatever failed is told in the chat."""


class FoundItem(TypedDict):
    """An item that a search has found; ``excerpt`` is what it says around the first match."""

    thread_id: str
    title: str | None
    item_id: str
    created_at: str
    excerpt: str


class FoundPage(TypedDict):
    """What a search has found, the best or newest first; ``has_more`` says that there is more than was sent."""

    data: list[FoundItem]
    has_more: bool
