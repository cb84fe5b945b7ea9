"""Plain text whose columns are set apart by blanks → cells under their headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import regex

from nlp.tables.classes import classes
from nlp.tables.columns import SUM_ROLES, columns, is_header
from nlp.tables.fill import fill
from nlp.tables.fitness import is_value
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import heading, is_page_number, is_title, is_total
from nlp.tables.labels import FORM_ROLES, inline, is_labelled, is_remark
from nlp.tables.layouts import flattened
from nlp.tables.text.atoms import begins_project, cuts_class, glued_heads, glued_label, glued_line
from nlp.tables.text.gaps import BLANK, GAP, SURELY_WIDE, cut, widths
from nlp.tables.text.signed import unsigned

_LONGEST_LINE = 20000
_DIGITS = "0123456789."
_ALIGNED = 0.75
_LEVELS = frozenset({"level1", "level2", "class"})


@dataclass(slots=True)
class _Block:
    """The headings that hold for the lines below them: their roles, gap (None: nothing), places."""

    roles: list[str | None]
    gap: regex.Pattern[str] | None
    starts: list[list[int]]
    pending: list[Row]
    ends: dict[int, str] = field(default_factory=dict)

    @property
    def is_glued_list(self) -> bool:
        """Whether the lines hold projects with their indicators, and may be cut anywhere."""
        return self.gap is None and "indicators" in self.roles

    @property
    def names_classes(self) -> bool:
        """Whether the lines name their classes, each in a cell."""
        return self.gap is not None and not _LEVELS.isdisjoint(self.roles)


def set_apart(rows: Sequence[Row]) -> list[Row]:
    """Cut lines into cells where a line of headings shows that they were a table.

    >>> lines = ["一级指标  三级指标    指标值", "产出指标  走访次数    ≥350次"]
    >>> lines.append("          合格率      100%")
    >>> rows = set_apart([Row(i, [Cell(t, i, 0)]) for i, t in enumerate(lines)])
    >>> [[c.text for c in row.cells] for row in rows][2]
    ['', '合格率', '100%']
    """
    made = _Lines(glued=any(map(_is_glued_header, rows)))
    for row in rows:
        made.take(row)
    made.close()
    return made.rows


def _is_glued_header(row: Row) -> bool:
    return len(row.cells) == 1 and is_header(Row(row.number, glued_heads(row.cells[0])))


class _Lines:
    """Lines and the block that they belong to; `glued`: nothing stands between a form's cells."""

    def __init__(self, *, glued: bool) -> None:
        self.glued = glued
        self.rows: list[Row] = []
        self.block: _Block | None = None

    def take(self, row: Row) -> None:
        text = row.cells[0].text if len(row.cells) == 1 else ""
        if len(row.cells) > 1 or len(text) > _LONGEST_LINE:
            self.close()
            self.rows.append(row)
        elif not text.strip():
            self.rows.append(row)
        elif not self._opens(row) and not self._goes_on(row):
            self.close()
            self.rows.append(_label_row(row) or (self.glued and _glued_label_row(row)) or row)

    def _opens(self, row: Row) -> bool:
        for gap in (GAP, BLANK, None):
            pieces = _pieces(row.cells[0], gap) if gap else glued_heads(row.cells[0])
            header = Row(row.number, pieces)
            if len(pieces) > 1 and is_header(header) and _all_headings(pieces, gap):
                self.close()
                starts = [_starts(row, pieces, scale) for scale in _scales(row)]
                self.block = _Block(columns([header]).by_place(), gap, starts, [])
                self.rows.append(header)
                return True
        return False

    def _goes_on(self, row: Row) -> bool:
        if self.block is None:
            return False
        text = row.cells[0].shown
        if is_page_number(text):
            return True
        if is_remark(text) or is_title(text):
            return False
        if is_labelled(row.cells[0]):
            return False
        if self.block.is_glued_list:
            self.block.pending.append(row)
            return True
        pieces = _pieces(row.cells[0], self.block.gap)
        first = heading(pieces[0].shown)
        if first is not None and first.role in FORM_ROLES and first.role != "total":
            return False
        alone = len(pieces) == 1 and not row.cells[0].text[:1].isspace()
        if alone and not (self.block.names_classes and classes(pieces[0].text)):
            return self._ends_row(row)
        self.block.pending.append(row)
        return True

    def _ends_row(self, row: Row) -> bool:
        """A line that begins with a digit, below a row whose last number it broke off."""
        assert self.block is not None
        text = row.cells[0].text.strip()
        if not self.block.pending or not text[:1].isdigit() or is_page_number(text):
            return False
        last = len(self.block.pending) - 1
        above = _pieces(self.block.pending[last].cells[0], self.block.gap)
        broken = is_value(above[-1].text) and above[-1].text[-1:] in _DIGITS
        if len(above) != len(self.block.roles) or not broken or last in self.block.ends:
            return False
        self.block.ends[last] = text
        return True

    def close(self) -> None:
        """Place the lines of the block under its headings."""
        block, self.block = self.block, None
        if block is None:
            return
        end = unsigned(block.pending)
        block.pending, below = block.pending[:end], block.pending[end:]
        if block.gap is None:
            block.pending = _put_together(block)
        lines = [_pieces(r.cells[0], block.gap) for r in block.pending]
        for at, figure in block.ends.items():
            lines[at][-1] = replace(lines[at][-1], text=f"{lines[at][-1].text} {figure}")
        scale = _aligned(block, lines, block.pending)
        for row, pieces in zip(block.pending, lines, strict=True):
            for cells in _place(block, row, pieces, scale):
                self.rows.append(Row(row.number, cells))
        self.rows += below


def _put_together(block: _Block) -> list[Row]:
    """Rows that were cut into lines anywhere, each as one."""
    found: list[list[Cell]] = []
    for line in block.pending:
        cell = line.cells[0]
        if found and _is_cut(block, found[-1][-1].text, cell.text):
            found[-1].append(cell)
        else:
            found.append([cell])
    texts = ("".join(cell.text for cell in cells) for cells in found)
    wholes = (replace(cells[0], text=text) for cells, text in zip(found, texts, strict=True))
    return [Row(whole.row, [whole]) for whole in wholes]


def _is_cut(block: _Block, text: str, below: str) -> bool:
    """Whether a line goes on in the next: up to a name with sums, or within a class."""
    return not begins_project(below) if block.is_glued_list else cuts_class(text, below)


def _pieces(cell: Cell, gap: regex.Pattern[str] | None) -> list[Cell]:
    return glued_line(cell) if gap is None else cut(cell, gap)


def _all_headings(pieces: Sequence[Cell], gap: regex.Pattern[str] | None) -> bool:
    known = sum(1 for p in pieces if heading(p.shown))
    return known == len(pieces) if gap is not GAP else known >= 0.6 * len(pieces)


def _scales(row: Row) -> list[Sequence[int]]:
    """Where every character of a line stands: as they are counted, and on two kinds of screens."""
    text = row.cells[0].text
    return [range(len(text) + 1), widths(text), widths(text, wide=SURELY_WIDE)]


def _starts(row: Row, pieces: Sequence[Cell], scale: Sequence[int]) -> list[int]:
    return [scale[piece.offset - row.cells[0].offset] for piece in pieces]


def _aligned(block: _Block, lines: Sequence[Sequence[Cell]], rows: Sequence[Row]) -> int | None:
    """The scale by which cells stand right below their headings; None where none fits."""
    total = sum(len(pieces) for pieces in lines)
    hits = [0] * len(block.starts)
    for row, pieces in zip(rows, lines, strict=True):
        for which, scale in enumerate(_scales(row)):
            hits[which] += sum(1 for s in _starts(row, pieces, scale) if s in block.starts[which])
    which = hits.index(max(hits))
    padded = block.gap is GAP or any(GAP.search(row.cells[0].text) for row in rows)
    return which if padded and total and hits[which] >= _ALIGNED * total else None


def _place(block: _Block, row: Row, pieces: Sequence[Cell], which: int | None) -> list[list[Cell]]:
    blank = Cell("", row.number, 0)
    if len(pieces) == len(block.roles):
        return [list(pieces)]
    if which is None and is_total(pieces[0].shown):
        return [_total(block.roles, pieces, blank)]
    if which is None:
        return [[c or blank for c in cells] for cells in fill(block.roles, pieces)]
    cells: list[Cell] = [blank] * len(block.roles)
    tops = block.starts[which]
    for piece, start in zip(pieces, _starts(row, pieces, _scales(row)[which]), strict=True):
        column = max((i for i, top in enumerate(tops) if top <= start + 1), default=0)
        before = cells[column]
        cells[column] = (
            replace(before, text=f"{before.text} {piece.text}") if before.text else piece
        )
    if len(pieces) > 1 and _is_out_of_place(block.roles, cells):
        return [[c or blank for c in cells] for cells in fill(block.roles, pieces)]
    return [cells]


def _total(roles: Sequence[str | None], pieces: Sequence[Cell], blank: Cell) -> list[Cell]:
    """A row of sums: its name first, its figures in the columns of sums from the left."""
    cells = [pieces[0], *[blank] * (len(roles) - 1)]
    sums = [i for i, role in enumerate(roles) if i and role in SUM_ROLES]
    for column, piece in zip(sums or range(1, len(roles)), pieces[1:], strict=False):
        cells[column] = piece
    return cells


def _is_out_of_place(roles: Sequence[str | None], cells: Sequence[Cell]) -> bool:
    """Whether a target stands under the names and nothing under the targets."""
    told = dict(zip(roles, (c.shown for c in cells), strict=True))
    return is_value(told.get("level3", "")) and told.get("value") == ""


def _label_row(row: Row) -> Row | None:
    """项目名称  科普经费  主管部门  科技局: a line of a form."""
    if heading(row.text(0)):
        return None
    for gap in (GAP, BLANK):
        pieces = _pieces(row.cells[0], gap)
        first = heading(pieces[0].shown)
        if first is None or first.role not in FORM_ROLES or inline(row.cells[0]):
            continue
        if len(pieces) > 1:
            cells = pieces if gap is GAP else _joined(pieces, row.cells[0])
            return None if len(flattened.rows(row)) > 1 else Row(row.number, cells)
    return None


def _glued_label_row(row: Row) -> Row | None:
    """项目名称科普经费: a label of a form with nothing behind it but its value."""
    pieces = [] if is_title(row.text(0)) else glued_label(row.cells[0])
    return Row(row.number, pieces) if len(pieces) > 1 else None


def _joined(pieces: Sequence[Cell], line: Cell) -> list[Cell]:
    """Pieces between labels put together again: only labels part a line of single blanks."""
    found: list[Cell] = []
    for piece in pieces:
        label = heading(piece.shown)
        known = label is not None and (label.role in FORM_ROLES or not found)
        if known or not found or heading(found[-1].shown):
            found.append(piece)
        else:
            end = piece.offset - line.offset + len(piece.text)
            found[-1] = replace(found[-1], text=line.text[found[-1].offset - line.offset : end])
    return found
