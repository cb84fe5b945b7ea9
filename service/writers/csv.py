"""Rows as CSV in UTF-8, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import BinaryIO

from nlp.schema import Document
from service.writers.rows import COLUMNS, Value, rows

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a quote stands before what begins like one.

    >>> guarded("=9座"), guarded("-3.5"), guarded("9座")
    ("'=9座", '-3.5', '9座')
    """
    return "'" + text if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def cell(value: Value) -> str:
    """A value as CSV writes it.

    >>> cell(True), cell(None), cell(Decimal("3760000.00"))
    ('true', '', '3760000')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        shown = f"{value:f}"
        return shown.rstrip("0").rstrip(".") if "." in shown else shown
    return str(value)


class CsvWriter:
    """Documents as one CSV table."""

    def __init__(self, stream: BinaryIO, *, bom: bool = False, guard: bool = True) -> None:
        encoding = "utf-8-sig" if bom else "utf-8"
        self.text = io.TextIOWrapper(stream, encoding, "backslashreplace", newline="")
        self.guard = guarded if guard else str
        self.table = csv.writer(self.text, lineterminator="\r\n")
        self.table.writerow(COLUMNS)

    def add(self, file: str, document: Document) -> None:
        """The rows of one document."""
        for row in rows(file, document):
            self.table.writerow([self.guard(cell(row.get(name))) for name in COLUMNS])
        self.text.flush()

    def close(self) -> None:
        """Let go of the stream, which belongs to the caller."""
        self.text.detach()
