"""Pages with tables and the text around them → grids; tables go on over the end of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from nlp.notes import note
from nlp.schema import Note
from nlp.tables.grid import Cell, Grid, Origin
from service.readers.boxes import Box
from service.readers.ruled import Area, Ruled, align
from service.readers.torn import Rows, mend
from service.readers.unruled import Placed, Unruled


@dataclass(slots=True)
class Page:
    """The tables between rules of a page and the text around them."""

    number: int
    tables: list[Ruled] = field(default_factory=list)
    slots: list[Rows] = field(default_factory=list)
    around: list[Box] = field(default_factory=list)
    is_scanned: bool = False
    turned: int = 0

    def rows(self, unruled: Unruled) -> Iterator[list[Placed]]:
        """The rows of the page from its head to its foot."""
        rest = self.around
        for table, rows in zip(self.tables, self.slots, strict=True):
            top = table.bounds[1]
            yield from unruled.rows([box for box in rest if box.middle[1] < top])
            rest = [box for box in rest if box.middle[1] >= top]
            yield from ([slot.placed for slot in row] for row in rows)
            unruled.heads = None
        yield from unruled.rows(rest)

    def lay(self, boxes: list[Box], tables: list[list[Area]]) -> None:
        """Put boxes into the cells of the tables that they lie in, the rest around them."""
        self.tables = [Ruled(areas) for areas in tables if len(areas) > 1]
        self.tables.sort(key=lambda table: table.bounds[1])
        self.around = boxes
        for table in self.tables:
            self.around = table.take(self.around)


def grids(pages: list[Page], origin: Origin) -> tuple[list[Grid], list[Note]]:
    """The grids of all pages, and notes on torn rows and on tables left out."""
    torn = _over_pages(pages)
    unruled = Unruled()
    made = [_grid(page, origin, unruled) for page in pages]
    notes = []
    if torn:
        notes.append(note("row_torn", f"{torn} rows went on on the next page; they were joined"))
    if unruled.unclear:
        where = f"tables without rules whose rows cannot be told: {', '.join(unruled.unclear)}"
        notes.append(note("part_left_out", where))
    return made, notes


def _over_pages(pages: list[Page]) -> int:
    """Give tables that go on over pages the same columns, and join torn rows; how many."""
    chains: list[list[tuple[Page, Ruled]]] = []
    for page in pages:
        for number, table in enumerate(page.tables):
            before = chains[-1][-1][1] if chains else None
            if number == 0 and before is not None and before.goes_on_in(table):
                chains[-1].append((page, table))
            else:
                chains.append([(page, table)])
    torn = 0
    for chain in chains:
        align([table for _, table in chain])
        rows = [table.rows() for _, table in chain]
        torn += mend(rows)
        for (page, _), made in zip(chain, rows, strict=True):
            page.slots.append(made)
    return torn


def _grid(page: Page, origin: Origin, unruled: Unruled) -> Grid:
    """The rows of a page, counted through."""
    here = Origin(origin.file, origin.sheet, page.number)
    return Grid(
        [
            [Cell(text, number, column, down, along, here) for text, column, down, along in row]
            for number, row in enumerate(page.rows(unruled))
        ],
        here,
    )
