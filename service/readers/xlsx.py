"""Workbooks of Excel and WPS (.xlsx): cells as they are shown, with merged ranges, by sheet."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from nlp.schema import Note
from nlp.tables.grid import Grid, Origin
from service.mistakes import Refused
from service.readers import sheets
from service.readers.libraries import needed
from service.readers.sheets import Sheet
from service.readers.shown import coded, displayed
from service.readers.symbols import raised
from service.readers.zipped import Archive, office

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TABLE = "zhibiao.table"
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_ESCAPED = "_x000D_"
_STRINGS = "xl/sharedStrings.xml"


def read(content: bytes, origin: Origin) -> tuple[list[Grid], list[Note]]:
    """The grids of a workbook, one a sheet."""
    openpyxl = needed("openpyxl", "an xlsx workbook")
    if office(content, _STRICT):
        raise Refused("a workbook in strict OOXML", "save it as an ordinary .xlsx file")
    archive = Archive(content)
    is_rich = _STRINGS in archive.names and b"superscript" in archive.read(_STRINGS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, keep_links=False, rich_text=is_rich
        )
        return sheets.read(_sheets(book, archive), origin)


def _sheets(book: Any, archive: Archive) -> Iterator[Sheet]:
    table = next((str(p.value) for p in book.custom_doc_props.props if p.name == _TABLE), "")
    for worksheet in book.worksheets:
        path = worksheet._worksheet_path
        if path not in archive.names:
            raise Refused(f"its sheet {worksheet.title} is missing", "save it anew, try again")
        repeats = not worksheet.title.startswith(table)
        made = Sheet(worksheet.title, is_hidden=repeats or worksheet.sheet_state != "visible")
        _Cells(book, worksheet._shared_strings, made).read(archive.read(path))
        yield made


class _Cells:
    """The stored cells of one sheet: numbers as their formats show them."""

    def __init__(self, book: Any, strings: list[str], sheet: Sheet) -> None:
        reader = needed("openpyxl.worksheet._reader", "an xlsx workbook")
        self.parser = reader.WorkSheetParser(None, strings, data_only=True)
        self.book, self.sheet = book, sheet
        self.from_1904 = book.epoch.year == 1904
        self.codes: dict[int, str] = {}
        space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
        self.formula, self.value = f"{space}f", f"{space}v"
        self.take: dict[str, Callable[[Element], None]] = {
            f"{space}row": self._row,
            f"{space}mergeCell": self._merged,
            f"{space}col": self._column,
        }

    def read(self, part: bytes) -> None:
        """Take in the XML of the sheet."""
        functions = needed("openpyxl.xml.functions", "an xlsx workbook")
        for _, element in functions.iterparse(io.BytesIO(part)):
            take = self.take.get(element.tag)
            if take is not None:
                take(element)
                element.clear()

    def _row(self, row: Element) -> None:
        self.parser.row_counter = int(row.get("r") or self.parser.row_counter + 1)
        self.parser.col_counter = 0
        if row.get("hidden") in ("1", "true"):
            self.sheet.hidden_rows.add(self.parser.row_counter - 1)
        for element in row:
            cell = self.parser.parse_cell(element)
            place = cell["row"] - 1, cell["column"] - 1
            if cell["value"] is not None:
                self.sheet.texts[place] = self._text(cell)
            elif element.find(self.formula) is not None and element.get("t") != "str":
                self.sheet.unsaved.append(element.get("r") or "?")

    def _merged(self, element: Element) -> None:
        bounds = needed("openpyxl.utils", "an xlsx workbook").range_boundaries
        left, top, right, bottom = bounds(element.get("ref"))
        self.sheet.merged.append((top - 1, left - 1, bottom - 1, right - 1))

    def _column(self, element: Element) -> None:
        if element.get("hidden") in ("1", "true"):
            first, last = int(element.get("min") or 1), int(element.get("max") or 1)
            self.sheet.hidden_columns.append(range(first - 1, last))

    def _text(self, cell: dict[str, Any]) -> str:
        value, kind = cell["value"], cell["data_type"]
        if kind == "b":
            return str(value).upper()
        if isinstance(value, list):
            value = "".join(map(_run, value))
        if kind == "d":
            value = needed("openpyxl.utils.datetime", "an xlsx workbook").to_excel(value)
        text = displayed(value, self._code(cell["style_id"]), from_1904=self.from_1904)
        return text.replace(_ESCAPED, "") if kind == "s" else text.strip()

    def _code(self, style: int) -> str:
        code = self.codes.get(style)
        if code is None:
            styles = self.book._cell_styles
            number = styles[style].numFmtId if style < len(styles) else 0
            builtin = needed("openpyxl.styles.numbers", "an xlsx workbook").BUILTIN_FORMATS
            own = self.book._number_formats
            if number >= 164:
                code = own[number - 164] if number - 164 < len(own) else ""
            else:
                code = coded(number, builtin.get(number, ""))
            self.codes[style] = code
        return code


def _run(run: Any) -> str:
    """A part of a text in a font of its own; digits set higher stay apart from others."""
    if isinstance(run, str):
        return run
    text: str = run.text
    return raised(text) if run.font.vertAlign == "superscript" else text
