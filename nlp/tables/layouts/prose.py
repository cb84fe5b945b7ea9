"""Indicators told in running text, with nothing but their classes to hold on to."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import regex

from nlp import lexicon
from nlp.cells.target import parse
from nlp.schema import Indicator, Note
from nlp.tables.build import Named, indicator, source_of
from nlp.tables.classes import classes
from nlp.tables.fitness import is_value
from nlp.tables.grid import Cell
from nlp.tables.handed import Handed
from nlp.tables.headings import heading, words
from nlp.tables.items import Item, body, embedded, item, items
from nlp.tables.text.marks import class_pattern

_JOINT = " \t\r\n\u3000:：-－—、.．,，;；>→/】])）"
_PART = regex.compile(r"[;；。\r\n]++")
_LABEL = regex.compile(r"[,，、\s]([^,，、\s:：]{2,12}+)$")
_LONGEST, _LONGEST_LEAD, _LONGEST_NAME = 20000, 12, 40


@cache
def _lead() -> regex.Pattern[str]:
    """What leads to a class and belongs to it: its number, and the bracket that it stands in."""
    digits = rf"[0-9{''.join(words('ordinal'))}]{{1,3}}+"
    number = rf"(?:[(（]{digits}[)）]|{digits}[、.．)）]|[①-⑳])"
    return regex.compile(rf"(?<![^\s；;。，,、)）】\]])(?:{number}\s*+)?+[【\[(（]?+\s*+$")


lexicon.on_change(_lead.cache_clear)


def read_prose(cell: Cell, notes: list[Note]) -> list[Indicator]:
    """The indicators of a text that names their classes before them.

    >>> text = "数量指标：走访次数≥350次；质量指标：合格率100%"
    >>> [i.name for i in read_prose(Cell(text, 0, 0), [])]
    ['走访次数', '合格率']
    """
    text = cell.shown[:_LONGEST]
    marks = [m for m in class_pattern(text, 0, len(text)).finditer(text) if _stands(text, m)]
    above = Handed()
    found: list[Indicator] = []
    for number, mark in enumerate(marks):
        above.enter(mark[0])
        end = _before(text, marks[number + 1].start()) if number + 1 < len(marks) else len(text)
        for part in _parts(text, mark.end(), end):
            found += _indicator(cell, Named(part.text, above.level1, above.level2), part, notes)
    return found


def _before(text: str, mark: int) -> int:
    """Where the text before a class ends."""
    lead = _lead().search(text, max(mark - _LONGEST_LEAD, 0), mark)
    return lead.start() if lead else mark


def _stands(text: str, mark: regex.Match[str]) -> bool:
    """A class stands at the beginning of a part, or behind another class, and before no target."""
    before = text[: mark.start()].rstrip()[-1:]
    if is_value(text[mark.end() : mark.end() + _LONGEST_LEAD].lstrip()):
        return False
    return bool(classes(mark[0])) and (not before or not before.isalpha() or before in _JOINT)


def under(cell: Cell, head: Cell, notes: list[Note]) -> list[Indicator]:
    """The indicators of a cell under a heading that is their class, and their name if need be."""
    text = cell.shown[:_LONGEST]
    parts = _parts(text, 0, len(text))
    found: list[Indicator] = []
    for part in parts:
        if is_value(part.text):
            told = Named(head.shown, "", head.shown), [("annual", part.text)]
            found.append(indicator(*told, source=source_of(head), notes=notes))
        else:
            found += _indicator(cell, Named(part.text, "", head.shown), part, notes)
    return found


class Listed:
    """Lines of indicators below lines that are nothing but their classes."""

    def __init__(self) -> None:
        self.above = Handed()
        self.named: Cell | None = None

    def read(self, cell: Cell, notes: list[Note]) -> list[Indicator]:
        """The indicators of a line, which may be a class for the lines below it."""
        text = cell.shown
        if classes(text) and not cell.offset:
            self.above.enter(text)
            return []
        found = read_prose(cell, notes)
        named, self.named = self.named, None
        if found or cell.offset or not self.above.level1 + self.above.level2:
            return found
        part = item(text, 0, len(text))
        told = parse(body(part.text)).constraints and (embedded(part.text)[1] or body(text) != text)
        classed = Named(part.text, self.above.level1, self.above.level2)
        if told:
            return _indicator(cell, classed, part, notes)
        if named is not None and named.row + 1 == cell.row and is_value(text):
            whole = replace(classed, raw=item(named.shown, 0, len(named.shown)).text)
            return [indicator(whole, [("annual", text)], source=source_of(named), notes=notes)]
        self.named = cell if len(text) <= _LONGEST_NAME and not _PART.search(text) else None
        return []


def _parts(text: str, start: int, end: int) -> list[Item]:
    body = text[start:end]
    lead = len(body) - len(body.lstrip(_JOINT))
    numbered = items(body[lead:])
    found: list[Item] = []
    for given in numbered:
        at = 0
        cuts = _PART.finditer(given.text) if len(numbered) == 1 else iter(())
        for match in [*cuts, None]:
            made = item(given.text, at, match.start() if match else len(given.text))
            base = start + lead + given.start
            if any(c.isalnum() for c in made.text):
                found.append(Item(made.text, base + made.start, base + made.end))
            at = match.end() if match else at
    return found


def _indicator(cell: Cell, named: Named, part: Item, notes: list[Note]) -> list[Indicator]:
    name, value = embedded(named.raw)
    label = _LABEL.search(name)
    if label is not None and (read := heading(label[1])) is not None and read.role == "value":
        name = name[: label.start()]
    if not value and parse(body(name)).constraints:
        value = body(name)
    made = Named(name, named.level1, named.level2)
    source = source_of(cell, part.start, part.end)
    return [indicator(made, [("annual", value)], source=source, notes=notes)]
