"""A date or period that was to be kept, against the date or period that came of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nlp.attainment.verdict import Verdict
from nlp.schema import Constraint, Op

_FULL = Fraction(1)


def is_date(found: Constraint) -> bool:
    """Whether a constraint is one of dates.

    >>> from nlp import parse
    >>> is_date(parse("11月底前").constraints[0])
    True
    """
    return found.date is not None or found.date_low is not None


@dataclass(frozen=True, slots=True)
class _Days:
    first: str | None
    last: str | None


def date_verdict(target: Constraint, actual: Constraint) -> Verdict:
    """Hold a date against a deadline, a day or a period; a proportion there is none."""
    if not (is_date(target) and is_date(actual)):
        return Verdict(None, ("kind_unlike",))
    wanted, found = _days(target), _days(actual)
    if _monthly(wanted) or _monthly(found) or target.per != actual.per:
        return Verdict(None, ("rate_unlike",))
    codes: tuple[str, ...] = ()
    if _yearless(wanted) != _yearless(found):
        wanted, found = _without_year(wanted), _without_year(found)
        codes = ("year_missing",)
    judged = _judged(wanted, found, strict=target.op is Op.LT)
    return Verdict(judged.met, (*judged.codes, *codes), judged.attainment, judged.share)


def _judged(wanted: _Days, found: _Days, *, strict: bool) -> Verdict:
    """ISO dates of one form stand in the order of their spellings."""
    if wanted.last and (found.first or "") > wanted.last:
        return Verdict(False, ("late",))
    if strict and found.first and found.first == wanted.last:
        return Verdict(False, ("late",))
    if wanted.first and found.last and found.last < wanted.first:
        return Verdict(None, ("before_date",))
    begins = not wanted.first or (found.first is not None and found.first >= wanted.first)
    ends = not wanted.last or (found.last is not None and found.last <= wanted.last)
    if begins and ends:
        return Verdict(True, ("met",), _FULL, _FULL)
    return Verdict(None, ("actual_open",))


def _days(found: Constraint) -> _Days:
    if found.date is None:
        return _Days(found.date_low, found.date_high)
    if found.op in (Op.LE, Op.LT):
        return _Days(None, found.date)
    return _Days(found.date, None if found.op in (Op.GE, Op.GT) else found.date)


def _monthly(days: _Days) -> bool:
    return any(day.startswith("---") for day in (days.first, days.last) if day)


def _yearless(days: _Days) -> bool:
    return any(day.startswith("--") for day in (days.first, days.last) if day)


def _without_year(days: _Days) -> _Days:
    first, last = (day and "--" + day[-5:] for day in (days.first, days.last))
    return _Days(first, last)
