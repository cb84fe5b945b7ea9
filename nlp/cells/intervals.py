"""The productions of the rules for two ends: ranges, bounds on both sides, deviations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.cells.lexer import Token
from nlp.cells.normalize import Folded
from nlp.cells.numerals import numeral
from nlp.cells.operators import LOWER, UPPER, Unreadable, inclusions, operator, operators, text_of
from nlp.cells.produced import NUMBERS, Reading, change_of, constraint, numbers, rate_before
from nlp.cells.quantities import Quantity
from nlp.cells.units import unit as find_unit
from nlp.cells.vocabulary import words
from nlp.notes import note
from nlp.schema import Constraint, Note, Op


def interval(low: Quantity, high: Quantity, closed: tuple[bool, bool], rule: str) -> Constraint:
    """A range between two quantities; what one end leaves out the other gives."""
    if low.unit is None:
        low.unit = high.unit
        if low.scale == 1 and high.scale > 1 and low.value < high.value / high.scale:
            low = low.scaled(high.scale)
    elif high.unit is None:
        high.unit = low.unit
    factor = _in_unit_of(low.unit, high.unit)
    if low.value * factor > high.value:
        raise Unreadable("range_reversed", f"{low.value}–{high.value}")
    unit = high.unit
    known = find_unit(unit) if unit else None
    return Constraint(
        Op.RANGE,
        None,
        low.value * factor,
        high.value,
        closed[0],
        closed[1],
        high.scale,
        unit,
        known.code if known else None,
        known.dimension if known else None,
        high.per or low.per,
        rule=rule,
    )


def _in_unit_of(one: str | None, other: str | None) -> Decimal:
    if one == other or one is None or other is None:
        return Decimal(1)
    a, b = find_unit(one), find_unit(other)
    if a is None or b is None or a.dimension != b.dimension:
        return Decimal(1)
    ratio = a.factor / b.factor
    return Decimal(ratio.numerator) / Decimal(ratio.denominator)


def two_bounds(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A lower and an upper bound: ≥9且≤12座, 60以上80以下, 9≤x≤12."""
    first, second = [i for i, t in enumerate(tokens) if t.kind in NUMBERS]
    low, high = numbers(tokens, folded)
    split = first + 1
    while split < second and tokens[split].kind in "SI":
        split += 1
    notes = [*low.notes, *high.notes]
    left = operator(tokens[:split], folded, notes, more=False)
    right = operator(tokens[split:], folded, notes, more=False)
    if left in UPPER and right in LOWER:
        low, high, left, right = high, low, right, left
    if left not in LOWER or right not in UPPER or _unlike(low, high):
        return None
    if low.unit in (None, high.unit) and low.value > high.value:
        raise Unreadable("bounds_contradict", folded.text[tokens[0].start : tokens[-1].end])
    made = interval(low, high, (left is Op.GE, right is Op.LE), "two_bounds")
    return Reading([made], notes).rate(rate_before(tokens, folded))


def around_variable(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A variable, or the thing measured, between its two bounds: 9≤x≤12, 90%≤完成率≤100%."""
    low, high = numbers(tokens, folded)
    (first, _), (second, _) = operators(tokens, folded)[0]
    if first in UPPER and second in UPPER:
        closed = (first is Op.LE, second is Op.LE)
    elif first in LOWER and second in LOWER:
        low, high, closed = high, low, (second is Op.GE, first is Op.GE)
    else:
        return None
    made = interval(low, high, closed, "variable")
    if tokens[2].kind == "W":
        made.subject = text_of(tokens[2], folded)
    return Reading([made], [*low.notes, *high.notes])


def _unlike(one: Quantity, other: Quantity) -> bool:
    if one.unit is None or other.unit is None or one.unit == other.unit:
        return False
    a, b = find_unit(one.unit), find_unit(other.unit)
    return a is None or b is None or a.dimension != b.dimension


def between(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """Two numbers joined by a range mark: 9-12座, 3~5万元, 6个（含）至10个."""
    low, high = numbers(tokens, folded)
    if _unlike(low, high):
        return _amount_and_level(tokens, folded)
    notes = [*low.notes, *high.notes]
    mark = next(i for i, t in enumerate(tokens) if t.kind in "RK")
    lower, upper = (inclusions(part, folded, notes) for part in (tokens[:mark], tokens[mark:]))
    closed = (False not in lower, False not in upper and not (True in lower and not upper))
    made = interval(low, high, closed, "range")
    made.change = change_of(tokens)
    notes += _beside_range(tokens[:mark], tokens[mark:], folded)
    return Reading([made], notes).rate(rate_before(tokens, folded))


def between_words(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """Two numbers that a word behind both makes a range: 介于90%与100%之间."""
    closed = folded.text.startswith(tuple(words().by_kind["close"]), tokens[-1].end)
    return between(tokens, folded) if closed else None


def _beside_range(low: Sequence[Token], high: Sequence[Token], folded: Folded) -> list[Note]:
    """A note of an operator that has no place at a range: ≥85%-90%, 85%-90%以上."""
    prefix, suffix = words().prefix, words().suffix
    before = [text_of(t, folded) for t in low if t.kind == "O"]
    behind = [text_of(t, folded) for t in high if t.kind == "S"]
    beside = [s for s in before if prefix[s][1] == "strong"]
    beside += [s for s in behind if Op(suffix[s][0]) in LOWER]
    return [note("text_left_out", s) for s in beside]


def _amount_and_level(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """By how much, and to what level: 提升2个百分点至92%."""
    change = change_of(tokens)
    mark = next(i for i, t in enumerate(tokens) if t.kind == "R")
    if change is None or text_of(tokens[mark], folded) not in words().by_kind["to"]:
        return None
    made: list[Constraint] = []
    notes: list[Note] = []
    for part in (tokens[:mark], tokens[mark + 1 :]):
        found = numbers(part, folded)[0]
        made.append(constraint(operator(part, folded, notes, more=found.more), found, "change"))
        made[-1].start, made[-1].end = part[0].start, part[-1].end
        notes += found.notes
    made[0].change = change
    return Reading(made, notes).rate(rate_before(tokens, folded))


def interval_in_brackets(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """[70,80): a square bracket counts its bound, a round one does not."""
    match = tokens[0].match
    text = text_of(tokens[0], folded)
    unit = match["measure3"] or match["measure2"] or match["measure"]
    low = Quantity(numeral(match["low"]), unit=unit)
    high = Quantity(numeral(match["high"]), unit=unit)
    closed = (text[0] == "[", "]" in text)
    return Reading([interval(low, high, closed, "interval")])


def plus_minus(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A deviation to both sides: ±3%以内."""
    found = numbers(tokens, folded)[0]
    low = Quantity(-found.value, found.scale, found.unit, found.per)
    return Reading([interval(low, found, (True, True), "plus_minus")], found.notes)


def deviation(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A middle and how far from it: 10±2人; a share of another unit is one of the middle."""
    middle, away = numbers(tokens, folded)
    if away.unit == "%" and middle.unit not in (None, "%"):
        away = Quantity(middle.value * away.value / 100, middle.scale, middle.unit)
    if _unlike(middle, away):
        return None
    if middle.unit is None and middle.scale == 1 and away.scale > 1:
        middle = replace(middle, value=middle.value * away.scale, scale=away.scale)
    unit = away.unit or middle.unit
    low = Quantity(middle.value - away.value, middle.scale, unit, middle.per)
    high = Quantity(middle.value + away.value, middle.scale, unit, away.per or middle.per)
    notes = [*middle.notes, *away.notes]
    if any(strong for _, strong in operators(tokens, folded)[0]):
        notes.append(note("text_left_out", text_of(tokens[0], folded)))
    return Reading([interval(low, high, (True, True), "deviation")], notes)
