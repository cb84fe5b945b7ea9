"""Pieces of a table whose blank cells are lost → rows, each piece under the heading it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.classes import classes
from nlp.compose import is_sign
from nlp.grid import Cell
from nlp.headings import is_total, words
from nlp.items import class_items
from nlp.money import is_blank, sum_of
from nlp.units import table

_SIGNS = "≥≤><=＞＜＝≧≦~"
_NUMBERS = frozenset(
    ("weight", "score", "rate", "total", "fiscal", "special", "other", "initial", "executed")
) | {"carried"}
_OPENERS = frozenset(("project", "level1", "level2", "class", "level3", "seq"))
_TEXTS = frozenset(("owner", "department", "goal", "result", "group", "year"))


def fill(roles: Sequence[str | None], pieces: Sequence[Cell]) -> list[list[Cell | None]]:
    """Rows of cells under these roles.

    >>> texts = ["产出指标", "数量指标", "走访次数", "≥350次", "质量指标", "合格率", "100%"]
    >>> rows = fill(["level1", "level2", "level3", "value"], [Cell(t, 0, 0) for t in texts])
    >>> [[c.text if c else "" for c in row] for row in rows][1]
    ['', '质量指标', '合格率', '100%']
    """
    whole = _unbroken(roles, pieces)
    if whole is not None:
        return whole
    told = [p for p in pieces if p.shown]
    rows: list[list[Cell | None]] = []
    column = len(roles)
    for place, piece in enumerate(told):
        fits = _Fit(told, place)
        found = fits.column(roles, column)
        if found is None and rows and not fits.opens(roles):
            _lengthen(rows[-1], column - 1, piece)
            continue
        if found is None:
            rows.append([None] * len(roles))
            found = fits.column(roles, 0) or 0
        rows[-1][found] = piece
        column = found + 1
    return rows


def _lengthen(row: list[Cell | None], column: int, piece: Cell) -> None:
    """A cell that held a blank came in two pieces."""
    before = row[column]
    assert before is not None
    row[column] = replace(before, text=f"{before.text} {piece.text}")


def _unbroken(
    roles: Sequence[str | None], pieces: Sequence[Cell]
) -> list[list[Cell | None]] | None:
    """The rows of pieces with no cell lost; one blank more a row where pipes stood at both ends."""
    width = len(roles)
    for stride in (width, width + 1):
        if len(pieces) < width or (len(pieces) + stride - width) % stride:
            continue
        rows = [list(pieces[at : at + width]) for at in range(0, len(pieces), stride)]
        if all(_fits_row(roles, row) for row in rows):
            return [list(row) for row in rows]
    return None


def _fits_row(roles: Sequence[str | None], row: Sequence[Cell]) -> bool:
    if is_total(row[0].shown):
        return True
    for role, cell in zip(roles, row, strict=True):
        text = cell.shown
        if not text:
            continue
        if role in ("level1", "level2", "class") and not classes(text):
            return False
        if role in _NUMBERS and not _is_number(text):
            return False
        if role == "level3" and ((classes(text) and text != row[-1].shown) or _is_number(text)):
            return False
    return True


def _is_number(text: str) -> bool:
    return is_blank(text) or sum_of(text.rstrip("".join(("%", *words("score")))), None) is not None


def is_value(text: str) -> bool:
    """Whether a piece begins as a target does.

    >>> is_value("≥50人"), is_value("走访次数")
    (True, False)
    """
    return text[:1] in _SIGNS or text[:1].isdigit()


@dataclass(frozen=True, slots=True)
class _Fit:
    pieces: Sequence[Cell]
    place: int

    def text(self, ahead: int = 0) -> str:
        at = self.place + ahead
        return self.pieces[at].shown if at < len(self.pieces) else ""

    def column(self, roles: Sequence[str | None], start: int) -> int | None:
        """The first column from `start` on that the piece can stand in."""
        if start and start < len(roles) and self._opens_row(roles, start):
            return None
        return next((i for i in range(start, len(roles)) if self.fits(roles[i], roles)), None)

    def _opens_row(self, roles: Sequence[str | None], start: int) -> bool:
        names = [i for i, r in enumerate(roles) if r == "level3"]
        past = bool(names) and start > names[0]
        return past and (self._is_class() or is_total(self.text()))

    def opens(self, roles: Sequence[str | None]) -> bool:
        """Whether the piece can be the first of a row."""
        if is_total(self.text()):
            return True
        return any(self.fits(r, roles) for r in roles if r in _OPENERS)

    def _is_class(self) -> bool:
        return (
            bool(classes(self.text())) and not is_value(self.text(1)) and not is_sign(self.text(1))
        )

    def fits(self, role: str | None, roles: Sequence[str | None]) -> bool:
        text = self.text()
        if role in _NUMBERS:
            return (_is_number(text) and not is_blank(text)) or text in ("-", "—")
        if role in ("level1", "level2", "class"):
            return self._fits_level(role)
        if role == "seq":
            return text.isdigit() and len(text) < 4
        if role == "project":
            return self._fits_project(roles)
        if role == "level3":
            return not is_value(text) and not is_sign(text)
        if role == "sign":
            return is_sign(text)
        if role == "unit":
            return self._fits_unit()
        return self._fits_words(role, roles)

    def _fits_words(self, role: str | None, roles: Sequence[str | None]) -> bool:
        text = self.text()
        if role in ("value", "standard"):
            return True
        if role == "indicators":
            return class_items().match(text) is not None or bool(classes(text))
        if role in _TEXTS:
            opens = "project" in roles and sum_of(self.text(1), None) is not None
            return not self._is_class() and not _is_number(text) and not opens
        return not self._is_class() and (is_value(text) or not self._names_next())

    def _fits_level(self, role: str) -> bool:
        if not self._is_class():
            return False
        found = classes(self.text())
        if role == "class":
            return True
        first = any(c.level2 is None for c in found)
        second = any(c.level2 is not None for c in found)
        if first and second:
            return any(c.level2 for c in classes(self.text(1))) == (role == "level1")
        return first if role == "level1" else second

    def _fits_project(self, roles: Sequence[str | None]) -> bool:
        if self._is_class() or is_value(self.text()):
            return False
        numbers = any(r in _NUMBERS for r in roles[: _index(roles, "level3")])
        ahead = range(1, 4)
        if numbers:
            return any(_is_number(self.text(n)) and self.text(n) for n in ahead[:2])
        return any(classes(self.text(n)) for n in ahead)

    def _fits_unit(self) -> bool:
        text = self.text()
        if text in table() or is_blank(text):
            return True
        return len(text) <= 6 and not any(c.isdigit() for c in text) and not self._names_next()

    def _names_next(self) -> bool:
        """Whether the piece is the name of the row that follows: a target stands behind it."""
        return is_value(self.text(1)) or is_sign(self.text(1)) or self._is_class()


def _index(roles: Sequence[str | None], role: str) -> int:
    return next((i for i, r in enumerate(roles) if r == role), len(roles))
