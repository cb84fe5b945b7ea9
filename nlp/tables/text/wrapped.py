"""Lines that a page broke within a table's cells, or after each → rows of pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import regex

from nlp.tables.classes import classes
from nlp.tables.columns import is_header
from nlp.tables.fitness import ends_value, is_number, is_value
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import (
    heading,
    is_bracketed_unit,
    is_page_number,
    is_spelled,
    is_title,
    words,
    year_pattern,
)
from nlp.tables.items import class_items
from nlp.tables.labels import inline, is_remark

_PIECE = regex.compile(r"\S++")
_GAP = regex.compile(r"\S(?:[^\S\u3000]{2,}+|\s*+\u3000\s*+)\S")
_SUM = regex.compile(r"[0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]{1,2})?+|[0-9]{1,9}\.[0-9]{2}")
_MOST_LABELS, _LONGEST_LINE, _NEAR_CLASSES = 12, 20000, 6
_FULL = 0.6
_MOST_NAMES, _MOST_TORN = 3, 4
_STOPS = "，。；;：:、"


def gathered(given: Sequence[Row]) -> list[Row]:
    """Lines of one cell each put into one row, where several headings follow each other so.

    >>> lines = ["一级指标", "三级指标", "指标值", "产出指标", "走访次数", "≥350次"]
    >>> len(gathered([Row(i, [Cell(t, i, 0)]) for i, t in enumerate(lines)]))
    1
    """
    found: list[Row] = []
    for rows in _runs(given, _is_piece):
        pieces = _with_units([row.cells[0] for row in rows if row.cells])
        if next(_headers(pieces), None):
            ended = [
                replace(piece, text=piece.text + "\n") for piece in _whole_lists(_with_ends(pieces))
            ]
            found.append(Row(rows[0].number, _mended(ended, 1)))
        else:
            found += rows
    return found


def rejoined(given: Sequence[Row]) -> list[Row]:
    """Lines of cells parted by single blanks put into one row, where headings show the breaks.

    >>> lines = ["绩效指标 一级指标 三级指标 指标值 产出指标 走访", "次数 ≥350次"]
    >>> [[c.text for c in r.cells] for r in rejoined([Row(i, [Cell(t, i, 0)]) for i, t in
    ...     enumerate(lines)])]
    [['绩效指标', '一级指标', '三级指标', '指标值', '产出指标', '走访\\n', '次数', '≥350次\\n']]
    """
    found: list[Row] = []
    for rows in _runs(given, _may_run_on):
        for block in _blocks(rows):
            if len(block) > 1:
                pieces = _mended([piece for row in block for piece in _pieces(row)], 2)
                block = [Row(block[0].number, pieces)]
            found += block
    return found


def _runs(given: Sequence[Row], belongs: Callable[[Row], bool]) -> Iterator[list[Row]]:
    """Rows that belong together and follow each other, and each other row by itself."""
    for belonging, rows in groupby(given, belongs):
        if belonging:
            yield list(rows)
        else:
            yield from ([row] for row in rows)


def _is_piece(row: Row) -> bool:
    if len(row.cells) > 1:
        return False
    text = row.text(0)
    told = inline(row.cells[0]) if row.cells else []
    labelled = any(pair.value and pair.label.role != "value" for pair in told)
    return not (is_remark(text) or is_title(text) or labelled)


def _with_units(pieces: Sequence[Cell]) -> list[Cell]:
    """Labels, each with the unit in brackets that a narrow cell wrapped."""
    found: list[Cell] = []
    for piece in pieces:
        if found and heading(found[-1].shown) and is_bracketed_unit(piece.shown):
            found[-1] = replace(found[-1], text=found[-1].text + piece.text)
        else:
            found.append(piece)
    return found


def _with_ends(pieces: Sequence[Cell]) -> list[Cell]:
    """Targets with what a narrow cell wrapped, 2025年11月|底前, where units have no column."""
    labels = [heading(piece.shown) for piece in pieces]
    if any(label is not None and label.role == "unit" for label in labels):
        return list(pieces)
    found: list[Cell] = []
    for piece, label in zip(pieces, labels, strict=True):
        if found and label is None and ends_value(found[-1].shown, piece.shown):
            found[-1] = replace(found[-1], text=found[-1].text + piece.text)
        else:
            found.append(piece)
    return found


def _whole_lists(pieces: Sequence[Cell]) -> list[Cell]:
    """Lists of indicators (1、1-产出指标；…) that wrapped, each as one piece."""
    found: list[Cell] = []
    at = 0
    while at < len(pieces):
        end = at + 1
        if class_items().match(pieces[at].shown):
            while end < len(pieces) and not _begins_project(pieces, end):
                end += 1
        text = "".join(piece.text for piece in pieces[at:end])
        found.append(replace(pieces[at], text=text) if end > at + 1 else pieces[at])
        at = end
    return found


def _begins_project(pieces: Sequence[Cell], at: int) -> bool:
    """Whether names stand here, and right behind them a sum."""
    for piece in pieces[at : at + _MOST_NAMES + 1]:
        if _SUM.fullmatch(piece.shown):
            return piece is not pieces[at]
        if any(mark in piece.shown for mark in _STOPS):
            break
    return False


def _headers(pieces: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Where headings of a table follow each other: the first of the run, and behind the last."""
    begin = 0
    for place, piece in enumerate([*pieces, None]):
        if piece is not None and heading(piece.shown):
            continue
        run = pieces[begin:place]
        starts = range(min(len(run) - 1, _MOST_LABELS)) if len(run) > 2 else ()
        if any(is_header(Row(0, list(run[i:]))) for i in starts):
            yield begin, place
        begin = place + 1


def _may_run_on(row: Row) -> bool:
    text = row.cells[0].text if len(row.cells) == 1 else ""
    if not text.strip() or len(text) > _LONGEST_LINE or _GAP.search(text):
        return False
    return not (is_title(text) or is_remark(text) or is_page_number(text))


def _blocks(rows: list[Row]) -> Iterator[list[Row]]:
    """The lines of each table that was broken, and every other line by itself."""
    if len(rows) < 2:
        yield rows
        return
    placed = [(piece, i) for i, row in enumerate(rows) for piece in _pieces(row)]
    pieces = [piece for piece, _ in placed]
    done = 0
    for first, behind in _headers(pieces):
        start, last = placed[first][1], placed[behind - 1][1]
        on_one = sum(1 for _, line in placed[first:behind] if line == last) > 2
        listed = on_one and _lists_classes(rows, last + 1)
        if start < done or not (listed or _broken(placed, first, behind)):
            continue
        while start > done and _runs_into(rows[start - 1], rows[start]):
            start -= 1
        end = last + 1
        while end < len(rows) and (_goes_on(rows[end]) or (listed and _is_torn(rows, end))):
            end += 1
        yield from ([row] for row in rows[done:start])
        yield rows[start:end]
        done = end
    yield from ([row] for row in rows[done:])


def _broken(placed: Sequence[tuple[Cell, int]], first: int, behind: int) -> bool:
    """Whether something stands before or behind headings on their lines."""
    before = placed[first - 1][1] if first else -1
    after = placed[behind][1] if behind < len(placed) else -1
    return before == placed[first][1] or after == placed[behind - 1][1]


def _lists_classes(rows: Sequence[Row], at: int) -> bool:
    """Whether classes stand on lines of their own below headings, as they do in no rows."""
    told = [_pieces(row) for row in rows[at : at + _NEAR_CLASSES]]
    return sum(1 for found in told if len(found) == 1 and classes(found[0].shown)) > 1


def _is_torn(rows: Sequence[Row], at: int) -> bool:
    """Whether a line is part of a name or class that was cut, above one that goes on."""
    first = heading(_pieces(rows[at])[0].shown)
    if first is not None or inline(rows[at].cells[0]) or year_pattern().match(rows[at].text(0)):
        return False
    return any(_goes_on(row) for row in rows[at + 1 : at + 1 + _MOST_TORN])


def _runs_into(above: Row, row: Row) -> bool:
    """Whether a line is about as long as the one below it, and that begins with no label."""
    last, first = _pieces(above)[-1], _pieces(row)[0]
    whole = last.joined(first).shown
    broken = (is_spelled(whole) if _opens(first) else heading(whole)) and not heading(last.shown)
    full = len(above.text(0)) >= _FULL * len(row.text(0))
    return full and not inline(row.cells[0]) and bool(broken or not heading(first.shown))


def _goes_on(row: Row) -> bool:
    """Whether a line holds classes or targets of a table above it."""
    if inline(row.cells[0]) or year_pattern().match(row.text(0)):
        return False
    if class_items().search(row.text(0)):
        return True
    return any(classes(p.shown) or heading(p.shown) or is_value(p.shown) for p in _pieces(row))


def _pieces(row: Row) -> list[Cell]:
    line = row.cells[0]
    found = [
        replace(line, text=m.group(), offset=line.offset + m.start())
        for m in _PIECE.finditer(line.text)
    ]
    return [*found[:-1], replace(found[-1], text=found[-1].text + "\n")]


def _mended(pieces: Sequence[Cell], most: int) -> list[Cell]:
    """Pieces put together to headings and classes, of which fewer than `most` were such alone."""
    found: list[Cell] = []
    for piece in pieces:
        torn = found and found[-1].text.endswith("\n") and not is_number(found[-1].shown)
        whole = found[-1].joined(piece) if torn else None
        if whole is not None and _known(whole) and _known(found[-1]) + _opens(piece) < most:
            found[-1] = whole
        else:
            found.append(piece)
    return found


def _known(cell: Cell) -> bool:
    return bool(classes(cell.shown) or heading(cell.shown))


def _opens(piece: Cell) -> bool:
    """Whether a piece is a word of its own and not the end of one: 指标, 目标."""
    return _known(piece) and piece.shown not in words("indicator")
