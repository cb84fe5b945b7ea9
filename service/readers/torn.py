"""Rows of a table that the end of a page has torn in two."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from service.readers.ruled import Slot

_FIGURES = regex.compile(r"-?[0-9][0-9,. ]*+%?")
Rows = list[list[Slot]]


def mend(tables: Sequence[Rows]) -> int:
    """Join rows of tables that go on in each other, page by page; how many were torn.

    Where figures stand in the row above, a row below without one of them is the rest of it, if
    what it says had no room in the line above.
    """
    heads = [_texts(row) for row in tables[0]] if tables else []
    last = tables[0][-1] if tables and tables[0] else []
    mended = 0
    for rows in tables[1:]:
        at = 0
        while at < min(len(rows), len(heads)) and _texts(rows[at]) == heads[at]:
            at += 1
        if at < len(rows) and _is_rest(last, rows[at]):
            slots = {slot.column: slot for slot in last}
            for slot in rows[at]:
                slots[slot.column].append(slot)
            del rows[at]
            mended += 1
        if at < len(rows):
            last = rows[-1]
    return mended


def _texts(row: list[Slot]) -> list[str]:
    return [slot.text for slot in row]


def _is_rest(above: list[Slot], below: list[Slot]) -> bool:
    slots = {slot.column: slot for slot in above}
    told = [slot for slot in below if slot.boxes and slot.text]
    if not told or any(slot.column not in slots for slot in below):
        return False
    figures = [slot.column for slot in above if _FIGURES.fullmatch(slot.text)]
    if not figures or any(slot.column in figures for slot in told):
        return False
    both = [(slots[s.column], s) for s in told if slots[s.column].text]
    return bool(both) and all(first.goes_on_in(second) for first, second in both)
