"""The speed of reading cells, as ratios within one run."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from corpus_reader import CORPUS, rows, value_cases

from nlp import extract, parse
from nlp.cells import moulds
from nlp.cells.engine import by_regex
from nlp.cells.lexer import pattern
from tests.bench.timing import once, ratio, ratio_of_processes

_DIGITS = re.compile(r"(?<![0-9年月.-])[0-9]++(?![年月日.-])")
_OVER_ALL = re.compile(r"[0-9]{3}(?:\.[0-9]++)?+%")
PUBLISHED = CORPUS.with_name("documents") / "huangpu-science-bureau-2024.tsv"
HOSTILE_SIZE = 100_000
HOSTILE = [json.loads(row[0]) for row in rows("hostile.txt")]


@cache
def cells() -> list[str]:
    """The distinct cells of the corpus that are read on one line."""
    return sorted({case.text for case in value_cases() if 0 < len(case.text) <= 60})


def over_the_lexer(texts: list[str], scan: Callable[[str], Iterable[object]]) -> float:
    """`parse`, with no form of the cells known before, against the bare pattern on the same."""

    def bare() -> None:
        for text in texts:
            for _ in scan(text):
                pass

    return ratio(lambda: _parse_anew(texts), bare)


def _parse_anew(texts: list[str]) -> None:
    moulds.forget()
    for text in texts:
        parse(text)


def lexers() -> dict[str, Callable[[str], Iterable[object]]]:
    """The lexer's pattern as it runs, and the same on the engine of `regex`."""
    running = pattern()
    return {"": running.finditer, " on `regex`": by_regex(running.pattern).finditer}


def under_recognizers(texts: list[str]) -> float:
    """The Chinese number model of recognizers-text-number against `parse`."""
    from recognizers_number import Culture, NumberRecognizer

    model = NumberRecognizer(Culture.Chinese).get_number_model()
    return ratio(lambda: [model.parse(t) for t in texts], lambda: _parse_anew(texts), 3)


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


def published_cells() -> list[str]:
    """Distinct cells of a published table's forms, as often as it has each, with other numbers."""
    lines = PUBLISHED.read_text("utf-8").splitlines()
    return _with_other_numbers([line.split("\t")[2] for line in lines if line[:6] == "target"], 400)


def bureaus_cells() -> list[str]:
    """Distinct cells of forms of all sectors, rare ones as often as usual ones."""
    cases = [case for case in value_cases() if case.place.startswith("sectors.txt")]
    return _with_other_numbers([case.text for case in cases], 100)


def _with_other_numbers(forms: list[str], times: int) -> list[str]:
    """Each form with numbers as long as its own, those of dates as they are, in any order."""
    chance = random.Random(1)

    def another(number: re.Match[str]) -> str:
        size = len(number.group())
        return str(chance.randint(10 ** (size - 1), 10**size - 1))

    drawn = {_DIGITS.sub(another, form) for form in forms for _ in range(times)}
    cells = sorted(text for text in drawn if not _OVER_ALL.search(text))
    chance.shuffle(cells)
    return cells


def plain_cells() -> list[str]:
    """Distinct cells as most of an archive's are: an operator, a number, a unit."""
    operators, units = (
        ["≥", "≤", ">", "", "不少于", "不超过"],
        ["人", "人次", "场", "%", "个", "家", "项", "次", "万元", "亩", "公里", "份"],
    )
    return [
        f"{operators[n % 6]}{n * 37 % 9973}{units[n % 11]}"
        for n in range(20_000)
        if units[n % 11] != "%" or n * 37 % 9973 <= 100
    ]
