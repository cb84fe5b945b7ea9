"""A text that holds a table → its grid: commas, tabs, pipes, columns set with blanks; lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

import regex

from nlp.tables.grid import NOWHERE, Cell, Grid, Origin
from nlp.tables.text.commas import parted
from nlp.tables.text.tagged import is_tagged, tagged

_PIPE = regex.compile(r"(?<!\\)[|｜│┃¦┆]")
_RULE = regex.compile(r"[\s|｜│┃:+\-=─━┼├┤┌┐└┘┬┴═╪╞╡╔╗╚╝╠╣╬╦╩]++")
_QUOTED = regex.compile(r'(?<![^\t\n])"([^"\t]{0,2000}+)"(?![^\t\r\n])')
_BLOCK = regex.compile(
    r"\s*+</?(?:p|div|h[1-6]|li|ul|ol|section|article|center|body)\b[^<>]{0,400}+>",
    regex.IGNORECASE,
)
_BREAK = "\ue000"
_STRESSED = regex.compile(r"(\*{2}|_{2})([^*_|]++)\1")


def from_text(text: str, origin: Origin = NOWHERE) -> Grid:
    """The rows of a text, one a line; `row` of every cell is the number of its line.

    >>> [[c.text for c in row] for row in from_text("| 项目 | 金额 |\\n|---|---|").rows]
    [['项目', '金额']]
    """
    found = parted(text)
    if found is not None:
        rows = found.records
        cells = [[Cell(f, n, i, origin=origin) for i, f in enumerate(r)] for n, r in rows]
        return Grid(cells, origin, found.mended)
    return tagged(text, origin) if is_tagged(text) else _lined(text, origin)


def _lined(text: str, origin: Origin) -> Grid:
    grid = Grid(origin=origin)
    lines = _unquoted(text).splitlines()
    numbers = [0, *accumulate(line.count(_BREAK) + 1 for line in lines)]
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and "\t" not in lines[end] and _PIPE.search(lines[end]):
            end += 1
        pieces = _piped(lines[at:end]) if end > at else [lines[at].split("\t")]
        end = max(end, at + 1)
        for number, row in zip(numbers[at:end], pieces, strict=True):
            grid.rows += _rows(row, number, origin)
        at = end
    return grid


def _rows(row: list[str] | None, number: int, origin: Origin) -> list[list[Cell]]:
    """The row that a line makes, or a row for each of its paragraphs."""
    texts = [piece.replace(_BREAK, "\n") for piece in row or ()]
    cells = [Cell(t, number, i, origin=origin) for i, t in enumerate(texts)]
    if len(cells) == 1 and _BLOCK.match(texts[0]):
        return [[piece] for piece in _blocks(cells[0])]
    return [cells] if row is not None else []


def _blocks(line: Cell) -> list[Cell]:
    """The paragraphs of a line that marks them with tags."""
    found: list[Cell] = []
    at = 0
    for match in [*_BLOCK.finditer(line.text), None]:
        end = match.start() if match else len(line.text)
        if line.text[at:end].strip():
            found.append(replace(line, text=line.text[at:end], offset=at))
        at = match.end() if match else end
    return found


def _unquoted(text: str) -> str:
    """Cells in quotes that hold line breaks, as spreadsheets copy them, kept in their line."""
    if "\t" not in text or '"' not in text:
        return text
    return _QUOTED.sub(
        lambda m: m[1].replace("\r", "").replace("\n", _BREAK) if "\n" in m[1] else m[0], text
    )


def _piped(lines: list[str]) -> list[list[str] | None]:
    """The cells of lines that follow each other; None for a rule between rows."""
    rows = [None if _RULE.fullmatch(line) else _PIPE.split(line) for line in lines]
    told = [row for row in rows if row]
    lead = all(not row[0].strip() for row in told)
    tail = all(not row[-1].strip() for row in told)
    if not lead and len({len(row) for row in told}) > 1:
        return [_within(row) if row else None for row in rows]
    return [
        [_text(p) for p in row[lead and len(row) > 2 : len(row) - (tail and len(row) > 1)]]
        if row
        else None
        for row in rows
    ]


def _within(row: list[str]) -> list[str]:
    """The cells of a line between the pipes at its ends, where it has them at both."""
    ends = len(row) > 2 and not row[0].strip() and not row[-1].strip()
    tail = len(row) > 1 and not row[-1].strip()
    return [_text(p) for p in row[ends : len(row) - tail]]


def _text(piece: str) -> str:
    """A cell without escapes, and without the marks of bold type around the whole of it."""
    stressed = _STRESSED.fullmatch(piece.strip())
    return (stressed[2] if stressed else piece.strip()).replace("\\|", "|")
