"""Answers that were given lately: cells repeat, and a text has the same answer every time."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Cache(Generic[Kept]):
    """The `most` values that were asked for last.

    >>> cache: Cache[int] = Cache(2)
    >>> cache.keep("a", 1), cache.keep("b", 2), cache.get("a"), cache.keep("c", 3)
    (None, None, 1, None)
    >>> cache.get("b") is None, cache.get("a")
    (True, 1)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, Kept] = {}

    def get(self, key: Hashable) -> Kept | None:
        """The value of `key`, which is now the last to go; None where it is not kept."""
        value = self._kept.pop(key, None)
        if value is not None:
            self._kept[key] = value
        return value

    def keep(self, key: Hashable, value: Kept) -> None:
        """Keep a value; the one that nobody asked for longest goes."""
        if not self._most:
            return
        self._kept[key] = value
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
