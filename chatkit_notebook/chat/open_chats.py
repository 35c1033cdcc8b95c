"""The conversations of this process that are open: what an interrupt of the kernel is for."""

from __future__ import annotations

from threading import Lock, Thread
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from chatkit_notebook.interrupts import interrupt

if TYPE_CHECKING:
    from chatkit_notebook.chat.loop import ChatLoop
    from chatkit_notebook.client import Session

_open: WeakKeyDictionary[Session, ChatLoop] = WeakKeyDictionary()
_lock = Lock()


def opened(session: Session, loop: ChatLoop) -> None:
    """Take note of a conversation, until it is closed or nobody has it any more."""
    with _lock:
        _open[session] = loop


def closed(session: Session) -> None:
    """Take note that a conversation is over."""
    with _lock:
        _open.pop(session, None)


def interrupt_chats() -> None:
    """Stop all responses of all chats and end the functions of the user's that run for them; never blocks."""
    Thread(target=_interrupt, name="chatkit-interrupt", daemon=True).start()


def _interrupt() -> None:
    with _lock:
        chats = [(session, loop) for session, loop in _open.items() if not loop.loop.is_closed()]
    for session, loop in chats:
        loop.post(session.interrupt)
    # A response that is stopped cancels what it waits for; only then the others are ended.
    interrupt()
    for loop in {loop for _, loop in chats}:
        loop.free()
