"""Threads and items that a chat is asked for by id: they are opened, or named as what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_notebook.errors import NotFoundError
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from chatkit_notebook.client import Session


async def open_thread(session: Session, thread_id: str | None) -> None:
    """Show a thread, or a new one for None.

    Raises:
        NotFoundError: The store has no such thread; the message says how to list those it has.
        Exception: Whatever else the server raised.
    """
    try:
        await session.open_thread(thread_id)
    except NotFoundError as error:
        raise NotFoundError(
            f"There is no thread {thread_id!r} here: await chat.threads() lists those there are."
        ) from error


async def open_first(session: Session, thread_id: str) -> None:
    """Show a thread while nobody waits for it: whatever fails is reported in the chat."""
    try:
        await session.open_thread(thread_id)
    except Exception as error:  # noqa: BLE001 - as above
        session.note(words().thread_not_opened(thread_id), error)


async def check_item(session: Session, item_id: str) -> None:
    """See that the thread that is shown has an item, whether it is loaded or not.

    Raises:
        LookupError: The server's store is known, and has no such item in the thread.
    """
    if session.peer.store is None or any(item.id == item_id for item in session.current.items()):
        return
    try:
        await session.peer.load_item(session.current.id or "", item_id, session.context)
    except Exception:  # noqa: BLE001 - stores have their own ways to say that there is none
        raise LookupError(f"The thread has no item {item_id!r}: pass an id such as chat.items[-1].id.") from None
