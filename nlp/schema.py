"""The results: what `parse`, `extract` and `structure` return, field by field as in the JSON.

Every type is a slotted dataclass. `to_dict()` gives plain JSON values: an exact `Decimal`
becomes an int where it is whole and a float elsewhere, a closed set becomes its string.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Op(StrEnum):
    """Comparison operator of a constraint."""

    GE = ">="
    GT = ">"
    LE = "<="
    LT = "<"
    EQ = "="
    APPROX = "~"
    RANGE = "range"


class Kind(StrEnum):
    """What a cell turned out to hold."""

    QUANTITATIVE = "quantitative"
    QUALITATIVE = "qualitative"
    DATE = "date"
    MIXED = "mixed"
    UNPARSEABLE = "unparseable"


class Change(StrEnum):
    """Direction of a change against a baseline."""

    INCREASE = "increase"
    DECREASE = "decrease"


def plain(number: Decimal | None) -> int | float | None:
    """A Decimal as a plain JSON number: int where it is whole, else float.

    >>> plain(Decimal("5E+4")), plain(Decimal("0.95"))
    (50000, 0.95)
    """
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a result: a code of the catalogue in `nlp.notes`, and its message."""

    code: str
    message: str

    def to_dict(self) -> Json:
        """The note as a JSON object."""
        return {"code": self.code, "message": self.message}


@dataclass(slots=True)
class Constraint:
    """One requirement: an operator, a number and a unit, or a date bound.

    `value`, `low` and `high` have 万 and 亿 multiplied out; percentages stay in percent points.
    `start` and `end` are offsets into the text as given, in Unicode code points.
    """

    op: Op
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    low_inclusive: bool = False
    high_inclusive: bool = False
    scale: int = 1
    unit: str | None = None
    unit_code: str | None = None
    dimension: str | None = None
    per: str | None = None
    subject: str | None = None
    change: Change | None = None
    baseline: str | None = None
    date: str | None = None
    date_low: str | None = None
    date_high: str | None = None
    start: int = 0
    end: int = 0
    rule: str = ""
    inferred: tuple[str, ...] = ()

    def to_dict(self) -> Json:
        """The constraint as a JSON object, keys in the order of the contract."""
        return {
            "op": self.op.value,
            "value": plain(self.value),
            "low": plain(self.low),
            "high": plain(self.high),
            "low_inclusive": self.low_inclusive,
            "high_inclusive": self.high_inclusive,
            "scale": self.scale,
            "unit": self.unit,
            "unit_code": self.unit_code,
            "dimension": self.dimension,
            "per": self.per,
            "subject": self.subject,
            "change": self.change.value if self.change else None,
            "baseline": self.baseline,
            "date": self.date,
            "date_low": self.date_low,
            "date_high": self.date_high,
            "start": self.start,
            "end": self.end,
            "rule": self.rule,
            "inferred": list(self.inferred),
        }


@dataclass(slots=True)
class Target:
    """What one cell says: its kind, its constraints, and how sure the reading is (0 to 1)."""

    text: str
    kind: Kind
    constraints: list[Constraint] = field(default_factory=list)
    qualitative: str | None = None
    confidence: float = 1.0
    notes: list[Note] = field(default_factory=list)

    def to_dict(self) -> Json:
        """The target as a JSON object."""
        return {
            "text": self.text,
            "kind": self.kind.value,
            "constraints": [c.to_dict() for c in self.constraints],
            "qualitative": self.qualitative,
            "confidence": self.confidence,
            "notes": [n.to_dict() for n in self.notes],
        }


@dataclass(slots=True)
class Money:
    """Sums of a project by source, in 元, exact; None where the table has no such cell."""

    total: Decimal | None = None
    fiscal: Decimal | None = None
    special: Decimal | None = None
    other: Decimal | None = None

    def to_dict(self) -> Json:
        """The sums as a JSON object."""
        return {
            "total": plain(self.total),
            "fiscal": plain(self.fiscal),
            "special": plain(self.special),
            "other": plain(self.other),
        }


@dataclass(slots=True)
class Source:
    """Where something stood: row and column count from 0, offsets lie inside that cell's text."""

    file: str | None = None
    sheet: str | None = None
    page: int | None = None
    row: int | None = None
    column: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(slots=True)
class PeriodTarget:
    """A target and the period it is for: `cycle` (实施周期, 总体, 中期) or `annual` (年度)."""

    period: str
    target: Target

    def to_dict(self) -> Json:
        """The pair as a JSON object."""
        return {"period": self.period, "target": self.target.to_dict()}


@dataclass(slots=True)
class Indicator:
    """One indicator of a project, its class in the official words, and its targets.

    `score` is what a table of self-evaluation gives itself, of at most `weight`.
    """

    level1: str | None
    level2: str | None
    code: str | None
    name: str
    raw_name: str
    targets: list[PeriodTarget] = field(default_factory=list)
    actual: Target | None = None
    weight: Decimal | None = None
    source: Source = field(default_factory=Source)
    score: Decimal | None = None

    def to_dict(self) -> Json:
        """The indicator as a JSON object."""
        source = self.source
        return {
            "level1": self.level1,
            "level2": self.level2,
            "code": self.code,
            "name": self.name,
            "raw_name": self.raw_name,
            "targets": [t.to_dict() for t in self.targets],
            "actual": self.actual.to_dict() if self.actual else None,
            "weight": plain(self.weight),
            "source": {
                "row": source.row,
                "column": source.column,
                "start": source.start,
                "end": source.end,
            },
            "score": plain(self.score),
        }


@dataclass(slots=True)
class Project:
    """One budget project: its owner, money, narrative and indicators."""

    name: str
    owner: str | None = None
    money: Money = field(default_factory=Money)
    narrative: str | None = None
    indicators: list[Indicator] = field(default_factory=list)
    source: Source = field(default_factory=Source)

    def to_dict(self) -> Json:
        """The project as a JSON object."""
        source = self.source
        return {
            "name": self.name,
            "owner": self.owner,
            "money": self.money.to_dict(),
            "narrative": self.narrative,
            "indicators": [i.to_dict() for i in self.indicators],
            "source": {
                "file": source.file,
                "sheet": source.sheet,
                "page": source.page,
                "row": source.row,
            },
        }


@dataclass(slots=True)
class Subtotal:
    """A 合计 or unit subtotal row: never a project."""

    name: str
    money: Money

    def to_dict(self) -> Json:
        """The subtotal as a JSON object."""
        return {"name": self.name, "money": self.money.to_dict()}


@dataclass(slots=True)
class Document:
    """A structured table: its projects, subtotals, and notes on what could not be read."""

    department: str | None = None
    money_unit: str | None = None
    year: int | None = None
    projects: list[Project] = field(default_factory=list)
    subtotals: list[Subtotal] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def to_dict(self) -> Json:
        """The document as a JSON object."""
        return {
            "department": self.department,
            "money_unit": self.money_unit,
            "year": self.year,
            "projects": [p.to_dict() for p in self.projects],
            "subtotals": [s.to_dict() for s in self.subtotals],
            "notes": [n.to_dict() for n in self.notes],
        }
