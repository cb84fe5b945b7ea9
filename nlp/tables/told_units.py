"""Where a document tells its unit of money besides the sums themselves."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from nlp.tables.headings import money_unit
from nlp.tables.outline import Labels, Line, Part

_BRACKETS = regex.compile(r"[(（\[][^()（）\[\]]*+[)）\]]")


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


def units_of_title(title: str) -> list[str]:
    """The units of money in brackets behind a title.

    >>> units_of_title("2024年项目支出绩效目标表（单位：万元）")
    ['万元']
    """
    told = (bracket.strip("[]()（）").replace("：", ":") for bracket in _BRACKETS.findall(title))
    return [unit for text in told if (unit := money_unit(text))]
