"""Every word of the cell lexicons and every rule is needed by a line of the corpus.

`pytest -m slow tests/test_lexicons.py` takes away each line in turn; a sample of them is taken
away in every run.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import regex
from corpus_reader import rows, sentences, value_cases

from nlp import extract, lexicon, parse
from nlp.cells import lexer
from nlp.cells.engine import large
from nlp.cells.grammar import RULES, apply
from nlp.cells.lexer import pattern, tokens
from nlp.cells.normalize import fold

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
SAMPLE = 60
Text = tuple[str, str | None, str]


@cache
def texts() -> tuple[Text, ...]:
    """Every text of the corpus: (text, name, how it is read)."""
    found: list[Text] = [(case.text, case.name, "cell") for case in value_cases()]
    found += [(f"≥5{row[0]}", None, "cell") for row in rows("units.txt")]
    found += [(f"{row[0]}个", None, "cell") for row in rows("numerals.txt")]
    found += [(sentence.text, None, "running") for sentence in sentences()]
    found += [(row[0], None, "folding") for row in rows("folding.txt")]
    return tuple(found)


@cache
def haystack() -> tuple[str, ...]:
    """What each text may be searched for: as given and folded, with its name."""
    return tuple(
        "\n".join((text, fold(text).text, name or "", fold(name or "").text))
        for text, name, _ in texts()
    )


def lines() -> list[tuple[str, lexicon.Row]]:
    return [(t, row) for t in CELL_TABLES for row in lexicon.current().table(t)]


def spellings(table: str, row: lexicon.Row) -> list[str]:
    word = row[WORD_COLUMN.get(table, 1)]
    if table == "glyphs" and word.startswith("U+"):
        word = chr(int(word[2:], 16))
    return [word, *row[4].split()] if table == "units" else [word]


def candidates(table: str, row: lexicon.Row) -> list[Text]:
    """The texts of the corpus in which a word of a lexicon line is written."""
    escaped = [regex.escape(s) for s in spellings(table, row)]
    if table == "words":
        escaped = [s.replace(r"\#", r"[^\n]{1,12}?").replace("#", r"[^\n]{1,12}?") for s in escaped]
    if table == "baselines":
        escaped = [s.replace("Y", r"[^\n]{4}年").replace(r"\*", r"[^\n]{2,8}?") for s in escaped]
    written = regex.compile("|".join(escaped))
    return [text for text, hay in zip(texts(), haystack(), strict=True) if written.search(hay)]


def outcome(text: Text) -> Any:
    written, name, door = text
    if door == "folding":
        return fold(written).text
    if door == "running":
        return [c.to_dict() for c in extract(written)]
    return parse(written, name).to_dict()


@cache
def whole() -> tuple[regex.Pattern[str], dict[Text, Any], dict[str, tuple[lexicon.Row, ...]]]:
    """With no line taken away: the lexer's pattern, every text's outcome, every table."""
    tables = {name: lexicon.current().table(name) for name in lexicon.current().names()}
    return pattern(), {text: outcome(text) for text in texts()}, tables


class Without(lexicon.Lexicon):
    """The lexicon without one line."""

    def __init__(self, name: str, row: lexicon.Row) -> None:
        super().__init__()
        self._tables = dict(whole()[2])
        self._tables[name] = tuple(r for r in self._tables[name] if r != row)


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


def is_needed(scratch: pytest.MonkeyPatch, name: str, row: lexicon.Row) -> bool:
    """Whether some text of the corpus is read in another way without this line."""
    spelled, outcomes, _ = whole()
    beside = name in BESIDE_THE_LEXER
    scratch.setattr(lexicon, "_current", Without(name, row))
    scratch.setattr(lexicon, "kept", lambda name, build: build())
    scratch.setattr(lexer, "large", lambda name, spell: spelled if beside else large(name, spell))
    forget()
    try:
        return any(outcome(text) != outcomes[text] for text in candidates(name, row))
    except (LookupError, regex.error, StopIteration):
        return True


def sampled() -> list[tuple[str, lexicon.Row]]:
    return sorted(lines(), key=lambda line: zlib.crc32("\t".join(line[1]).encode()))[:SAMPLE]


def test_witness() -> None:
    missing = [(table, row) for table, row in lines() if not candidates(table, row)]
    assert missing == []


def test_every_rule_fires() -> None:
    fired: set[str] = set()
    for text, _, _ in texts():
        folded = fold(text)
        fired.update(item.rule for item in apply(folded, tokens(folded.text)).items)
    assert {name for name, _, _ in RULES} - fired == set()


def test_neighbours_of_a_sample(scratch: pytest.MonkeyPatch) -> None:
    idle = [line for line in sampled() if not is_needed(scratch, *line)]
    assert idle == []


@pytest.mark.slow
@pytest.mark.parametrize("table", CELL_TABLES)
def test_neighbours(table: str, scratch: pytest.MonkeyPatch) -> None:
    idle = [r for t, r in lines() if t == table and not is_needed(scratch, t, r)]
    assert idle == []
