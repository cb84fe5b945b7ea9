"""What a cell should give, and how a target differs from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from nlp.notes import CATALOGUE
from nlp.schema import Constraint, Kind, Target


@dataclass(frozen=True, slots=True)
class Expected:
    """One constraint as a reading states it; None in `inferred` means that it is not compared."""

    op: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    low_inclusive: bool = False
    high_inclusive: bool = False
    unit: str | None = None
    per: str | None = None
    subject: str | None = None
    change: str | None = None
    baseline: str | None = None
    date: str | None = None
    date_low: str | None = None
    date_high: str | None = None
    inferred: tuple[str, ...] | None = None

    @property
    def is_date(self) -> bool:
        """Whether the constraint bounds a date and not a number."""
        return any((self.date, self.date_low, self.date_high))


STATED = tuple(field.name for field in fields(Expected))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says.

    An empty `qualitative` stands for the whole cell, stripped; an empty `reason` for any reason
    why nothing can be read.
    """

    constraints: tuple[Expected, ...] = ()
    qualitative: str | None = None
    reason: str | None = None
    notes: tuple[str, ...] = ()
    doubtful: bool = False

    @property
    def kind(self) -> str:
        """The kind of target that the pieces of the reading make together."""
        if self.reason is not None:
            return "unparseable"
        kinds = {"date" if c.is_date else "quantitative" for c in self.constraints}
        if self.qualitative is not None:
            kinds.add("qualitative")
        return kinds.pop() if len(kinds) == 1 else "mixed"


def reading_of(target: Target) -> Reading:
    """The reading that a target gives, with what was inferred and without its notes.

    >>> from nlp import parse
    >>> reading_of(parse("按时缴纳"))
    Reading(constraints=(), qualitative='', reason=None, notes=(), doubtful=False)
    """
    if target.kind is Kind.UNPARSEABLE:
        reasons = [note.code for note in target.notes if CATALOGUE[note.code][0] == 0]
        return Reading(reason=reasons[0] if reasons else "")
    phrase = target.qualitative
    if phrase == target.text.strip() and not target.constraints:
        phrase = ""
    return Reading(tuple(expected_of(c) for c in target.constraints), phrase)


def expected_of(found: Constraint) -> Expected:
    """A constraint as a reading states it.

    >>> from nlp import parse
    >>> expected_of(parse("≥60人").constraints[0]).inferred is None
    True
    """
    said = {name: getattr(found, name) for name in STATED}
    said["op"] = found.op.value
    said["change"] = found.change.value if found.change else None
    said["inferred"] = found.inferred or None
    stated = Expected(**said)
    return replace(stated, low_inclusive=False, high_inclusive=False) if stated.is_date else stated


def differences(reading: Reading, target: Target) -> list[str]:
    """What of `target` is not as `reading` states it, by name; nothing where the two agree.

    Notes, inference and doubt count only where the reading states them.

    >>> from nlp import parse
    >>> differences(Reading(qualitative=""), parse("按时缴纳"))
    []
    >>> differences(Reading((Expected(">=", Decimal(60), Decimal(60), unit="人"),)), parse("≥60场"))
    ['low_inclusive', 'unit']
    """
    found = list(_whole(reading, target))
    if len(reading.constraints) != len(target.constraints):
        return [*found, "constraints"]
    for wanted, seen in zip(reading.constraints, target.constraints, strict=True):
        found += [name for name in unlike(wanted, seen) if name not in found]
    return found


def _whole(reading: Reading, target: Target) -> Iterator[str]:
    codes = {note.code for note in target.notes}
    phrase = target.text.strip() if reading.qualitative == "" else reading.qualitative
    if target.kind != reading.kind:
        yield "kind"
    if target.qualitative != phrase:
        yield "qualitative"
    if not codes.issuperset(reading.notes):
        yield "notes"
    if reading.reason and reading.reason not in codes:
        yield "reason"
    if reading.doubtful and target.confidence >= 0.5:
        yield "confidence"


def unlike(wanted: Expected, seen: Constraint) -> Iterator[str]:
    """The names of the fields in which a constraint is not as it was wanted."""
    for name in STATED[:-1]:
        if wanted.is_date and name.endswith("inclusive"):
            continue
        if getattr(wanted, name) != getattr(seen, name):
            yield name
    if wanted.inferred is not None and sorted(wanted.inferred) != sorted(seen.inferred):
        yield "inferred"
