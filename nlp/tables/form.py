"""What the labels of a form tell of its project, and the sums among it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from nlp.notes import note
from nlp.schema import Money, Note, Project
from nlp.tables.breakdown import breakdown
from nlp.tables.grid import over_lines
from nlp.tables.money import sum_of
from nlp.tables.sums import KEPT, SOURCES, lacks_unit

_PERIODS = ("annual", None, "cycle")


@dataclass(frozen=True, slots=True)
class Told:
    """A sum, the label before it and the period that the label names."""

    amount: Decimal
    named: str
    period: str | None = None


@dataclass(slots=True)
class Sums:
    """The sums of a project by the role of their labels, in the order in which they stand.

    >>> sums = Sums()
    >>> for level, amount in (("中央财政资金", 60), ("省级财政资金", 40)):
    ...     sums.add("by_level", Told(Decimal(amount), level))
    >>> sums.money([]).fiscal
    Decimal('100')
    """

    told: dict[str, dict[object, Told]] = field(default_factory=dict)
    periods: dict[int, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.told)

    def add(self, role: str, sum_: Told) -> None:
        """One more sum; where labels repeat it, it counts once."""
        own = role in ("other", "by_level", "source")
        same = (sum_.amount, sum_.named if own else None)
        self.told.setdefault(role, {}).setdefault(same, sum_)

    def of(self, role: str) -> list[Told]:
        """The different sums under the labels of a role."""
        return list(self.told.get(role, {}).values())

    def period(self, named: str | None, column: int) -> str | None:
        """The period of a sum: that of its own label, or of the sum above it."""
        if named:
            self.periods[column] = named
        return self.periods.get(column)

    def money(self, notes: list[Note]) -> Money:
        """The sums by source; those that no source holds leave a note."""
        made = Money()
        for source in SOURCES:
            setattr(made, source, self._kept(source, notes))
        if made.total is None and "initial" in self.told:
            made.total = self._kept("initial", notes)
        self._add_others(made, notes)
        self._add_levels(made, notes)
        for other in self._aside():
            _left_out(other, notes)
        return made

    def aside(self) -> Decimal:
        """What is told of no source that is kept."""
        return sum((t.amount for t in self._aside()), Decimal(0))

    def _aside(self) -> list[Told]:
        return self.of("source") + self.of("carried")

    def _kept(self, role: str, notes: list[Note]) -> Decimal | None:
        """The first sum of a source, that of the year before that of the whole cycle."""
        known = self.of(role)
        kept = min(known, key=lambda t: _PERIODS.index(t.period), default=None)
        if role != "other":
            for other in known:
                if other is not kept and other.period != "cycle":
                    _left_out(other, notes)
        return kept.amount if kept else None

    def _add_others(self, made: Money, notes: list[Note]) -> None:
        """Other money under several labels: one sum, unless the first holds the rest."""
        known = [t for t in self.of("other") if t.amount]
        rest = sum((t.amount for t in known[1:]), Decimal(0))
        if len(known) > 1 and known[0].amount != rest:
            made.other = known[0].amount + rest
            notes.append(note("sums_added", "、".join(t.named for t in known)))

    def _add_levels(self, made: Money, notes: list[Note]) -> None:
        """Fiscal money by level of government or by budget, where its whole is not told."""
        levels = self.of("by_level")
        if not levels:
            return
        whole = sum((t.amount for t in levels), Decimal(0))
        rest = sum((s for s in (made.fiscal, made.special, made.other) if s), Decimal(0))
        if made.fiscal is None or (whole and made.total == whole + rest):
            if sum(1 for t in levels if t.amount) > 1 or made.fiscal:
                notes.append(note("sums_added", "、".join(t.named for t in levels)))
            made.fiscal = (made.fiscal or 0) + whole
        elif made.fiscal != whole:
            for level in levels:
                _left_out(level, notes)


def _left_out(told: Told, notes: list[Note]) -> None:
    if told.amount:
        notes.append(note("money_left_out", f"{told.named} {told.amount:f}"))


@dataclass(slots=True)
class Form:
    """The project that labels tell of, while its form is read; `titled` after a title only."""

    project: Project | None = None
    titled: bool = False
    owner: str | None = None
    department: str | None = None
    unit: str | None = None
    goals: list[str] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    sums: Sums = field(default_factory=Sums)
    known: set[str] = field(default_factory=set)

    def tell(self, goal: str, period: str | None) -> None:
        """One more narrative; where labels repeat it, it counts once."""
        if goal not in self.known:
            self.goals.append(goal)
            self.known.add(goal)
        if period and period not in self.periods:
            self.periods.append(period)

    def go_on(self, line: str) -> None:
        """One more line of the narrative told last."""
        if self.goals:
            line = over_lines(self.goals.pop(), line)
        self.goals.append(line)


def told_sums(
    role: str, value: str, unit: str | None, notes: list[Note]
) -> Iterator[tuple[str, Told]]:
    """The sums of a value behind a label of this role, each with its own role."""
    parts, rest = breakdown(value)
    first = parts[0].label if parts else None
    if not parts or (parts[0].named and (first is None or first.role != role)):
        parts, rest = [], value
    for number, part in enumerate(parts):
        own = part.label.unit if part.label else None
        found = sum_of(part.text, own or unit)
        if found is None:
            notes.append(note("money_unread", part.text))
            continue
        if lacks_unit(part.text, own or unit):
            notes.append(note("money_unit_missing"))
        told = part.label.role if part.label else "source" if number else role
        yield told if told in KEPT else "source", Told(found, part.named)
    if rest:
        notes.append(note("money_unread", rest))
