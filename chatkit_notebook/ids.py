"""Ids of threads, items and attachments: a prefix that tells what it is, and 64 random bits."""

from __future__ import annotations

from secrets import token_hex
from typing import Literal

StoreItemType = Literal["thread", "message", "tool_call", "task", "workflow", "attachment", "sdk_hidden_context"]
"""What an id can be generated for."""

RUN_MARK = "_run"
"""Ends the ids of the workflows that a run of an agent makes by itself, as opposed to those of its tools' authors."""

APPROVAL_MARK = "_approval"
"""Ends the ids of the cards that ask whether a tool may be called: nothing else tells them from other widgets."""

ID_PREFIXES: dict[StoreItemType, str] = {
    "thread": "thr",
    "message": "msg",
    "tool_call": "tc",
    "workflow": "wf",
    "task": "tsk",
    "attachment": "atc",
    "sdk_hidden_context": "shcx",
}


def default_generate_id(item_type: StoreItemType) -> str:
    """Return a new id such as `thr_90a4c5d1e2f3b687`.

    Raises:
        ValueError: `item_type` is not a `StoreItemType`.
    """
    try:
        prefix = ID_PREFIXES[item_type]
    except KeyError:
        raise ValueError(f"No id prefix for {item_type!r}. Use one of {', '.join(ID_PREFIXES)}.") from None
    return f"{prefix}_{token_hex(8)}"
