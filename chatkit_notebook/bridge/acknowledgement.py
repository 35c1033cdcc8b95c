"""What a view is told of a request whose reply takes a while."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from chatkit_notebook.bridge.messages import Taken

ACKNOWLEDGED_AFTER = 0.5
"""Seconds a view waits for a reply before it is told that its request has arrived. A view itself waits longer."""


def taken(request_id: str) -> Taken:
    """The message that a request has arrived: without it, a slow store looks like a kernel that is busy with a cell."""
    return {"type": "taken", "id": request_id}


@contextmanager
def acknowledged(request_id: str, send: Callable[[Taken], None]) -> Generator[None]:
    """Tell the views that a request has arrived, if what is done for it takes longer than they wait."""
    notice = asyncio.get_running_loop().call_later(ACKNOWLEDGED_AFTER, send, taken(request_id))
    try:
        yield
    finally:
        notice.cancel()
