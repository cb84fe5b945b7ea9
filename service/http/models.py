"""What the service gives, as pydantic models for the OpenAPI document.

The results mirror `nlp.schema` key by key; a test holds the two together.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from nlp.narrative_schema import Role, Severity
from nlp.schema import Change, Kind, Op


class Report(BaseModel):
    """A JSON object with these keys and no others."""

    model_config = ConfigDict(extra="forbid")


class Note(Report):
    """A remark on a result: what was repaired, inferred, guessed or left out."""

    code: str
    message: str


class Constraint(Report):
    """One requirement: an operator with a number and a unit, or with a date."""

    op: Op
    value: int | float | None = Field(description="the number, its scale multiplied out")
    low: int | float | None
    high: int | float | None
    low_inclusive: bool
    high_inclusive: bool
    scale: int = Field(description="the multiplier that was written; value / scale as written")
    unit: str | None = Field(description="the unit as written, without its scale")
    unit_code: str | None = Field(description="UCUM or ISO 4217 code of the unit")
    dimension: str | None = Field(description="what the constraint may be compared with")
    per: str | None = Field(description="the denominators of a rate, joined by a middle dot")
    subject: str | None = Field(description="the measured thing, where the cell names one")
    change: Change | None
    baseline: str | None
    date: str | None = Field(description="ISO 8601; without a year --MM-DD")
    date_low: str | None
    date_high: str | None
    start: int = Field(description="offset into the text as sent, in Unicode code points")
    end: int = Field(description="offset behind the last character")
    rule: str = Field(description="the rule of the grammar that read it")
    inferred: list[str] = Field(description="what came from the name or from a repair")


class Target(Report):
    """What one cell says."""

    text: str
    kind: Kind
    constraints: list[Constraint]
    qualitative: str | None
    confidence: float = Field(ge=0, le=1)
    notes: list[Note]


class Token(Report):
    """A piece of a cell as it was cut, which the rules are patterns over."""

    kind: str
    text: str
    start: int
    end: int


class ExplainedTarget(Target):
    """What one cell says, and how it was cut."""

    tokens: list[Token]


class Extraction(Report):
    """Every quantity of a running text, in order."""

    text: str
    constraints: list[Constraint]


class Evidence(Report):
    """A span of the text that speaks for a label."""

    text: str
    start: int
    end: int


class Label(Report):
    """A label of a narrative and what speaks for it."""

    label: str
    name: str
    score: float = Field(ge=0, le=1)
    evidence: list[Evidence]


class Clause(Report):
    """A clause of a narrative, what it does, and the official class that it speaks of."""

    text: str
    start: int
    end: int
    role: Role
    indicator_type: str | None
    score: float = Field(ge=0, le=1)
    evidence: list[Evidence]


class Commitment(Constraint):
    """A promised number and the index of its clause."""

    clause: int | None


class Narrative(Report):
    """What a narrative says: its domain and activities, best first, its clauses and promises."""

    text: str
    domain: list[Label]
    activity: list[Label]
    clauses: list[Clause]
    commitments: list[Commitment]
    notes: list[Note]


class Money(Report):
    """Sums by source, in yuan."""

    total: int | float | None
    fiscal: int | float | None
    special: int | float | None
    other: int | float | None


class PeriodTarget(Report):
    """A target and the period that it is for."""

    period: str
    target: Target


class CellSource(Report):
    """Row and column of the grid, from 0, and the place inside that cell."""

    row: int | None
    column: int | None
    start: int | None
    end: int | None


class Indicator(Report):
    """One indicator: its class in the official words, its name, its targets."""

    level1: str | None
    level2: str | None
    code: str | None
    name: str
    raw_name: str
    targets: list[PeriodTarget]
    actual: Target | None
    weight: int | float | None
    source: CellSource
    score: int | float | None = Field(description="what a self-evaluation gives itself")


class ProjectSource(Report):
    """Where a project stands."""

    file: str | None
    sheet: str | None
    page: int | None
    row: int | None


class Project(Report):
    """One budget project."""

    name: str
    owner: str | None
    money: Money
    narrative: str | None
    indicators: list[Indicator]
    source: ProjectSource


class Subtotal(Report):
    """A row of sums over other rows."""

    name: str
    money: Money


class Document(Report):
    """A structured table."""

    department: str | None
    money_unit: str | None
    year: int | None
    projects: list[Project]
    subtotals: list[Subtotal]
    notes: list[Note]


class Quote(Report):
    """One side of a finding: where it stands, and its place in that text."""

    part: str = Field(description="narrative, indicator, target, actual or money")
    text: str
    indicator: int | None = Field(description="the project's indicator, from 0")
    period: str | None
    start: int | None = Field(description="offset into the narrative or the target's text")
    end: int | None


class Finding(Report):
    """Something that a reviewer would stop at."""

    code: str
    severity: Severity
    message: str
    remedy: str = Field(description="what would mend it")
    project: str | None = Field(description="null for what concerns the whole table")
    evidence: list[Quote]


class Check(Report):
    """One constraint of a target against the actual value."""

    op: Op
    target: str
    actual: int | float | str | None = Field(description="in the unit of the target")
    met: bool | None
    attainment: float | None
    why: str


class Assessment(Report):
    """Whether a target is met; null where that is a person's judgement or cannot be told."""

    met: bool | None
    attainment: float | None = Field(description="1.0 is exactly attained")
    score: int | float | None = Field(description="of the weight; null without one")
    checks: list[Check]
    notes: list[Note]


class FaultReport(Report):
    """What is wrong with one item."""

    code: str
    message: str
    place: str = Field(description="JSON pointer into the request")
    remedy: str


class ItemError(Report):
    """Stands in a list of results where its item could not be read."""

    error: FaultReport


class ProblemFault(Report):
    """One fault of several."""

    code: str
    place: str


class ProblemReport(Report):
    """A failure (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    place: str = Field(description="JSON pointer, or line and column of broken JSON")
    remedy: str
    errors: list[ProblemFault] = Field(
        default_factory=list, description="the first 20, where there is more than one"
    )
    error_count: int | None = None
