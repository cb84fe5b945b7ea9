"""Line breaks of a cell: the end of a value, or only the end of the column's width."""

from __future__ import annotations

from functools import cache

import regex

from nlp import lexicon
from nlp.cells import engine
from nlp.cells.subjects import trim
from nlp.cells.trie import any_of
from nlp.cells.vocabulary import words

_NEAR = 40


@cache
def _patterns() -> list[regex.Pattern[str]]:
    """A subject with its value at the end of a line, and a subject at the start of one."""
    return engine.compiled("lines", _compile)


def _compile() -> list[regex.Pattern[str]]:
    w = words()
    measured = w.units - w.times - w.ages - set(w.by_kind["period"])
    number = rf"(?:[0-9][0-9.,]*+|[{w.numerals}]++)[{''.join(w.scales)}]*+"
    rate = rf"(?:[{''.join(w.by_kind['slash'])}][^\W0-9]{{1,6}}+)?"
    value = rf"{number} ?(?P<unit>{any_of(measured)}){rate}(?P<suffix>{any_of(w.suffix)})?"
    sign = any_of(word for word in w.prefix if not word[0].isalpha())
    behind = any_of({*w.suffix, *w.by_kind["connect"], *w.by_kind["of"]})
    word = r"[\u4e00-\u9fffA-Za-z“\"]"
    return [
        regex.compile(rf"(?P<subject>[^\W0-9{w.numerals}]++)[ :]*+(?:{sign} ?)?{value}$"),
        regex.compile(rf"(?!{behind}){word}[^\n0-9]*+[0-9{w.numerals}]"),
    ]


lexicon.on_change(_patterns.cache_clear)


def parts_values(text: str, start: int, end: int) -> bool:
    """Whether the break at [start, end) stands between a value and the subject of another.

    >>> parts_values("讲座12场以上\\n推文30篇", 7, 8), parts_values("≥60人\\n次", 4, 5)
    (True, False)
    """
    whole, opening = _patterns()
    found = whole.search(text[max(start - _NEAR, 0) : start])
    if found is None or not _names(found["subject"]):
        return False
    after = text[end : end + _NEAR]
    unit = found["unit"]
    runs_on = any(unit + after[:size] in words().units for size in (1, 2))
    return not (runs_on and not found["suffix"]) and opening.match(after) is not None


def _names(subject: str) -> bool:
    """Whether words before a number are more than an operator and a verb."""
    for operator in sorted(words().prefix, key=len, reverse=True):
        subject = subject.removesuffix(operator)
    return bool(trim(subject)[0])
