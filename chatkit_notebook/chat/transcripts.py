"""A chat's conversation, written down."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from chatkit_notebook import clock
from chatkit_notebook.chat.small_pictures import SmallPictures
from chatkit_notebook.fold.copies import copied
from chatkit_notebook.json import object_in
from chatkit_notebook.transcript.conversation import Conversation

if TYPE_CHECKING:
    from chatkit_notebook.chat.loop import ChatLoop
    from chatkit_notebook.client import Session
    from chatkit_notebook.client.thread import OpenThread

_FORMS = ("html", "markdown")
_SUFFIXES = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown"}
_PAGE = 100
_MOST_OLDER = 10_000
"""Items read from the store for a document."""


class TranscriptMethods:
    """What the chat writes down of itself."""

    _loop: ChatLoop
    _session: Session

    def transcript(self, form: Literal["html", "markdown"] = "html") -> str:
        """The conversation as a document: what the saved notebook shows of it without a kernel, and all of it.

        It is a page of HTML with inline styles, or Markdown that reads well as plain text. It has no script, loads
        nothing, and secrets in it are masked. Steps of tools are folded; pictures are small, or links.

        >>> from chatkit_notebook import Chat
        >>> chat = Chat(str.upper)
        >>> turn = chat.ask_sync("hello")
        >>> "HELLO" in chat.transcript("markdown")
        True
        >>> chat.close()

        Args:
            form: ``"html"`` or ``"markdown"``.

        Raises:
            ValueError: The form is another one.
        """
        if form not in _FORMS:
            raise ValueError(f"form={form!r} is unknown: use 'html' or 'markdown'.")
        return _written(self._whole_conversation(), form)

    def save_transcript(self, path: str | os.PathLike[str] = "transcript.html") -> Path:
        """Write the conversation to a file, in the place of one that is there.

        Args:
            path: Where to; ``.html`` for a page of HTML, ``.md`` for Markdown.

        Returns:
            The path.

        Raises:
            ValueError: The name ends in something else.
            TypeError: It is not a path.
            OSError: The file can't be written.
        """
        if not isinstance(path, str | os.PathLike):  # pyright: ignore[reportUnnecessaryIsInstance] - notebooks are untyped
            raise TypeError(f"path={path!r} must be a path, such as 'transcript.html'.")
        place = Path(path)
        form = _SUFFIXES.get(place.suffix.lower())
        if form is None:
            raise ValueError(f"path={os.fspath(path)!r} must end in .html or .md, which tells the form.")
        place.write_text(_written(self._whole_conversation(), form), encoding="utf-8")
        return place

    def _whole_conversation(self) -> Conversation:
        thread = self._session.current
        if self._loop.has_thread and not self._loop.is_here:
            return self._loop.start(_whole(self._session, thread)).result()
        # Waiting would stop the loop that it waits for: what is loaded has to do.
        return conversation_of(self._session, thread)


def conversation_of(session: Session, thread: OpenThread, newest: int | None = None) -> Conversation:
    """What is loaded of a thread, copied; of a long one only so many of the newest items. It runs on the loop."""
    state = thread.state
    items = state["items"] if newest is None else state["items"][-newest:]
    error, notices = state["error"], state["notices"]
    return Conversation(
        items=copied([*items]),
        at=clock.local(clock.now()),
        title=str((state["thread"] or {}).get("title") or ""),
        by=[name for name in (session.peer.agent_name, session.peer.model_name) if name is not None],
        has_older=thread.has_older or len(items) < len(state["items"]),
        outcomes=copied([*notices, *([error] if error else [])]),
    )


def _written(conversation: Conversation, form: str) -> str:
    from chatkit_notebook.transcript.writing import to_document, to_markdown  # noqa: PLC0415 - it takes time to load

    return to_document(conversation) if form == "html" else to_markdown(conversation)


async def _whole(session: Session, thread: OpenThread) -> Conversation:
    """A thread with the older items that only the store has."""
    conversation = conversation_of(session, thread)
    older: list[dict[str, Any]] = []
    has_older = thread.has_older
    while has_older and conversation.items and len(older) < _MOST_OLDER:
        first = (older or conversation.items)[0]
        params = {"thread_id": thread.id, "limit": _PAGE, "order": "desc", "after": first.get("id")}
        page = await session.call({"type": "items.list", "params": params})
        items = [item for item in reversed(page.get("data") or ()) if object_in(item)]
        older, has_older = [*items, *older], bool(items) and page.get("has_more") is True
    whole = replace(conversation, items=[*older, *conversation.items], has_older=has_older)
    await SmallPictures(session).put_into(whole)
    return whole
