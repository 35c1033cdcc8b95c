"""Exceptions as the chat, the log and the cell have them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from chatkit_notebook.failures import in_one_line, message_of, own_traceback_of, said, told, traceback_of

if TYPE_CHECKING:
    from chatkit_notebook.fold import ErrorDetail

__all__ = ["Heard", "describe", "in_one_line", "message_of", "said", "told"]


def describe(error: BaseException) -> ErrorDetail:
    """Describe an exception for the chat and the log: ``type``, ``message``, ``traceback``, all without secrets."""
    return {"type": type(error).__name__, "message": message_of(error), "traceback": traceback_of(error)}


class Heard:
    """Tells the cell of failures, of each once."""

    def __init__(self) -> None:
        self._told: list[BaseException] = []

    def tell(self, title: str, error: BaseException) -> bool:
        """Write a failure to where the errors of the current context's cell are shown; tell whether it was new."""
        causes = _causes(error)
        if any(known is each for known in self._told for each in causes):
            return False
        self._told.append(error)
        sys.stderr.write(f"{title}\n{own_traceback_of(error)}")
        sys.stderr.flush()
        return True


def _causes(error: BaseException) -> list[BaseException]:
    """An exception and those that led to it."""
    found = [error]
    for each in found:
        cause = each.__cause__ or each.__context__
        if cause is not None and not any(cause is known for known in found):
            found.append(cause)
    return found
