"""The workbook in the official columns and codes, with the findings and what was not read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from nlp.findings import by_project
from service.batch.files import publish
from service.batch.forms import Read
from service.batch.parts import TEMPORARY, Summary
from service.console import json_line
from service.mistakes import Mistake
from service.writers.official import Cell, Row, entries, national, printed, remark

try:
    import xlsxwriter  # type: ignore[import-untyped]
except ImportError:
    raise Mistake("xlsx needs XlsxWriter: pip install 'zhibiao[archive]'") from None

ROWS, LONGEST, DIGITS = 1_048_576, 32_767, 15
TABLE = "zhibiao.table"
"""A property of the workbook: the sheets whose names begin so hold the table, others repeat it."""
_OPTIONS = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)


def render_xlsx(read: Read, summary: Summary) -> bytes:
    """The rows of a document: each a line of JSON, its sheet and its cells by column."""
    document = read.document
    lines = [_line("printed", row | {"file": read.name}) for row in printed(document)]
    lines += [_line("national", row | {"file": read.name}) for row in national(document)]
    findings = list(_findings(read))
    summary.findings += len(findings)
    return b"".join((*lines, *(_line("findings", row) for row in findings)))


def _findings(read: Read) -> Iterator[Row]:
    for project, found in by_project(read.document):
        for one in found:
            yield {
                "file": read.name,
                "project": project.name if project else None,
                "severity": one.severity.value,
                "code": one.code,
                "message": one.message,
                "remedy": one.remedy,
                "evidence": "\n".join(quote.text for quote in one.evidence),
            }


def _line(sheet: str, row: Row) -> bytes:
    cells = {k: {"number": str(v)} if isinstance(v, Decimal) else v for k, v in row.items()}
    return json_line([sheet, cells])


class Workbook:
    """Gathers parts into a workbook; a sheet that is full goes on in another."""

    def __init__(self, out: str, work: str) -> None:
        self.out = out
        folder = os.path.join(work, TEMPORARY)
        self.path = os.path.join(folder, "whole.xlsx")
        options = {"constant_memory": True, "tmpdir": folder, **_OPTIONS}
        self.book = xlsxwriter.Workbook(self.path, options)
        self.book.set_properties({"created": datetime(2000, 1, 1)})  # the same bytes every time
        self.book.set_custom_property(TABLE, next(iter(entries("sheet"))).word)
        self.sheets = {
            entry.name: Sheet(self.book, entry.name, entry.word) for entry in entries("sheet")
        }

    def add(self, summary: Summary, payload: bytes) -> None:
        """Take the rows of a file and its failures."""
        for line in payload.splitlines():
            sheet, cells = json.loads(line)
            self.sheets[sheet].add({k: _cell(v) for k, v in cells.items()})
        for failure in summary.errors:
            self.sheets["errors"].add({"file": summary.file} | asdict(failure))

    def finish(self) -> None:
        """Put the workbook under its name."""
        self.book.close()
        with open(self.path, "r+b") as stream:
            publish(stream, self.out)

    def close(self) -> None:
        """Let go of the files of the sheets."""
        for sheet in self.book.worksheets():
            with suppress(OSError, AttributeError, ValueError):
                sheet.row_data_fh.close()


def _cell(value: Any) -> Cell:
    return Decimal(value["number"]) if isinstance(value, dict) else value


class Sheet:
    """A sheet and those that continue it."""

    def __init__(self, book: Any, name: str, title: str) -> None:
        self.book = book
        self.title = title
        self.columns = entries(name)
        self.places = {column.name: place for place, column in enumerate(self.columns)}
        self.number = 0
        self._begin()

    def add(self, row: Row) -> None:
        """One row; `row` may lack columns."""
        if self.row == ROWS:
            self._begin()
        for name, value in row.items():
            if value is not None and value != "":
                self._write(self.places[name], value)
        self.row += 1

    def _begin(self) -> None:
        self.number += 1
        self.sheet = self.book.add_worksheet(
            self.title + (str(self.number) if self.number > 1 else "")
        )
        bold = self.book.add_format({"bold": True, "bottom": 1})
        for place, column in enumerate(self.columns):
            self.sheet.set_column(place, place, float(column.value))
        for place, column in enumerate(self.columns):
            self.sheet.write_string(0, place, column.word, bold)
        self.sheet.freeze_panes(1, 0)
        self.row = 1

    def _write(self, place: int, value: Cell) -> None:
        if isinstance(value, Decimal | int) and len(f"{value:f}".replace(".", "")) <= DIGITS:
            self.sheet.write_number(self.row, place, float(value))
        else:
            self.sheet.write_string(self.row, place, fitting(str(value)))


def fitting(text: str) -> str:
    """A text that a cell can hold: no control characters, cut with a remark where it is too long.

    >>> fitting("a\\x01b")
    'a b'
    """
    shown = "".join(c if c.isprintable() or c in "\\n\\t" else " " for c in text)
    if len(shown.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST:
        return shown
    return f"{shown[: LONGEST // 2]}…（{remark('cut')}）"
