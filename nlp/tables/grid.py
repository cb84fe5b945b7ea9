"""Rows of cells, as every reader of a file and of a text hands them on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from nlp.tables.markup import plain


@dataclass(frozen=True, slots=True)
class Origin:
    """The file, sheet and page that cells come from."""

    file: str | None = None
    sheet: str | None = None
    page: int | None = None


NOWHERE = Origin()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, its place counted from 0, how far it spans, and its origin.

    `offset` is where the text begins, for a piece of a longer text at the same place.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    origin: Origin = NOWHERE
    offset: int = 0

    @property
    def shown(self) -> str:
        """The text without tags, entities and blanks around it; a zero-width sign is a blank."""
        if "<" not in self.text and "&" not in self.text:
            return self.text.strip(_BLANKS)
        return plain(self.text).text.strip(_BLANKS)

    def joined(self, other: Cell) -> Cell:
        """Both texts in one, as close to each other as they stood.

        >>> Cell("80", 0, 0).joined(Cell("公里", 0, 0, offset=2)).text
        '80公里'
        >>> Cell("重点人群\\n", 0, 0).joined(Cell("签约人数", 1, 0)).text
        '重点人群签约人数'
        """
        if self.text.endswith("\n"):
            return replace(self, text=over_lines(self.text.rstrip("\n"), other.text))
        same = (self.row, self.column) == (other.row, other.column)
        near = same and self.offset + len(self.text) == other.offset
        return replace(self, text=self.text + ("" if near else " ") + other.text)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text as given of a part of the shown text."""
        read = plain(self.text)
        lead = len(read.text) - len(read.text.lstrip(_BLANKS))
        first, last = read.place(lead + start, lead + end)
        return self.offset + first, self.offset + last


def over_lines(first: str, second: str) -> str:
    """Two lines of one text: a break stays behind a sentence, and letters stay apart."""
    if first[-1:] in _STOPS:
        return f"{first}\n{second}"
    apart = first[-1:].isascii() and second[:1].isascii()
    return f"{first} {second}" if apart else first + second


_STOPS = "。；;：:"
_BLANKS = " \t\r\n\u3000\xa0\u200b\ufeff"


@dataclass(slots=True)
class Row:
    """A row of a table laid out: index is column, and a merged cell stands wherever it reaches."""

    number: int
    cells: list[Cell]
    after_break: bool = False
    width: int = 0

    def __post_init__(self) -> None:
        self.width = len(self.cells)
        while self.cells and not self.cells[-1].shown:
            self.cells.pop()

    def text(self, column: int | None) -> str:
        """The text at a column; nothing behind the row's end."""
        if column is None or column >= len(self.cells):
            return ""
        return self.cells[column].shown

    @property
    def filled(self) -> list[Cell]:
        """The cells that hold something, each once."""
        found: list[Cell] = []
        for cell in self.cells:
            if cell.shown and not (found and found[-1] is cell):
                found.append(cell)
        return found

    def index(self, cell: Cell) -> int:
        """The first column at which a cell stands."""
        return next(i for i, other in enumerate(self.cells) if other is cell)


@dataclass(slots=True)
class Grid:
    """A sheet, a table of a document or a whole text: rows of cells, paragraphs as single cells.

    Merged cells may be given once, with their span, or once for every place that they fill.
    `mended` are the rows in which numbers were cut by the commas within them.

    >>> Grid.of([["一级指标", "指标值"], ["产出指标", None]]).rows[0][1].text
    '指标值'
    """

    rows: list[list[Cell]] = field(default_factory=list)
    origin: Origin = NOWHERE
    mended: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Sequence[Sequence[object]], origin: Origin = NOWHERE) -> Grid:
        """A grid of plain values; None is an empty cell.

        >>> len(Grid.of([["a", 1]]).rows)
        1
        """
        return cls(
            [
                [
                    Cell("" if value is None else str(value), number, column, origin=origin)
                    for column, value in enumerate(row)
                ]
                for number, row in enumerate(rows)
            ],
            origin,
        )

    def laid_out(self) -> list[Row]:
        """Every row with its cells at their columns, merged cells wherever they reach."""
        rows: list[Row] = []
        hanging: dict[int, tuple[Cell, int]] = {}
        for number, given in enumerate(self.rows):
            cells: dict[int, Cell] = {}
            for column, (cell, left) in list(hanging.items()):
                cells[column] = cell
                hanging[column] = (cell, left - 1)
                if left <= 1:
                    del hanging[column]
            for cell in given:
                self._place(cell, cells, hanging)
            width = min(max(cells, default=-1) + 1, WIDEST)
            at = given[0].row if given else number
            laid = [cells.get(i) or Cell("", at, i, origin=self.origin) for i in range(width)]
            rows.append(Row(at, laid))
        return rows

    def beyond(self) -> Cell | None:
        """The first cell of the grid that stands beyond the widest row that is laid out, if any."""
        cells = (c for row in self.rows for c in row if c.column >= WIDEST and c.shown)
        return next(cells, None)

    @staticmethod
    def _place(cell: Cell, cells: dict[int, Cell], hanging: dict[int, tuple[Cell, int]]) -> None:
        for column in range(cell.column, min(cell.column + cell.column_span, WIDEST)):
            if column not in cells or cell.shown:
                cells[column] = cell
                if cell.row_span > 1:
                    hanging[column] = (cell, cell.row_span - 1)


WIDEST = 4096
