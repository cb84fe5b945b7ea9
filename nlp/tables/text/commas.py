"""Values parted by commas or semicolons → their records; the headings show that they are."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Literal

import regex

from nlp.tables.classes import classes
from nlp.tables.columns import SUM_ROLES, is_header
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import heading, is_total

_TIMED = ("initial", "executed")
_DELIMITERS = ",;"
_LINES = 200
_HEAD = 200_000
_OTHERS = ("\t", "|", "｜")
_GROUP_BEGINS = regex.compile(r"(?<![0-9.])[0-9]{1,3}$")
_GROUP = regex.compile(r"[0-9]{1,3}")
_LAST_GROUP = regex.compile(r"[0-9]{3}\.[0-9]")
_GROUP_GOES_ON = regex.compile(r"[0-9]{3}(?![0-9])")
_GROUPED = regex.compile(r"[0-9],[0-9]{3}(?![0-9])")

Record = tuple[int, list[str]]
Records = list[Record]


@dataclass(slots=True)
class Parted:
    """The records of a text, each with its line; those whose numbers were cut are whole again."""

    records: Records
    mended: list[int] = field(default_factory=list)


def parted(text: str) -> Parted | None:
    """The records of a text, each with the line on which it begins; None for another text.

    >>> parted('一级指标,三级指标,指标值\\n产出指标,"走访\\n次数",≥5次').records[1]
    (1, ['产出指标', '走访\\n次数', '≥5次'])
    """
    text = text.removeprefix("\ufeff")
    delimiter = next((d for d in _DELIMITERS if d in text[:_HEAD] and _parted(text, d)), None)
    if delimiter is None:
        return None
    told = _records(text, delimiter)
    return _mended(told) if delimiter == "," else Parted(told)


def _mended(told: Records) -> Parted:
    width, timed = 0, False
    made = Parted([])
    for line, record in told:
        width = len(record) if _is_head(record) else width
        timed = timed or any((h := heading(f)) and h.role in _TIMED for f in record)
        whole = _regrouped(record, width) if width else record
        whole = whole if timed else _regrouped_sums(whole)
        made.records.append((line, whole))
        made.mended += [line] if whole is not record else []
    return made


def _regrouped_sums(record: list[str]) -> list[str]:
    """The sums behind their labels where commas cut them: 资金总额 | 1 | 260.00."""
    whole: list[str] = []
    at = 0
    while at < len(record):
        whole.append(record[at])
        at += 1
        if (end := _sum_end(record, at)) > at:
            whole.append(",".join(record[at:end]))
            at = end
    return whole if len(whole) < len(record) else record


def _sum_end(record: list[str], at: int) -> int:
    """Behind the pieces of a sum that begins here; 0 where none does that was cut."""
    if at + 1 >= len(record) or not _GROUP.fullmatch(record[at]):
        return 0
    label = None if is_total(record[at - 1]) else heading(record[at - 1])
    if label is None or label.role not in SUM_ROLES:
        return 0
    end = at + 1
    while end < len(record) and _GROUP.fullmatch(record[end]) and len(record[end]) == 3:
        end += 1
    return end + 1 if end < len(record) and _LAST_GROUP.match(record[end]) else 0


def _regrouped(record: list[str], width: int) -> list[str]:
    """A record longer than its headings by the commas within its numbers: ≥1 | 260次."""
    cuts = {
        i
        for i, (first, second) in enumerate(pairwise(record))
        if _GROUP_BEGINS.search(first) and _GROUP_GOES_ON.match(second)
    }
    last = max((i for i, told in enumerate(record) if told), default=0) + 1
    if not cuts or len(cuts) != last - width:
        return record
    whole: list[str] = []
    for i, text in enumerate(record):
        if i - 1 in cuts:
            whole[-1] += f",{text}"
        else:
            whole.append(text)
    return whole


def _parted(text: str, delimiter: str) -> bool:
    """Whether a line parted so holds headings, or all are parted alike and hold a known word."""
    told = [r for _, r in _records(text[:_HEAD], delimiter)[:_LINES] if any(r)]
    if any(_is_head(record) for record in told):
        return True
    lines = [line for line in text[:_HEAD].splitlines() if line.strip()]
    if any(o in line for line in lines for o in _OTHERS):
        return False
    if delimiter == "," and any(_GROUPED.search(line) for line in lines):
        return False
    alike = len(told) > 1 and len({len(record) for record in told}) == 1 < len(told[0]) - 1
    return alike and any(classes(f) or heading(f) for record in told for f in record)


def _is_head(record: list[str]) -> bool:
    if len(record) < 2 or any(other in field for field in record for other in _OTHERS):
        return False
    cells = [Cell(text, 0, i) for i, text in enumerate(record)]
    first = list(takewhile(lambda cell: heading(cell.shown), cells))
    return is_header(Row(0, cells)) or is_header(Row(0, first))


def _records(text: str, delimiter: str) -> Records:
    """Where quotes are not closed as they should be, they are signs like others."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        return _parsed(text, delimiter, csv.QUOTE_MINIMAL)
    except csv.Error:
        return _parsed(text, delimiter, csv.QUOTE_NONE)


def _parsed(text: str, delimiter: str, quoting: Literal[0, 3]) -> Records:
    lines = io.StringIO(text, newline="")
    strict = quoting == csv.QUOTE_MINIMAL
    reader = csv.reader(
        lines, delimiter=delimiter, quoting=quoting, strict=strict, skipinitialspace=True
    )
    found: Records = []
    begin = 0
    for record in reader:
        found.append((begin, record))
        begin = reader.line_num
    return found
