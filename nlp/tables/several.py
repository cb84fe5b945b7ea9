"""Several indicators in one row: their names, and what belongs to each of them in its cells."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.tables.fitness import is_value
from nlp.tables.items import Item, body, embedded, is_whole, items, lines, parallel, semicolons


def several(text: str, values: Sequence[str]) -> list[Item]:
    """The names in a cell: numbered, or a line each where the values stand a line each.

    >>> [item.text for item in several("走访\\n培训", ["≥9次\\n≥7次"])]
    ['走访', '培训']
    """
    found = items(text)
    wrapped = text.count("\n") + 1 if len(found) == 1 else 1
    for value in values:
        told = value.split("\n")
        if len(told) == wrapped > 1 and all(is_value(v.strip()) and len(v) > 1 for v in told):
            return lines(text, wrapped)
    if not values and len(found) == 1:
        parts = semicolons(text)
        return parts if all(embedded(p.text)[1] for p in parts) else found
    parted = parallel(text, values) or found
    fits = all(lines(v, len(parted)) or is_whole(v) for v in values if v)
    return parted if fits else [Item(text, 0, len(text))]


def part(text: str, number: int, count: int) -> str:
    """The part of a cell that belongs to one of several indicators of a row.

    >>> part("1.≥9次 2.≥7次", 1, 2), part("≥9次", 1, 2)
    ('≥7次', '≥9次')
    """
    if count == 1 or not text:
        return text
    parts = lines(text, count)
    if not parts and is_whole(text):
        return text
    return body(parts[number].text) if parts else ""
