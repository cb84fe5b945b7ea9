"""Lines and tables in the order of a document → one grid, its rows counted through."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.tables.grid import Cell, Grid, Origin

WIDEST_SPAN = 1000


@dataclass(slots=True)
class Block:
    """A cell of a table: its text, how far it spans, and the tables that stand in it."""

    text: str
    down: int = 1
    along: int = 1
    column: int | None = None
    tables: list[Table] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """Rows of cells; a cell without a column stands in the first one that is free."""

    rows: list[list[Block]] = field(default_factory=list)


@dataclass(slots=True)
class _Placed:
    text: str
    row: int
    column: int
    down: int
    along: int

    def cut(self, row: int) -> _Placed:
        """End above a row; the same cell from there on."""
        left = self.row + self.down - row
        self.down -= left
        return _Placed(self.text, row, self.column, left, self.along)


class Flow:
    """The rows of a document in the making.

    >>> flow = Flow(Origin())
    >>> flow.line("单位：万元")
    >>> inner = Table([[Block("走访次数"), Block("≥5次")]])
    >>> flow.table(Table([[Block("产出", tables=[inner])], [Block("效益")]]))
    >>> [[cell.text for cell in row] for row in flow.grid.rows]
    [['单位：万元'], ['产出'], ['走访次数', '≥5次'], ['效益']]
    """

    def __init__(self, origin: Origin) -> None:
        self.grid = Grid(origin=origin)

    def line(self, text: str) -> None:
        """Add a paragraph, a row for each of its lines."""
        for part in text.split("\n"):
            if part.strip():
                self._add([(part, 0, 1, 1)])

    def table(self, table: Table) -> None:
        """Add a table; a table in one of its cells follows the row that it stands in."""
        waiting = [iter(_parts(table))]
        while waiting:
            part = next(waiting[-1], None)
            if part is None:
                waiting.pop()
            elif isinstance(part, Table):
                waiting.append(iter(_parts(part)))
            else:
                self._add([(c.text, c.column, c.down, c.along) for c in part])

    def _add(self, cells: list[tuple[str, int, int, int]]) -> None:
        number, origin = len(self.grid.rows), self.grid.origin
        self.grid.rows.append([Cell(t, number, c, d, a, origin) for t, c, d, a in cells])


def _parts(table: Table) -> list[list[_Placed] | Table]:
    """Rows, and after each the tables of its cells; what spans over those begins anew below."""
    parts: list[list[_Placed] | Table] = []
    placed = _placed(table)
    reaching: list[_Placed] = []
    for number, (blocks, cells) in enumerate(zip(table.rows, placed, strict=True)):
        parts.append(cells)
        reaching = [c for c in (*reaching, *cells) if c.row + c.down > number + 1]
        inner = [t for block in blocks for t in block.tables]
        if inner:
            parts += inner
            placed[number + 1 : number + 2] = [
                [*(cell.cut(number + 1) for cell in reaching), *below]
                for below in placed[number + 1 : number + 2]
            ]
            reaching = []
    return parts


def _placed(table: Table) -> list[list[_Placed]]:
    """Every cell at its column, none reaching below the table."""
    taken: dict[int, int] = {}
    found: list[list[_Placed]] = []
    for number, row in enumerate(table.rows):
        cells: list[_Placed] = []
        column = 0
        for block in row:
            column = block.column if block.column is not None else column
            while block.column is None and taken.get(column, 0) > number:
                column += 1
            down = max(1, min(block.down, len(table.rows) - number))
            along = max(1, min(block.along, WIDEST_SPAN))
            cells.append(_Placed(block.text, number, column, down, along))
            taken |= dict.fromkeys(range(column, column + along), number + down)
            column += along
        found.append(cells)
    return found
