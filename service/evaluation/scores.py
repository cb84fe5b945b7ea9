"""How well targets agree with what is expected of them: exactness, parts, confusion, confidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice

from nlp import parse
from nlp.expected import Expected, differences, reading_of, unlike
from nlp.notation import write_reading
from nlp.schema import Constraint, Json, Target
from service.evaluation.gold import Gold

NOTHING = "—"
NEAR = 32
PARTS = {
    "op": {"op", "low_inclusive", "high_inclusive"},
    "value": {"value", "low", "high", "date", "date_low", "date_high"},
    "unit": {"unit", "per"},
}
BANDS = (("1", 1.0), ("0.9–1", 0.9), ("0.7–0.9", 0.7), ("0.5–0.7", 0.5), ("0–0.5", 1e-9), ("0", 0))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One gold line: what was expected of it, what was read, and in which keys they differ."""

    place: str
    text: str
    name: str | None
    family: str
    expected: str
    read: str
    confidence: float
    differences: list[str]

    @property
    def exact(self) -> bool:
        """Whether all that was expected was read, and nothing else."""
        return not self.differences

    def to_dict(self) -> Json:
        """The outcome as a JSON object."""
        return {**asdict(self), "exact": self.exact}


@dataclass(slots=True)
class Share:
    """So many right of so many."""

    right: int = 0
    of: int = 0

    def count(self, right: bool) -> None:
        """One more."""
        self.right += right
        self.of += 1

    @property
    def share(self) -> float | None:
        """From 0 to 1; None of none."""
        return self.right / self.of if self.of else None

    @property
    def percent(self) -> str:
        """The share with two places, cut off so that only all of them are 100 %.

        >>> Share(99_999, 100_000).percent
        '99.99%'
        """
        return f"{self.right * 10_000 // self.of / 100:.2f}%" if self.of else NOTHING

    def to_dict(self) -> Json:
        """The numbers and their quotient."""
        return {"right": self.right, "of": self.of, "share": self.share}


@dataclass(slots=True)
class Scores:
    """The outcomes of gold lines and what they come to."""

    outcomes: list[Outcome] = field(default_factory=list)
    exact: Share = field(default_factory=Share)
    families: dict[str, Share] = field(default_factory=dict)
    parts: dict[str, Share] = field(default_factory=lambda: {part: Share() for part in PARTS})
    surplus: int = 0
    confusion: dict[str, Counter[tuple[str, str]]] = field(
        default_factory=lambda: {key: Counter() for key in ("kind", "op", "unit")}
    )
    bands: dict[str, Share] = field(default_factory=lambda: {name: Share() for name, _ in BANDS})

    def add(self, case: Gold, place: str) -> None:
        """Read a gold line and count what comes of it."""
        target = parse(case.text, case.name)
        found = Outcome(
            place,
            case.text,
            case.name,
            case.family or _family(case, target),
            write_reading(case.reading),
            write_reading(reading_of(target)),
            target.confidence,
            differences(case.reading, target),
        )
        self.outcomes.append(found)
        self.exact.count(found.exact)
        self.families.setdefault(found.family, Share()).count(found.exact)
        self.bands[_band(target.confidence)].count(found.exact)
        self.confusion["kind"][case.reading.kind, target.kind.value] += 1
        self._count_parts(case.reading.constraints, target.constraints)

    def _count_parts(self, wanted: Sequence[Expected], seen: Sequence[Constraint]) -> None:
        for expected, read in _pairs(wanted, seen):
            if expected is None:
                self.surplus += 1
            else:
                wrong = set(unlike(expected, read)) if read else set().union(*PARTS.values())
                for part, keys in PARTS.items():
                    self.parts[part].count(not wrong & keys)
            self.confusion["op"][_op(expected), _op(read)] += 1
            self.confusion["unit"][_unit(expected), _unit(read)] += 1

    def worst(self) -> list[Outcome]:
        """The outcomes, the wrong ones first, and of these the most confident."""
        return sorted(self.outcomes, key=lambda o: (o.exact, -o.confidence if not o.exact else 0))

    def to_dict(self) -> Json:
        """The scores as a JSON object, with every line, the worst first."""
        return {
            "exact": self.exact.to_dict(),
            "families": {name: s.to_dict() for name, s in sorted(self.families.items())},
            "parts": {name: s.to_dict() for name, s in self.parts.items()},
            "surplus": self.surplus,
            "calibration": {name: s.to_dict() for name, s in self.bands.items() if s.of},
            "confusion": {key: _cells(counts) for key, counts in self.confusion.items()},
            "lines": [outcome.to_dict() for outcome in self.worst()],
        }


def _family(case: Gold, target: Target) -> str:
    """The kind that is expected, and the rule that read it."""
    kind = case.reading.kind
    if not case.reading.constraints:
        return kind
    rules = list(dict.fromkeys(c.rule for c in target.constraints))
    return f"{kind} · {' + '.join(rules[:2]) if rules else NOTHING}" + " + …" * (len(rules) > 2)


def _band(confidence: float) -> str:
    return next(name for name, least in BANDS if confidence >= least)


def _pairs(
    wanted: Sequence[Expected], seen: Sequence[Constraint]
) -> Iterator[tuple[Expected | None, Constraint | None]]:
    """Each constraint expected with the one read nearby that is most like it; then the surplus."""
    left = list(seen)
    for expected in wanted:
        unlikeness = [len(list(unlike(expected, read))) for read in islice(left, NEAR)]
        nearest = unlikeness.index(min(unlikeness)) if unlikeness else None
        yield expected, None if nearest is None else left.pop(nearest)
    for read in left:
        yield None, read


def _op(constraint: Expected | Constraint | None) -> str:
    return NOTHING if constraint is None else str(constraint.op)


def _unit(constraint: Expected | Constraint | None) -> str:
    if constraint is None:
        return NOTHING
    return " / ".join(filter(None, (constraint.unit, constraint.per))) or "(none)"


def _cells(counts: Counter[tuple[str, str]]) -> list[Json]:
    return [{"expected": e, "read": r, "count": n} for (e, r), n in counts.most_common()]
