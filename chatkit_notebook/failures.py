"""Exceptions in words: for the chat, the log and the cell, without secrets."""

from __future__ import annotations

import re
import traceback
from typing import TYPE_CHECKING

from chatkit_notebook.json import whole
from chatkit_notebook.locales import words
from chatkit_notebook.misfits import plainly
from chatkit_notebook.secrets import masked

if TYPE_CHECKING:
    from types import TracebackType

LONGEST = 100_000
_SENTENCE = re.compile(r"\w\W+\w+\W+\w.*[.?!]")
_KITS = ("chatkit_notebook", "chatkit")
_PASSED_THROUGH = ("agents", "asyncio", "concurrent", "pydantic", *_KITS)
"""Packages whose frames say nothing about a function of the user's that they call."""


def message_of(error: BaseException) -> str:
    """What an exception says, without secrets."""
    return told(said(error))


def said(error: BaseException) -> str:
    """What an exception says in plain words, secrets included: to compare it, not to tell it."""
    try:
        return plainly(error, str(error))
    except Exception as failure:  # noqa: BLE001 - the exception's own __str__ may raise anything
        return words().message_unreadable(type(failure).__name__)


def in_one_line(error: BaseException) -> str:
    """Describe an exception as ``Type: message``; one without a message by where it was raised.

    Most of the kit's own errors are whole sentences, and the name of their class would only be in the way.
    """
    name, message = type(error).__name__, message_of(error)
    if message:
        is_told = type(error).__module__.partition(".")[0] in _KITS and _SENTENCE.search(message) is not None
        return message if is_told else f"{name}: {message}"
    frames = traceback.extract_tb(error.__traceback__)
    return words().raised_in(name, frames[-1].name) if frames else name


def traceback_of(error: BaseException) -> str:
    """The whole traceback of an exception."""
    return told("".join(traceback.format_exception(error)))


def own_traceback_of(error: BaseException, longest: int = LONGEST) -> str:
    """The traceback of an exception without the frames of the packages that called the function it comes from."""
    frames = error.__traceback__
    while frames is not None and frames.tb_next is not None and _passes_through(frames):
        frames = frames.tb_next
    return told("".join(traceback.format_exception(type(error), error, frames)), longest)


def told(text: str, longest: int = LONGEST) -> str:
    """Text without secrets, and without its middle where it is longer than anybody reads."""
    cut = len(text) - longest
    # What is said last in a traceback is the reason.
    if cut > 0:
        text = f"{text[: longest // 2]}\n{words().characters_left_out(cut)}\n{text[-longest // 2 :]}"
    return masked(whole(text))


def _passes_through(frames: TracebackType) -> bool:
    module = frames.tb_frame.f_globals.get("__name__")
    return isinstance(module, str) and module.partition(".")[0] in _PASSED_THROUGH
