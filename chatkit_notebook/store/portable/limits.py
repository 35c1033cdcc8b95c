"""How much a file of threads may hold. It may come from anybody, and a packed one may be far larger than it looks."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, NoReturn

from chatkit_notebook.store.limits import DEFAULT_MAX_SIZE


@dataclass(frozen=True)
class ImportLimits:
    """How much a file of threads may hold. What a file is refused for names the limit, which can be raised.

    Attributes:
        characters: The most characters of the file, unpacked.
        line: The most characters of a line, but for that of an attachment.
        values: The most values of a line: each takes far more memory than its characters.
        file: The most bytes of an attachment.
        threads: The most threads.
        items: The most items, with their attachments.
        blank_lines: The most blank lines.

    Raises:
        TypeError: One of them is not an int.
        ValueError: One of them is below 1.
    """

    characters: int = 2**31
    line: int = 2**26
    values: int = 2_000_000
    file: int = DEFAULT_MAX_SIZE
    threads: int = 100_000
    items: int = 1_000_000
    blank_lines: int = 1_000

    def __post_init__(self) -> None:
        """Check the numbers."""
        for each in fields(self):
            value: Any = getattr(self, each.name)
            if not isinstance(value, int) or isinstance(value, bool):
                raise TypeError(f"{each.name}={value!r} must be an int, such as {each.default:,}.")
            if value < 1:
                raise ValueError(f"{each.name}={value!r} must be at least 1.")

    def refuse(self, name: str, noun: str) -> NoReturn:
        """Say that there is more of something than a limit allows.

        Raises:
            ValueError: Always.
        """
        raise ValueError(
            f"more than {getattr(self, name):,} {noun}. If you trust the file, pass limits=ImportLimits({name}=...)."
        )


@dataclass(frozen=True)
class ImportProgress:
    """How far an import is.

    Attributes:
        is_checked: Whether the whole file was checked, and its threads are being written.
        read: How many characters of the file were read: the first time, or the second, once it is checked.
        characters: How many the file has; None until it is checked.
        threads: How many threads were read in them.
        items: How many items, with their attachments.
    """

    is_checked: bool
    read: int
    characters: int | None
    threads: int
    items: int
