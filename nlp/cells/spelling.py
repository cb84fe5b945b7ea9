"""A constraint → its normal form: one spelling for every reading, and it reads back the same."""

from __future__ import annotations

from decimal import Decimal

from nlp.cells.date_patterns import patterns
from nlp.cells.vocabulary import words
from nlp.schema import Constraint, Op

_SIGN = {Op.GE: "≥", Op.GT: ">", Op.LE: "≤", Op.LT: "<", Op.EQ: "", Op.APPROX: "≈"}


def spell(made: Constraint) -> str:
    """The normal form of a constraint.

    >>> from nlp import parse
    >>> spell(parse("每人每月不低于600元").constraints[0])
    '≥600元/人·月'
    """
    if made.date or made.date_low:
        return _subject(made) + _date(made)
    unit = (made.unit or "") + (f"/{made.per}" if made.per else "")
    if made.op is Op.RANGE:
        return _subject(made) + _range(made, unit)
    return f"{_subject(made)}{_change(made)}{_SIGN[made.op]}{_number(made.value, made.scale)}{unit}"


def _subject(made: Constraint) -> str:
    return f"{made.subject}:" if made.subject else ""


def _range(made: Constraint, unit: str) -> str:
    low, high = _number(made.low, made.scale), _number(made.high, made.scale)
    if made.low_inclusive and made.high_inclusive:
        return f"{_change(made)}{low}~{high}{unit}"
    below = "≤" if made.high_inclusive else "<"
    above = "≥" if made.low_inclusive else ">"
    return f"{_change(made)}{above}{low}{unit},{below}{high}{unit}"


def _change(made: Constraint) -> str:
    kind = words().by_kind
    change = kind[made.change.value][0] if made.change else ""
    if made.rule == "from_to":
        return f"{kind['from'][0]}{made.baseline}{change}{kind['to'][0]}"
    return _against(made.baseline) + change


def _against(baseline: str | None) -> str:
    if baseline is None:
        return ""
    table = words().baselines
    known = (spelled for spelled, meant in table.items() if meant == baseline)
    yearly = min((spelled for spelled, meant in table.items() if meant == "Y"), key=len)
    return next(known, yearly.replace("Y", baseline))


def _number(value: Decimal | None, scale: int) -> str:
    if value is None:
        return ""
    spelled = {v: w for w, v in words().scales.items()}
    shown = value / scale if scale in spelled else value
    return f"{shown.normalize():f}{spelled.get(scale, '')}"


def _date(made: Constraint) -> str:
    every = f"{words().by_kind['every'][0]}{made.per}" if made.per else ""
    if made.date is not None:
        if made.date.startswith("---"):
            return f"{every}{int(made.date[3:])}{_day()}{patterns().following[0]}"
        return every + _SIGN[made.op] + _written(made.date)
    mark = words().by_kind["mark"][0]
    between = f"{_written(made.date_low or '')}{mark}{_written(made.date_high or '')}"
    return every + between


def _day() -> str:
    return patterns().day_words[0]


def _written(date: str) -> str:
    if not date.startswith("--"):
        return date
    month, day = date[2:].split("-")
    return f"{int(month)}{patterns().month_word}{int(day)}{_day()}"
