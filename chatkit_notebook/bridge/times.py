"""Times on their way to the views: a browser may be in another time zone than the kernel."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chatkit_notebook import clock
from chatkit_notebook.json import is_list, is_object


def with_offsets(op: str, body: dict[str, Any]) -> dict[str, Any]:
    """The reply to a request, where a list of threads tells the offset of each time that the history shows."""
    if op != "threads.list" or not is_list(threads := body.get("data")):
        return body
    return {**body, "data": [_with_offset(thread) for thread in threads]}


def _with_offset(thread: Any) -> Any:
    if not is_object(thread):
        return thread
    try:
        moment = datetime.fromisoformat(thread["created_at"])
    except (KeyError, TypeError, ValueError):
        return thread
    return {**thread, "created_at": clock.local(moment).isoformat()}
