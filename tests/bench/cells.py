"""The speed of reading cells, as ratios within one run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from corpus_reader import rows, value_cases

from nlp import extract, parse
from nlp.cells.engine import by_regex
from nlp.cells.lexer import pattern
from tests.bench.timing import once, ratio, ratio_of_processes

HOSTILE_SIZE = 100_000
HOSTILE = [json.loads(row[0]) for row in rows("hostile.txt")]


@cache
def cells() -> list[str]:
    """The distinct cells of the corpus that are read on one line."""
    return sorted({case.text for case in value_cases() if 0 < len(case.text) <= 60})


def over_the_lexer(texts: list[str]) -> float:
    """`parse` against the bare pattern, on the engine of `regex`, scanning the same strings."""
    scan = by_regex(pattern().pattern).finditer
    for text in texts:
        parse(text)

    def bare() -> None:
        for text in texts:
            for _ in scan(text):
                pass

    return ratio(lambda: [parse(text) for text in texts], bare)


def under_recognizers(texts: list[str]) -> float:
    """The Chinese number model of recognizers-text-number against `parse`."""
    from recognizers_number import Culture, NumberRecognizer

    model = NumberRecognizer(Culture.Chinese).get_number_model()
    return ratio(lambda: [model.parse(t) for t in texts], lambda: [parse(t) for t in texts], 3)


def first_parse() -> float:
    """A process that imports `nlp` and reads one cell against one that imports `regex`."""
    first = "import nlp; nlp.parse('≥5万人')"
    return ratio_of_processes(first, "import regex")


def hostile() -> Iterator[tuple[str, float]]:
    """For each hostile text the time per character against that of ordinary text."""
    ordinary = "，".join(cells())
    ordinary = (ordinary * (HOSTILE_SIZE // len(ordinary) + 1))[:HOSTILE_SIZE]
    for read in (parse, extract):
        usual = min(once(lambda r=read: r(ordinary)) for _ in range(3))
        for piece in HOSTILE:
            text = piece * (HOSTILE_SIZE // len(piece))
            yield f"{read.__name__} {piece!r}", once(lambda t=text, r=read: r(t)) / usual


def plain_cells() -> list[str]:
    """Distinct cells as most of an archive's are: an operator, a number, a unit."""
    operators, units = (
        ["≥", "≤", ">", "", "不少于", "不超过"],
        ["人", "人次", "场", "%", "个", "家", "项", "次", "万元", "亩", "公里", "份"],
    )
    return [
        f"{operators[n % 6]}{n * 37 % 9973}{units[n % 11]}"
        for n in range(3000)
        if units[n % 11] != "%" or n * 37 % 9973 <= 100
    ]
