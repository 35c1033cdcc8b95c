"""A dict that forgets."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

TKey = TypeVar("TKey")
TValue = TypeVar("TValue")

MOST = 200


class Recent(OrderedDict[TKey, TValue], Generic[TKey, TValue]):
    """Keeps what was set last; the oldest entries go."""

    def __setitem__(self, key: TKey, value: TValue) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        while len(self) > MOST:
            self.popitem(last=False)
