"""A number token → its value, scale, unit and rate."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from nlp import lexicon
from nlp.cells.engine import Match
from nlp.cells.lexer import Token
from nlp.cells.normalize import Folded
from nlp.cells.numerals import NumeralError, numeral, written_scale
from nlp.cells.units import table
from nlp.cells.units import unit as find_unit
from nlp.cells.vocabulary import words
from nlp.notes import note
from nlp.schema import Note

_MANY = 10
_SEVERAL_DIGITS = re.compile(r"[1-9]0*[1-9]")
_MANY_COUNTED = re.compile(r"[2-9]0+")
_LOOSE = frozenset({"area", "volume"})
_FIRST_HAN = "一"


@dataclass(slots=True)
class Quantity:
    """A number as read: `value` has `scale` multiplied in."""

    value: Decimal
    scale: int = 1
    unit: str | None = None
    per: str | None = None
    more: bool = False
    notes: list[Note] = field(default_factory=list)

    def scaled(self, scale: int) -> Quantity:
        """The same number with a multiplier that stood elsewhere."""
        return Quantity(self.value * scale, scale, self.unit, self.per, self.more, self.notes)


def quantity(token: Token, folded: Folded) -> Quantity:
    """Read a number token. Raises `NumeralError` where its number cannot be one."""
    match = token.match
    value, scale, unit = _number(_written(token, folded))
    if multiplier := match["mult2"] or match["mult"]:
        factor = written_scale("1" + multiplier)
        value, scale = value * factor, scale * factor
    if match["sign"]:
        value = _signed(value, match)
    if half := match["half2"] or match["half"]:
        value += _fraction(words().parts[half]) * scale
    more = match["more"] or match["more2"] or match["more3"]
    found = Quantity(value, scale, unit, more=more is not None)
    if match["currency"]:
        found.unit = words().currencies[match["currency"]]
    if token.unit:
        found.unit, _, rate = token.unit.partition("/")
        found.per = per(rate) if rate else None
        found.notes.append(note("unit_unknown", found.unit))
    elif match["unit"]:
        found.unit = _unit(match, folded, found.notes)
    if match["gloss"]:
        if found.unit is not None:
            found.notes.append(note("unit_gloss", match["gloss"]))
        found.unit = found.unit or "%"
    if match["rate"]:
        _add_rate(found, match, folded)
    return found


def _is_out_of(fraction: str, spelling: str) -> bool:
    """Whether a fraction rather tells how many of how many: 95/100分, 3/10个."""
    known = find_unit(spelling)
    counted = known is not None and known.code.startswith("{")
    return counted and len(fraction.partition("/")[2]) > 1


def _written(token: Token, folded: Folded) -> str:
    """The numeral of a token; 百 alone is none behind a blank to be filled in: ≥  百人."""
    written = token.match["num"]
    scales = words().scales
    if written[0] in scales and scales.keys() >= set(written):
        before = folded.source[: folded.start(token.start)][-1:]
        if before.isspace() and before != "\n":
            raise NumeralError("empty_template", written)
    return written


def _signed(value: Decimal, match: Match) -> Decimal:
    if match["sign"] in words().by_kind["below_zero"]:
        return -value
    if len(match["sign"]) > 1:
        raise NumeralError("number_malformed", match.group())
    return -value if match["sign"] == "-" else value


def _number(text: str) -> tuple[Decimal, int, str | None]:
    """Value, written scale, and the unit that a share word implies."""
    w = words()
    if text in w.wholes:
        whole = w.wholes[text]
        return _fraction(whole.rstrip("%")), 1, "%" if whole.endswith("%") else None
    over = w.by_kind["over"][0]
    if over in text:
        below, _, above = text.partition(over)
        share = w.shares.get(below)
        if share:
            return numeral(above), 1, share
        return _divide(numeral(above), numeral(below), text), 1, None
    if "/" in text:
        above, _, below = text.partition("/")
        return _divide(numeral(above), numeral(below), text), 1, None
    last = text[-1]
    if last in w.parts:
        return numeral(text[:-1] or "0") + _fraction(w.parts[last]), 1, None
    return numeral(text), written_scale(text), None


def _divide(above: Decimal, below: Decimal, text: str) -> Decimal:
    if not below or above > below:
        raise NumeralError("number_malformed", text)
    return above / below


def _fraction(text: str) -> Decimal:
    above, _, below = text.partition("/")
    return Decimal(above) / Decimal(below or 1)


def _unit(match: Match, folded: Folded, notes: list[Note]) -> str:
    start, end = match.span("unit")
    written = match["unit"].strip()
    if written[0] == "(":
        written = written[1 + len(match["mult2"] or "") : -1]
    elif "(" in written and written.partition("(")[2][:-1] in words().by_kind["percent"]:
        written, _, gloss = written.partition("(")
        notes.append(note("unit_gloss", gloss[:-1]))
    elif "(" in written:
        written = "".join(folded.source[folded.start(start) : folded.end(end)].split())
    if "/" in match["num"] and _is_out_of(match["num"], written):
        raise NumeralError("number_malformed", match.group())
    if find_unit(written) is None and written not in _ambiguous():
        notes.append(note("unit_unknown", written))
    if written in words().by_kind["percent"]:
        return "%"
    return written


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(row[0] for row in lexicon.current().table("ambiguous"))


@cache
def _pairs() -> frozenset[str]:
    return frozenset(words().by_kind["pair"])


lexicon.on_change(_pairs.cache_clear)
lexicon.on_change(_ambiguous.cache_clear)


def _add_rate(found: Quantity, match: Match, folded: Folded) -> None:
    written = match["rate"]
    pair = f"{found.unit}/{written[1:]}"
    if pair in _pairs():
        start = folded.start(match.start("rate"))
        found.unit = f"{found.unit}{folded.source[start]}{written[1:]}"
        return
    denominator = per(written)
    number = denominator.removesuffix(found.unit or "/")
    same = number.isdecimal() and Decimal(number) < abs(found.value) * _MANY
    many = _SEVERAL_DIGITS.match(denominator) or _counts_many(denominator)
    if same or (found.value != 1 and many):
        found.notes.append(note("text_left_out", written))
    else:
        found.per = denominator


def _counts_many(denominator: str) -> bool:
    """Whether a denominator is rather a number of its own: 3次/200人次, but 5张/100人."""
    number = _MANY_COUNTED.match(denominator)
    counted = find_unit(denominator[number.end() :]) if number else None
    return counted is not None and counted.code.startswith("{")


def per(written: str) -> str:
    """The denominators of a rate mark, joined by `·`: words as written, signs and loose
    words for areas and volumes by the usual word.

    >>> per("/人·月"), per("每人每月"), per("/㎡"), per("/千克")
    ('人·月', '人·月', '平方米', '千克')
    """
    kind = words().by_kind
    written = _of_deed(written.rstrip(","))
    marks = kind["every"] + kind["by"] + kind["once"] + kind["slash"] + kind["join"]
    for mark in sorted(marks, key=len, reverse=True):
        written = written.replace(mark, "\n")
    if "\n(" in written:
        written = written.replace("\n(", "\n").removesuffix(")")
    written = written.replace("(", "\uff08").replace(")", "\uff09")
    return "·".join(_denominator(part) for part in written.split("\n") if part)


def _of_deed(written: str) -> str:
    """What is done once for each: 每新增一户 → 户."""
    kind = words().by_kind
    for deed in kind["deed"]:
        before, found, counted = written.partition(deed)
        if found and before in kind["every"]:
            return counted[1:]
    return written


def _denominator(written: str) -> str:
    counter, periods = words().by_kind["counter"][0], words().by_kind["period"]
    rest = written.removeprefix(counter)
    base = rest.partition("\uff08")[0]
    if rest != written and (base in periods or base in table()):
        return rest
    known = table().get(written) or (find_unit(written) if written.isascii() else None)
    if known is not None and (known.dimension in _LOOSE or max(written) < _FIRST_HAN):
        return known.name
    return written
