"""Where a document tells its unit of money besides the sums themselves."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.tables.headings import money_unit
from nlp.tables.outline import Labels, Line, Part


def units_below(parts: Sequence[Part]) -> list[str | None]:
    """For each part the unit of money that labels tell next, in it or below it in its form."""
    found: list[str | None] = []
    unit: str | None = None
    for part in reversed(parts):
        if isinstance(part, Labels):
            unit = next((pair.label.unit for pair in part.pairs if pair.label.unit), unit)
        elif isinstance(part, Line):
            unit = bracketed_unit(part.cell.shown) or unit
        else:
            unit = None
        found.append(unit)
    return found[::-1]


def bracketed_unit(text: str) -> str | None:
    """The unit of money that a line tells and nothing else: （万元）, 单位：元."""
    return money_unit("".join(text.split()).strip("()（）").replace("：", ":"))
