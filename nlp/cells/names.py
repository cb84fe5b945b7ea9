"""An indicator's name: cleaned, and what it tells about a bare number in its cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from nlp import lexicon
from nlp.cells import engine
from nlp.cells.lexer import tokens
from nlp.cells.normalize import Folded, fold
from nlp.cells.numerals import NumeralError
from nlp.cells.quantities import quantity
from nlp.cells.units import table
from nlp.cells.units import unit as unit_of
from nlp.cells.vocabulary import words
from nlp.schema import Op

_BRACKET = re.compile(r"[(\[]((?:[^()\[\]]|[(][^()]{0,9}+[)]){0,30}+)[)\]][.:;]?$")
_SIGNS = "★☆*▲△●■◆※○"


@dataclass(frozen=True, slots=True)
class Name:
    """A name: cleaned and raw, the unit, scale, rate and operator it carries, its kinds."""

    name: str
    raw: str
    unit: str | None = None
    scale: int = 1
    per: str | None = None
    op: Op | None = None
    counts: str | None = None
    kinds: frozenset[str] = frozenset()


@cache
def _head() -> regex.Pattern[str]:
    (compiled,) = engine.compiled("names", _compile_head)
    return compiled


def _compile_head() -> list[regex.Pattern[str]]:
    item = "|".join(regex.escape(w) for w in words().by_kind["item"])
    digits = rf"[0-9{words().numerals}]{{1,3}}+"
    head = (
        rf"(?:[{regex.escape(_SIGNS)}]|(?:{item})[0-9]{{1,3}}+[:.、]?|{digits}[.、)](?![0-9])"
        rf"|[1-9](?:[.][0-9]{{1,2}}+){{2,3}}+|[(]{digits}[)]|[①-⑳⑴-⒇⒈-⒛])*+"
    )
    return [regex.compile(head)]


@cache
def _endings() -> tuple[tuple[str, str, str], ...]:
    rows = lexicon.current().table("names")
    return tuple(sorted(((k, e, v) for k, e, v in rows), key=lambda r: -len(r[1])))


@lru_cache(maxsize=16384)
def read_name(raw: str) -> Name:
    """Clean a name and read what it carries.

    >>> read_name("★★1.栽植面积（≥**亩）").unit, read_name("1.走访次数（次）").name
    ('亩', '走访次数')
    """
    folded = fold(raw)
    text = folded.text
    head = _head().match(text)
    start, end = head.end() if head else 0, len(text)
    unit, scale, rate, op = None, 1, None, None
    first, last, behind = _tail(text, start)
    carried = _carried(text[first:last]) if first < last else None
    if carried is not None:
        unit, scale, rate, op = carried
        if unit and "(" in unit:
            unit = _slice(folded, last - len(unit), last)
        end = behind
    clean = text[start:end].strip(_SIGNS + ":.;、 ")
    kinds, counts = kinds_of(clean)
    return Name(_slice(folded, start, end), raw, unit, scale, rate, op, counts, kinds)


for _derived in (_head, _endings, read_name):
    lexicon.on_change(_derived.cache_clear)


def _slice(folded: Folded, start: int, end: int) -> str:
    if start >= end:
        return folded.source.strip()
    return folded.source[folded.start(start) : folded.end(end)].strip(_SIGNS + " ：:；;、")


def _tail(text: str, start: int) -> tuple[int, int, int]:
    """What may carry the unit: from, to, and where the name itself then ends.

    In brackets (产值（万元）), behind a sign (面积≥**亩) or a stroke (产值/万元), or % at the end.
    """
    bracket = _BRACKET.search(text, start)
    if bracket and bracket.start() > start:
        return *bracket.span(1), bracket.start()
    sign = max(text.rfind(s) for s in "≥≤><=")
    if sign > start:
        return sign, len(text), sign
    stroke = text.rfind("/")
    if stroke > start and not text[start:stroke].endswith(tuple(table())):
        return stroke + 1, len(text), stroke
    if text.endswith("%") and len(text) - start > 1:
        return len(text) - 1, len(text), len(text) - 1
    return 0, 0, 0


def _carried(inner: str) -> tuple[str | None, int, str | None, Op | None] | None:
    """Operator, scale, unit and rate of a bracket such as (≥**亩) or (万元); None if a remark."""
    w = words()
    op: Op | None = None
    rest = inner
    for label in w.by_kind["unit_label"]:
        rest = rest.removeprefix(label).lstrip(":")
    for sign in sorted(w.prefix, key=len, reverse=True):
        if rest.startswith(sign):
            op, rest = w.prefix[sign][0], rest[len(sign) :]
            break
    for placeholder in sorted(w.by_kind["placeholder"], key=len, reverse=True):
        rest = rest.removeprefix(placeholder)
    if not rest:
        return (None, 1, None, op) if op is not None else None
    if rest in w.by_kind["percent"]:
        return "%", 1, None, op
    if rest in table():
        return rest, 1, None, op
    measure = _measure(rest)
    return (*measure, op) if measure else None


def _measure(text: str) -> tuple[str | None, int, str | None] | None:
    """Unit, scale and rate of words that may stand behind a number: 万元/年."""
    number = fold("1" + text)
    found = tokens(number.text)
    if len(found) != 1 or found[0].kind not in "QN" or found[0].unit:
        return None
    try:
        read = quantity(found[0], number)
    except NumeralError:
        return None
    if read.unit and _is_abbreviation(read.unit):
        return None
    return (read.unit, read.scale, read.per) if read.unit or read.scale > 1 else None


def _is_abbreviation(unit: str) -> bool:
    """Letters that are no known unit: 独立计量区（DMA）."""
    return unit.isascii() and len(unit) > 1 and unit_of(unit) is None


def kinds_of(name: str) -> tuple[frozenset[str], str | None]:
    """What the end of a cleaned name tells: its kinds, and the unit that it counts in."""
    longest = 0
    kinds: set[str] = set()
    counts: str | None = None
    for kind, ending, value in _endings():
        if len(ending) < longest and kind != "bounded":
            break
        if name.endswith(ending):
            if not longest:
                longest = len(ending)
            kinds.add(kind)
            counts = counts or (value if kind == "unit" else None)
    if "bounded" in kinds:
        kinds.add("percent")
    if "plain" in kinds:
        return frozenset({"plain"}), None
    return frozenset(kinds), counts
