"""An actual value in the unit of its target: an exact interval, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from nlp.cells.units import factor_between, unit
from nlp.schema import Constraint, Op
from nlp.wording import limit


class Unlike(Exception):
    """Target and actual value cannot be compared; the argument is the code of the reason."""


@dataclass(frozen=True, slots=True)
class Measured:
    """An actual value in its target's unit, from `low` to `high`, and what was taken as given."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False
    codes: tuple[str, ...] = ()

    @property
    def point(self) -> Fraction | None:
        """The value, where it is one and not a range."""
        return self.low if self.low == self.high else None


def measured(target: Constraint, actual: Constraint) -> Measured:
    """The actual value as the target counts it; raises `Unlike` where it cannot be.

    >>> from nlp import parse
    >>> target, actual = (parse(text).constraints[0] for text in ("≥5万元", "48000元"))
    >>> int(measured(target, actual).low)
    48000
    """
    if not same_rate(target.per, actual.per):
        raise Unlike("rate_unlike")
    factor, codes = _factor(target, actual)
    factor *= _direction(target, actual)
    if actual.op is Op.APPROX:
        codes += ("approximate_actual",)
    low, high = (None if end is None else Fraction(end) * factor for end in _ends(actual))
    opened = (not actual.low_inclusive, not actual.high_inclusive)
    if factor < 0:
        return Measured(high, low, opened[1], opened[0], codes)
    return Measured(low, high, *opened, codes)


def _ends(actual: Constraint) -> tuple[Decimal | None, Decimal | None]:
    if "op" in actual.inferred or actual.op in (Op.EQ, Op.APPROX):
        return actual.value, actual.value
    return actual.low, actual.high


def same_rate(one: str | None, other: str | None) -> bool:
    """Whether two denominators are the same, however spelled.

    >>> same_rate("平方米", "㎡"), same_rate("月", None)
    (True, False)
    """
    return sorted(_codes(one)) == sorted(_codes(other))


def _codes(per: str | None) -> Iterator[str]:
    for part in (per or "").split("·"):
        known = unit(part)
        yield known.code if known else part


def _factor(target: Constraint, actual: Constraint) -> tuple[Fraction, tuple[str, ...]]:
    """What to multiply the actual value with, and the codes of what was assumed."""
    if target.unit is not None and actual.unit is not None:
        return _between(target, actual), ()
    if _is_fraction(target, actual) or _is_fraction(actual, target):
        raise Unlike("fraction_or_percent")
    if target.unit == actual.unit:
        return _scale(target, actual)
    factor, codes = _scale(target, actual) if actual.unit is None else (Fraction(1), ())
    return factor, (*codes, "unit_assumed")


def _between(target: Constraint, actual: Constraint) -> Fraction:
    same = target.unit == actual.unit or (target.unit_code and target.unit_code == actual.unit_code)
    factor = Fraction(1) if same else factor_between(actual.unit or "", target.unit or "")
    if factor is None:
        raise Unlike("unit_unlike")
    return factor


def _is_fraction(share: Constraint, bare: Constraint) -> bool:
    """Whether a bare number may be a fraction where the other is, or may be, in percent."""
    ends = [abs(end) for end in (bare.value, bare.low, bare.high) if end is not None]
    wanted = [abs(end) for end in (share.value, share.low, share.high) if end is not None]
    if bare.unit is not None or not 0 < max(ends, default=0) <= 1 < max(wanted, default=0):
        return False
    return share.dimension == "percent" or (share.unit is None and max(ends) < 1)


def _scale(target: Constraint, actual: Constraint) -> tuple[Fraction, tuple[str, ...]]:
    """A bare number beside 5万元 may mean 元 or 万元: whichever alone is near the target."""
    wanted, value = target.value or target.high, actual.value
    if target.scale == 1 or actual.scale != 1 or not wanted or not value:
        return Fraction(1), ()
    most = Fraction(limit("plausible"))
    ratio = Fraction(value) / Fraction(wanted)
    as_it_is, scaled = (1 / most <= r <= most for r in (ratio, ratio * target.scale))
    if as_it_is and not scaled:
        return Fraction(1), ()
    if scaled and not as_it_is:
        return Fraction(target.scale), ("scale_assumed",)
    raise Unlike("scale_unclear")


def _direction(target: Constraint, actual: Constraint) -> int:
    """-1 where the actual change goes against that of the target."""
    if target.baseline and actual.baseline and target.baseline != actual.baseline:
        raise Unlike("baseline_differs")
    if target.change is not None and actual.change is not None:
        return 1 if target.change is actual.change else -1
    shares = {"percent", "percent_point", None}
    if actual.change is not None and (
        actual.change == "decrease" or target.dimension not in shares
    ):
        raise Unlike("change_unclear")
    if target.change is not None and _is_level(target, actual):
        raise Unlike("change_unclear")
    return 1


def _is_level(target: Constraint, actual: Constraint) -> bool:
    """Whether a number is too large for the change: 105% against 增长5%."""
    wanted, value = target.value or target.high, actual.value or actual.high
    return bool(wanted and value and value >= wanted * limit("plausible"))
