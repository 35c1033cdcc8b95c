"""What the kernel says in the chat about values that functions return, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from chatkit_notebook.locales.english import counted, readable_size

if TYPE_CHECKING:
    from collections.abc import Sequence


class ValueTexts(Protocol):
    """The part of a locale's texts that is about values. Names in them are Markdown already."""

    figure = "Figure"
    image = "Image"
    value = "value"
    not_a_picture = "These bytes are not a PNG, JPEG, GIF or WebP."
    rest_left_out = "The rest is left out."

    def returned_nothing(self, function: str) -> str:
        return f"{function}() returned nothing to show."

    def rows_and_columns(
        self, shown: int, rows: int | None, columns: int, left_out: Sequence[str], count_left_out: int
    ) -> str:
        """What an excerpt of a table says about the rest; empty if there is none.

        Args:
            shown: How many rows are shown.
            rows: How many there are; None if that is unknown.
            columns: How many columns there are.
            left_out: The names of the first columns that are left out.
            count_left_out: How many columns are left out.
        """
        if shown == rows and not count_left_out:
            return ""
        first = counted(columns, "column")
        if rows is None:
            told = f"First {counted(shown, 'row')}, {first}"
        elif shown == rows:
            told = f"{counted(rows, 'row')}, {first}"
        else:
            told = f"First {shown} of {counted(rows, 'row')}, {first}"
        if not count_left_out:
            return told
        named = ", ".join(left_out)
        more = count_left_out - len(left_out)
        return f"{told}; not shown: {named}{f' and {more:,} more' if more else ''}"

    def no_rows(self, rows: int, columns: Sequence[str], count: int) -> str:
        if not count:
            return f"{counted(rows, 'row')}, no columns" if rows else "An empty table"
        more = f" and {count - len(columns):,} more" if count > len(columns) else ""
        return f"No rows; {counted(count, 'column')}: {', '.join(columns)}{more}"

    def cells_left_out(self, rows: int, columns: int) -> str:
        told = [f"{counted(rows, 'more row')}" if rows else "", f"{counted(columns, 'more column')}" if columns else ""]
        return " and ".join(filter(None, told))

    def array_of(self, shape: Sequence[int], kind: str) -> str:
        lengths = " by ".join(f"{length:,}" for length in shape)
        return f"Array of {lengths}, {kind}"

    def more(self, count: int) -> str:
        return f"… {count:,} more"

    def picture_too_large(self, size: int, most: int) -> str:
        return (
            f"a picture of {readable_size(size)} is larger than the {readable_size(most)} that a chat keeps. Make it "
            "smaller, or import PIL, which does it by itself"
        )

    def chart_needs(self, package: str) -> str:
        return f"a chat runs no scripts, and to show a picture of it the kernel needs {package}: %pip install {package}"

    def not_drawn(self, name: str) -> str:
        return (
            f"A {name} draws no picture: pass a figure, an image, or an object with a method such as _repr_png_ or "
            "_repr_svg_"
        )

    def drawn_by_page(self, name: str) -> str:
        return f"{name} is drawn by HTML or scripts of its own, which don't run here: return a picture of it instead."

    def value_unshown(self, name: str, reason: str) -> str:
        return f"{name} can't be shown: {reason}."
