"""The patterns of dates, built from the lexicons."""

from __future__ import annotations

from functools import cache, cached_property

import regex

from nlp import lexicon


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
        self.season = max((r[1] for r in table("rates") if r[0] == "season"), key=len)
        seasons = (word for word in words["period"] if word.endswith(self.season))
        self.listed = self._spelled_list(_any([word.removesuffix(self.season) for word in seasons]))
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
        clock = r"(?: ?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
        return (
            rf"(?:(?P<y>{year})(?P<s>[-./])(?P<m>{month})(?P=s)(?P<d>{day})(?![0-9]){d}?{clock}"
            rf"|(?:{told}|{this})?(?P<m>{month}){m}(?:(?P<d>{day})(?:{d}{clock}|(?={before}))"
            rf"|(?P<part>{any_of['part']})|(?P<end>{end}))?"
            rf"|(?<![≥≤><=])(?P<y>{year})[-.](?P<m>0[1-9]|1[0-2])(?={behind})(?P<end>{end})?"
            rf"|(?:{told}|(?P<y>{year})|{this})?(?P<part>{period})(?P<end>{end})?"
            rf"|(?:(?P<y>{year}){y})?{this}(?:(?P<end>{end})|(?={until}))"
            rf"|{told}(?![0-9]{{1,2}}{m})(?P<end>{end})?"
            rf"|(?P<d>{day}){d}(?={before})|(?:{monthly})(?P<d>{day}){d})"
        )

    def _spelled_whole(self) -> str:
        """One point or a pair, and the word behind."""
        any_of, year, month, day = self._any, self._year, self._month, self._day
        y, m, d, marks = (any_of[kind] for kind in ("year", "month", "day", "mark"))
        short, closes = rf"{year}[./]{month}", "(?=$|[,;。)])"
        suffix = (
            rf"(?:[(]{any_of['inclusive']}[)])?(?:(?P<before>{any_of['before']})"
            rf"|(?P<until>{any_of['until']})|(?P<after>{any_of['after']}))"
        )
        pair = (
            rf"(?P<left>{short}){marks}(?P<right>{short})"
            rf"|(?P<left>{year}){marks}(?P<right>{year}{y})"
            rf"|(?P<left>(?:{year}{y})?{month}{m}{day}){marks}(?P<right>{day}(?:{d}|{closes}))"
            rf"|(?P<left>{year}[./]{month}[./]{day}){marks}"
            rf"(?P<right>{month}[./]{day}(?![0-9.%])|{day}{closes})"
            rf"|(?P<left>(?:{year}{y})?{month}){marks}(?P<right>{month}{m}{any_of['end']}?)"
        )
        bare = _unnamed(self.point)
        right = rf"(?P<right>{bare}|{self._day}{d})"
        return rf"(?:{pair}|(?P<left>{bare})(?:{marks}{right})?){suffix}?"

    def _spelled_list(self, numbered: str) -> str:
        """Months or quarters that share their word: 7、8月, 一、二季度."""
        y, m, end, before, until = (
            self._any[kind] for kind in ("year", "month", "end", "before", "until")
        )
        months = rf"(?:{self._month}、){{0,10}}{self._month}{m}"
        self.goes_on = rf"(?:{months}|(?:{numbered}、){{0,2}}{numbered}{self.season})"
        first = rf"(?:{self._month}|{numbered})、"
        return rf"(?:(?:{self._year}{y})?{first}{self.goes_on}(?!{end}|{before}|{until}))"

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
            rf"(?=[0-9]{{1,4}}(?:[-./]|{any_of['mark']}|{y}|{m}|{d}|、|{self.placeholder}"
            rf"|{any_of['period']})|{self._numeral}|{any_of['period']}|{any_of['this']})"
        )
        return rf"{glance}(?:{self.blank}|{self.listed}|{_unnamed(self._whole)}|{wrong})"

    @cached_property
    def span(self) -> regex.Pattern[str]:
        """Reads a whole token: one point or a pair, and the word behind."""
        return regex.compile(self._whole)

    @cached_property
    def read_list(self) -> regex.Pattern[str]:
        """Reads months or quarters that share their word."""
        return regex.compile(rf"(?:(?P<y>{self._year}){self.year})?(?P<members>.+)")

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
