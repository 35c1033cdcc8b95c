"""Item ids of one run: the model's own where they serve, generated ones where they are fake or come twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.models.fake_id import FAKE_RESPONSES_ID

if TYPE_CHECKING:
    from collections.abc import Callable


class MessageIds:
    """Gives each message of a run an id, the same from its first event to its last.

    Models behind Chat Completions give every message the same id, so that each would overwrite the one before.

    Args:
        generate: Makes an id.
        taken: Ids that older items have.
    """

    def __init__(self, generate: Callable[[], str], taken: set[str]) -> None:
        self._generate = generate
        self._taken = set(taken)
        self._open: dict[str, str] = {}

    def begin(self, raw_id: str | None) -> str:
        """The id of a message that begins."""
        item_id = raw_id if raw_id and not is_fake(raw_id) and raw_id not in self._taken else self._generate()
        self._taken.add(item_id)
        self._open[raw_id or ""] = item_id
        return item_id

    def of(self, raw_id: str | None) -> str:
        """The id of a message that is under way."""
        return self._open.get(raw_id or "") or self.begin(raw_id)

    def end(self, raw_id: str | None) -> str:
        """The id of a message that is complete."""
        item_id = self.of(raw_id)
        self._open.pop(raw_id or "", None)
        return item_id


def is_fake(raw_id: str) -> bool:
    """Whether an id is only a placeholder."""
    return raw_id == FAKE_RESPONSES_ID
