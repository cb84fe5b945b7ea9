"""Sums of money in the cells of a table, exact, in 元."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import regex

from nlp import lexicon
from nlp.cells.normalize import fold
from nlp.tables.headings import words

_SUM = regex.compile(r"(-?(?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]{1,18}+)(?:\.[0-9]{1,8}+)?+)")
_BLANK = frozenset({"", "-", "--", "/", "—", "——", "－"})


def is_blank(text: str) -> bool:
    """Whether a cell of sums holds none: nothing, a dash, a stroke."""
    return "".join(text.split()) in _BLANK


@cache
def currency() -> tuple[str, ...]:
    """What may stand before a sum in 元."""
    rows = lexicon.current().table("currencies")
    return tuple(word for word, unit in rows if words("money").get(unit) == "1")


lexicon.on_change(currency.cache_clear)


def _without_currency(text: str) -> str:
    lead = next((word for word in currency() if text.startswith(word)), "")
    return text.removeprefix(lead)


def sum_of(text: str, unit: str | None) -> Decimal | None:
    """A sum in 元; `unit` is the table's own, a unit in the cell goes before it.

    >>> sum_of("301,320.47", "万元"), sum_of("3.5亿元", "万元"), sum_of("见附件", "元")
    (Decimal('3013204700.00'), Decimal('350000000.0'), None)
    >>> sum_of("人民币200万元整", None)
    Decimal('2000000')
    """
    if len(text) > 40:
        return None
    bare = _without_currency("".join(fold(text).text.split()))
    match = _SUM.match(bare)
    if match is None:
        return None
    factors = words("money")
    behind = bare[match.end() :].strip("()").rstrip("".join(words("exact")))
    if behind and behind not in factors:
        return None
    factor = factors.get(behind or unit or "", "1")
    return Decimal(match[1].replace(",", "")) * Decimal(factor)
