"""A dataset in figures: counts, sums, and the cells to look at first; read batch by batch."""

from __future__ import annotations

import heapq
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from service.batch.schema import TABLES
from service.mistakes import Mistake

try:
    import pyarrow.compute as pc  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]
except ImportError:
    raise Mistake("a report needs pyarrow: pip install 'zhibiao[archive]'") from None

MANIFEST = "manifest.jsonl"
DOUBTFUL, SHOWN = 100, 50
Row = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(slots=True)
class Doubt:
    """A cell that was read with little confidence, and where it stands."""

    confidence: float
    text: str
    notes: list[str]
    key: Key
    name: str = ""
    file: str = ""
    project: str = ""
    sheet: str | None = None
    page: int | None = None
    row: int | None = None
    readings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Figures:
    """What an archive holds."""

    versions: dict[str, str]
    rows: dict[str, int] = field(default_factory=dict)
    money: Decimal = Decimal(0)
    reasons: Counter[str] = field(default_factory=Counter)
    errors: list[Row] = field(default_factory=list)
    years: Counter[int | None] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    sure: Counter[str] = field(default_factory=Counter)
    operators: Counter[str] = field(default_factory=Counter)
    units: Counter[str | None] = field(default_factory=Counter)
    classes: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    domains: dict[str | None, tuple[int, Decimal]] = field(default_factory=dict)
    activities: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


def figures(dataset: str) -> Figures:
    """The figures of a dataset; raises `Mistake` where there is none, or one half written."""
    found = Figures(_versions(dataset))
    for table in TABLES:
        files = _files(dataset, table.name)
        found.rows[table.name] = sum(pq.ParquetFile(path).metadata.num_rows for path in files)
    _documents(dataset, found)
    _projects(dataset, found)
    _indicators(dataset, found)
    _findings(dataset, found)
    _errors(dataset, found)
    _doubts(dataset, found)
    return found


def _versions(dataset: str) -> dict[str, str]:
    try:
        with open(os.path.join(dataset, MANIFEST), "rb") as stream:
            versions: dict[str, str] = json.loads(stream.readline())
    except OSError:
        half = os.path.isdir(os.path.join(dataset, ".work"))
        what = "not finished: give the same structure command again" if half else "no dataset"
        raise Mistake(f"{dataset}: {what}; structure writes one: -o FOLDER") from None
    return versions


def _files(dataset: str, table: str) -> list[str]:
    folder = os.path.join(dataset, table)
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder))]


def _batches(dataset: str, table: str, columns: Sequence[str]) -> Iterator[Any]:
    for path in _files(dataset, table):
        yield from pq.ParquetFile(path).iter_batches(columns=list(columns))


def _rows(dataset: str, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    for batch in _batches(dataset, table, columns):
        yield from zip(*(batch.column(name).to_pylist() for name in columns), strict=True)


def _count(counter: Counter[Any], column: Any) -> None:
    for pair in pc.value_counts(column).to_pylist():
        counter[pair["values"]] += pair["counts"]


def _documents(dataset: str, found: Figures) -> None:
    for batch in _batches(dataset, "documents", ["year"]):
        _count(found.years, batch.column("year"))


def _projects(dataset: str, found: Figures) -> None:
    for domain, total, activities in _rows(
        dataset, "projects", "domain_name", "total", "activities"
    ):
        count, money = found.domains.get(domain, (0, Decimal(0)))
        found.domains[domain] = count + 1, money + (total or 0)
        found.money += total or 0
        found.activities.update(activities or ())


def _indicators(dataset: str, found: Figures) -> None:
    found.classes.update(_rows(dataset, "indicators", "level1", "level2"))
    for batch in _batches(dataset, "constraints", ["op", "unit"]):
        _count(found.operators, batch.column("op"))
        _count(found.units, batch.column("unit"))
    for kind, confidence in _rows(dataset, "targets", "kind", "confidence"):
        found.kinds[kind] += 1
        found.sure[band(confidence)] += 1


def band(confidence: float) -> str:
    """The band that a confidence is shown in.

    >>> [band(c) for c in (1.0, 0.95, 0.7, 0.4)]
    ['1.0', '0.9–1.0', '0.5–0.9', '0–0.5']
    """
    if confidence >= 1:
        return "1.0"
    return "0.9–1.0" if confidence >= 0.9 else "0.5–0.9" if confidence >= 0.5 else "0–0.5"


def _findings(dataset: str, found: Figures) -> None:
    for code, severity, message in _rows(dataset, "findings", "code", "severity", "message"):
        found.findings[code, severity] += 1
        found.severities[severity] += 1
        found.examples.setdefault(code, message)


def _errors(dataset: str, found: Figures) -> None:
    for file, place, reason, remedy in _rows(
        dataset, "errors", "file", "place", "reason", "remedy"
    ):
        found.reasons[reason] += 1
        if len(found.errors) < SHOWN:
            found.errors.append({"file": file, "place": place, "reason": reason, "remedy": remedy})


_KEY = ("document_id", "project", "indicator", "target")
_BOUNDS = ("op", "value", "low", "high", "unit", "per", "date", "date_low", "date_high", "subject")


def _doubts(dataset: str, found: Figures) -> None:
    """The cells of least confidence: readings before cells that gave none, blank ones left out."""
    columns = ("confidence", "text", "kind", "notes")
    cells = (
        ((kind == "unparseable", sure, place), Doubt(sure, text, _messages(notes), tuple(key)))
        for place, (*key, sure, text, kind, notes) in enumerate(
            _rows(dataset, "targets", *_KEY, *columns)
        )
        if sure < 1 and text.strip()
    )
    least = heapq.nsmallest(DOUBTFUL, cells, key=lambda cell: cell[0])
    found.doubts = [doubt for _, doubt in least]
    _locate(dataset, found.doubts)


def _messages(notes: list[Row]) -> list[str]:
    return [note["message"] for note in notes]


def _locate(dataset: str, doubts: Sequence[Doubt]) -> None:
    """Fill in what the other tables say of these cells."""
    names = dict(_joined(dataset, "indicators", doubts, 3, ("name", "row")))
    projects = dict(_joined(dataset, "projects", doubts, 2, ("name", "file", "sheet", "page")))
    readings: dict[Key, list[str]] = {}
    for key, bounds in _joined(dataset, "constraints", doubts, 4, _BOUNDS):
        readings.setdefault(key, []).append(_reading(*bounds))
    for doubt in doubts:
        doubt.name, doubt.row = names[doubt.key[:3]]
        doubt.project, doubt.file, doubt.sheet, doubt.page = projects[doubt.key[:2]]
        doubt.readings = readings.get(doubt.key, [])


def _joined(
    dataset: str, table: str, doubts: Sequence[Doubt], depth: int, columns: Sequence[str]
) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    """The rows of a table that belong to these cells: their key, and other columns."""
    keys = {doubt.key[:depth] for doubt in doubts}
    for row in _rows(dataset, table, *_KEY[:depth], *columns):
        if row[:depth] in keys:
            yield row[:depth], row[depth:]


def _reading(
    op: str,
    value: float | None,
    low: float | None,
    high: float | None,
    unit: str | None,
    per: str | None,
    date: str | None,
    date_low: str | None,
    date_high: str | None,
    subject: str | None,
) -> str:
    bounds = [low, high] if value is None else [value]
    numbers = [f"{bound:.12g}" for bound in bounds if bound is not None]
    dates = [day for day in (date, date_low, date_high) if day]
    rate = f"/{per}" if per else ""
    about = f" {{{subject}}}" if subject else ""
    return f"{op} {' – '.join(dates or numbers)} {unit or ''}{rate}{about}".rstrip()
