"""Titles of threads: what the first message is about, in a few words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from chatkit_notebook import types
from chatkit_notebook.locales import words
from chatkit_notebook.logger import logger
from chatkit_notebook.workers import Worker

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from chatkit_notebook.store import Store
    from chatkit_notebook.types import (
        ThreadMetadata,
        ThreadStreamEvent,
        UserMessageItem,
    )

    TitleMaker: TypeAlias = Callable[[str, ThreadMetadata], Any]

LONGEST = 50
_LOOKED_AT = 1_000
_EARLY = 20
_LOOSE_ENDS = " ,;:(-"
_CODE_BLOCK = re.compile(r"^ {0,3}(```|~~~).*?(^ {0,3}\1|\Z)", re.DOTALL | re.MULTILINE)
_LINE_MARK = re.compile(r"^\s{0,3}(?:#{1,6}|>|[-*+]|\d{1,9}[.)])\s+", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3}|~~)(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_CODE = re.compile(r"`+([^`]*)`+")


def title_maker(title: bool | TitleMaker | None) -> TitleMaker | None:  # noqa: FBT001 - False says that there is none
    """What makes titles; None if nothing does.

    Args:
        title: True for short titles from the first message; a function of its text and the thread, async or not; None
            or False for no titles.

    Raises:
        TypeError: It is not one of these.
    """
    if title is None or title is False:
        return None
    if title is True:
        return _short
    if not callable(title):
        raise TypeError(
            f"Titles of threads are made by a function of the first message's text and the thread, not by {title!r}. "
            "Pass such a function, True for short titles, or False for none."
        )
    return title


async def entitle(
    thread: ThreadMetadata, make: TitleMaker | None, store: Store[Any], context: Any
) -> AsyncGenerator[ThreadStreamEvent]:
    """Give a thread its title, unless it has one; the pipeline stores and sends it.

    A failure of the function is reported in a notice: the answer is there and should stay.
    """
    if make is None or thread.title:
        return
    text = await _first_message(thread, store, context)
    if text is None:
        return
    try:
        title = await _made(make, text, thread)
    except Exception as error:  # noqa: BLE001 - the author's function may raise anything
        logger.error("The function for titles failed.", exc_info=error)
        told = f"{type(error).__name__}: {error}"
        yield types.NoticeEvent(level="warning", title=words().titles_failed, message=told)
        return
    # It may have been named while the answer came.
    current = await store.load_thread(thread.id, context)
    title = current.title or " ".join((title or "").split())
    if title and not thread.title:
        thread.title = title


def short_title(text: str) -> str | None:
    """The beginning of text without its Markdown, cut between words; None if nothing is left."""
    text = text[:_LOOKED_AT]
    prose = _CODE_BLOCK.sub(" ", text)
    if not prose.strip():
        prose = text.strip().removeprefix("```").removeprefix("~~~").partition("\n")[2].replace("```", "")
    for pattern, kept in ((_LINE_MARK, ""), (_LINK, r"\1"), (_CODE, r"\1"), (_EMPHASIS, r"\2")):
        prose = pattern.sub(kept, prose)
    title = " ".join(prose.split()).rstrip(_LOOSE_ENDS)
    if len(title) <= LONGEST:
        return title or None
    start = title[:LONGEST]
    end = start.rfind(" ")
    return (start[:end] if end > _EARLY else start[:-1]).rstrip(_LOOSE_ENDS) + "…"


async def _made(make: TitleMaker, text: str, thread: ThreadMetadata) -> str | None:
    worker = Worker()
    try:
        title = await worker.invoke(make, text, thread)
    finally:
        worker.close()
    if title is not None and not isinstance(title, str):
        raise TypeError(f"It returned {title!r}: return a str, or None for no title.")
    return title


async def _short(text: str, _: ThreadMetadata) -> str | None:
    return short_title(text)


def text_of(message: UserMessageItem) -> str:
    """What a user wrote, mentions included."""
    return "".join(
        part.text if isinstance(part, types.UserMessageTextContent) else f"@{part.text}" for part in message.content
    )


async def _first_message(thread: ThreadMetadata, store: Store[Any], context: Any) -> str | None:
    page = await store.load_thread_items(thread.id, None, _EARLY, "asc", context)
    message = next((item for item in page.data if isinstance(item, types.UserMessageItem)), None)
    return None if message is None else text_of(message).strip() or ", ".join(file.name for file in message.attachments)
