"""One constraint of a target against one actual value: met or not, how far, and why."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from nlp.attainment.deadlines import date_verdict, is_date
from nlp.attainment.measuring import Measured, Unlike, measured
from nlp.attainment.verdict import Verdict
from nlp.schema import Constraint, Op
from nlp.wording import limit

_MOST = Fraction(10**9)


def verdict(target: Constraint, actual: Constraint) -> Verdict:
    """Hold an actual value against a constraint.

    >>> from nlp import parse
    >>> one, other = parse("≥50人").constraints[0], parse("40人").constraints[0]
    >>> verdict(one, other).attainment
    Fraction(4, 5)
    """
    if is_date(target) or is_date(actual):
        return date_verdict(target, actual)
    try:
        found = measured(target, actual)
    except Unlike as unlike:
        return Verdict(None, (str(unlike),))
    point = found.point
    judged = _of_range(target, found) if point is None else _of_point(target, point)
    return replace(judged, codes=(*judged.codes, *found.codes), measured=point)


def _of_point(target: Constraint, value: Fraction) -> Verdict:
    if target.op is Op.RANGE:
        return _of_interval(target, value)
    wanted = Fraction(target.value or 0)
    if target.op in (Op.GE, Op.GT):
        judged = _rated(_keeps(target, value), value, wanted)
        return replace(judged, codes=(*judged.codes, *_excess(judged.attainment)))
    if target.op in (Op.LE, Op.LT):
        return _rated(_keeps(target, value), value, wanted, upper=True)
    return _of_exact(target, value, wanted)


def _of_exact(target: Constraint, value: Fraction, wanted: Fraction) -> Verdict:
    allowed = abs(wanted) * Fraction(limit("about")) / 100 if target.op is Op.APPROX else 0
    if abs(value - wanted) <= allowed or value < wanted:
        return _rated(abs(value - wanted) <= allowed, value, wanted)
    if wanted <= 0:
        return _rated(False, value, wanted, upper=True)
    exact = target.op is Op.EQ
    attainment = min(value / wanted, _MOST)
    codes = ("above_exact" if exact else "beside_about", *_excess(attainment))
    return Verdict(False if exact else None, codes, attainment)


def _of_interval(target: Constraint, value: Fraction) -> Verdict:
    if _keeps(target, value):
        return Verdict(True, ("met",), Fraction(1), Fraction(1))
    low, high = Fraction(target.low or 0), Fraction(target.high or 0)
    if target.high is not None and value >= high:
        return _rated(False, value, high, upper=True)
    return _rated(False, -value, -low, upper=True) if low < 0 else _rated(False, value, low)


def _rated(met: bool, value: Fraction, bound: Fraction, *, upper: bool = False) -> Verdict:
    """A verdict with its proportion: value to bound, or bound to value for an upper bound."""
    reason = "met" if met else "on_the_bound" if value == bound else "not_met"
    if value == bound:
        full = Fraction(1) if met or value else Fraction(0)
        return Verdict(met, (reason,), full, full)
    above, below = (bound, value) if upper else (value, bound)
    if above >= 0 and below > 0:
        ratio = min(above / below, _MOST)
        return Verdict(met, (reason,), ratio, Fraction(1) if met else min(ratio, Fraction(1)))
    earned = Fraction(1) if met else Fraction(0) if above < 0 < below else None
    return Verdict(met, (reason, "no_ratio"), earned, earned)


def _of_range(target: Constraint, found: Measured) -> Verdict:
    if target.op in (Op.EQ, Op.APPROX):
        wanted = Fraction(target.value or 0)
        beside = _below(found.high, wanted) or _below(wanted, found.low)
        return Verdict(False, ("not_met",)) if beside else Verdict(None, ("actual_open",))
    low, high = (None if end is None else Fraction(end) for end in (target.low, target.high))
    if _below(found.high, low) or _below(high, found.low):
        return Verdict(False, ("not_met",))
    if _holds_low(target, low, found) and _holds_high(target, high, found):
        return Verdict(True, ("met",), None, Fraction(1))
    return Verdict(None, ("actual_open",))


def _below(one: Fraction | None, other: Fraction | None) -> bool:
    return one is not None and other is not None and one < other


def _holds_low(target: Constraint, low: Fraction | None, found: Measured) -> bool:
    if low is None or _below(low, found.low):
        return True
    return found.low == low and (target.low_inclusive or found.low_open)


def _holds_high(target: Constraint, high: Fraction | None, found: Measured) -> bool:
    if high is None or _below(found.high, high):
        return True
    return found.high == high and (target.high_inclusive or found.high_open)


def _keeps(target: Constraint, value: Fraction) -> bool:
    point = Measured(value, value)
    low, high = (None if end is None else Fraction(end) for end in (target.low, target.high))
    return _holds_low(target, low, point) and _holds_high(target, high, point)


def _excess(attainment: Fraction | None) -> tuple[str, ...]:
    beyond = attainment is not None and attainment * 100 >= Fraction(limit("too_low"))
    return ("target_too_low",) if beyond else ()
