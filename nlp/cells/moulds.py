"""Cells that differ in their number alone, ≥50人 and ≥60人: what holds for one holds for all.

A mould is what stands before and behind the number. One that came up a few times is tried with
numbers of every kind; only where the grammar reads all of them alike, with nothing inferred and
nothing to remark, are further cells read by putting their number in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from nlp import lexicon
from nlp.cells.names import Name
from nlp.schema import Constraint, Kind, Target

Read = Callable[[str], Target]
Mould = tuple[Constraint, int, int]

_CELL = re.compile(
    r"([^0-9.０-９%,，、/\s]{0,6}+)([0-9]{1,9}+(?:\.[0-9]{1,3}+)?+)([^0-9.０-９,，、\s]{1,10}+)"
)
_TRIED = ("1", "8", "12", "30", "100", "250", "2024", "68.5", "123456", "20240101")
_OFTEN, _MOST, _ALL = 3, 4096, Decimal(100)
_moulds: dict[tuple[str, str], Mould | None] = {}
_seen: dict[tuple[str, str], int] = {}


def cast(text: str, name: Name | None, read: Read) -> Target | None:
    """The target of a cell whose mould is known; None where the grammar has to read it.

    `read` is the grammar's reading of a cell without a name.
    """
    match = _CELL.fullmatch(text)
    if match is None:
        return None
    before, number, behind = match.groups()
    key = (before, behind)
    mould = _moulds.get(key)
    if mould is None:
        if key in _moulds or not _often(key):
            return None
        mould = _moulds[key] = _mould(before, behind, read)
        if mould is None:
            return None
    made, lead, tail = mould
    value = Decimal(number) * made.scale
    if made.dimension == "percent" and value > _ALL:
        return None
    if name is not None and _bears_on(name, made):
        return None
    start, end = lead, len(text) - tail
    return Target(text, Kind.QUANTITATIVE, [_filled(made, value, start, end)])


def _bears_on(name: Name, made: Constraint) -> bool:
    """Whether a name may add to a reading, or speak against it."""
    if name.op is not None or name.per is not None or name.scale != 1:
        return True
    return name.unit not in (None, made.unit)


def _often(key: tuple[str, str]) -> bool:
    if len(_seen) >= _MOST:
        _seen.clear()
    count = _seen[key] = _seen.get(key, 0) + 1
    if count < _OFTEN:
        return False
    if len(_moulds) >= _MOST:
        _moulds.clear()
    return True


def _mould(before: str, behind: str, read: Read) -> Mould | None:
    """What the grammar makes of a mould; None where that depends on the number."""
    found: Mould | None = None
    for number in _TRIED:
        text = before + number + behind
        target = read(text)
        if target.kind is not Kind.QUANTITATIVE or target.notes or len(target.constraints) != 1:
            return None
        made = target.constraints[0]
        if made.inferred or made.value != Decimal(number) * made.scale or made.unit is None:
            return None
        if target.qualitative is not None or made.date is not None:
            return None
        blank = _filled(made, Decimal(0), 0, 0)
        mould = (blank, made.start, len(text) - made.end)
        if found is not None and mould != found:
            return None
        found = mould
    return found


def _filled(made: Constraint, value: Decimal, start: int, end: int) -> Constraint:
    return Constraint(
        made.op,
        value,
        None if made.low is None else value,
        None if made.high is None else value,
        made.low_inclusive,
        made.high_inclusive,
        made.scale,
        made.unit,
        made.unit_code,
        made.dimension,
        made.per,
        made.subject,
        made.change,
        made.baseline,
        None,
        None,
        None,
        start,
        end,
        made.rule,
    )


def _forget() -> None:
    _moulds.clear()
    _seen.clear()


lexicon.on_change(_forget)
