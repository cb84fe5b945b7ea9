"""Titles: of a table, which may name its project, and of projects one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from nlp import lexicon
from nlp.tables.classes import classes
from nlp.tables.columns import holds_class, is_header
from nlp.tables.grid import Row
from nlp.tables.headings import half_width, heading, is_body, is_title, words, year_pattern
from nlp.tables.items import ordinal
from nlp.tables.labels import inline, is_remark

_BRACKETS = regex.compile(r"[(（\[][^()（）\[\]]*+[)）\]]")
_NUMBERED = regex.compile(r"[#\s]*+(?:[^\s、.．]{1,3}[、.．]\s*+)?+")
_SPACED = regex.compile(r"(?<![!-~\s])\s++|\s++(?![!-~])")
_MARKS = "，,。；;：:|"
_LONGEST = 40


@cache
def _numbered() -> regex.Pattern[str]:
    """表一：…, 项目2 …, 一、…, （三）…: the word before a number, the number, what it numbers."""
    lead = "|".join(sorted(words("numbered"), key=len, reverse=True))
    number = rf"([0-9]{{1,2}}+|[{''.join(words('ordinal'))}]{{1,3}}+)"
    return regex.compile(
        rf"[#\s]*+(?:(?P<lead>{lead})\s*+{number}(?:\s*+[:：、.．]|\s)"
        rf"|{number}\s*+[、.．](?![0-9])|[(（]{number}[)）])\s*+(?P<name>\S.*)",
        regex.DOTALL,
    )


lexicon.on_change(_numbered.cache_clear)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that numbers a project: its row and number; `sure` where a word says so."""

    at: int
    number: int
    name: str
    sure: bool

    @property
    def of_body(self) -> bool:
        """Whether what is numbered is a body, whose projects follow."""
        return not self.sure and is_body(self.name)


def projects(rows: Sequence[Row]) -> dict[int, Numbered]:
    """The rows that are titles of projects, each with the project that it names.

    A line such as 表一：… is one before a table; 一、… only where others like it follow.
    """
    found = [n for at, row in enumerate(rows) if (n := _read(rows, at, row))]
    plain = [n for n in found if not n.sure]
    counted = len(plain) > 1 and [n.number for n in plain] == list(range(1, len(plain) + 1))
    return {n.at: n for n in found if n.sure or counted}


def _read(rows: Sequence[Row], at: int, row: Row) -> Numbered | None:
    if len(row.filled) != 1 or len(row.filled[0].shown) > _LONGEST:
        return None
    match = _numbered().fullmatch(row.filled[0].shown)
    if match is None or not _heads_table(rows, at + 1):
        return None
    told = match["name"].strip()
    name = (titled(told) or "") if is_title(told) else told
    if any(mark in name for mark in _MARKS) or classes(name) or heading(name):
        return None
    sure = bool(match["lead"])
    number = ordinal(next(g for g in match.groups()[1:4] if g))
    return Numbered(at, number, name, sure) if name or sure else None


def _heads_table(rows: Sequence[Row], at: int) -> bool:
    """Whether a table begins here, or labels that lead to one."""
    below = [row for row in rows[at : at + 8] if row.filled]
    for place, row in enumerate(below):
        if is_header(row) or holds_class(row):
            return True
        if place and _numbered().fullmatch(row.filled[0].shown):
            return False
        first = heading(row.filled[0].shown)
        if not (first or inline(row.filled[0])):
            return False
    return False


def titled(text: str) -> str | None:
    """The project that a title names, or None.

    >>> titled("2024年科普经费绩效目标表"), titled("某 县 项 目 支 出 绩 效 目 标 表")
    ('科普经费', None)
    """
    bare = _BRACKETS.sub("", text).strip()
    numbered = _numbered().fullmatch(bare)
    bare = numbered["name"] if numbered else _NUMBERED.sub("", bare, count=1)
    bare = _without_years(_SPACED.sub("", bare))
    for word in sorted(words("title"), key=len, reverse=True):
        if bare.endswith(word):
            bare = bare.removesuffix(word).strip()
            break
    for word in sorted(words("generic"), key=len, reverse=True):
        if bare == word or (bare.endswith(word) and _is_place(bare.removesuffix(word))):
            return None
    return bare if len(bare) > 1 and not is_body(bare) and not is_remark(bare) else None


def _without_years(text: str) -> str:
    years = [match.span() for match in year_pattern().finditer(half_width(text))]
    starts, ends = [0, *(end for _, end in years)], [*(start for start, _ in years), len(text)]
    return "".join(text[a:b] for a, b in zip(starts, ends, strict=True)).strip()


def _is_place(text: str) -> bool:
    return is_body(text) or text.endswith(tuple(words("place")))
