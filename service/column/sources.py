"""Tables of one cell a row, opened by their content and given in record batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from service.mistakes import Refused
from service.readers.formats import Format, told

BATCH = 1 << 17
"""Rows read, parsed and written at a time."""
LISTED = SHOWN = 40
SHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns that hold the cells and, where there is one, the indicators' names."""

    value: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A table opened: its columns as they are given on, and how to go through it.

    `batches` may hold columns of strings dictionary-encoded. `total` is the number of rows, as far
    as it can be told by now. `told` are remarks on the headings.
    """

    schema: Any
    value: int
    name: int | None
    batches: Iterator[Any]
    total: Callable[[], int | None]
    told: tuple[str, ...] = ()


Complain = Callable[[str], None]
"""Takes what is wrong with a row that is left out."""


def opened(path: str, wanted: Wanted, complain: Complain) -> Source:
    """The table in a file: Parquet, a workbook, or text with a delimiter.

    Raises `Refused` where it is none, or lacks a wanted column.
    """
    try:
        with open(path, "rb") as file:
            head = file.read(8)
    except FileNotFoundError:
        raise Refused("no such file", "check the path") from None
    except IsADirectoryError:
        raise Refused("a directory", "give one table") from None
    except OSError as error:
        raise Refused(error.strerror or "cannot be read", "check the file") from None
    if not head:
        raise Refused("empty", "give a table with a heading a column")
    if head.startswith(b"PAR1"):
        from service.column.parquet import open_parquet

        return open_parquet(path, wanted)
    if head.startswith(SHEETS):
        from service.column.sheets import open_sheets

        return open_sheets(path, wanted, complain)
    found = told(head)
    if found is not Format.TEXT:
        what = "a PDF" if found is Format.PDF else "a picture"
        raise Refused(f"{what}, not a table", "give csv, Parquet or xlsx")
    from service.column.delimited import open_delimited

    return open_delimited(path, wanted, complain)


def places(headings: Sequence[str], wanted: Wanted) -> tuple[int, int | None]:
    """Where the wanted columns stand; raises `Refused` where one is missing or not alone.

    >>> places(["编号", "指标", "指标值"], Wanted("指标值", "指标"))
    (2, 1)
    """
    value = _place(headings, wanted.value)
    return value, None if wanted.name is None else _place(headings, wanted.name)


def _place(headings: Sequence[str], name: str) -> int:
    found = [n for n, heading in enumerate(headings) if heading == name]
    if not found:
        shown = ", ".join(repr(h) for h in headings[:LISTED])
        more = f" and {len(headings) - LISTED} more" if len(headings) > LISTED else ""
        raise Refused(f"no column {name!r}", f"its columns are {shown}{more}")
    if len(found) > 1:
        numbers = " and ".join(str(n + 1) for n in found)
        raise Refused(f"columns {numbers} are all named {name!r}", "rename one of them")
    return found[0]


def renamed(headings: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Headings that differ, and what was renamed to make them so.

    >>> renamed(["a", "b", "a"])
    (['a', 'b', 'a_2'], ("column 3 'a' is now 'a_2': the heading stands twice",))
    """
    taken = set(headings)
    count: Counter[str] = Counter()
    names: list[str] = []
    told: list[str] = []
    for number, heading in enumerate(headings, 1):
        count[heading] += 1
        name = heading
        while count[heading] > 1 and name in taken:
            name = f"{heading}_{count[heading]}"
            count[heading] += name in taken
        if name != heading:
            told.append(f"column {number} {heading!r} is now {name!r}: the heading stands twice")
        taken.add(name)
        names.append(name)
    return names, tuple(told)


def sliced(batches: Iterator[Any]) -> Iterator[Any]:
    """The same rows in batches of at most `BATCH`, with as few small ones as may be."""
    held: list[Any] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        if rows >= BATCH:
            yield from pa.Table.from_batches(held).combine_chunks().to_batches(BATCH)
            held, rows = [], 0
    if held:
        yield from pa.Table.from_batches(held).combine_chunks().to_batches(BATCH)
