"""The table of what the views may ask beside the requests of ChatKit.

Each question is a model of its arguments, the type of its answer and a function; the view's types are generated from
them. How a question arrives, is repeated and is bounded is the business of :mod:`~chatkit_notebook.bridge.questions`.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeAlias, TypeVar

from pydantic import Field

from chatkit_notebook import clock
from chatkit_notebook.bridge.envelope import MessagePart, ShortText
from chatkit_notebook.bridge.messages import ComponentInfo, Done, FileInfo, FoundItem, FoundPage, UploadProgress
from chatkit_notebook.client.form_drafts import MOST_FIELDS, FieldDraft
from chatkit_notebook.errors import NotFoundError
from chatkit_notebook.frames import FramePage, Query, kept
from chatkit_notebook.locales import words
from chatkit_notebook.store.search import terms
from chatkit_notebook.types.wire_json import ActionJson
from chatkit_notebook.workers import in_thread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, Mapping

    from chatkit_notebook.client import Session
    from chatkit_notebook.store.search import Found

TArgs = TypeVar("TArgs", bound=MessagePart)
Answer: TypeAlias = "tuple[Mapping[str, Any], list[bytes]]"
"""The body of a reply, and the bytes that go with it."""

MOST_FOUND = 200
"""Items that one answer to a search names."""
# Made by the server, which may have its own idea of them.
_AttachmentId = Annotated[str, Field(min_length=1, max_length=2_000)]


@dataclass(frozen=True)
class Question(Generic[TArgs]):
    """One kind of question.

    Attributes:
        args: What goes with it.
        answer: The type of the reply's body.
        give: Gives the answer, from the session, the arguments, and the bytes if it takes any.
        most: How many may wait for their answer; more are refused.
        at_once: How many are answered at the same time.
        takes_bytes: Whether one buffer of bytes goes with it.
        runs_once: Whether it has an effect: its answer is remembered and many come at a pace. Others are asked again
            if their answer was lost, and what was read for them is not kept.
    """

    args: type[TArgs]
    answer: type
    give: Callable[[Session, TArgs, bytes], Awaitable[Answer]]
    most: int
    at_once: int
    takes_bytes: bool = False
    runs_once: bool = False


class FetchArgs(MessagePart):
    """Asks for the bytes of an attachment."""

    attachment_id: _AttachmentId


class SearchArgs(MessagePart):
    """Asks for what was said in any thread."""

    query: Annotated[str, Field(min_length=1, max_length=1_000)]


class SortArgs(MessagePart):
    """Which column to sort by, from 0, and whether the largest come first."""

    column: Annotated[int, Field(ge=0)]
    descending: bool


class FramePageArgs(MessagePart):
    """Asks for some rows of a DataFrame that a widget shows."""

    frame: ShortText
    start: Annotated[int, Field(ge=0)]
    size: Annotated[int, Field(ge=1, le=100)]
    search: Annotated[str, Field(max_length=1_000)] = ""
    sort: SortArgs | None = None


class ComponentArgs(MessagePart):
    """Asks for what draws the widget nodes of a type that the chat's user has registered."""

    name: ShortText


class UploadArgs(MessagePart):
    """Brings the piece of an attachment that begins at ``offset``."""

    attachment_id: _AttachmentId
    offset: Annotated[int, Field(ge=0)]


class ClientActionArgs(MessagePart):
    """Runs a widget action that the client handles: no request, a Python function only."""

    action: ActionJson
    item_id: ShortText | None = None


class FillArgs(MessagePart):
    """Brings what was typed into a widget's form, in the page that is called ``origin``."""

    item_id: ShortText
    origin: ShortText
    fields: Annotated[list[FieldDraft], Field(max_length=MOST_FIELDS)]


class OpenThreadArgs(MessagePart):
    """Shows another thread, or a new one for None."""

    thread_id: ShortText | None = None


class ResumeArgs(MessagePart):
    """Shows a thread that the page showed before the kernel was restarted, if it is still there."""

    thread_id: ShortText


class RefreshArgs(MessagePart):
    """Loads the shown thread again."""


async def _fetch(session: Session, args: FetchArgs, _: bytes) -> Answer:
    attachment, data = await session.read_attachment(args.attachment_id)
    return FileInfo(name=attachment.name, mime_type=attachment.mime_type), [data]


async def _search(session: Session, args: SearchArgs, _: bytes) -> Answer:
    # A bracket or a dash is how some begin to type: nothing is found yet, and nothing is wrong.
    found = await session.search(args.query, MOST_FOUND + 1, source="view") if _has_words(args.query) else []
    page = FoundPage(data=[_told(each) for each in found[:MOST_FOUND]], has_more=len(found) > MOST_FOUND)
    return page, []


async def _frame_page(_session: Session, args: FramePageArgs, _: bytes) -> Answer:
    sort = args.sort
    query = Query(args.search.strip(), sort.column if sort else None, descending=sort is not None and sort.descending)
    # Ten million rows take seconds to sort.
    return await in_thread(kept.page, args.frame, query, args.start, args.size), []


async def _component(session: Session, args: ComponentArgs, _: bytes) -> Answer:
    component = session.components.get(args.name)
    if component is None:
        raise NotFoundError(words().component_unknown(args.name))
    return ComponentInfo(hash=component.hash), [component.esm, component.css]


async def _upload(session: Session, args: UploadArgs, data: bytes) -> Answer:
    received, is_done = await session.receive(args.attachment_id, args.offset, data)
    return UploadProgress(received=received, done=is_done), []


async def _client_action(session: Session, args: ClientActionArgs, _: bytes) -> Answer:
    """Call the function, and answer when it has ended: until then the view shows that it runs.

    It may run for minutes. The view hears after a moment that its question was taken, has no limit of its own, and may
    ask again as often as it likes: what is under way does not begin anew. A kernel that restarts ends the view's wait.
    """
    with _told_in_chat(session):
        await session.client_action(args.action, args.item_id)
    return Done(), []


async def _fill(session: Session, args: FillArgs, _: bytes) -> Answer:
    session.drafts.fill(args.item_id, args.origin, args.fields)
    return Done(), []


async def _open_thread(session: Session, args: OpenThreadArgs, _: bytes) -> Answer:
    with _told_in_chat(session):
        await session.open_thread(args.thread_id)
    return Done(), []


async def _resume(session: Session, args: ResumeArgs, _: bytes) -> Answer:
    with _told_in_chat(session):
        await session.resume(args.thread_id)
    return Done(), []


async def _refresh(session: Session, _: RefreshArgs, __: bytes) -> Answer:
    with _told_in_chat(session):
        await session.refresh()
    return Done(), []


QUESTIONS: Mapping[str, Question[Any]] = {
    # Few files are in memory at the same time.
    "fetch": Question(FetchArgs, FileInfo, _fetch, most=500, at_once=2),
    "search": Question(SearchArgs, FoundPage, _search, most=50, at_once=50),
    # Each may look at all rows, with all the memory that takes.
    "frame_page": Question(FramePageArgs, FramePage, _frame_page, most=50, at_once=2),
    "component": Question(ComponentArgs, ComponentInfo, _component, most=500, at_once=4),
    # A piece is in memory until it is stored: 64 MiB in all.
    "upload": Question(UploadArgs, UploadProgress, _upload, most=64, at_once=64, takes_bytes=True),
    "client_action": Question(ClientActionArgs, Done, _client_action, most=300, at_once=300, runs_once=True),
    # The last word in a field wins: what is asked again after a later one must not be heard.
    "fill": Question(FillArgs, Done, _fill, most=100, at_once=1, runs_once=True),
    "open_thread": Question(OpenThreadArgs, Done, _open_thread, most=100, at_once=100, runs_once=True),
    "resume": Question(ResumeArgs, Done, _resume, most=100, at_once=100, runs_once=True),
    "refresh": Question(RefreshArgs, Done, _refresh, most=100, at_once=100, runs_once=True),
}


@contextmanager
def _told_in_chat(session: Session) -> Generator[None]:
    """Tell all views in the chat what failed: the reply only says that it is over."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the edge: whatever the server or a function of the user's raised
        session.note(words().something_wrong, error)


def _has_words(query: str) -> bool:
    try:
        return bool(terms(query))
    except ValueError:
        return False


def _told(found: Found) -> FoundItem:
    return {
        "thread_id": found.thread.id,
        "title": found.thread.title,
        "item_id": found.item_id,
        # The browser may be in another time zone than the kernel.
        "created_at": clock.local(found.created_at).isoformat(),
        "excerpt": found.excerpt,
    }
