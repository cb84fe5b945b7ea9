"""How well a piece of text fits under a heading."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from nlp import lexicon
from nlp.cells.names import kinds_of
from nlp.cells.target import parse
from nlp.cells.units import table
from nlp.cells.vocabulary import words as vocabulary
from nlp.schema import Kind
from nlp.tables.classes import classes
from nlp.tables.compose import is_sign
from nlp.tables.grid import Cell
from nlp.tables.headings import heading, is_body, is_total, words, year_pattern
from nlp.tables.items import class_items
from nlp.tables.money import is_blank, sum_of
from nlp.tables.quality import is_quality

NUMBERS = frozenset(
    ("weight", "score", "rate", "total", "fiscal", "special", "other", "initial", "executed")
) | {"carried", "by_level", "source"}
_SIGNS = "≥≤><=＞＜＝≧≦~"
_MARKS = "，。；,;"
_LONGEST_END = 6
_NEVER, _HARDLY, _NO, _MAYBE, _YES, _SURELY = -10.0, -5.0, -2.0, 0.0, 2.0, 4.0


def is_number(text: str) -> bool:
    """Whether a piece is a number as weights and sums are, or a dash in its place."""
    return is_blank(text) or sum_of(text.rstrip("".join(("%", *words("score")))), None) is not None


def is_value(text: str) -> bool:
    """Whether a piece begins as a target does.

    >>> is_value("≥50人"), is_value("走访次数"), is_value("3分钟内出车率")
    (True, False, False)
    """
    first = text[:1]
    return first != "" and (first in _SIGNS or (first.isdigit() and _is_figure(text)))


def ends_value(value: str, end: str) -> bool:
    """Whether a piece is the end of a target and nothing by itself.

    >>> ends_value("2025年11月", "底前"), ends_value("≥50", "人"), ends_value("≥50人", "培训次数")
    (True, True, False)
    """
    if len(end) > _LONGEST_END or is_value(end) or classes(end):
        return False
    if not (value[-1:].isdigit() or parse(value).constraints):
        return False
    made = parse(value + end)
    whole = [(c.start, c.end, c.subject) for c in made.constraints]
    return whole == [(0, len(value + end), None)] and not made.notes


@lru_cache(maxsize=8192)
def _is_figure(text: str) -> bool:
    """Whether a text that begins with a digit is more than the name of a rate."""
    found = parse(text)
    if found.kind is Kind.QUALITATIVE:
        return False
    rate = "percent" in kinds_of(text)[0]
    return not rate or any(c.dimension == "percent" for c in found.constraints)


lexicon.on_change(_is_figure.cache_clear)


def _parted(above: Cell, text: str) -> bool:
    """Whether a target ends with its figure and unit, and what stands below is no part of them."""
    value = above.shown
    if not is_value(value):
        return False
    whole = parse(value + text).constraints
    return any(c.end == len(value) for c in whole)


def fits_row(roles: Sequence[str | None], row: Sequence[Cell]) -> bool:
    """Whether cells can be a row of a table, each under its own heading."""
    if is_total(row[0].shown):
        return True
    return all(
        _can_stand(role, cell.shown, row)
        for role, cell in zip(roles, row, strict=True)
        if cell.shown
    )


def _can_stand(role: str | None, text: str, row: Sequence[Cell]) -> bool:
    if role in ("level1", "level2", "class"):
        return bool(classes(text)) and not is_quality(text)
    if role in NUMBERS:
        return is_number(text)
    if role == "level3":
        return not is_number(text) and (not classes(text) or text == row[-1].shown)
    return True


class Fitness:
    """The scores of one piece, which the pieces behind it help to tell."""

    def __init__(self, pieces: Sequence[Cell], place: int) -> None:
        self.text = pieces[place].shown
        self.behind = pieces[place + 1].shown if place + 1 < len(pieces) else ""
        valued = is_value(self.behind) or is_sign(self.behind)
        plain = valued or is_quality(self.text)
        self.classes = [] if plain else classes(self.text)
        self.is_class = bool(self.classes)
        self.is_value = is_value(self.text)
        self.is_sign = is_sign(self.text)
        self.is_total = is_total(self.text)
        ended = place > 0 and pieces[place - 1].text.endswith("\n")
        self.goes_on = ended and not self.is_value and not _parted(pieces[place - 1], self.text)

    @property
    def stands_alone(self) -> bool:
        """Whether the piece begins a cell: a class, a word of sums, or a target with its sign."""
        return self.is_class or self.is_total or self.text[:1] in _SIGNS

    def score(self, role: str | None, column: int, roles: Sequence[str | None]) -> float:
        """How well the piece stands under a heading: the more, the better."""
        if self.is_total:
            return _SURELY if column == 0 else -_SURELY
        if role in ("level1", "level2", "class"):
            return self._level(role, roles)
        if role in NUMBERS:
            return self._number(role)
        if role in ("seq", "year"):
            return self._count(role)
        if self.is_class:
            return _HARDLY - 1
        scored = {
            "level3": self._name,
            "sign": self._sign,
            "unit": self._unit,
            "value": self._value,
            "actual": self._value,
            "project": self._project,
            "owner": self._owner,
            "department": self._owner,
            "goal": self._goal,
            "indicators": self._list,
            "group": self._group,
        }.get(role or "")
        return scored() if scored else self._words()

    def _level(self, role: str, roles: Sequence[str | None]) -> float:
        if not self.classes:
            return _NEVER
        if role == "class":
            return _SURELY
        first = any(c.level2 is None for c in self.classes)
        second = any(c.level2 is not None for c in self.classes)
        if first and second and "level2" in roles:
            leads = any(c.level2 for c in classes(self.behind))
            return _SURELY if leads == (role == "level1") else _YES
        return _SURELY if (first if role == "level1" else second) else -_SURELY

    def _number(self, role: str) -> float:
        if not is_number(self.text):
            return _NEVER
        if is_blank(self.text):
            return 1.0
        exact = "." in self.text or "," in self.text
        return 3.0 if exact or role in ("weight", "score", "rate") else _YES

    def _count(self, role: str) -> float:
        if role == "year":
            return _SURELY if year_pattern().fullmatch(self.text) else _NEVER
        return 3.0 if self.text.isdigit() and len(self.text) < 4 else _NEVER

    def _name(self) -> float:
        if self.is_value or self.is_sign:
            return -_SURELY
        return _MAYBE if is_quality(self.text) else _YES

    def _sign(self) -> float:
        return _SURELY if self.is_sign else _NEVER

    def _unit(self) -> float:
        if self.text in table() or is_blank(self.text):
            return 3.0
        short = len(self.text) <= 6 and not any(c.isdigit() for c in self.text)
        return _MAYBE if short and not self.is_sign else _HARDLY

    def _value(self) -> float:
        if self.is_sign:
            return _NO
        if self.is_value:
            return 3.0
        told = is_quality(self.text) or self.text.startswith(_operators())
        return _YES if told else _MAYBE

    def _project(self) -> float:
        return _HARDLY if self.is_value or self.is_sign else 1.0

    def _owner(self) -> float:
        if self.is_value or self.is_sign:
            return _HARDLY
        return 3.0 if is_body(self.text) else _MAYBE

    def _goal(self) -> float:
        if self.is_value or self.is_sign:
            return _NO
        told = len(self.text) >= 12 or any(c in _MARKS for c in self.text)
        return 3.0 if told else -1.0

    def _list(self) -> float:
        return _SURELY if class_items().match(self.text) else -1.0

    def _group(self) -> float:
        label = heading(self.text)
        return _YES if label is not None and label.role == "indicators" else _HARDLY

    def _words(self) -> float:
        return -1.0 if self.is_value or self.is_sign else _MAYBE


@cache
def _operators() -> tuple[str, ...]:
    return tuple(w for w in vocabulary().prefix if len(w) > 1)


lexicon.on_change(_operators.cache_clear)
