"""Dates and periods: a date token's text → ISO 8601 bounds, without a year `--MM-DD`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

import regex

from nlp import lexicon
from nlp.cells.numerals import numeral
from nlp.schema import Op

_LEAP, _COMMON, _CENTURY = 2024, 2023, "20"
_SHORT = re.compile(r"[0-9]{4}[./][0-9]{1,2}")


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
    """A date that is not in the calendar."""


class Patterns:
    """The patterns of dates, built from dates.tsv and numerals.tsv.

    `token` is for the lexer; `point` and `span` read a token's text.
    """

    def __init__(self) -> None:
        words: dict[str, list[str]] = {}
        self.values: dict[str, str] = {}
        for kind, word, value in lexicon.current().table("dates"):
            words.setdefault(kind, []).append(word)
            self.values[word] = value
        any_of = {kind: _any(found) for kind, found in words.items()}
        digits = "".join(r[0] for r in lexicon.current().table("numerals") if r[1] == "digit")
        ten = "".join(r[0] for r in lexicon.current().table("numerals") if r[2] == "10")
        chinese = rf"[{digits}]?[{ten}][{digits}]?|[{digits}]"
        year = rf"(?:(?:19|20)[0-9]{{2}}|[{digits}]{{4}})"
        month = rf"(?:1[0-2]|0?[1-9](?![0-9])|{chinese})"
        day = rf"(?:3[01]|[12][0-9]|0?[1-9](?![0-9])|{chinese})"
        y, m, d, end = any_of["year"], any_of["month"], any_of["day"], any_of["end"]
        before, period = any_of["before"], any_of["period"]
        short_year = rf"[1-3][0-9](?={y}(?:[0-9]{{1,2}}{m}|{period}))"
        told = rf"(?P<y>{year}|{short_year}){y}"
        this = _any(words["this"] + words["other"])
        self.other = frozenset(words["other"])
        until = any_of["until"]
        rates = lexicon.current().table("rates")
        each = [w for kind, w in rates if kind == "every"]
        monthly = "|".join(f"(?<={e}{m})" for e in each for m in words["month"])
        marks = _any([w for kind, w in lexicon.current().table("ranges") if kind == "mark"])
        after = any_of["after"]
        behind = rf"$|[,;。)]|{marks}|{end}|{before}|{until}|{after}"
        self.point = (
            rf"(?:(?P<y>{year})(?P<s>[-./])(?P<m>{month})(?P=s)(?P<d>{day})(?![0-9]){d}?"
            rf"|(?:{told}|{this})?(?P<m>{month}){m}"
            rf"(?:(?P<d>{day}){d}|(?P<part>{any_of['part']})|(?P<end>{end}))?"
            rf"|(?<![≥≤><=])(?P<y>{year})[-.](?P<m>0[1-9]|1[0-2])(?={behind})(?P<end>{end})?"
            rf"|(?:{told}|{this})?(?P<part>{period})(?P<end>{end})?"
            rf"|(?:(?P<y>{year}){y})?{this}(?:(?P<end>{end})|(?={until}))"
            rf"|{told}(?![0-9]{{1,2}}{m})(?P<end>{end})?"
            rf"|(?P<d>{day}){d}(?={before})|(?:{monthly})(?P<d>{day}){d})"
        )
        short = rf"{year}[./]{month}"
        inclusive = _any([r[1] for r in lexicon.current().table("labels") if r[0] == "inclusive"])
        suffix = (
            rf"(?:[(]{inclusive}[)])?(?:(?P<before>{before})|(?P<until>{until})|(?P<after>{after}))"
        )
        pair = (
            rf"(?:(?P<left>{short}){marks}(?P<right>{short})"
            rf"|(?P<left>{year}){marks}(?P<right>{year}{y})"
            rf"|(?P<left>(?:{year}{y})?{month}){marks}(?P<right>{month}{m}{end}?)"
        )
        bare = _unnamed(self.point)
        right = rf"(?P<right>{bare}|{day}{d})"
        full = rf"{pair}|(?P<left>{bare})(?:{marks}{right})?){suffix}?"
        glance = rf"(?=[0-9]{{1,4}}(?:[-./]|{marks}|{y}|{m}|{d})|[{digits}{ten}]|{period}|{this})"
        self.year = y
        self.short_year = rf"(?<![0-9]){short_year}"
        wrong = rf"(?:19|20)[0-9]{{2}}{y}[0-9]{{1,2}}{m}(?:[0-9]{{1,2}}{d})?"
        self.token = rf"{glance}(?:{_unnamed(full)}|{wrong})"
        self._full = full
        self.month_word = words["month"][0]
        self.year_word = words["year"][0]
        self.day_words = "".join(words["day"])
        begin = words["period"] + words["this"] + words["other"]
        self.starts = digits + ten + "".join(w[0] for w in begin)
        self.every_month = each[0] + words["month"][0]
        self.following = (words["before"][0], words["until"][0])

    @cached_property
    def span(self) -> regex.Pattern[str]:
        """Reads a whole token: one point or a pair, and the word behind."""
        return regex.compile(self._full)

    @cached_property
    def read_short_year(self) -> regex.Pattern[str]:
        """Finds the two digits of a year without its century: 25年6月."""
        return regex.compile(self.short_year)

    @cached_property
    def read_point(self) -> regex.Pattern[str]:
        """Reads one point: year, month, day or part."""
        return regex.compile(self.point)


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(regex.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"


def _unnamed(pattern: str) -> str:
    inner = regex.sub(r"\(\?P<s>(\[[^\]]*\])\)", r"\1", pattern)
    inner = inner.replace("(?P=s)", "[-./]")
    return str(regex.sub(r"\(\?P<\w+>", "(?:", inner))


@cache
def patterns() -> Patterns:
    """The patterns of the lexicon in use."""
    return Patterns()


lexicon.on_change(patterns.cache_clear)


def read(text: str) -> Span:
    """The bounds that a date token gives; the day of every month is `---DD`.

    Raises `DateError` where there is no such day.

    >>> read("2025年11月底前")
    Span(op=<Op.LE: '<='>, low='2025-11-30', high='2025-11-30', firm=True)
    """
    match = _whole(patterns().span, text)
    if match["right"]:
        left, right = _pair(match["left"], match["right"])
        if left.first > right.last:
            raise DateError(text)
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
    second = words.read_point.fullmatch(right)
    if second is None or not (second["m"] or second["y"] or second["part"]):
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
