"""Promises of the narrative and values of the indicators: which speak of the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache

from nlp import lexicon
from nlp.attainment.deadlines import is_date
from nlp.attainment.measuring import same_rate
from nlp.cells.units import factor_between, unit
from nlp.findings.content import covered
from nlp.findings.cues import cues
from nlp.findings.promises import Promise
from nlp.schema import Change, Constraint, Indicator, Op
from nlp.wording import limit

MOST_PROMISES, MOST_OPTIONS = 100, 400
_TRACE, _SURE, _ALIKE, _MEANT = 0.12, 0.6, 0.7, 0.4
_EXACT = 0.5
_MONTHS = "time_month"
_STRICTER = ({Op.GE, Op.GT}, {Op.LE, Op.LT})


class Relation(StrEnum):
    """How a promise and an indicator's value stand to each other, or which of them is missing."""

    MATCHED = "matched"
    VALUE = "value"
    STRICTNESS = "strictness"
    UNIT = "unit"
    NO_INDICATOR = "no_indicator"
    NO_PROMISE = "no_promise"


@dataclass(frozen=True, slots=True)
class Option:
    """A requirement of an indicator, with its values by period."""

    indicator: int
    name: str
    values: tuple[tuple[str, Constraint], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A promise, the requirement that speaks of the same thing, and how they differ."""

    promise: int
    option: int
    relation: Relation
    period: str
    constraint: Constraint
    rank: float


def options(indicators: Sequence[Indicator]) -> list[Option]:
    """Every number that an indicator requires, annual values first."""
    found = []
    for place, indicator in enumerate(indicators):
        periods = sorted(indicator.targets, key=lambda t: t.period != "annual")
        kept = [(t.period, [c for c in t.target.constraints if not is_date(c)]) for t in periods]
        for number in range(max((len(made) for _, made in kept), default=0)):
            values = tuple((period, made[number]) for period, made in kept if number < len(made))
            subject = values[0][1].subject or ""
            found.append(Option(place, f"{subject[:60]}\n{indicator.name[:100]}", values))
    return found


def match(promises: Sequence[Promise], among: Sequence[Option]) -> list[Match]:
    """One-to-one, best pairs first; a difference in value only where nothing else fits."""
    pairs = ((p, o) for p in range(len(promises)) for o in range(len(among)))
    candidates = [found for p, o in pairs if (found := _pair(promises[p], among[o], p, o))]
    candidates.sort(key=lambda m: (-m.rank, m.promise, m.option))
    contested = _contested(candidates)
    taken: dict[int, Match] = {}
    used: set[int] = set()
    for found in candidates:
        if found.promise in taken or found.option in used or _key(found) in contested:
            continue
        taken[found.promise] = found
        used.add(found.option)
    return [taken[number] for number in sorted(taken)]


def _key(found: Match) -> tuple[int, int]:
    return found.promise, found.option


def _contested(candidates: Sequence[Match]) -> set[tuple[int, int]]:
    """Differences in value where another promise or indicator fits as well: none can be told."""
    ranks: dict[tuple[str, int], list[float]] = {}
    for found in candidates:
        for key in (("promise", found.promise), ("option", found.option)):
            ranks.setdefault(key, []).append(found.rank)
    return {
        _key(found)
        for found in candidates
        if found.relation is Relation.VALUE
        for key in (("promise", found.promise), ("option", found.option))
        if sum(rank >= found.rank - _TRACE for rank in ranks[key][:3]) > 1
    }


def _pair(made: Promise, wanted: Option, promise: int, option: int) -> Match | None:
    best: Match | None = None
    for number, (period, constraint) in enumerate(wanted.values):
        relation = _relation(made.commitment, constraint)
        if number and relation is Relation.VALUE:
            continue
        rank = _rank(made, wanted, relation) if relation else None
        if relation and rank is not None and (best is None or rank > best.rank):
            best = Match(promise, option, relation, period, constraint, rank)
    return best


def _relation(told: Constraint, wanted: Constraint) -> Relation | None:
    """What the two would be to each other, were they of one thing; None where they cannot be."""
    if _turned(told.change, wanted.change):
        return None
    if told.per != wanted.per and not same_rate(told.per, wanted.per):
        yearly = _same_kind(told, wanted) and _yearly(told) == _yearly(wanted) is not None
        return Relation.MATCHED if yearly else None
    if told.unit is None or wanted.unit is None:
        return Relation.MATCHED if _equal(told, wanted) else None
    if not _same_kind(told, wanted):
        return Relation.UNIT if _counted(told, wanted) and _equal(told, wanted) else None
    if not _equal(told, wanted):
        return Relation.VALUE if _comparable(told, wanted) else None
    stricter = told.op is not wanted.op and {told.op, wanted.op} in _STRICTER
    return Relation.STRICTNESS if stricter and told.value == wanted.value else Relation.MATCHED


def _comparable(told: Constraint, wanted: Constraint) -> bool:
    """Whether two unequal numbers are at odds: an upper and a lower bound may both be kept."""
    ops = {told.op, wanted.op}
    if Op.RANGE in ops or all(ops & side for side in _STRICTER):
        return False
    return told.dimension == wanted.dimension and told.change == wanted.change


def _yearly(found: Constraint) -> Fraction | None:
    """What a number for every month or quarter comes to in a year."""
    if found.value is None or found.per is None:
        return None if found.value is None else Fraction(found.value)
    every = unit(found.per)
    if every is None or every.dimension != _MONTHS:
        return None
    return Fraction(found.value) * 12 / every.factor


def _turned(one: Change | None, other: Change | None) -> bool:
    return one is not None and other is not None and one is not other


def _same_kind(one: Constraint, other: Constraint) -> bool:
    if one.unit == other.unit or (one.dimension and one.dimension == other.dimension):
        return True
    return any(one.unit in group and other.unit in group for group in _like())


@cache
def _like() -> list[frozenset[str]]:
    return [frozenset(group.split()) for group in cues("like")]


lexicon.on_change(_like.cache_clear)


def _counted(one: Constraint, other: Constraint) -> bool:
    """Whether both have a unit, so that a difference in unit means something."""
    return bool(one.dimension and other.dimension)


def _equal(one: Constraint, other: Constraint) -> bool:
    factor = 1 if one.unit == other.unit else _factor(one, other)
    mine = [
        None if end is None else end * factor.numerator / factor.denominator for end in _ends(one)
    ]
    theirs = list(_ends(other))
    if Op.RANGE in (one.op, other.op):
        known = [end for end in theirs if end is not None]
        return mine == theirs or any(end in known for end in mine if end is not None)
    if mine[0] is None or theirs[0] is None:
        return False
    return _near(mine[0], theirs[0], one, other)


def _factor(one: Constraint, other: Constraint) -> Fraction | int:
    return factor_between(one.unit or "", other.unit or "") or 1


def _ends(found: Constraint) -> tuple[Decimal | None, Decimal | None]:
    return (found.low, found.high) if found.op is Op.RANGE else (found.value, found.value)


def _near(mine: Decimal, theirs: Decimal, one: Constraint, other: Constraint) -> bool:
    """Equal; or about equal where a side is about, rounded, or one above the other's open end."""
    if mine == theirs:
        return True
    apart = abs(mine - theirs)
    if Op.APPROX in (one.op, other.op):
        return apart * 100 <= limit("about") * abs(theirs)
    if max(one.scale, other.scale) > 1 and apart * 100 < limit("rounding") * abs(theirs):
        return True
    opened = {Op.GT: 1, Op.LT: -1}
    return mine + opened.get(one.op, 0) == theirs + opened.get(other.op, 0)


def _rank(made: Promise, wanted: Option, relation: Relation) -> float | None:
    """How well the words fit; None where they do not fit well enough for this relation."""
    if relation is Relation.VALUE:
        return _rank_of_difference(made, wanted)
    likeness = max(covered(part, made.around) for part in wanted.name.split("\n"))
    if relation is Relation.UNIT:
        return likeness if likeness >= _ALIKE and not made.aside else None
    return likeness + _EXACT if likeness >= _TRACE else None


def _rank_of_difference(made: Promise, wanted: Option) -> float | None:
    if made.aside:
        return None
    likeness = covered(wanted.name, made.near)
    told = made.commitment.subject or made.near
    name = wanted.name.replace("\n", "")
    if likeness < _SURE or covered(told, name) < _MEANT:
        return None
    scoped = any((cue in made.near) != (cue in name) for cue in cues("scope"))
    return None if scoped else likeness
