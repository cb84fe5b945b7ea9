"""Cells that differ in their numbers alone, ≥50人 and ≥60人: what holds for one holds for all.

A mould is what stands around the numbers, and what the indicator's name tells. One that came up a
few times is tried with several numbers of every sort; only where the grammar makes one constraint
of each number, alike for all of them, are further cells read by putting their numbers in. Where it
does so for some sorts of numbers only, each has a mould of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from nlp import lexicon
from nlp.schema import Constraint, Kind, Note, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nlp.cells.names import Name

    Read = Callable[[str, Name | None], Target]

Key = tuple[tuple[str, ...], tuple[str, ...], object]

_CELL = re.compile(
    r"[^0-9.０-９%,，、/\s]{0,20}+[0-9]++(?:\.[0-9]++)?+"
    r"(?:[^0-9.０-９/\s][^0-9.０-９\s]{0,18}+(?<![/,])[0-9]++(?:\.[0-9]++)?+){0,2}+"
    r"[^0-9.０-９,，、\s]{0,10}+"
)
_NUMBER = re.compile(r"([0-9]++(?:\.[0-9]++)?+)")
_SORT = re.compile(
    r"(?P<share>[2-9]|[1-9][0-9]|100)"
    r"|(?P<decimal>[1-9][0-9]?\.[0-9]{0,1}[1-9])"
    r"|(?P<count>(?!19|20)[1-9][0-9]{2,3}|(?:19|20)[0-9])"
    r"|(?P<large>[1-9][0-9]{4,8})"
)
_ANY = "any"
_TRIED = {
    "share": ("12", "2", "8", "30", "100"),
    "decimal": ("12.5", "99.99", "1.2", "68.05"),
    "count": ("120", "296", "3698", "101", "250", "795", "1000", "9999"),
    "large": ("12000", "86100", "123456", "20240101", "999999999"),
}
_TRIED[_ANY] = tuple(number for sort in list(_TRIED.values()) for number in sort[:3])
_LONGEST, _OFTEN, _MOST, _ALL = 60, 3, 4096, Decimal(100)


@dataclass(frozen=True, slots=True)
class Mould:
    """For each number its constraint and how far that reaches before and behind; what is noted."""

    blanks: tuple[tuple[Constraint, int, int], ...]
    confidence: float
    notes: tuple[Note, ...]


_moulds: dict[Key, Mould | None] = {}
_seen: dict[Key, int] = {}


def cast(text: str, name: Name | None, read: Read) -> Target | None:
    """The target of a cell whose mould is known; None where the grammar has to read it.

    `read` is the grammar's reading of a cell under a name.
    """
    if len(text) > _LONGEST:
        return None
    parts = _NUMBER.split(text)
    pieces, numbers = tuple(parts[::2]), parts[1::2]
    sorts = tuple(map(_sort, numbers))
    if "" in sorts:
        return None
    told = _told(name)
    key = (pieces, (_ANY,) * len(sorts), told)
    mould = _known(key, text, name, read)
    if mould is None and key in _moulds:
        mould = _known((pieces, sorts, told), text, name, read)
    if mould is None:
        return None
    made = []
    start = 0
    for (blank, before, behind), piece, number in zip(mould.blanks, pieces, numbers, strict=False):
        start += len(piece)
        end = start + len(number)
        made.append(_filled(blank, Decimal(number), start - before, end + behind))
        start = end
    return Target(text, Kind.QUANTITATIVE, made, None, mould.confidence, list(mould.notes))


def _known(key: Key, text: str, name: Name | None, read: Read) -> Mould | None:
    """The mould of a key, made where it came up often enough."""
    mould = _moulds.get(key)
    if mould is None and key not in _moulds and _CELL.fullmatch(text) is not None and _often(key):
        mould = _moulds[key] = _mould(key, name, read)
    return mould


def _sort(number: str) -> str:
    match = _SORT.fullmatch(number)
    return match.lastgroup or "" if match is not None else ""


def _told(name: Name | None) -> object:
    """What a name tells the grammar besides its words."""
    if name is None:
        return None
    return name.unit, name.scale, name.per, name.op, name.counts, name.kinds


def _often(key: Key) -> bool:
    """Whether a mould came up so often that it is worth trying; those of more numbers cost more."""
    if len(_seen) >= _MOST:
        _seen.clear()
    count = _seen[key] = _seen.get(key, 0) + 1
    holes = len(key[1])
    if count < _OFTEN * holes * holes:
        return False
    if len(_moulds) >= _MOST:
        _moulds.clear()
    return True


def _trials(sorts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Numbers to fill a mould with: every one in its place beside usual ones, then all at once."""
    usual = tuple(_TRIED[sort][0] for sort in sorts)
    for hole, sort in enumerate(sorts):
        for number in _TRIED[sort]:
            yield (*usual[:hole], number, *usual[hole + 1 :])
    if len(sorts) > 1:
        yield from zip(*(_TRIED[sort] for sort in sorts), strict=False)


def _mould(key: Key, name: Name | None, read: Read) -> Mould | None:
    """What the grammar makes of a mould; None where that depends on the numbers, or on words."""
    pieces, sorts, _ = key
    wordless = replace(name, name="", raw="") if name is not None else None
    found: Mould | None = None
    for numbers in _trials(sorts):
        parts = [pieces[0]]
        for number, piece in zip(numbers, pieces[1:], strict=True):
            parts += number, piece
        mould = _blank(read("".join(parts), wordless), parts)
        if mould is None or (found is not None and mould != found):
            return None
        found = mould
    return found


def _blank(target: Target, parts: Sequence[str]) -> Mould | None:
    """A target without its numbers; None unless each number makes one plain constraint."""
    numbers, starts = parts[1::2], list(accumulate(map(len, parts)))[:-1:2]
    if target.kind is not Kind.QUANTITATIVE or target.qualitative is not None:
        return None
    if len(target.constraints) != len(numbers):
        return None
    if any(note.code == "unit_ambiguous" for note in target.notes):
        return None
    blanks = []
    for made, number, start in zip(target.constraints, numbers, starts, strict=True):
        behind = made.end - start - len(number)
        if made.value != Decimal(number) * made.scale or made.start > start or behind < 0:
            return None
        if made.dimension == "percent" and made.value > _ALL:
            return None
        blanks.append((_filled(made, Decimal(0), 0, 0), start - made.start, behind))
    return Mould(tuple(blanks), target.confidence, tuple(target.notes))


def _filled(made: Constraint, number: Decimal, start: int, end: int) -> Constraint:
    value = number * made.scale if made.scale != 1 else number
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
        made.inferred,
    )


def forget() -> None:
    """Let go of all that was learned."""
    _moulds.clear()
    _seen.clear()


lexicon.on_change(forget)
