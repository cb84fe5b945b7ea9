"""The notation of readings and spellings: what is written is read back, what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus_reader import CORPUS, value_cases
from hypothesis import given
from hypothesis import strategies as st
from test_properties import TEXTS

from nlp import parse
from nlp.expected import Expected, Reading, differences, reading_of
from nlp.notation import NotationError, bounded, read_reading, write_reading
from nlp.notes import CATALOGUE
from nlp.spellings import BadSpelling, read_corpus, read_spellings, write_group, write_spelling

FILES = sorted((CORPUS / "values").glob("*.txt"))
WORDS = st.text(min_size=1, max_size=8) | st.sampled_from(
    ["/人", "^a", "?b", '"c', "{d}", "; ", " !"]
)
NUMBERS = st.decimals(
    allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
)
DAYS = st.dates().map(str) | st.dates().map(lambda day: f"--{day:%m-%d}") | st.just("---25")


@st.composite
def bounds(draw: st.DrawFn) -> Expected:
    form = draw(st.sampled_from(["number", "range", "date", "period"]))
    if form == "number":
        return bounded(draw(st.sampled_from([">=", ">", "<=", "<", "=", "~"])), draw(NUMBERS))
    if form == "date":
        return Expected(draw(st.sampled_from([">=", "<=", "="])), date=draw(DAYS))
    if form == "period":
        low, high = sorted(draw(st.tuples(st.dates(), st.dates())))
        return Expected("range", date_low=str(low), date_high=str(high))
    low_number, high_number = sorted(draw(st.tuples(NUMBERS, NUMBERS)))
    equal = low_number == high_number
    closed = [equal or draw(st.booleans()) for _ in range(2)]
    return Expected("range", None, low_number, high_number, *closed)


@st.composite
def constraints(draw: st.DrawFn) -> Expected:
    made = draw(bounds())
    change = draw(st.none() | st.sampled_from(["increase", "decrease"]))
    inferred = draw(st.none() | st.sets(st.sampled_from(["op", "unit", "scale"])))
    marks = {
        "unit": draw(st.none() | WORDS),
        "per": draw(st.none() | WORDS),
        "subject": draw(st.none() | WORDS),
        "change": change,
        "baseline": draw(st.none() | WORDS),
        "inferred": None if inferred is None else tuple(inferred),
    }
    stated = {name: getattr(made, name) for name in Expected.__slots__}
    return Expected(**{**stated, **marks})


CODES = st.sampled_from(sorted(CATALOGUE))
READINGS = st.builds(
    Reading,
    st.lists(constraints(), min_size=1, max_size=3).map(tuple),
    st.none() | st.just("") | WORDS,
    st.none(),
    st.lists(CODES, max_size=2).map(tuple),
    st.booleans(),
) | st.builds(Reading, reason=CODES | st.just(""), notes=st.lists(CODES, max_size=2).map(tuple))


@given(READINGS)
def test_a_reading_is_read_back_as_it_was(reading: Reading) -> None:
    line = write_reading(reading)
    assert read_reading(line) == reading
    assert write_reading(read_reading(line)) == line
    assert len(line.encode().splitlines()) == 1


@given(st.lists(st.tuples(st.none() | st.text(max_size=9), st.text(max_size=9)), min_size=1))
def test_spellings_are_read_back_as_they_were(pairs: list[tuple[str | None, str]]) -> None:
    lines = list(write_group(Reading(qualitative=""), pairs))
    found = list(read_corpus("\n".join(lines).split("\n")))
    assert [(s.name, s.text) for s in found if not isinstance(s, BadSpelling)] == pairs
    assert len(found) == len(pairs)


@given(TEXTS)
def test_every_target_has_a_line(text: str) -> None:
    target = parse(text)
    reading = read_reading(write_reading(reading_of(target)))
    assert reading.kind == target.kind
    assert differences(reading, target) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_corpus_is_written_as_the_product_writes(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").split("\n") if not line.startswith("#")]
    readings = [line for line in lines if line and not line[0].isspace()]
    assert [write_reading(read_reading(line)) for line in readings] == readings
    spellings = [list(read_spellings(line)) for line in lines if line[:1].isspace()]
    written = ["  ".join(write_spelling(*pair) for pair in pairs) for pairs in spellings]
    assert [list(read_spellings(line)) for line in written] == spellings


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("", 1, "a constraint is missing"),
        ("≥ 60 人", 1, "no operator"),
        (">= 60 人; ", 9, "a constraint is missing"),
        (">= 60 人!unit_gloss", 7, "a sign of the notation"),
        (">=", 1, "nothing behind the operator"),
        ("date", 1, "no operator"),
        ("date <=", 6, "nothing behind the operator"),
        (">= 6万 人", 4, "no number"),
        (">= NaN 人", 4, "no number"),
        (">= 1e999999999 人", 4, "no number"),
        (f">= {'9' * 91}", 4, "no number"),
        ("range 6-10 个", 7, "no range"),
        ("range [10,6] 个", 7, "no number is in this range"),
        ("range (6,6] 个", 7, "no number is in this range"),
        ("date <= 2025-02-30", 9, "no date"),
        ("date <= 11月", 9, "no date"),
        ("date range 2025-03-01", 12, "a period is written"),
        ("date <= 2025-03-01..2025-04-01", 9, "a period is written"),
        ("date range 2025-03-02..2025-03-01", 12, "the period ends"),
        (">= 60 人 场", 9, "a second unit"),
        (">= 60 人 /月 /年", 12, "a second per"),
        (">= 60 人 ^more", 9, "no change"),
        (">= 60 人 ?colour", 9, "inferred can be"),
        (">= 60 人 {受益", 9, "{ without }"),
        (">= 60 人 {受益} 场", 14, "a second unit"),
        ('>= 60 "人', 7, "no JSON string"),
        ("qualitative 按时; qualitative 足额", 17, "a second phrase"),
        ("unparseable because", 13, "no code of a note"),
        ("unparseable empty cell", 19, "more than one reason"),
        ("qualitative !colour", 14, "no code of a note"),
    ],
)
def test_what_is_wrong_is_named_with_its_column(line: str, column: int, reason: str) -> None:
    with pytest.raises(NotationError) as told:
        read_reading(line)
    assert (told.value.column, told.value.reason[: len(reason)]) == (column, reason)


def test_a_bad_line_of_a_corpus_spoils_no_other() -> None:
    lines = [
        "    5人",
        "= 5 人",
        "    5人  (人数 5",
        ">> 5 人",
        "    5场",
        "# a remark",
        "= 6 人",
        "    6人",
    ]
    found = list(read_corpus(lines))
    bad = [(f.line, f.reason) for f in found if isinstance(f, BadSpelling)]
    assert bad == [
        (1, "spellings without a reading above them"),
        (3, "column 9: a name that is not closed with )"),
        (4, "column 1: no operator; write one of >= > <= < = ~ range"),
        (5, "spellings without a reading above them"),
    ]
    assert [f.text for f in found if not isinstance(f, BadSpelling)] == ["6人"]


def test_a_remark_sets_no_origin() -> None:
    (found,) = read_corpus(["# origin: bugs", "# a remark # origin: wild", "= 5 人", "    5人"])
    assert not isinstance(found, BadSpelling)
    assert found.origin == "bugs"


@pytest.mark.parametrize(
    ("reading", "text", "name", "wrong"),
    [
        (">= 60 人", "≥60人", None, []),
        ("> 60 人", "≥60人", None, ["op", "low_inclusive"]),
        (">= 60 人", "≥60", "受益人数", []),
        (">= 60 人 ?op", "≥60", "受益人数", ["inferred"]),
        (">= 600 人", "≥60场", None, ["value", "low", "unit"]),
        (">= 60 人; >= 3 场", "≥60人", None, ["constraints"]),
        ("qualitative", "≥60人", None, ["kind", "qualitative", "constraints"]),
        ("qualitative 按时", "按时缴纳", None, ["qualitative"]),
        ("unparseable", "", None, []),
        ("unparseable no_value", "", None, ["reason"]),
        (">= 60 人 !unit_gloss", "≥60人", None, ["notes"]),
        (">= 60 人 <0.5", "≥60人", None, ["confidence"]),
    ],
)
def test_differences_are_named(reading: str, text: str, name: str | None, wrong: list[str]) -> None:
    assert differences(read_reading(reading), parse(text, name)) == wrong


def test_the_corpus_differs_in_nothing() -> None:
    wrong = [str(c) for c in value_cases() if differences(c.reading, parse(c.text, c.name))]
    assert wrong == []
