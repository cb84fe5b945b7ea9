"""Headings of columns and labels of forms: what they say stands below or behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache

import regex

from nlp import lexicon
from nlp.cells.normalize import fold

_LONGEST, _LONGEST_GLOB = 60, 18
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
_PAGE = regex.compile(r"[^\w%]*+[0-9]{0,4}+(?:\s*+/\s*+[0-9]{1,4}+)?+[^\w%]*+")
_MONTH = regex.compile(r"\s*+[-./]?[0-9]")
_OPENING, _CLOSING = "(（", ")）"
_STOPS = "。,;"
_BEFORE_NUMBERS = "≥≤><=＞＜＝≧≦~"
_BRACKETS = regex.compile(r"[(\[【〔]([^()\[\]【】〔〕]*+)[)\]】〕]")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: the role of its column, the period, the unit of its sums.

    `whole`: its words are a heading's, and not only one among them.
    """

    role: str
    period: str | None = None
    unit: str | None = None
    whole: bool = field(default=True, compare=False, repr=False)


@cache
def words(kind: str) -> dict[str, str]:
    """The words of one kind in lexicons/tables.tsv, with their values.

    >>> words("money")["万元"]
    '10000'
    """
    rows = lexicon.current().table("tables")
    return {fold(word).text: value for found, word, value in rows if found == kind}


@cache
def _whole() -> dict[str, str]:
    rows = lexicon.current().table("headings")
    return {fold(spelled).text: role for role, spelled in rows if "*" not in spelled}


@cache
def _globs() -> list[tuple[str, list[str]]]:
    rows = lexicon.current().table("headings")
    return [(role, fold(spelled).text.split("*")) for role, spelled in rows if "*" in spelled]


@cache
def _periods() -> list[tuple[str, str]]:
    rows = lexicon.current().table("periods")
    return sorted(((p, w) for p, w in rows), key=lambda row: -len(row[1]))


@cache
def _numbered() -> regex.Pattern[str]:
    digits = rf"[0-9{''.join(words('ordinal'))}]{{1,3}}+"
    return regex.compile(rf"[*★☆▲#\-]*+(?:{digits}[、.)](?![0-9])|\({digits}\))?+")


@cache
def year_pattern() -> regex.Pattern[str]:
    """A year or a span of years, with 年 or 年度 behind it; group 1 is the first year."""
    marks = "|".join(sorted(words("year"), key=len, reverse=True))
    until = "|".join((*words("until"), "-", "~", "—"))
    years = r"((?:19|20)[0-9]{2})"
    return regex.compile(rf"{years}(?:{marks})?+(?:(?:{until})(?:19|20)?[0-9]{{2}})?+(?:{marks})?+")


def half_width(text: str) -> str:
    """A text with its full-width figures as usual ones: ２１６．００ → 216.00."""
    return text.translate(_HALF_WIDTH)


def year_of(text: str) -> int | None:
    """The year that a line tells; a number of something and a day tell none.

    >>> year_of("2024年度绩效目标表"), year_of("≥2000册"), year_of("2024-3-1")
    (2024, None, None)
    """
    text = half_width(text)
    match = year_pattern().search(text)
    if match is None or _MONTH.match(text, match.end()):
        return None
    before, behind = text[: match.start()][-1:], text[match.end() :][:1]
    if before.isdigit() or (before and before in _BEFORE_NUMBERS):
        return None
    marked = match[0].endswith(tuple(words("year")))
    return int(match[1]) if marked or not behind.isalpha() or is_title(text) else None


def heading(text: str) -> Heading | None:
    """What a heading or label says; None for a text that is none.

    >>> heading("2024年度指标值（A）"), heading("资金总额（万元）").unit
    (Heading(role='value', period='annual', unit=None), '万元')
    """
    return _heading(text) if 0 < len(text) <= _LONGEST else None


@lru_cache(maxsize=32768)
def _heading(text: str) -> Heading | None:
    folded = "".join(fold(text).text.split()).rstrip(":")
    unit = next((u for b in _BRACKETS.findall(folded) if (u := money_unit(b))), None)
    bare = _numbered().sub("", _BRACKETS.sub("", folded), count=1).strip("*:")
    for lead in words("including"):
        bare = bare.removeprefix(lead).lstrip(":")
    dated = year_pattern().sub("", bare)
    period = period_of(bare)
    if dated != bare and period is None and dated:
        period = "annual"
    role = _role(folded) or _role(bare) or _role(dated) or _role(_without_period(dated))
    whole = role is not None
    role = role or _glob(bare)
    if role == "year" and dated != bare:
        return None
    return Heading(role, period, unit, whole) if role else None


def is_spelled(text: str) -> bool:
    """Whether a text is a heading letter by letter.

    >>> is_spelled("分值"), is_spelled("分值（A）")
    (True, False)
    """
    return _role("".join(fold(text).text.split())) is not None


def _role(text: str) -> str | None:
    return _whole().get(text)


def _glob(text: str) -> str | None:
    if len(text) > _LONGEST_GLOB or any(stop in text for stop in _STOPS):
        return None
    return next((role for role, parts in _globs() if _fits(text, parts)), None)


def _fits(text: str, parts: list[str]) -> bool:
    if not text.startswith(parts[0]) or not text.endswith(parts[-1]):
        return False
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def period_of(text: str) -> str | None:
    """`annual` or `cycle`, where a heading names its period.

    >>> period_of("中期目标"), period_of("年度目标")
    ('cycle', 'annual')
    """
    found = {period for period, word in _periods() if word in text}
    if not found and year_pattern().search(text):
        return "annual"
    return "annual" if "annual" in found else next(iter(found), None)


def is_period(text: str) -> bool:
    """Whether a heading is nothing but a period, with a known heading behind it or not.

    >>> is_period("2025年（当年度）"), is_period("全年免费开放")
    (True, False)
    """
    bare = _BRACKETS.sub("", "".join(fold(text).text.split()))
    bare = year_pattern().sub("", bare)
    for _, word in _periods():
        bare = bare.replace(word, "")
    return period_of(text) is not None and (not bare or _role(bare) is not None)


def _without_period(text: str) -> str:
    for _, word in _periods():
        if text.startswith(word) and len(text) > len(word):
            return text[len(word) :].lstrip("".join(words("of")))
    return text


def money_unit(text: str) -> str | None:
    """The unit of money that a text consists of, a label before it left out.

    >>> money_unit("单位:万元"), money_unit("次")
    ('万元', None)
    """
    bare = text.strip()
    for label in sorted(words("unit_word"), key=len, reverse=True):
        bare = bare.removeprefix(label)
    bare = bare.lstrip(":")
    return bare if bare in words("money") else None


def is_bracketed_unit(text: str) -> bool:
    """Whether a text is a unit of money in brackets and nothing else.

    >>> is_bracketed_unit("（万元）"), is_bracketed_unit("万元")
    (True, False)
    """
    return text[:1] in _OPENING and money_unit(text.strip(_OPENING + _CLOSING)) is not None


@cache
def _told_unit() -> regex.Pattern[str]:
    labels, units = (
        "|".join(sorted(words(kind), key=len, reverse=True)) for kind in ("unit_word", "money")
    )
    return regex.compile(rf"(?:{labels})\s*+[:：]\s*+({units})(?!\w)")


def told_unit(text: str) -> str | None:
    """The unit of money that a line tells beside other things.

    >>> told_unit("（2024年度） 单位：万元")
    '万元'
    """
    match = _told_unit().search(text) if len(text) <= _LONGEST else None
    return match[1] if match else None


def is_total(text: str) -> bool:
    """Whether a first cell tells a row of sums.

    >>> is_total("合 计"), is_total("合计办公室")
    (True, False)
    """
    return len(text) < 20 and "".join(fold(text).text.split()).rstrip(":") in words("total")


def is_title(text: str) -> bool:
    """Whether a line is the title of a table.

    >>> is_title("2024年度项目支出绩效目标表（含转移支付项目）"), is_title("走访次数")
    (True, False)
    """
    if not 0 < len(text) <= _LONGEST or heading(text):
        return False
    bare = _BRACKETS.sub("", "".join(fold(text).text.split()))
    return text.startswith("#") or any(bare.endswith(word) for word in words("title"))


def is_page_number(text: str) -> bool:
    """Whether a line is a page's number or mark.

    >>> is_page_number("第3页 共12页"), is_page_number("- 3 -"), is_page_number("92% 10")
    (True, True, False)
    """
    bare = text
    for word in words("page"):
        bare = bare.replace(word, "")
    if bare != text:
        return not any(c.isalpha() for c in bare)
    return _PAGE.fullmatch(text) is not None


def is_body(name: str) -> bool:
    """Whether a name is a public body's rather than a project's.

    >>> is_body("云岭市科学技术局（本级）"), is_body("科普经费")
    (True, False)
    """
    bare = _BRACKETS.sub("", fold(name).text).strip()
    if any(bare.endswith(word) for word in words("fund")):
        return False
    return any(bare.endswith(word) for word in words("body"))


for _derived in (words, _told_unit, _whole, _globs, _periods, _numbered, year_pattern, _heading):
    lexicon.on_change(_derived.cache_clear)
