"""The results on narratives and whole documents: what `analyze`, `review` and `assess` return."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from nlp.schema import Constraint, Json, Note, Op, plain


class Role(StrEnum):
    """What a clause of a narrative does."""

    BASIS = "basis"
    ACTIVITY = "activity"
    OUTPUT = "output"
    OUTCOME = "outcome"
    SATISFACTION = "satisfaction"
    OTHER = "other"


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of the text that speaks for a label; `start` and `end` in code points."""

    text: str
    start: int
    end: int

    def to_dict(self) -> Json:
        """The span as a JSON object."""
        return {"text": self.text, "start": self.start, "end": self.end}


@dataclass(slots=True)
class Label:
    """A label of a text, how much speaks for it (0 to 1), and what."""

    label: str
    name: str
    score: float
    evidence: list[Evidence] = field(default_factory=list)

    def to_dict(self) -> Json:
        """The label as a JSON object."""
        return {
            "label": self.label,
            "name": self.name,
            "score": self.score,
            "evidence": [e.to_dict() for e in self.evidence],
        }


@dataclass(slots=True)
class Clause:
    """A clause of a narrative; `indicator_type` is the official class that it speaks of."""

    text: str
    start: int
    end: int
    role: Role
    indicator_type: str | None
    score: float
    evidence: list[Evidence] = field(default_factory=list)

    def to_dict(self) -> Json:
        """The clause as a JSON object."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "role": self.role.value,
            "indicator_type": self.indicator_type,
            "score": self.score,
            "evidence": [e.to_dict() for e in self.evidence],
        }


@dataclass(slots=True)
class Commitment(Constraint):
    """A promised number and the index of the clause that promises it."""

    clause: int | None = None

    def to_dict(self) -> Json:
        """The commitment as a JSON object."""
        return {**Constraint.to_dict(self), "clause": self.clause}


@dataclass(slots=True)
class Narrative:
    """What a narrative says: its domain and activities (best first), clauses and promises."""

    text: str
    domain: list[Label] = field(default_factory=list)
    activity: list[Label] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def to_dict(self) -> Json:
        """The narrative as a JSON object."""
        return {
            "text": self.text,
            "domain": [x.to_dict() for x in self.domain],
            "activity": [x.to_dict() for x in self.activity],
            "clauses": [x.to_dict() for x in self.clauses],
            "commitments": [x.to_dict() for x in self.commitments],
            "notes": [x.to_dict() for x in self.notes],
        }


@dataclass(frozen=True, slots=True)
class Quote:
    """One side of a finding: where it stands, the words themselves, their place in that text.

    `part` is one of `narrative`, `indicator`, `target`, `actual`, `money`; `indicator` counts the
    project's indicators from 0; `start` and `end` lie inside the narrative or the target's text.
    """

    part: str
    text: str
    indicator: int | None = None
    period: str | None = None
    start: int | None = None
    end: int | None = None

    def to_dict(self) -> Json:
        """The quote as a JSON object."""
        return {
            "part": self.part,
            "text": self.text,
            "indicator": self.indicator,
            "period": self.period,
            "start": self.start,
            "end": self.end,
        }


@dataclass(slots=True)
class Finding:
    """Something a reviewer would stop at: what, how bad, the evidence, what would mend it."""

    code: str
    severity: Severity
    message: str
    remedy: str
    project: str | None = None
    evidence: list[Quote] = field(default_factory=list)

    def to_dict(self) -> Json:
        """The finding as a JSON object."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "remedy": self.remedy,
            "project": self.project,
            "evidence": [q.to_dict() for q in self.evidence],
        }


@dataclass(slots=True)
class Check:
    """One constraint of a target held against the actual value, both in the target's unit."""

    op: Op
    target: str
    actual: Decimal | str | None
    met: bool | None
    attainment: float | None
    why: str

    def to_dict(self) -> Json:
        """The check as a JSON object."""
        actual = self.actual if isinstance(self.actual, str | None) else plain(self.actual)
        return {
            "op": self.op.value,
            "target": self.target,
            "actual": actual,
            "met": self.met,
            "attainment": self.attainment,
            "why": self.why,
        }


@dataclass(slots=True)
class Assessment:
    """Whether a target is met, how far (1.0 is exactly), its score if it has a weight, and why."""

    met: bool | None
    attainment: float | None
    score: Decimal | None = None
    checks: list[Check] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def to_dict(self) -> Json:
        """The assessment as a JSON object."""
        return {
            "met": self.met,
            "attainment": self.attainment,
            "score": plain(self.score),
            "checks": [c.to_dict() for c in self.checks],
            "notes": [n.to_dict() for n in self.notes],
        }


@dataclass(slots=True)
class SelfAssessment:
    """An indicator of a self-evaluation: what it earns by its target, and what it gave itself.

    `agrees` is None where no score can be worked out or none is written.
    """

    project: str
    indicator: int
    name: str
    period: str
    target: str
    actual: str | None
    weight: Decimal | None
    claimed: Decimal | None
    agrees: bool | None
    assessment: Assessment

    def to_dict(self) -> Json:
        """The result as a JSON object."""
        return {
            "project": self.project,
            "indicator": self.indicator,
            "name": self.name,
            "period": self.period,
            "target": self.target,
            "actual": self.actual,
            "weight": plain(self.weight),
            "claimed": plain(self.claimed),
            "agrees": self.agrees,
            "assessment": self.assessment.to_dict(),
        }
