"""What of events and replies is masked before anybody gets to see, fold or log it.

That is what tools, servers and exceptions say. What the user wrote and what the model answers stays as it is, since
both may be about keys; and widgets, effects and the addresses of pictures have to work.
"""

from __future__ import annotations

from typing import Any

from chatkit_notebook.json import is_list, is_object, object_in
from chatkit_notebook.secrets import masked, masked_json

_TOLD = {
    "error": ("message",),
    "notice": ("title", "message"),
    "progress_update": ("text",),
}


def mask_event(event: dict[str, Any]) -> None:
    """Mask the secrets in an event, in place."""
    kind = event.get("type")
    if kind == "thread.item.updated":
        update = object_in(event.get("update"))
        if "task" in update:
            update["task"] = _masked_task(update["task"])
        return
    for name in _TOLD.get(str(kind), ()):
        if isinstance(event.get(name), str):
            event[name] = masked(event[name])
    _mask_item(event.get("item"))


def mask_reply(reply: dict[str, Any]) -> None:
    """Mask the secrets in the items of a reply, in place."""
    page = object_in(reply.get("items")).get("data") or reply.get("data")
    for item in [reply.get("updated_item"), *(page if is_list(page) else [])]:
        _mask_item(item)


def _mask_item(item: object) -> None:
    if not is_object(item):
        return
    match item.get("type"):
        case "workflow":
            workflow = object_in(item.get("workflow"))
            tasks = workflow.get("tasks")
            if is_list(tasks):
                workflow["tasks"] = [_masked_task(task) for task in tasks]
            if "summary" in workflow:
                workflow["summary"] = masked_json(workflow["summary"])
        case "task":
            item["task"] = _masked_task(item.get("task"))
        case "client_tool_call":
            item["output"] = masked_json(item.get("output"))
        case _:
            pass


def _masked_task(task: Any) -> Any:
    # What a model thinks are its own words, and each delta brings all of them again.
    return task if object_in(task).get("type") == "thought" else masked_json(task)
