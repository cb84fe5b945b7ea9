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
    """A date that is not in the calendar, or not filled in; `code` is its note."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        blank = regex.match(patterns().blank, text)
        self.code = "empty_template" if blank else "date_impossible"


class Patterns:
    """The patterns of dates, built from dates.tsv and numerals.tsv.

    `token` is for the lexer; `point` and `span` read a token's text.
    """

    def __init__(self) -> None:
        table = lexicon.current().table
        words: dict[str, list[str]] = {}
        self.values: dict[str, str] = {}
        for kind, word, value in table("dates"):
            words.setdefault(kind, []).append(word)
            self.values[word] = value
        digits = "".join(row[0] for row in table("numerals") if row[1] == "digit")
        ten = "".join(row[0] for row in table("numerals") if row[2] == "10")
        every = [word for kind, word in table("rates") if kind == "every"]
        named = words["this"] + words["other"]
        self.other = frozenset(words["other"])
        self.month_word, self.year_word = words["month"][0], words["year"][0]
        self.day_words = "".join(words["day"])
        self.starts = digits + ten + "".join(word[0] for word in words["period"] + named)
        self.every_month = every[0] + self.month_word
        self.following = (words["before"][0], words["until"][0])
        self._any = {kind: _any(found) for kind, found in words.items()}
        self._any["this"] = _any(named)
        self._any["mark"] = _any([word for kind, word in table("ranges") if kind == "mark"])
        self._any["inclusive"] = _any([r[1] for r in table("labels") if r[0] == "inclusive"])
        monthly = [f"(?<={each}{month})" for each in every for month in words["month"]]
        chinese = rf"[{digits}]?[{ten}][{digits}]?|[{digits}]"
        self.year = self._any["year"]
        self._numeral = rf"[{digits}{ten}]"
        self._year = rf"(?:(?:19|20)[0-9]{{2}}|[{digits}]{{4}})"
        self._month = rf"(?:1[0-2]|0?[1-9](?![0-9])|{chinese})"
        self._day = rf"(?:3[01]|[12][0-9]|0?[1-9](?![0-9])|{chinese})"
        month, period, end = (self._any[kind] for kind in ("month", "period", "end"))
        ahead = rf"{self.year}(?:[0-9]{{1,2}}{month}|{period}|{end})"
        self._short_year = rf"[1-3][0-9](?={ahead})"
        self.point = self._spelled_point("|".join(monthly))
        self._whole = self._spelled_whole()
        self.placeholder = _any([row[1] for row in table("labels") if row[0] == "placeholder"])
        self.blank = self._spelled_blank()
        self.token = self._spelled_token()

    def _spelled_point(self, monthly: str) -> str:
        """One point: a day, a month or its part, a period, a year."""
        any_of, year, month, day = self._any, self._year, self._month, self._day
        y, m, d, end, this = (any_of[kind] for kind in ("year", "month", "day", "end", "this"))
        before, until, period = any_of["before"], any_of["until"], any_of["period"]
        told = rf"(?P<y>{year}|{self._short_year}){y}"
        behind = rf"$|[,;。)]|{any_of['mark']}|{end}|{before}|{until}|{any_of['after']}"
        return (
            rf"(?:(?P<y>{year})(?P<s>[-./])(?P<m>{month})(?P=s)(?P<d>{day})(?![0-9]){d}?"
            rf"|(?:{told}|{this})?(?P<m>{month}){m}"
            rf"(?:(?P<d>{day})(?:{d}|(?={before}))|(?P<part>{any_of['part']})|(?P<end>{end}))?"
            rf"|(?<![≥≤><=])(?P<y>{year})[-.](?P<m>0[1-9]|1[0-2])(?={behind})(?P<end>{end})?"
            rf"|(?:{told}|{this})?(?P<part>{period})(?P<end>{end})?"
            rf"|(?:(?P<y>{year}){y})?{this}(?:(?P<end>{end})|(?={until}))"
            rf"|{told}(?![0-9]{{1,2}}{m})(?P<end>{end})?"
            rf"|(?P<d>{day}){d}(?={before})|(?:{monthly})(?P<d>{day}){d})"
        )

    def _spelled_whole(self) -> str:
        """One point or a pair, and the word behind."""
        any_of, year, month = self._any, self._year, self._month
        y, m, d, marks = (any_of[kind] for kind in ("year", "month", "day", "mark"))
        short = rf"{year}[./]{month}"
        suffix = (
            rf"(?:[(]{any_of['inclusive']}[)])?(?:(?P<before>{any_of['before']})"
            rf"|(?P<until>{any_of['until']})|(?P<after>{any_of['after']}))"
        )
        pair = (
            rf"(?P<left>{short}){marks}(?P<right>{short})"
            rf"|(?P<left>{year}){marks}(?P<right>{year}{y})"
            rf"|(?P<left>(?:{year}{y})?{month}){marks}(?P<right>{month}{m}{any_of['end']}?)"
        )
        bare = _unnamed(self.point)
        right = rf"(?P<right>{bare}|{self._day}{d})"
        return rf"(?:{pair}|(?P<left>{bare})(?:{marks}{right})?){suffix}?"

    def _spelled_blank(self) -> str:
        """A date with a number to be filled in: 20年月底前, 2025年XX月, 12月日前."""
        any_of, placeholder = self._any, self.placeholder
        y, m, d, end = (any_of[kind] for kind in ("year", "month", "day", "end"))
        closes = rf"(?={any_of['before']}|{any_of['until']}|$|[,;。)])"
        return (
            rf"(?:[0-9]{{2,4}}{y}(?:{m}(?:{end}|{d})?{closes}|{placeholder}{m})"
            rf"|(?:[0-9]{{4}}{y})?[0-9]{{1,2}}{m}(?:{d}{closes}|{placeholder}{d})"
            rf"|[0-9]{{1,3}}{placeholder}{y}(?:[0-9]{{1,2}}{m}(?:{end}|[0-9]{{1,2}}{d})?)?)"
        )

    def _spelled_token(self) -> str:
        """The same without names, and dates that are in no calendar."""
        any_of = self._any
        y, m, d = any_of["year"], any_of["month"], any_of["day"]
        wrong = rf"[0-9]{{3,4}}{y}[0-9]{{1,2}}{m}(?:[0-9]{{1,2}}{d})?"
        glance = (
            rf"(?=[0-9]{{1,4}}(?:[-./]|{any_of['mark']}|{y}|{m}|{d}|{self.placeholder})"
            rf"|{self._numeral}|{any_of['period']}|{any_of['this']})"
        )
        return rf"{glance}(?:{self.blank}|{_unnamed(self._whole)}|{wrong})"

    @cached_property
    def span(self) -> regex.Pattern[str]:
        """Reads a whole token: one point or a pair, and the word behind."""
        return regex.compile(self._whole)

    @cached_property
    def read_short_year(self) -> regex.Pattern[str]:
        """Finds the two digits of a year without its century: 25年6月."""
        return regex.compile(rf"(?<![0-9]){self._short_year}")

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
