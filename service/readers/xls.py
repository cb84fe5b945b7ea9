"""Workbooks of before 2007 (.xls, .et): cells as they are shown, with merged ranges, by sheet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from nlp.schema import Note
from nlp.tables.grid import Grid, Origin
from service.mistakes import Refused
from service.readers import sheets
from service.readers.libraries import needed
from service.readers.sheets import Sheet
from service.readers.shown import coded, displayed
from service.readers.symbols import raised

_RAISED = 1
_EMPTY, _TEXT, _NUMBER, _DATE, _TRUTH, _ERROR, _BLANK = range(7)


def read(content: bytes, origin: Origin) -> tuple[list[Grid], list[Note]]:
    """The grids of a workbook, one a sheet."""
    xlrd = needed("xlrd", "an xls workbook")
    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise Refused("encrypted", "take the password off and give it again") from None
        raise
    return sheets.read(_sheets(book, xlrd.error_text_from_code), origin)


def _sheets(book: Any, errors: dict[int, str]) -> Iterator[Sheet]:
    for stored in book.sheets():
        made = Sheet(stored.name, is_hidden=stored.visibility != 0)
        made.merged = [(top, left, end - 1, right - 1) for top, end, left, right in _merged(stored)]
        for row in range(stored.nrows):
            for column, cell in enumerate(stored.row(row)):
                if cell.ctype not in (_EMPTY, _BLANK):
                    made.texts[row, column] = _text(book, cell, errors)
        for place, runs in stored.rich_text_runlist_map.items():
            if place in made.texts:
                made.texts[place] = _rich(book, made.texts[place], runs)
        made.hidden_rows = {i for i, info in stored.rowinfo_map.items() if info.hidden}
        columns = [i for i, info in stored.colinfo_map.items() if info.hidden]
        made.hidden_columns = [range(i, i + 1) for i in columns]
        yield made


def _merged(stored: Any) -> list[tuple[int, int, int, int]]:
    found: list[tuple[int, int, int, int]] = stored.merged_cells
    return found


def _rich(book: Any, text: str, runs: list[tuple[int, int]]) -> str:
    """A text in several fonts; digits set higher stay apart from others."""
    ends = [start for start, _ in runs[1:]] + [len(text)]
    made = text[: runs[0][0]] if runs else text
    for (start, font), end in zip(runs, ends, strict=False):
        part = text[start:end]
        made += raised(part) if book.font_list[font].escapement == _RAISED else part
    return made


def _text(book: Any, cell: Any, errors: dict[int, str]) -> str:
    if cell.ctype == _TRUTH:
        return str(bool(cell.value)).upper()
    if cell.ctype == _ERROR:
        return errors.get(cell.value, "#N/A")
    format_ = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    key = format_.format_key if format_ else 0
    code = coded(key) if key < 164 and coded(key) else format_.format_str if format_ else ""
    text = displayed(cell.value, code, from_1904=bool(book.datemode))
    return text if cell.ctype == _TEXT else text.strip()
