"""Read `corpus/tables/*.txt`: tables, each with the document that it must give.

The notation is told in `corpus/NOTATION.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import regex
from corpus_reader import CORPUS

from nlp.expected import Reading
from nlp.notation import read_reading
from nlp.tables.grid import Cell, Grid

LEVELS = {
    "-": (None, None),
    "1": ("产出指标", None),
    "11": ("产出指标", "数量指标"),
    "12": ("产出指标", "质量指标"),
    "13": ("产出指标", "时效指标"),
    "14": ("产出指标", "成本指标"),
    "2": ("效益指标", None),
    "21": ("效益指标", "经济效益"),
    "22": ("效益指标", "社会效益"),
    "23": ("效益指标", "生态效益"),
    "24": ("效益指标", "可持续影响"),
    "3": ("满意度指标", None),
    "31": ("满意度指标", "服务对象满意度"),
}
SOURCES = ("total", "fiscal", "special", "other")
_HEAD = regex.compile(r"== (.+) \[(tab|grid|text)\]")
_SPAN = regex.compile(r"\{(?:↓([0-9]+))?(?:→([0-9]+))?\}$")


@dataclass(slots=True)
class WantedIndicator:
    """An indicator as its line in the corpus states it."""

    level1: str | None
    level2: str | None
    code: str | None
    name: str
    raw_name: str
    targets: list[tuple[str, Reading]] = field(default_factory=list)
    actual: Reading | None = None
    weight: Decimal | None = None


@dataclass(slots=True)
class WantedProject:
    """A project as its lines in the corpus state it."""

    name: str
    owner: str | None
    money: dict[str, Decimal]
    goal: str | None = None
    indicators: list[WantedIndicator] = field(default_factory=list)


@dataclass(slots=True)
class TableCase:
    """A table with the document that it must give."""

    place: str
    title: str
    given: str | Grid
    facts: dict[str, str] = field(default_factory=dict)
    projects: list[WantedProject] = field(default_factory=list)
    subtotals: list[tuple[str, dict[str, Decimal]]] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return f"{self.place}:{self.title}"


def table_cases() -> list[TableCase]:
    """Every case of `corpus/tables`."""
    return [c for path in sorted((CORPUS / "tables").glob("*.txt")) for c in read_tables(path)]


def read_tables(path: Path) -> list[TableCase]:
    """The cases of one file."""
    found: list[TableCase] = []
    for block in path.read_text(encoding="utf-8").split("\n== ")[1:]:
        head, _, body = block.partition("\n")
        match = _HEAD.fullmatch("== " + head)
        given, parted, wanted = body.partition("\n--\n")
        if match is None or not parted:
            raise ValueError(f"{path.name}: {head}")
        case = TableCase(path.name, match[1], _given(given, match[2]))
        for line in wanted.splitlines():
            try:
                _state(case, line)
            except (ValueError, ArithmeticError, KeyError, IndexError) as error:
                raise ValueError(f"{case}: {line}: {error!r}") from error
        found.append(case)
    return found


def _given(text: str, form: str) -> str | Grid:
    if form == "text":
        return text
    rows = [[c.strip() for c in line.split("|")] for line in text.split("\n")]
    if form == "tab":
        return "\n".join("\t".join(row) for row in rows)
    return Grid([[_cell(c, at, i) for i, c in enumerate(row)] for at, row in enumerate(rows)])


def _cell(text: str, row: int, column: int) -> Cell:
    span = _SPAN.search(text)
    shown = _SPAN.sub("", text).replace("⏎", "\n")
    down, along = (int(n or 1) for n in span.groups()) if span else (1, 1)
    return Cell(shown, row, column, down, along)


def _state(case: TableCase, line: str) -> None:
    if not line.strip() or line.startswith("#"):
        return
    if line[0].isspace():
        _tell(case.projects[-1], line.strip())
        return
    kind, _, rest = line.partition(" ")
    if kind == "project":
        head, _, sums = rest.partition(" $ ")
        name, _, owner = head.partition("@")
        case.projects.append(WantedProject(name.strip(), owner.strip() or None, _money(sums)))
    elif kind == "subtotal":
        name, _, sums = rest.partition(" $ ")
        case.subtotals.append((name.strip(), _money(sums)))
    elif kind == "note":
        case.notes.update(rest.split())
    elif kind in ("department", "year", "unit"):
        case.facts[kind] = rest.strip()
    else:
        raise ValueError(f"no such line: {kind}")


def _money(text: str) -> dict[str, Decimal]:
    words = text.split()
    return {source: Decimal(n) for source, n in zip(words[::2], words[1::2], strict=True)}


def _tell(project: WantedProject, line: str) -> None:
    if line.startswith("goal "):
        project.goal = line.removeprefix("goal ").replace("⏎", "\n")
        return
    kind, name, *fields = (part.strip() for part in line.split(" | "))
    level1, level2 = LEVELS[kind] if kind in LEVELS else kind.split("/")
    made = WantedIndicator(level1, level2 or None, kind if kind in LEVELS else None, name, name)
    made.code = None if kind == "-" else made.code
    for part in fields:
        _field(made, part)
    project.indicators.append(made)


def _field(made: WantedIndicator, part: str) -> None:
    word, _, rest = part.partition(" ")
    if word == "raw":
        made.raw_name = rest.replace("⏎", "\n")
    elif word == "weight":
        made.weight = Decimal(rest)
    elif word == "actual":
        made.actual = read_reading(rest)
    elif word in ("cycle", "annual"):
        made.targets.append((word, read_reading(rest)))
    else:
        made.targets.append(("annual", read_reading(part)))
