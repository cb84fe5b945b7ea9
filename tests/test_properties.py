"""Properties that hold for every text, and known constraints read back from generated spellings."""

from __future__ import annotations

import json
from dataclasses import asdict, fields

import pytest
from corpus_reader import value_cases
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import Spelled, intervals, spelled
from strategies_combined import COMBINED
from strategies_forms import FORMS, noisy

from nlp import extract, parse, parse_many
from nlp.cells.moulds import _CELL as CELL
from nlp.cells.moulds import _NUMBER as NUMBER
from nlp.cells.moulds import cast as cast_by_mould
from nlp.cells.moulds import forget as forget_moulds
from nlp.cells.names import read_name
from nlp.cells.spelling import spell
from nlp.cells.target import _read as read_by_grammar
from nlp.schema import Constraint, Kind

ALPHABET = st.characters(categories=("L", "N", "P", "S", "Z", "Cc", "Cf", "Cs", "Co"))
_WORDS = (
    "≥ ≤ > < = 不少于 以上 以内 约 左右 5 12 3.5 1,200 三 十五 两万 万 亿 百分之 人 人次 "
    "场 % 元 / 每 月 人·月 - ~ 至 到 ， ； 、 （ ） 分别 各 年 日 底 前 2025 11 增长 "
    "较上年 从 提高到 率 参会 ** XX 第 期 半 余 ± x"
)
FRAGMENTS = st.sampled_from(_WORDS.split())
TEXTS = st.one_of(st.text(ALPHABET, max_size=60), st.lists(FRAGMENTS, max_size=14).map("".join))


def _same(one: Constraint, other: Constraint) -> bool:
    skipped = {"start", "end", "rule", "inferred", "scale"}
    names = [f.name for f in fields(Constraint) if f.name not in skipped]
    return all(getattr(one, n) == getattr(other, n) for n in names)


@given(TEXTS, st.one_of(st.none(), TEXTS))
@example("≥5次", "走访（36.0036.00）")
def test_any_text_gives_a_result(text: str, name: str | None) -> None:
    target = parse(text, name)
    assert target.text == text
    assert 0.0 <= target.confidence <= 1.0
    assert (target.kind is Kind.UNPARSEABLE) <= bool(target.notes)
    assert (target.confidence == 1.0) or target.notes
    json.dumps(target.to_dict(), allow_nan=False)
    for made in target.constraints:
        assert 0 <= made.start < made.end <= len(text)


@given(TEXTS)
def test_running_text_offsets(text: str) -> None:
    for made in extract(text):
        assert 0 <= made.start < made.end <= len(text)
        assert made.date is None


@given(st.lists(TEXTS, max_size=6))
def test_many_is_map(texts: list[str]) -> None:
    assert parse_many(texts) == [parse(text) for text in texts]


@given(spelled())
@settings(max_examples=400)
def test_spelled_constraint_reads_back(known: Spelled) -> None:
    target = parse(known.text)
    assert len(target.constraints) == 1, target
    made = target.constraints[0]
    assert made.op == known.op
    assert made.value == known.value
    assert made.unit == known.unit
    assert (made.per or "") == known.per
    assert (made.subject or "") == known.subject
    assert any(char.isalnum() for char in known.text[made.start : made.end])


def test_what_was_read_before_changes_no_reading() -> None:
    names = sorted({c.name for c in value_cases() if c.name})
    pairs = [(text, name) for text in ("≤550元", "95%", "≥3.5公里", "5万元") for name in names]
    alone = []
    for text, name in pairs:
        forget_moulds()
        alone.append(parse(text, name))
    assert [parse(text, name) for text, name in pairs] == alone


def test_cells_of_one_mould_are_read_as_the_grammar_reads_them() -> None:
    """Each mould of the corpus, filled with many numbers, with and without a name."""
    names = ["受益人数", "产品合格率（%）", "栽植面积（≥**亩）", "产值（万元）", "覆盖率", "速度"]
    numbers = [
        "2",
        "7",
        "11",
        "31",
        "94",
        "1.25",
        "100.5",
        "294",
        "1999",
        "20000",
        "86100",
        "123456789",
    ]
    read = {tuple(NUMBER.split(c.text)[::2]) for c in value_cases() if CELL.fullmatch(c.text)}
    forget_moulds()
    cast = 0
    for first, *others in sorted(read)[::3]:
        for turn in range(len(numbers) * 2):
            filled = [f"{numbers[turn * n % len(numbers)]}{p}" for n, p in enumerate(others, 1)]
            text = first + "".join(filled)
            for known in (None, *map(read_name, names)):
                made = cast_by_mould(text, known, read_by_grammar)
                cast += made is not None
                assert made is None or made == read_by_grammar(text, known)
    assert cast > 2000


@given(intervals())
def test_interval_reads_back(known: tuple[object, ...]) -> None:
    low, high, low_inclusive, high_inclusive, unit, text = known
    target = parse(str(text))
    assert len(target.constraints) == 1, target
    made = target.constraints[0]
    assert (made.low, made.high, made.unit) == (low, high, unit)
    assert (made.low_inclusive, made.high_inclusive) == (low_inclusive, high_inclusive)


@given(st.one_of(spelled().map(lambda s: s.text), intervals().map(lambda i: i[-1])))
def test_normal_form_is_stable(text: str) -> None:
    for made in parse(text).constraints:
        again = parse(spell(made)).constraints
        assert len(again) == 1
        assert _same(again[0], made)
        assert spell(again[0]) == spell(made)


@given(
    st.lists(st.integers(1, 99_999), min_size=2, max_size=4),
    st.sampled_from(["\n", "\r\n", "<br>"]),
)
def test_numbers_on_lines_of_their_own_stay_apart(numbers: list[int], line: str) -> None:
    target = parse(line.join(map(str, numbers)))
    assert [made.value for made in target.constraints] == numbers
    assert target.confidence < 0.5


@pytest.mark.parametrize("family", sorted(FORMS | COMBINED))
@given(data=st.data())
def test_form_reads_back(family: str, data: st.DataObject) -> None:
    form = data.draw((FORMS | COMBINED)[family].flatmap(noisy))
    target = parse(form.text, form.name)
    wanted = [asdict(known) for known in form.known]
    assert len(target.constraints) == len(wanted), target
    pairs = zip(target.constraints, wanted, strict=True)
    found = [{name: getattr(made, name) for name in one} for made, one in pairs]
    assert found == wanted, target


@pytest.mark.parametrize("text", ["\ud800", "≥\udfff5人", "\x00≥5人\x00", "5\ud83d人"])
def test_surrogates_and_controls(text: str) -> None:
    assert parse(text).text == text
