"""Line breaks of a cell: the end of a value, or only the end of the column's width."""

from __future__ import annotations

from functools import cache

import regex

from nlp import lexicon
from nlp.cells import engine
from nlp.cells.subjects import measures, trim
from nlp.cells.trie import any_of
from nlp.cells.vocabulary import words

_NEAR = 40


@cache
def _patterns() -> list[regex.Pattern[str]]:
    """A subject with its value at the end of a line, and a subject at the start of one."""
    return engine.compiled("lines", _compile)


def _compile() -> list[regex.Pattern[str]]:
    w = words()
    number = rf"(?:[0-9][0-9.,]*+|[{w.numerals}]++)[{''.join(w.scales)}]*+"
    rate = rf"(?:[{''.join(w.by_kind['slash'])}][^\W0-9]{{1,6}}+)?"
    mark = rf"(?:[(]{any_of(w.by_kind['inclusive'])}[)])?"
    suffix = rf"(?P<suffix>{mark}{any_of(w.suffix)})?"
    value = rf"{number} ?(?P<unit>{any_of(w.units)}){rate}{suffix}"
    sign = any_of(word for word in w.prefix if not word[0].isalpha())
    longer = {word for word in w.suffix if len(word) > 1}
    behind = any_of({*longer, *w.by_kind["connect"], *w.by_kind["of"]})
    word = r"[\u4e00-\u9fffA-Za-z“\"]"
    return [
        regex.compile(
            rf"(?P<subject>(?:[^\W0-9{w.numerals}]++[ :]*+)++)(?P<sign>{sign} ?)?{value}$"
        ),
        regex.compile(rf"(?!{behind}){word}[^\n0-9{w.numerals}]*+[0-9{w.numerals}]"),
    ]


lexicon.on_change(_patterns.cache_clear)


def parts_values(text: str, start: int, end: int) -> bool:
    """Whether the break at [start, end) stands between a value and the subject of another.

    >>> parts_values("讲座12场以上\\n推文30篇", 7, 8), parts_values("≥60人\\n次", 4, 5)
    (True, False)
    """
    whole, opening = _patterns()
    found = whole.search(text[max(start - _NEAR, 0) : start])
    after = text[end : end + _NEAR]
    if found is None or opening.match(after) is None:
        return False
    unit, w = found["unit"], words()
    if not found["suffix"] and any(unit + after[:size] in w.units for size in (1, 2)):
        return False
    words_before = found["subject"].rstrip()
    subject = _without_operators(words_before)
    told = found["sign"] or subject != words_before or words_before.endswith((":", *measures()))
    return bool(trim(subject)[0]) and bool(told or not _describes(unit, found["suffix"]))


def _describes(unit: str, suffix: str | None) -> bool:
    """Whether an age, or a time that is not a least one, may belong to the words behind it."""
    w = words()
    least = tuple(word for word, (op, _) in w.suffix.items() if op == ">=")
    return unit in w.ages or (unit in w.times and not (suffix or "").endswith(least))


def _without_operators(text: str) -> str:
    for operator in sorted(words().prefix.keys() - words().before_round, key=len, reverse=True):
        text = text.removesuffix(operator)
    return text
