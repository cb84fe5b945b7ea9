"""The productions of the grammar: tokens of a rule's match → constraints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from nlp import dates
from nlp.lexer import Token
from nlp.normalize import Folded
from nlp.notes import note
from nlp.numerals import numeral
from nlp.operators import LOWER, UPPER, Unreadable, inclusions, operator, operators, text_of
from nlp.quantities import Quantity, per, quantity
from nlp.schema import Change, Constraint, Note, Op
from nlp.units import unit as find_unit
from nlp.vocabulary import words

NUMBERS = "QNC"
_COUNTED = 8


@dataclass(slots=True)
class Reading:
    """What a rule made of its tokens."""

    constraints: list[Constraint]
    notes: list[Note] = field(default_factory=list)
    shared: bool = False
    counted: str = ""

    def rate(self, per: str | None) -> Reading:
        """Put a rate that stands before the number (每人) in front of the one behind it (元/月)."""
        if per:
            for made in self.constraints:
                made.per = f"{per}·{made.per}" if made.per else per
        return self


def constraint(op: Op, found: Quantity, rule: str) -> Constraint:
    """A one-sided, exact or approximate constraint on a quantity."""
    value = found.value
    known = find_unit(found.unit) if found.unit else None
    return Constraint(
        op,
        value,
        value if op in (Op.GE, Op.GT, Op.EQ) else None,
        value if op in (Op.LE, Op.LT, Op.EQ) else None,
        op in (Op.GE, Op.EQ),
        op in (Op.LE, Op.EQ),
        found.scale,
        found.unit,
        known.code if known else None,
        known.dimension if known else None,
        found.per,
        rule=rule,
    )


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


def _numbers(tokens: Sequence[Token], folded: Folded) -> list[Quantity]:
    return [quantity(t, folded) for t in tokens if t.kind in NUMBERS]


def _rate(tokens: Sequence[Token], folded: Folded) -> str | None:
    return next((per(text_of(t, folded)) for t in tokens if t.kind == "E"), None)


def _change(tokens: Sequence[Token], folded: Folded) -> Change | None:
    for token in tokens:
        if token.kind == "V" and not token.match["to"]:
            return Change(words().changes[token.match["change"]])
    return None


def bound(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """One number with whatever stands before and behind it."""
    found = _numbers(tokens, folded)[0]
    reading = Reading([], list(found.notes))
    op = operator(tokens, folded, reading.notes, more=found.more)
    kinds = {t.kind for t in tokens}
    made = constraint(op, found, _bound_rule(kinds))
    made.change = _change(tokens, folded)
    if op is Op.APPROX:
        reading.notes += _approximation(tokens, folded)
    reading.constraints.append(made)
    return reading.rate(_rate(tokens, folded))


def bound_around(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A suffix behind what is counted: 25个社区以上."""
    reading = bound(tokens, folded)
    counted = next(t for t in reversed(tokens) if t.kind == "W")
    if reading is None or counted.end - counted.start > _COUNTED:
        return None
    reading.counted = text_of(counted, folded)
    return reading


def share_of(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """An operator, what the share is one of or how it is averaged, the number: 不低于总数的80%."""
    kind = words().by_kind
    whole = next(t for t in tokens if t.kind == "W")
    spelled = text_of(whole, folded)
    reading = bound([t for t in tokens if t is not whole], folded)
    if reading is None or not (made := reading.constraints[0]).unit:
        return None
    if spelled in kind["average"]:
        reading.counted = spelled
    elif spelled.endswith(kind["of"][0]) and made.unit in ("%", "‰"):
        reading.notes.append(note("share_of", spelled))
    else:
        return None
    return reading


def _bound_rule(kinds: set[str]) -> str:
    if "V" in kinds:
        return "change"
    if "S" in kinds:
        return "suffix"
    return "comparison" if "O" in kinds else "exact"


def _approximation(tokens: Sequence[Token], folded: Folded) -> list[Note]:
    below = words().by_kind["below"]
    spelled = (text_of(t, folded) for t in tokens if t.kind == "O")
    return [note("approximate_below")] if any(s in below for s in spelled) else []


def bound_behind(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A number and a word that is an operator before or behind it: 60人不到."""
    behind = words().suffix.get(text_of(tokens[-1], folded))
    if behind is None:
        return None
    found = _numbers(tokens, folded)[0]
    return Reading([constraint(Op(behind[0]), found, "suffix")], list(found.notes))


def two_bounds(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A lower and an upper bound: ≥9且≤12座, 60以上80以下, 9≤x≤12."""
    first, second = [i for i, t in enumerate(tokens) if t.kind in NUMBERS]
    low, high = _numbers(tokens, folded)
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
    return Reading([made], notes).rate(_rate(tokens, folded))


def around_variable(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A variable, or the thing measured, between its two bounds: 9≤x≤12, 90%≤完成率≤100%."""
    low, high = _numbers(tokens, folded)
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
    low, high = _numbers(tokens, folded)
    if _unlike(low, high):
        return None
    notes = [*low.notes, *high.notes]
    mark = next(i for i, t in enumerate(tokens) if t.kind == "R")
    lower, upper = inclusions(tokens[:mark], folded), inclusions(tokens[mark:], folded)
    closed = (False not in lower, False not in upper and not (True in lower and not upper))
    made = interval(low, high, closed, "range")
    made.change = _change(tokens, folded)
    return Reading([made], notes).rate(_rate(tokens, folded))


def interval_in_brackets(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """[70,80): a square bracket counts its bound, a round one does not."""
    match = tokens[0].match
    text = text_of(tokens[0], folded)
    unit = match["measure"]
    low = Quantity(numeral(match["low"]), unit=unit)
    high = Quantity(numeral(match["high"]), unit=unit)
    closed = (text[0] == "[", "]" in text)
    return Reading([interval(low, high, closed, "interval")])


def plus_minus(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A deviation to both sides: ±3%以内."""
    found = _numbers(tokens, folded)[0]
    low = Quantity(-found.value, found.scale, found.unit, found.per)
    return Reading([interval(low, found, (True, True), "plus_minus")], found.notes)


def deviation(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A middle and how far from it: 10±2人; a share of another unit is one of the middle."""
    middle, away = _numbers(tokens, folded)
    if away.unit == "%" and middle.unit not in (None, "%"):
        away = Quantity(middle.value * away.value / 100, middle.scale, middle.unit)
    if _unlike(middle, away):
        return None
    unit = away.unit or middle.unit
    low = Quantity(middle.value - away.value, middle.scale, unit, middle.per)
    high = Quantity(middle.value + away.value, middle.scale, unit, away.per or middle.per)
    notes = [*middle.notes, *away.notes]
    return Reading([interval(low, high, (True, True), "deviation")], notes)


def from_to(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A level left and a level reached: 从60%提高到80%; the first is the baseline."""
    first = next(i for i, t in enumerate(tokens) if t.kind in NUMBERS)
    change = next(i for i, t in enumerate(tokens) if t.kind == "V")
    if not tokens[change].match["to"]:
        return None
    rest = tokens[change:]
    around = any(t.kind == "W" for t in rest)
    reading = bound_around(rest, folded) if around else bound(rest, folded)
    if reading is not None:
        made = reading.constraints[0]
        made.rule = "from_to"
        made.baseline = text_of(tokens[first], folded)
        made.change = Change(words().changes[tokens[change].match["change"]])
    return reading


def several(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """Numbers in a list that share one operator: 分别控制在5%、1%以下."""
    found = _numbers(tokens, folded)
    notes = [n for q in found for n in q.notes]
    op = operator(tokens, folded, notes, more=found[-1].more)
    for earlier in found:
        if earlier.unit is None:
            earlier.unit = found[-1].unit
            earlier.per = found[-1].per
    made = [constraint(op, q, "distributive") for q in found]
    change = _change(tokens, folded)
    numbers = [t for t in tokens if t.kind in NUMBERS]
    for each, token in zip(made, numbers, strict=True):
        each.change, each.start, each.end = change, token.start, token.end
    shared = any(t.kind == "G" for t in tokens)
    return Reading(made, notes, shared).rate(_rate(tokens, folded))


def date(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A date bound or a period."""
    token = next(t for t in tokens if t.kind == "D")
    try:
        span = dates.read(text_of(token, folded))
    except dates.DateError as error:
        raise Unreadable("date_impossible", error) from error
    op = span.op
    prefixes, _ = operators(tokens, folded)
    if prefixes and op is not Op.RANGE:
        op = prefixes[0][0]
    if op is Op.RANGE:
        if prefixes and prefixes[0][0] in UPPER:
            made = Constraint(prefixes[0][0], date=span.high, rule="date")
        else:
            made = Constraint(Op.RANGE, date_low=span.low, date_high=span.high, rule="period")
    else:
        made = Constraint(op, date=span.low, rule="date")
    made.low_inclusive = made.op in (Op.GE, Op.EQ, Op.RANGE)
    made.high_inclusive = made.op in (Op.LE, Op.EQ, Op.RANGE)
    return Reading([made]).rate(_rate(tokens, folded))
