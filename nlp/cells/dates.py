"""Dates and periods: a date token's text → ISO 8601 bounds, without a year `--MM-DD`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from nlp.cells.date_patterns import patterns
from nlp.cells.numerals import numeral
from nlp.schema import Op

_LEAP, _COMMON, _CENTURY = 2024, 2023, "20"
_SHORT = re.compile(r"[0-9]{4}[./][0-9]{1,2}")
_SEPARATOR = re.compile(r"[./]")
_DAY = re.compile(r"[0-9]{1,2}[./][0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Span:
    """What a date token says: from `low` to `high`, or a bound with `op` on `low`.

    `firm` tells a deadline or a full date from a period that only says when.
    """

    op: Op
    low: str
    high: str
    firm: bool

    @property
    def is_year(self) -> bool:
        return self.low.endswith("01-01") and self.high.endswith("12-31")


@dataclass(slots=True)
class _Point:
    year: str | None
    month: int | None
    day: int | None
    first: str
    last: str
    end: bool


class DateError(ValueError):
    """A date that is not in the calendar, or not filled in; `code` is its note."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        blank = regex.match(patterns().blank, text)
        self.code = "empty_template" if blank else "date_impossible"


class ApartError(DateError):
    """Dates that are no one period: 3、9月."""


def read(text: str) -> Span:
    """The bounds that a date token gives; the day of every month is `---DD`.

    Raises `DateError` where there is no such day.

    >>> read("2025年11月底前")
    Span(op=<Op.LE: '<='>, low='2025-11-30', high='2025-11-30', firm=True)
    """
    if "、" in text:
        return _listed(text)
    match = _whole(patterns().span, text)
    if match["right"]:
        left, right = _pair(match["left"], match["right"])
        if left.first > right.last:
            right = _next_year(left, right, match["right"])
        return Span(Op.RANGE, left.first, right.last, True)
    point = _point(match["left"])
    if match["before"] and not (point.end or point.day):
        return Span(Op.LT, point.first, point.first, True)
    if match["before"] or match["until"] or (point.end and not match["after"]):
        return Span(Op.LE, point.last, point.last, True)
    if match["after"]:
        return Span(Op.GE, point.first, point.first, True)
    if point.day:
        return Span(Op.EQ, point.first, point.first, True)
    return Span(Op.RANGE, point.first, point.last, False)


def _next_year(left: _Point, right: _Point, spelled: str) -> _Point:
    """The end of a period over the turn of the year: 11月15日至次年3月15日."""
    if not spelled.startswith(tuple(patterns().other)):
        raise DateError(spelled)
    return replace(right, last=str(int(left.year) + 1) + right.last[4:]) if left.year else right


def _listed(text: str) -> Span:
    """From the first to the last of a list, where each follows the one before it."""
    words = patterns()
    match = words.read_list.fullmatch(text)
    assert match is not None
    *before, last = match["members"].split("、")
    behind = words.season if last.endswith(words.season) else words.month_word
    points = [_point(member + behind, match["y"]) for member in before]
    points.append(_point(last, match["y"]))
    gaps = [_months(later.first) - _months(one.last) for one, later in pairwise(points)]
    if set(gaps) != {1}:
        raise ApartError(text)
    return Span(Op.RANGE, points[0].first, points[-1].last, True)


def _months(date: str) -> int:
    return int(date[-5:-3])


def _whole(pattern: regex.Pattern[str], text: str) -> regex.Match[str]:
    """The match of a whole text; the lexer lets a bare day stand only behind 每月."""
    month = patterns().every_month
    match = pattern.fullmatch(text) or pattern.fullmatch(month + text, len(month))
    if match is None:
        raise DateError(text)
    return match


def _pair(left: str, right: str) -> tuple[_Point, _Point]:
    words = patterns()
    if _SHORT.fullmatch(right):
        return _point(left), _point(right)
    if _DAY.fullmatch(right):
        return _point(left), _point(left[:5] + left[4].join(_SEPARATOR.split(right)))
    second = words.read_point.fullmatch(right)
    if second is None or not (second["m"] or second["y"] or second["part"]):
        if words.read_point.fullmatch(left) is None:
            left += words.day_words[0]
        first = _point(left)
        day = _number(right.rstrip(words.day_words))
        return first, _build(first.year, first.month, day, None, False)
    if words.read_point.fullmatch(left) is None and "." not in left:
        left += words.month_word if second["m"] else words.year_word
    first = _point(left)
    return first, _point(right, first.year)


def _point(text: str, year: str | None = None) -> _Point:
    if _SHORT.fullmatch(text):
        written, _, short = text.replace("/", ".").partition(".")
        return _build(written, int(short), None, None, False)
    pattern = patterns().read_point
    match = pattern.fullmatch(text)
    for word in patterns().following:
        match = match or pattern.match(text + word)
    match = match or _whole(pattern, text)
    written = match["y"]
    if written:
        year = written if written.isascii() else str(numeral(written))
        year = _CENTURY[: 4 - len(year)] + year
    month, day = (_number(match[part]) if match[part] else None for part in "md")
    return _build(year, month, day, match["part"], bool(match["end"]))


def _number(text: str) -> int:
    return int(numeral(text))


def _build(
    year: str | None, month: int | None, day: int | None, part: str | None, end: bool
) -> _Point:
    head = f"{year}-" if year else "--"
    if (month is not None and not 1 <= month <= 12) or (year and not 1900 <= int(year) < 2100):
        raise DateError(f"{head}{month or ''}")
    if day is not None:
        if month is None and 1 <= day <= 31:
            date = f"---{day:02d}"
        elif month is None or not 1 <= day <= _days(int(year or _LEAP), month):
            raise DateError(f"{head}{month or ''}-{day}")
        else:
            date = f"{head}{month:02d}-{day:02d}"
        return _Point(year, month, day, date, date, end)
    first, last = 1, 31
    if month is None:
        low, high = _period(part)
        return _Point(year, None, None, head + low, head + high, end)
    last = _days(int(year or _COMMON), month)
    if part:
        begin, _, stop = patterns().values[part].partition("..")
        first, last = int(begin), last if stop == "end" else int(stop)
    return _Point(
        year, month, None, f"{head}{month:02d}-{first:02d}", f"{head}{month:02d}-{last:02d}", end
    )


def _days(year: int, month: int) -> int:
    from calendar import monthrange

    return monthrange(year, month)[1]


def _period(part: str | None) -> tuple[str, str]:
    if part is None:
        return "01-01", "12-31"
    low, _, high = patterns().values[part].partition("..")
    return low, high
