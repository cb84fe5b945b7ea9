"""The results: what `parse`, `extract` and `structure` return, field by field as in the JSON.

Every type is a slotted dataclass. `to_dict()` gives plain JSON values: an exact `Decimal`
becomes an int where it is whole and a float elsewhere, a closed set becomes its string. The types
of tables stand in `nlp.table_schema`, which is loaded when one of them is first asked for here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nlp.table_schema import Document as Document
    from nlp.table_schema import Indicator as Indicator
    from nlp.table_schema import Money as Money
    from nlp.table_schema import PeriodTarget as PeriodTarget
    from nlp.table_schema import Project as Project
    from nlp.table_schema import Source as Source
    from nlp.table_schema import Subtotal as Subtotal

    Json = dict[str, Any]
else:
    Json = dict


_OF_TABLES = ("Document", "Indicator", "Money", "PeriodTarget", "Project", "Source", "Subtotal")


def __getattr__(name: str) -> object:
    if name not in _OF_TABLES:
        raise AttributeError(f"module 'nlp.schema' has no attribute {name!r}")
    from nlp import table_schema

    return getattr(table_schema, name)


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
