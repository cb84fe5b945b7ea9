"""A text that holds a table → its grid: tabs, pipes, columns set with blanks; lines."""

from __future__ import annotations

import regex

from nlp.grid import NOWHERE, Cell, Grid, Origin

_PIPE = regex.compile(r"(?<!\\)[|｜│┃¦┆]")
_RULE = regex.compile(r"[\s|｜│┃:+\-=─━┼├┤┌┐└┘┬┴═╪╞╡╔╗╚╝╠╣╬╦╩]++")
_STRESSED = regex.compile(r"(\*{2}|_{2})([^*_|]++)\1")


def from_text(text: str, origin: Origin = NOWHERE) -> Grid:
    """The rows of a text, one a line; `row` of every cell is the number of its line.

    >>> [[c.text for c in row] for row in from_text("| 项目 | 金额 |\\n|---|---|").rows]
    [['项目', '金额']]
    """
    grid = Grid(origin=origin)
    for number, line in enumerate(text.splitlines()):
        if "\t" in line:
            pieces = line.split("\t")
        elif _PIPE.search(line):
            if _RULE.fullmatch(line):
                continue
            pieces = _piped(line)
        else:
            pieces = [line]
        grid.rows.append([Cell(p, number, i, origin=origin) for i, p in enumerate(pieces)])
    return grid


def _piped(line: str) -> list[str]:
    pieces = _PIPE.split(line.strip())
    if len(pieces) > 2 and not pieces[0].strip():
        pieces = pieces[1:]
    if len(pieces) > 1 and not pieces[-1].strip():
        pieces.pop()
    return [_unstressed(piece.strip()).replace("\\|", "|") for piece in pieces]


def _unstressed(piece: str) -> str:
    """A cell without the marks of bold type around the whole of it."""
    stressed = _STRESSED.fullmatch(piece)
    return stressed[2] if stressed else piece
