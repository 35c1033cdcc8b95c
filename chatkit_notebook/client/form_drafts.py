"""What people have typed into the forms of widgets and not sent: it outlasts the page, and all views show the same.

It does not belong to the conversation: it is neither logged nor stored, and ends with the kernel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import StringConstraints
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chatkit_notebook.client.conversation import Onlooker

MOST_ITEMS = 200
"""Widgets whose drafts are kept; those that were filled in first are forgotten first."""
MOST_FIELDS = 1_000
"""Fields of one widget; further ones are not kept."""
LONGEST = 100_000
"""Characters of one field."""

FieldText = Annotated[str, StringConstraints(max_length=LONGEST)]
FieldValue = FieldText | bool | None


class FieldDraft(TypedDict):
    """What was typed into one field.

    ``key`` is the field's place in its widget, ``name`` its name in the form, and ``base`` the default it was typed
    over: a widget with another default means to change the field.
    """

    key: FieldText
    name: FieldText
    value: FieldValue
    base: FieldValue


class FormDrafts:
    """The drafts of one conversation.

    Args:
        onlookers: Who follows the conversation; the list may change.
    """

    def __init__(self, onlookers: Sequence[Onlooker]) -> None:
        self._onlookers = onlookers
        self._items: dict[str, dict[str, FieldDraft]] = {}

    def fill(self, item_id: str, origin: str, fields: Sequence[FieldDraft]) -> None:
        """Keep what was typed, and tell the views.

        Args:
            item_id: The widget's item.
            origin: The page that it was typed in, which knows it already.
            fields: What has changed.
        """
        drafts = self._items.pop(item_id, {})
        drafts |= {each["key"]: each for each in fields if each["key"] in drafts or len(drafts) < MOST_FIELDS}
        self._items[item_id] = drafts
        while len(self._items) > MOST_ITEMS:
            del self._items[next(iter(self._items))]
        for onlooker in self._onlookers:
            onlooker.frame(
                None, {"type": "chatkit.form.draft", "item_id": item_id, "origin": origin, "fields": [*fields]}
            )

    def of(self, items: Iterable[dict[str, Any]]) -> dict[str, list[FieldDraft]]:
        """The drafts of these items, by their ids."""
        ids = [str(item.get("id")) for item in items]
        return {each: [*self._items[each].values()] for each in ids if each in self._items}
