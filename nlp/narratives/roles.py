"""What a clause is besides its words: its numbers, its place, its neighbours, its cues."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from nlp.narrative_schema import Commitment, Role
from nlp.narratives.terms import Hit, Term, labels
from nlp.schema import Op

_KINDS = {
    "percent": "percent",
    "percent_point": "percent",
    "money": "money",
    "time": "time",
    "time_workday": "time",
    "time_month": "time",
    "person": "person",
}
_LONG = 40
DONE = {
    Role.BASIS: 0.5,
    Role.ACTIVITY: 1.0,
    Role.OUTPUT: 1.0,
    Role.OUTCOME: 0.3,
    Role.SATISFACTION: 0.1,
    Role.OTHER: 1.0,
}
"""How much a clause tells of what is done, by its role; reasons and effects name other things."""
_OF_NUMBERS = (
    "number",
    *(f"op {op.value}" for op in Op),
    *(f"kind {kind}" for kind in dict.fromkeys((*_KINDS.values(), "other"))),
    "rate",
    "change",
)
_OF_PLACE = ("first", "last", "place", "number before", "number behind", "long")
NAMES = (*_OF_NUMBERS, *_OF_PLACE)
_COLUMN = {name: column for column, name in enumerate(NAMES)}


def names() -> list[str]:
    """The names of all columns of `extras`."""
    return [*NAMES, *(f"cue {role}" for role in labels("role"))]


def cues(hits: Sequence[Hit], starts: Sequence[int]) -> list[list[float]]:
    """The weights of the distinct cues of each clause, a role a column.

    `hits`: the cues of a text, in their order; `starts`: where its clauses begin.
    """
    rows = [[0.0] * len(labels("role")) for _ in starts]
    seen: set[tuple[int, Term]] = set()
    for hit in hits:
        clause = bisect_right(starts, hit.start) - 1
        if (clause, hit.term) not in seen:
            seen.add((clause, hit.term))
            rows[clause][hit.term.column] += hit.term.weight
    return rows


def extras(
    promised: Sequence[Sequence[Commitment]],
    lengths: Sequence[int],
    cues: Sequence[Sequence[float]],
) -> list[list[float]]:
    """One row a clause, in the columns of `names()`.

    `promised`: the commitments of each clause; `cues`: for each what `cues` tells.
    """
    last = len(promised) - 1
    told = [False, *map(bool, promised), False]
    rows: list[list[float]] = []
    for index, (found, length, cue) in enumerate(zip(promised, lengths, cues, strict=True)):
        place = (index == 0, index == last, index / max(1, last), told[index], told[index + 2])
        rows.append([*_of_numbers(found), *place, length > _LONG, *cue])
    return rows


def _of_numbers(promised: Sequence[Commitment]) -> list[float]:
    """The columns that tell of a clause's numbers; the last tells of rate and change."""
    row = [0.0] * len(_OF_NUMBERS)
    for made in promised:
        row[_COLUMN["number"]] = 1.0
        row[_COLUMN[f"op {made.op.value}"]] = 1.0
        row[_COLUMN[f"kind {_KINDS.get(made.dimension or '', 'other')}"]] = 1.0
        row[_COLUMN["rate"]] = float(made.per is not None)
        row[_COLUMN["change"]] = float(made.change is not None)
    return row
