"""How much memory JSON takes, roughly."""

from __future__ import annotations

from typing import Any

from chatkit_notebook.json import is_list, is_object


def weight(value: Any) -> int:
    """Count the characters of JSON of any depth, and some for each value that is not a string."""
    total, left = 0, [value]
    while left:
        part = left.pop()
        if isinstance(part, str):
            total += len(part)
        elif is_object(part):
            total += 16
            left.extend(part.values())
        else:
            total += 8
            if is_list(part):
                left.extend(part)
    return total
