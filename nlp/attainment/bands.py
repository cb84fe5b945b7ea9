"""The grades of a qualitative target, and how much of its weight each is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from nlp import lexicon


@dataclass(frozen=True, slots=True)
class Band:
    """A grade and the least and greatest share of the weight that it is worth, in percent."""

    grade: str
    low: Decimal
    high: Decimal
    en: str = ""
    words: tuple[str, ...] = ()

    def named(self, lang: str) -> str:
        """The grade in a language."""
        return self.en if lang == "en" and self.en else self.grade


@cache
def bands() -> tuple[Band, ...]:
    """The bands of the lexicon, best first.

    >>> [(band.grade, int(band.low), int(band.high)) for band in bands()]
    [('达成', 80, 100), ('部分达成', 60, 80), ('未达成', 0, 60)]
    """
    found: dict[str, Band] = {}
    for grade, en, low, high, words in lexicon.current().table("bands"):
        try:
            made = Band(grade, Decimal(low), Decimal(high), en, tuple(words.split()))
        except InvalidOperation as error:
            raise lexicon.LexiconError(f"bands.tsv, grade {grade}: write numbers") from error
        found[grade] = made
    return tuple(found.values())


lexicon.on_change(bands.cache_clear)


def claimed(text: str, among: Sequence[Band]) -> Band | None:
    """The grade that an actual value claims for itself.

    >>> claimed("部分达成年度指标", bands()).grade
    '部分达成'
    """
    heads = [(w, band) for band in among for w in (band.grade, *band.words) if w in text[:200]]
    return max(heads, key=lambda head: len(head[0]))[1] if heads else None


def shown(among: Sequence[Band], weight: Decimal | None, lang: str) -> str:
    """The bands in words, as points where there is a weight.

    >>> shown(bands(), Decimal(10), "zh")
    '达成 8–10，部分达成 6–8，未达成 0–6'
    """
    parts = []
    for band in among:
        ends = (band.low, band.high)
        points = [f"{end if weight is None else end * weight / 100:f}" for end in ends]
        low, high = (p.rstrip("0").rstrip(".") if "." in p else p for p in points)
        parts.append(f"{band.named(lang)} {low}–{high}" + ("" if weight is not None else "%"))
    return ("，" if lang == "zh" else ", ").join(parts)
