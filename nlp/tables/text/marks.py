"""What is known within a text that runs together: headings, titles, labels, classes."""

from __future__ import annotations

from functools import cache

import regex

from nlp import lexicon
from nlp.tables.classes import classes
from nlp.tables.headings import heading, words

_OPENING = frozenset({"project", "department", "owner"})


@cache
def heads() -> regex.Pattern[str]:
    """Three or more headings with nothing between them."""
    rows = lexicon.current().table("headings")
    spelled = sorted({w for _, w in rows if "*" not in w and len(w) > 1}, key=len, reverse=True)
    periods = "|".join(word for _, word in lexicon.current().table("periods"))
    marks = "|".join(words("year"))
    head = (
        rf"(?:(?:{periods}|20[0-9]{{2}}(?:{marks})?+)?(?:{'|'.join(map(regex.escape, spelled))})"
        r"(?:[（(][^（）()]{1,14}+[）)])?+)"
    )
    return regex.compile(rf"(?:(?P<head>{head})\s*+){{3,}}+")


@cache
def titles() -> regex.Pattern[str]:
    """A title with its year, and the unit of money below it."""
    ends, generic, units, money = (
        "|".join(sorted(map(regex.escape, words(kind)), key=len, reverse=True))
        for kind in ("title", "generic", "unit_word", "money")
    )
    year = rf"(?:20[0-9]{{2}}(?:{'|'.join(words('year'))})?+)?+"
    return regex.compile(
        rf"{year}(?:(?:{generic})\s*+)++(?:{ends})(?:[(（][^()（）]{{1,14}}+[)）])*+"
        rf"|(?:{units})[:：]\s*+(?:{money})"
    )


@cache
def labels() -> regex.Pattern[str]:
    """A label of a form that is long enough to be known within a text."""
    roles = {"project", "owner", "department", "goal", "total", "fiscal", "special", "other"}
    rows = lexicon.current().table("headings")
    spelled, others = (
        "|".join(sorted({regex.escape(w) for r, w in rows if r in of and len(w) >= 4}, key=_length))
        for of in (roles, {"other_fact"})
    )
    goals = "|".join(regex.escape(w) for r, w in rows if r == "goal" and len(w) < 4)
    including = "|".join(words("including"))
    periods = "|".join(word for _, word in lexicon.current().table("periods"))
    bracket = r"(?:[（(][^（）()]{1,14}+[）)])?+"
    return regex.compile(
        rf"(?:(?:{including})[:：]?)?+(?:{spelled}|(?:{periods})(?:{goals})){bracket}[:：]?+"
        rf"|(?:{others}){bracket}[:：]"
    )


def next_form(text: str, start: int, end: int) -> int:
    """Where between `start` and `end` labels of another form begin: with a colon, or several.

    >>> text = "走访次数≥5次项目名称：科普经费"
    >>> text[next_form(text, 0, len(text)):]
    '项目名称：科普经费'
    """
    found = [(m, h.role) for m in labels().finditer(text, start, end) if (h := heading(m[0]))]
    for place, (match, role) in enumerate(found):
        several = role == "project" and end < len(text) and len(found) - place > 2
        if several or (role in _OPENING and match[0].endswith((":", "："))):
            return match.start()
    return end


def _length(word: str) -> int:
    """Sorts longer words to the front."""
    return -len(word)


@cache
def _classes(*, ended: bool) -> regex.Pattern[str]:
    """A class within a text, with 指标 at its end or without."""
    rows = lexicon.current().table("classes")
    spelled = sorted({row[0] for row in rows if len(row[0]) > 1}, key=len, reverse=True)
    ends = "|".join(words("indicator"))
    firsts = regex.escape("".join(sorted({word[0] for word in spelled})))
    codes = rf"(?=[0-9{firsts}])(?:[0-9]{{1,2}}\s*[-－]\s*)?+"
    tail = rf"(?:{ends})" if ended else rf"(?:{ends})?"
    return regex.compile(
        rf"{codes}(?:{'|'.join(map(regex.escape, spelled))}){tail}"
        r"(?:[（(][^（）()]{0,12}+[）)])?+"
    )


def class_pattern(text: str, start: int, end: int) -> regex.Pattern[str]:
    """What finds the classes of a text: only words with 指标 where it writes them so."""
    ended = _classes(ended=True)
    seconds = (m for m in ended.finditer(text, start, end) if any(c.level2 for c in classes(m[0])))
    return ended if next(seconds, None) else _classes(ended=False)


for _derived in (heads, titles, labels, _classes):
    lexicon.on_change(_derived.cache_clear)
