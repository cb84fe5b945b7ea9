"""Read the corpus: readings, the spellings that give them, and small tables of expectations.

The notation of `corpus/values/*.txt` and `corpus/extract.txt` is told in `corpus/NOTATION.md`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

CORPUS = Path(__file__).with_name("corpus")
ORIGINS = frozenset({"standards", "wild", "bugs", "generated"})


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
        return self.date is not None or self.date_low is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says; an empty `qualitative` stands for the whole cell, stripped."""

    constraints: tuple[Expected, ...] = ()
    qualitative: str | None = None
    reason: str | None = None
    notes: tuple[str, ...] = ()
    doubtful: bool = False

    @property
    def kind(self) -> str:
        """The kind of target that the pieces of the reading make together."""
        if self.reason:
            return "unparseable"
        kinds = {"date" if c.is_date else "quantitative" for c in self.constraints}
        if self.qualitative is not None:
            kinds.add("qualitative")
        return kinds.pop() if len(kinds) == 1 else "mixed"


@dataclass(frozen=True, slots=True)
class Case:
    """One spelling with the reading it must give, and where it stands."""

    place: str
    origin: str
    text: str
    name: str | None
    reading: Reading

    def __str__(self) -> str:
        named = f"({self.name}) " if self.name is not None else ""
        return f"{self.place}:{named}{self.text[:40]}"


@dataclass(slots=True)
class Sentence:
    """A running text with the constraints that it promises, in order."""

    place: str
    text: str
    constraints: list[Expected] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.place}:{self.text[:40]}"


def read_reading(line: str) -> Reading:
    """A reading in the corpus notation; ValueError names what cannot be read."""
    text = line.strip()
    doubtful = text.endswith(" <0.5")
    text, _, codes = text.removesuffix(" <0.5").partition(" !")
    notes = tuple(codes.split(",")) if codes else ()
    if text.startswith("unparseable "):
        return Reading(reason=text.split()[1], notes=notes, doubtful=doubtful)
    constraints: list[Expected] = []
    qualitative = None
    for piece in text.split("; "):
        if piece == "qualitative" or piece.startswith("qualitative "):
            qualitative = piece.removeprefix("qualitative").strip()
        else:
            constraints.append(read_constraint(piece))
    return Reading(tuple(constraints), qualitative, None, notes, doubtful)


def read_constraint(piece: str) -> Expected:
    """A constraint in the corpus notation.

    >>> read_constraint(">= 600 元 /人·月 {工资}").per
    '人·月'
    """
    head, _, behind = piece.partition("{")
    subject, _, tail = behind.partition("}")
    words = head.split() + tail.split()
    found = _read_date(words[1:]) if words[0] == "date" else _read_number(words)
    return replace(found, subject=subject or None)


def _read_number(words: list[str]) -> Expected:
    op, number, *rest = words
    if op == "range":
        low, high = (Decimal(n) for n in number[1:-1].split(","))
        bounds = Expected(op, None, low, high, number[0] == "[", number[-1] == "]")
    else:
        bounds = _one_number(op, Decimal(number))
    return _with_marks(bounds, rest)


def _one_number(op: str, value: Decimal) -> Expected:
    low = value if op in {">=", ">", "="} else None
    high = value if op in {"<=", "<", "="} else None
    if op not in {">=", ">", "<=", "<", "=", "~"}:
        raise ValueError(f"no operator: {op}")
    return Expected(op, value, low, high, op in {">=", "="}, op in {"<=", "="})


def _read_date(words: list[str]) -> Expected:
    op, date, *rest = words
    low, dots, high = date.partition("..")
    bounds = Expected(op, date_low=low, date_high=high) if dots else Expected(op, date=date)
    return _with_marks(bounds, rest)


def _with_marks(bounds: Expected, words: list[str]) -> Expected:
    for word in words:
        mark, rest = word[0], word[1:]
        if mark == "/":
            bounds = replace(bounds, per=rest)
        elif mark == "^":
            change, _, baseline = rest.partition("@")
            bounds = replace(bounds, change=change, baseline=baseline or None)
        elif mark == "?":
            bounds = replace(bounds, inferred=tuple(rest.split(",")))
        elif bounds.unit is None:
            bounds = replace(bounds, unit=word)
        else:
            raise ValueError(f"a second unit: {word}")
    return bounds


def read_spellings(line: str) -> Iterator[tuple[str | None, str]]:
    """The (name, cell) pairs of an indented line, parted by a tab or two blanks."""
    at = 0
    while at < len(line):
        if line[at] in " \t":
            at += 1
            continue
        name = None
        if line[at] == "(":
            end = _closing(line, at)
            name, at = line[at + 1 : end], end + 2
            if name.startswith('"'):
                name = json.loads(name)
        if line[at : at + 1] == '"':
            text, at = json.JSONDecoder().raw_decode(line, at)
        else:
            end = _cell_end(line, at)
            text, at = line[at:end], end
        yield name, text


def _closing(line: str, at: int) -> int:
    depth = 0
    for end in range(at, len(line)):
        depth += {"(": 1, ")": -1}.get(line[end], 0)
        if depth == 0:
            return end
    raise ValueError(f"unclosed name: {line[at:]}")


def _cell_end(line: str, at: int) -> int:
    ends = [i for i in (line.find("\t", at), line.find("  ", at)) if i >= 0]
    return min(ends, default=len(line.rstrip())) if ends else len(line.rstrip())


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            yield number, line


def read_cases(path: Path) -> Iterator[Case]:
    """Every spelling of a file of readings; ValueError names file and line."""
    origin, reading = "", None
    for number, line in _lines(path):
        place = f"{path.name}:{number}"
        try:
            if line.startswith("#"):
                origin = _origin(line, origin)
            elif not line[0].isspace():
                reading = read_reading(line)
            elif reading is None or origin not in ORIGINS:
                raise ValueError("a spelling without a reading or an origin")
            else:
                for name, text in read_spellings(line):
                    yield Case(place, origin, text, name, reading)
        except (ValueError, ArithmeticError, IndexError) as error:
            raise ValueError(f"{place}: {error!r}") from error


def _origin(line: str, origin: str) -> str:
    _, found, value = line.partition("# origin:")
    return value.strip() if found else origin


def value_cases() -> list[Case]:
    """Every case of `corpus/values`."""
    return [c for path in sorted((CORPUS / "values").glob("*.txt")) for c in read_cases(path)]


def promises(path: Path) -> dict[str, list[Expected]]:
    """The constraints below each heading of a file."""
    return {sentence.text: sentence.constraints for sentence in sentences(path)}


def sentences(path: Path = CORPUS / "extract.txt") -> list[Sentence]:
    """Every sentence of a file with the constraints it promises."""
    found: list[Sentence] = []
    for number, line in _lines(path):
        if line.startswith("#"):
            continue
        if line[0].isspace():
            found[-1].constraints.append(read_constraint(line))
        else:
            found.append(Sentence(f"{path.name}:{number}", line))
    return found


def rows(name: str) -> list[list[str]]:
    """The tab-separated rows of a table of the corpus, comments left out."""
    found = [line.split("\t") for _, line in _lines(CORPUS / name) if not line.startswith("#")]
    return [[column.strip() for column in row] for row in found]
