"""Read the corpus: readings, the spellings that give them, and small tables of expectations.

The notation of `corpus/values/*.txt` and `corpus/extract.txt` is told in `corpus/NOTATION.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nlp.expected import Expected, Reading
from nlp.notation import read_constraint
from nlp.spellings import BadSpelling, read_corpus

CORPUS = Path(__file__).with_name("corpus")
ORIGINS = frozenset({"standards", "wild", "bugs", "generated", "feedback"})


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


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            yield number, line


def read_cases(path: Path) -> Iterator[Case]:
    """Every spelling of a file of readings; ValueError names file and line."""
    for found in read_corpus(path.read_text("utf-8").split("\n")):
        place = f"{path.name}:{found.line}"
        if isinstance(found, BadSpelling):
            raise ValueError(f"{place}: {found.reason}")
        if found.origin not in ORIGINS:
            raise ValueError(f"{place}: a spelling without an origin")
        yield Case(place, found.origin, found.text, found.name, found.reading)


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
