"""What the screen shows of one thread, as JSON."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chatkit_notebook.types.wire_json import ItemJson, ThreadJson


class Progress(TypedDict):
    """What the server is about to do."""

    text: str
    icon: NotRequired[str]


class Notice(TypedDict):
    """Something that the user should know."""

    level: Literal["info", "warning", "danger"]
    message: str
    title: NotRequired[str]


class ErrorDetail(TypedDict):
    """The exception behind a failed response."""

    type: str
    message: str
    traceback: str


class ErrorRow(TypedDict):
    """What went wrong, in the words of the chat."""

    code: str
    message: NotRequired[str]
    allow_retry: bool
    detail: NotRequired[ErrorDetail]


class State(TypedDict):
    """One thread as the screen shows it. ``open``: the ids of items that are still streaming."""

    thread: ThreadJson | None
    items: list[ItemJson]
    open: list[str]
    progress: Progress | None
    error: ErrorRow | None
    notices: list[Notice]
    allow_cancel: bool
