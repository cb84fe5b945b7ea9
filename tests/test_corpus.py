"""The corpus: every spelling must give its reading."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from corpus_reader import Case, Sentence, rows, sentences, value_cases

from nlp import extract, parse, parse_many
from nlp.cells.normalize import fold
from nlp.expected import Expected, Reading
from nlp.notes import CATALOGUE
from nlp.schema import Constraint, Target

CASES = value_cases()
SENTENCES = sentences()
SCALE_WORDS = frozenset("十百千万亿萬億兆仟佰拾廿卅kKMwW倍半")
NUMERALS_BESIDE_UNICODE = frozenset("半两兩双")


def shown(constraint: Constraint) -> dict[str, Any]:
    """The fields of a constraint that a reading states."""
    fields = ["op", "value", "low", "high", "unit", "per", "subject", "change", "baseline"]
    fields += ["date", "date_low", "date_high"]
    if constraint.date is None and constraint.date_low is None:
        fields += ["low_inclusive", "high_inclusive"]
    return {name: getattr(constraint, name) for name in fields}


def wanted(expected: Expected, like: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(expected, name) for name in like}


def check_constraints(found: list[Constraint], expected: tuple[Expected, ...]) -> None:
    seen = [shown(c) for c in found]
    assert len(found) == len(expected), seen
    for one, reading in zip(seen, expected, strict=True):
        assert one == wanted(reading, one)


def check_inferred(target: Target, reading: Reading, named: bool) -> None:
    for constraint, expected in zip(target.constraints, reading.constraints, strict=True):
        if expected.inferred is not None:
            assert sorted(constraint.inferred) == sorted(expected.inferred)
        elif not named:
            assert constraint.inferred == ()


def check_span(text: str, constraint: Constraint) -> None:
    assert 0 <= constraint.start < constraint.end <= len(text)
    part = text[constraint.start : constraint.end]
    assert any(c.isnumeric() or c in NUMERALS_BESIDE_UNICODE for c in part), part


def check_notes(target: Target, reading: Reading) -> None:
    codes = [n.code for n in target.notes]
    assert set(codes) >= set(reading.notes)
    assert set(codes) <= set(CATALOGUE)
    if reading.reason:
        assert reading.reason in codes
    if not codes:
        assert target.confidence == 1.0
    if reading.doubtful:
        assert target.confidence < 0.5


@pytest.mark.parametrize("case", CASES, ids=str)
def test_spelling(case: Case) -> None:
    target = parse(case.text, name=case.name)
    reading = case.reading
    assert target.text == case.text
    check_constraints(target.constraints, reading.constraints)
    assert target.kind == reading.kind
    phrase = case.text.strip() if reading.qualitative == "" else reading.qualitative
    assert target.qualitative == phrase
    check_inferred(target, reading, named=case.name is not None)
    check_notes(target, reading)
    for constraint in target.constraints:
        if constraint.value is not None or constraint.op == "range":
            check_span(case.text, constraint)
        if not SCALE_WORDS & set(case.text + (case.name or "")):
            assert constraint.scale == 1


def test_parse_many_agrees() -> None:
    texts, names = [c.text for c in CASES], [c.name for c in CASES]
    together = [t.to_dict() for t in parse_many(texts, names=names)]
    assert together == [parse(c.text, name=c.name).to_dict() for c in CASES]


@pytest.mark.parametrize("sentence", SENTENCES, ids=str)
def test_running_text(sentence: Sentence) -> None:
    found = extract(sentence.text)
    check_constraints(found, tuple(sentence.constraints))
    for constraint in found:
        check_span(sentence.text, constraint)
    starts = [c.start for c in found]
    assert starts == sorted(starts)


@pytest.mark.parametrize("row", rows("units.txt"), ids="\t".join)
def test_unit(row: list[str]) -> None:
    spelling, unit, code, dimension = row
    (constraint,) = parse(f"≥5{spelling}").constraints
    found = (constraint.value, constraint.unit, constraint.unit_code, constraint.dimension)
    assert found == (Decimal(5), unit, code or None, dimension or None)


@pytest.mark.parametrize("row", rows("numerals.txt"), ids="\t".join)
def test_numeral(row: list[str]) -> None:
    spelling, number = row
    (constraint,) = parse(f"{spelling}个").constraints
    assert (constraint.op, constraint.value, constraint.unit) == ("=", Decimal(number), "个")


@pytest.mark.parametrize("row", rows("folding.txt"), ids="\t".join)
def test_folding(row: list[str]) -> None:
    written, read = row
    assert fold(written).text == read


def test_spellings_are_many_and_told_once() -> None:
    assert len(CASES) >= 1000
    twice = [key for key, n in Counter((c.text, c.name) for c in CASES).items() if n > 1]
    assert twice == []


def test_notes_of_the_corpus_are_in_the_catalogue() -> None:
    codes = {code for c in CASES for code in (*c.reading.notes, c.reading.reason) if code}
    assert codes <= set(CATALOGUE)
