"""Every word of the cell lexicons and every rule is needed by a line of the corpus.

`pytest -m slow tests/test_lexicons.py` takes away each line in turn; a sample of them is taken
away in every run. Lines that no text of the corpus has in common go together, and each of those
without which nothing changed is tried once more, alone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
import regex
from corpus_reader import CORPUS, rows, sentences, value_cases
from table_corpus import table_cases
from test_assess import CASES as ASSESSED

from nlp import assess, extract, lexicon, parse, structure
from nlp.cells import lexer
from nlp.cells.engine import Pattern, large
from nlp.cells.grammar import RULES, apply
from nlp.cells.lexer import pattern, tokens
from nlp.cells.normalize import fold
from nlp.narratives.commitments import commitments
from nlp.tables.grid import Grid

CELL_TABLES = [
    "ambiguous",
    "baselines",
    "changes",
    "comparisons",
    "currencies",
    "dates",
    "fractions",
    "glyphs",
    "labels",
    "names",
    "numerals",
    "ranges",
    "rates",
    "repairs",
    "scales",
    "subjects",
    "traditional",
    "units",
    "words",
]
WORD_COLUMN = {
    "ambiguous": 0,
    "baselines": 0,
    "comparisons": 2,
    "currencies": 0,
    "glyphs": 0,
    "numerals": 0,
    "repairs": 0,
    "scales": 0,
    "traditional": 0,
    "units": 3,
    "words": 0,
}
# Tables that the lexer's pattern is not made of.
BESIDE_THE_LEXER = {"ambiguous", "glyphs", "names", "repairs", "subjects", "traditional"}
SAMPLE = 120
AT_ONCE = 16
Line = tuple[str, lexicon.Row]


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A text of the corpus: what it may be searched for, as given and folded, and its reading."""

    searched: str
    outcome: Callable[[], object]


def text(outcome: Callable[[], object], *written: str) -> Text:
    return Text("\n".join((*written, *(fold(each).text for each in written))), outcome)


def cell(written: str, name: str | None = None) -> Text:
    return text(lambda: parse(written, name).to_dict(), written, name or "")


def running(written: str) -> Text:
    return text(lambda: [c.to_dict() for c in extract(written)], written)


def folding(written: str) -> Text:
    return text(lambda: fold(written).text, written)


def promising(written: str) -> Text:
    return text(lambda: [c.to_dict() for c in commitments(written)], written)


def table(given: str | Grid) -> Text:
    if isinstance(given, str):
        written = re.split(r"[\t\n]", given)
    else:
        written = [each.text for row in given.rows for each in row]
    return text(lambda: structure(given).to_dict(), *written)


def assessed(target: str, actual: str | None, name: str | None) -> Text:
    return text(
        lambda: assess(target, actual, name=name).to_dict(), target, actual or "", name or ""
    )


@cache
def cells() -> tuple[str, ...]:
    """The units and the numerals of the corpus, as cells."""
    written = [f"≥5{row[0]}" for row in rows("units.txt")]
    return (*written, *(f"{row[0]}个" for row in rows("numerals.txt")))


@cache
def texts() -> tuple[Text, ...]:
    """Every text of the corpus, those that are read soonest first."""
    return (
        *(folding(row[0]) for row in rows("folding.txt")),
        *(cell(case.text, case.name) for case in value_cases()),
        *map(cell, cells()),
        *(running(sentence.text) for sentence in sentences()),
        *(assessed(case.target, case.actual, case.name) for case in ASSESSED),
        *(promising(sentence.text) for sentence in sentences(CORPUS / "promises.txt")),
        *(table(case.given) for case in table_cases()),
    )


def lines() -> list[tuple[str, lexicon.Row]]:
    return [(t, row) for t in CELL_TABLES for row in lexicon.current().table(t)]


def spellings(table: str, row: lexicon.Row) -> list[str]:
    word = row[WORD_COLUMN.get(table, 1)]
    if table == "glyphs" and word.startswith("U+"):
        word = chr(int(word[2:], 16))
    return [word, *row[4].split()] if table == "units" else [word]


@cache
def candidates(name: str, row: lexicon.Row) -> tuple[Text, ...]:
    """The texts of the corpus in which a word of a lexicon line is written."""
    escaped = [regex.escape(s) for s in spellings(name, row)]
    if name == "words":
        escaped = [s.replace(r"\#", r"[^\n]{1,12}?").replace("#", r"[^\n]{1,12}?") for s in escaped]
    if name == "baselines":
        escaped = [s.replace("Y", r"[^\n]{4}年").replace(r"\*", r"[^\n]{2,8}?") for s in escaped]
    written = regex.compile("|".join(escaped))
    return tuple(each for each in texts() if written.search(each.searched))


@cache
def whole() -> tuple[Pattern, dict[Text, object], dict[str, tuple[lexicon.Row, ...]]]:
    """With no line taken away: the lexer's pattern, every text's outcome, every table."""
    tables = {name: lexicon.current().table(name) for name in lexicon.current().names()}
    return pattern(), {each: each.outcome() for each in texts()}, tables


class Without(lexicon.Lexicon):
    """The lexicon without some lines of a table."""

    def __init__(self, name: str, taken: Iterable[lexicon.Row]) -> None:
        super().__init__()
        self._tables = dict(whole()[2])
        self._tables[name] = tuple(r for r in self._tables[name] if r not in taken)


def forget() -> None:
    for listener in lexicon._listeners:
        listener()


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Lexicons may be put in use as a test likes; afterwards all is as it was."""
    whole()
    with monkeypatch.context() as patch:
        yield patch
    forget()


def unchanged(
    scratch: pytest.MonkeyPatch, name: str, taken: list[lexicon.Row]
) -> list[lexicon.Row]:
    """Those of the lines whose every text is read as before where all of them are taken away."""
    spelled, outcomes, _ = whole()
    beside = name in BESIDE_THE_LEXER
    scratch.setattr(lexicon, "_current", Without(name, taken))
    scratch.setattr(lexicon, "kept", lambda name, build: build())
    scratch.setattr(lexer, "large", lambda name, spell: spelled if beside else large(name, spell))
    forget()
    return [
        row
        for row in taken
        if all(each.outcome() == outcomes[each] for each in candidates(name, row))
    ]


def is_idle(scratch: pytest.MonkeyPatch, name: str, row: lexicon.Row) -> bool:
    """Whether every text is read as before without this line; without the last word of its kind
    there may be no pattern at all.
    """
    try:
        return unchanged(scratch, name, [row]) != []
    except (LookupError, re.error, regex.error, StopIteration):
        return False


def idle(scratch: pytest.MonkeyPatch, name: str, lines: list[lexicon.Row]) -> list[lexicon.Row]:
    """The lines of a table that no text of the corpus needs."""
    suspected: list[lexicon.Row] = []
    for taken in groups(name, lines):
        try:
            suspected += unchanged(scratch, name, taken)
        except (LookupError, re.error, regex.error, StopIteration):
            suspected += taken
    return [row for row in suspected if is_idle(scratch, name, row)]


def groups(name: str, lines: list[lexicon.Row]) -> list[list[lexicon.Row]]:
    """The lines in groups; no two of a group are written in one text."""
    found: list[tuple[list[lexicon.Row], set[Text]]] = []
    for row in lines:
        written = candidates(name, row)
        for group, taken in found:
            if len(group) < AT_ONCE and taken.isdisjoint(written):
                group.append(row)
                taken.update(written)
                break
        else:
            found.append(([row], set(written)))
    return [group for group, _ in found]


def of_table(name: str, lines: Iterable[Line]) -> list[lexicon.Row]:
    return [row for table, row in lines if table == name]


def sampled() -> list[Line]:
    return sorted(lines(), key=lambda line: zlib.crc32("\t".join(line[1]).encode()))[:SAMPLE]


def test_witness() -> None:
    missing = [(table, row) for table, row in lines() if not candidates(table, row)]
    assert missing == []


def test_every_rule_fires() -> None:
    fired: set[str] = set()
    written = [case.text for case in value_cases()] + [sentence.text for sentence in sentences()]
    for each in (*written, *cells()):
        folded = fold(each)
        fired.update(item.rule for item in apply(folded, tokens(folded.text)).items)
    assert {name for name, _, _ in RULES} - fired == set()


def test_neighbours_of_a_sample(scratch: pytest.MonkeyPatch) -> None:
    found = {t: idle(scratch, t, of_table(t, sampled())) for t in CELL_TABLES}
    assert {t: rows for t, rows in found.items() if rows} == {}


@pytest.mark.slow
@pytest.mark.parametrize("table", CELL_TABLES)
def test_neighbours(table: str, scratch: pytest.MonkeyPatch) -> None:
    assert idle(scratch, table, of_table(table, lines())) == []
