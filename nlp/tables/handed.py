"""The classes that merged cells and rows of their own hand down to the rows below them."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.tables.classes import classes, pair
from nlp.tables.columns import Columns
from nlp.tables.grid import Row
from nlp.tables.headings import is_total


@dataclass(slots=True)
class Handed:
    """The classes of both levels as written, from the rows read so far."""

    level1: str = ""
    level2: str = ""

    def take(self, row: Row, made: Columns) -> None:
        """The classes that a row names in the columns of its levels."""
        for role in ("class", "level1", "level2"):
            text = row.text(made.first(role))
            if not text or is_total(text):
                continue
            both = pair(text)
            if both:
                self.level1, self.level2 = both
            elif role == "level2" or (role == "class" and _on_second(text)):
                self.level2 = text
            elif text != self.level1:
                self.level1, self.level2 = text, ""

    def enter(self, text: str) -> None:
        """A class that stands alone, for all that follows.

        >>> above = Handed()
        >>> above.enter("一、产出指标"), above.enter("（一）成本指标"), above.level1
        (None, None, '一、产出指标')
        """
        first = any(c.level2 is None for c in classes(text))
        firsts = {c.level1 for c in classes(self.level1)}
        if first and not any(c.level2 and c.level1 in firsts for c in classes(text)):
            self.level1, self.level2 = text, text if _on_second(text) else ""
        else:
            self.level2 = text


def _on_second(text: str) -> bool:
    return any(c.level2 is not None for c in classes(text))
