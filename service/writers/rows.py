"""A document as flat rows: one a constraint, with its indicator and project repeated.

A target without a constraint, an indicator without a target and a project without an indicator
have a row each, so that every one of them is in the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from enum import StrEnum

from nlp.schema import Constraint, Document, Indicator, Money, Project, Target

Value = str | int | float | bool | Decimal | None
Row = dict[str, Value]

MONEY = tuple(field.name for field in fields(Money))
CONSTRAINT: dict[str, str] = {
    "op": "text",
    "value": "number",
    "low": "number",
    "high": "number",
    "low_inclusive": "flag",
    "high_inclusive": "flag",
    "scale": "number",
    "unit": "text",
    "unit_code": "text",
    "dimension": "text",
    "per": "text",
    "subject": "text",
    "change": "text",
    "baseline": "text",
    "date": "text",
    "date_low": "text",
    "date_high": "text",
    "start": "integer",
    "end": "integer",
    "rule": "text",
    "inferred": "text",
}
COLUMNS: dict[str, str] = {
    "file": "text",
    "department": "text",
    "year": "integer",
    "project": "text",
    "owner": "text",
    **dict.fromkeys(MONEY, "money"),
    "level1": "text",
    "level2": "text",
    "code": "text",
    "indicator": "text",
    "raw_name": "text",
    "weight": "number",
    "score": "number",
    "period": "text",
    "text": "text",
    "kind": "text",
    **CONSTRAINT,
    "qualitative": "text",
    "confidence": "number",
    "notes": "text",
    "row": "integer",
    "column": "integer",
    "cell_start": "integer",
    "cell_end": "integer",
    "narrative": "text",
}


def rows(file: str, document: Document) -> Iterator[Row]:
    """The rows of a document, keyed by column; a column without a value is left out."""
    for project in document.projects:
        base: Row = {
            "file": file,
            "department": document.department,
            "year": document.year,
            "row": project.source.row,
            **_project(project),
        }
        if not project.indicators:
            yield base
        for indicator in project.indicators:
            yield from _indicator(base, indicator)


def _project(project: Project) -> Row:
    sums: Row = {name: getattr(project.money, name) for name in MONEY}
    words: Row = {
        "project": project.name,
        "owner": project.owner,
        "narrative": project.narrative,
    }
    return words | sums


def _indicator(base: Row, indicator: Indicator) -> Iterator[Row]:
    source = indicator.source
    known: Row = base | {
        "level1": indicator.level1,
        "level2": indicator.level2,
        "code": indicator.code,
        "indicator": indicator.name,
        "raw_name": indicator.raw_name,
        "weight": indicator.weight,
        "score": indicator.score,
        "row": source.row,
        "column": source.column,
        "cell_start": source.start,
        "cell_end": source.end,
    }
    targets = [(t.period, t.target) for t in indicator.targets]
    if indicator.actual:
        targets.append(("actual", indicator.actual))
    if not targets:
        yield known
    for period, target in targets:
        yield from _target(known | {"period": period}, target)


def _target(base: Row, target: Target) -> Iterator[Row]:
    known: Row = base | {
        "text": target.text,
        "kind": target.kind.value,
        "qualitative": target.qualitative,
        "confidence": target.confidence,
        "notes": "; ".join(note.code for note in target.notes),
    }
    if not target.constraints:
        yield known
    for constraint in target.constraints:
        yield known | {name: _plain(constraint, name) for name in CONSTRAINT}


def _plain(constraint: Constraint, name: str) -> Value:
    value: Value | tuple[str, ...] = getattr(constraint, name)
    if isinstance(value, tuple):
        return "; ".join(value)
    return value.value if isinstance(value, StrEnum) else value
