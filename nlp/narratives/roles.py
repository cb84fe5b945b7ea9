"""What a clause is besides its words: its numbers, its place, its neighbours, its cues."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.narrative_schema import Commitment
from nlp.narratives.terms import labels
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
NAMES = (
    "number",
    *(f"op {op.value}" for op in Op),
    *(f"kind {kind}" for kind in dict.fromkeys((*_KINDS.values(), "other"))),
    "rate",
    "change",
    "first",
    "last",
    "place",
    "number before",
    "number behind",
    "long",
)
_COLUMN = {name: column for column, name in enumerate(NAMES)}
_LONG = 40


def names() -> list[str]:
    """The names of all columns of `extras`."""
    return [*NAMES, *(f"cue {role}" for role in labels("role"))]


def extras(
    promised: Sequence[Sequence[Commitment]],
    lengths: Sequence[int],
    cues: Sequence[Sequence[float]],
) -> list[list[float]]:
    """One row a clause, in the columns of `names()`.

    `promised`: the commitments of each clause; `cues`: for each the weight of its cues a role.
    """
    count = len(promised)
    rows: list[list[float]] = []
    for index, (found, length, cue) in enumerate(zip(promised, lengths, cues, strict=True)):
        row = [0.0] * len(NAMES)
        for made in found:
            row[_COLUMN["number"]] = 1.0
            row[_COLUMN[f"op {made.op.value}"]] = 1.0
            row[_COLUMN[f"kind {_KINDS.get(made.dimension or '', 'other')}"]] = 1.0
            row[_COLUMN["rate"]] = float(made.per is not None)
            row[_COLUMN["change"]] = float(made.change is not None)
        row[_COLUMN["first"]] = float(index == 0)
        row[_COLUMN["last"]] = float(index == count - 1)
        row[_COLUMN["place"]] = index / max(1, count - 1)
        row[_COLUMN["number before"]] = float(index > 0 and bool(promised[index - 1]))
        row[_COLUMN["number behind"]] = float(index + 1 < count and bool(promised[index + 1]))
        row[_COLUMN["long"]] = float(length > _LONG)
        rows.append([*row, *cue])
    return rows
