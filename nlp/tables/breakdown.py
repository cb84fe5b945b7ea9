"""A sum and what it is made of, in one text: 56万元（其中：财政拨款50万元，其他资金6万元）."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from nlp import lexicon
from nlp.tables.headings import Heading, half_width, heading, words
from nlp.tables.money import currency

_LONGEST_LINE = 200
_BETWEEN = "\\s,，;；、。:：()（）"


@dataclass(frozen=True, slots=True)
class Part:
    """A sum as written, and the label before it; None where it has none that is known."""

    label: Heading | None
    text: str
    named: str = ""


@cache
def _part() -> regex.Pattern[str]:
    lead, units, exact, before = (
        "|".join(sorted(map(regex.escape, told), key=len, reverse=True))
        for told in (words("including"), words("money"), words("exact"), (*currency(), "￥"))
    )
    name = rf"[^0-9{_BETWEEN}-][^0-9,，;；。:：()（）¥￥-]{{1,19}}+(?:[(（](?:{units})[)）])?+"
    number = r"(?:[0-9]{1,3}(?:[,，][0-9]{3})++|[0-9]{1,18}+)(?:\.[0-9]{1,8}+)?+"
    return regex.compile(
        rf"[{_BETWEEN}]*+(?:(?:{lead})[{_BETWEEN}]*+)?+((?!{before}){name})?+[\s:：]*+"
        rf"((?:{before})?+{number}\s*+[(（]?(?:{units})?+(?:{exact})?+)[{_BETWEEN}]*+"
    )


lexicon.on_change(_part.cache_clear)


def _without_currency(named: str) -> str:
    behind = next((word for word in currency() if named.endswith(word)), "")
    return named.removesuffix(behind).rstrip()


def breakdown(text: str) -> tuple[list[Part], str]:
    """The sums of a text in their order, and what behind them is none.

    >>> parts, rest = breakdown("56万元（其中：财政拨款50万元，引资6万元）")
    >>> [(p.label.role if p.label else p.named, p.text) for p in parts], rest
    ([('', '56万元'), ('fiscal', '50万元'), ('引资', '6万元')], '')
    """
    text = half_width(text)
    found: list[Part] = []
    at = 0
    while match := _part().match(text, at):
        named = _without_currency((match[1] or "").strip())
        found.append(Part(heading(named) if named else None, match[2].strip(" (（"), named))
        at = match.end()
    rest = text[at:].strip()
    return found, "" if rest.rstrip(":：") in words("including") else rest


def breakdown_of_line(text: str) -> tuple[list[Part], str]:
    """The sums of a line of a table; a longer one is prose and has none."""
    return breakdown(text) if len(text) < _LONGEST_LINE else ([], "")
