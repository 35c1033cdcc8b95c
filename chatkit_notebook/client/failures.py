"""Exceptions in words: for the chat, the log and error messages, without secrets."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from chatkit_notebook.json import whole
from chatkit_notebook.locales import words
from chatkit_notebook.misfits import plainly
from chatkit_notebook.secrets import masked

if TYPE_CHECKING:
    from chatkit_notebook.fold import ErrorDetail

_LONGEST = 100_000


def describe(error: BaseException) -> ErrorDetail:
    """Describe an exception for the chat and the log: ``type``, ``message``, ``traceback``, all without secrets."""
    return {
        "type": type(error).__name__,
        "message": message_of(error),
        "traceback": _told("".join(traceback.format_exception(error))),
    }


def message_of(error: BaseException) -> str:
    """What an exception says, without secrets."""
    return _told(said(error))


def said(error: BaseException) -> str:
    """What an exception says in plain words, secrets included: to compare it, not to tell it."""
    try:
        return plainly(error, str(error))
    except Exception as failure:  # noqa: BLE001 - the exception's own __str__ may raise anything
        return words().message_unreadable(type(failure).__name__)


def in_one_line(error: BaseException) -> str:
    """Describe an exception as ``Type: message``; one without a message by where it was raised."""
    name, message = type(error).__name__, message_of(error)
    if message:
        return f"{name}: {message}"
    frames = traceback.extract_tb(error.__traceback__)
    return words().raised_in(name, frames[-1].name) if frames else name


def _told(text: str) -> str:
    cut = len(text) - _LONGEST
    # What is said last in a traceback is the reason.
    if cut > 0:
        text = f"{text[: _LONGEST // 2]}\n{words().characters_left_out(cut)}\n{text[-_LONGEST // 2 :]}"
    return masked(whole(text))
