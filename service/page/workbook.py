"""What the page shows, as a workbook: one sheet a table, text as text and numbers as numbers."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

from nlp.narrative_schema import Narrative
from nlp.schema import Document, Indicator, Json, PeriodTarget, Project, Target
from service.report import report, word
from service.writers.reviews import COLUMNS as FINDING
from service.writers.rows import COLUMNS, CONSTRAINT, rows

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST = 32_000
_EXACT = 10**15
_CELL = ("indicator", "text", "kind", *CONSTRAINT, "qualitative", "confidence", "notes")
_INDICATOR = tuple(name for name in COLUMNS if name != "file")
_FINDING = FINDING[1:]
_LABEL = ("kind", "label", "name", "score")
_CLAUSE = ("text", "start", "end", "role", "indicator_type", "score")
_PROMISE = ("clause", *CONSTRAINT)
Sheet = tuple[Sequence[str], Sequence[Mapping[str, Any]]]


def available() -> bool:
    """Whether the library that writes workbooks is installed."""
    return find_spec("xlsxwriter") is not None


def of_cells(targets: Sequence[Target], names: Sequence[str | None]) -> bytes:
    """A workbook of cells: one row a constraint."""
    indicators = [
        Indicator(None, None, None, name or "", name or "", [PeriodTarget("annual", target)])
        for target, name in zip(targets, names, strict=True)
    ]
    found = rows("", Document(projects=[Project("", indicators=indicators)]))
    return _workbook({"cells": (_CELL, list(found))})


def of_narrative(narrative: Narrative) -> bytes:
    """A workbook of a narrative: its labels, its clauses, its promises."""
    kinds = (("domain", narrative.domain), ("activity", narrative.activity))
    labels = [each.to_dict() | {"kind": kind} for kind, found in kinds for each in found]
    promises = [_flat(promise.to_dict()) for promise in narrative.commitments]
    return _workbook(
        {
            "labels": (_LABEL, labels),
            "clauses": (_CLAUSE, [clause.to_dict() for clause in narrative.clauses]),
            "commitments": (_PROMISE, promises),
        }
    )


def of_document(document: Document, lang: str) -> bytes:
    """A workbook of a table: its indicators, and what a reviewer would stop at."""
    found = [
        entry.finding.to_dict()
        | {
            "project": section.name,
            "severity": word(entry.finding.severity.value, lang),
            "evidence": "\n".join(excerpt.plain() for excerpt in entry.excerpts),
        }
        for section in report("", document, lang).sections
        for entry in section.entries
    ]
    return _workbook(
        {"indicators": (_INDICATOR, list(rows("", document))), "findings": (_FINDING, found)}
    )


def _flat(result: Json) -> Json:
    return {k: "; ".join(v) if isinstance(v, list) else v for k, v in result.items()}


def _workbook(sheets: Mapping[str, Sheet]) -> bytes:
    import xlsxwriter  # type: ignore[import-untyped,import-not-found,unused-ignore]

    stream = io.BytesIO()
    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as book:
        bold = book.add_format({"bold": True})
        for name, (columns, table) in sheets.items():
            sheet = book.add_worksheet(name)
            for place, column in enumerate(columns):
                sheet.write_string(0, place, column, bold)
            for number, row in enumerate(table, 1):
                for place, column in enumerate(columns):
                    _write(sheet, number, place, row.get(column))
            sheet.freeze_panes(1, 0)
            sheet.autofit(400)
    return stream.getvalue()


def _write(sheet: Any, row: int, column: int, value: object) -> None:
    if value is None:
        return
    countable = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if countable and abs(value) < _EXACT:  # type: ignore[arg-type]
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, _text(str(value)))


def _text(value: str) -> str:
    shown = "".join(c if c.isprintable() or c == "\n" else " " for c in value[:_LONGEST])
    return shown + "…" if len(value) > _LONGEST else shown
