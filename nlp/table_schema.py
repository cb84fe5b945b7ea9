"""What `structure` returns: projects, their sums and indicators, field by field as in the JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from nlp.schema import Json, Note, Target, plain


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
