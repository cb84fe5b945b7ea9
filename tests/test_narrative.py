"""Narratives: words, clauses, roles, labels, promises; any text gives a result."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from corpus_reader import CORPUS, Sentence, sentences
from hypothesis import given
from hypothesis import strategies as st
from test_properties import TEXTS

from nlp import analyze
from nlp.cells.engine import by_regex
from nlp.cells.lexer import running_pattern
from nlp.cells.normalize import fold
from nlp.narratives.clauses import clauses
from nlp.narratives.commitments import commitments
from nlp.narratives.segment import segment, user_words
from nlp.notation import read_constraint
from nlp.training.examples import Story, read, stories

TEXT = (
    "根据科普工作要点，通过举办全国科普日活动，开展科普讲座20场，发放手册3万册；"
    "1.新建科普馆2座，12月底前开馆；2.公众科学素质明显提升，参与者满意度≥90%。"
)
ROLES = ["basis", "activity", "output", "output", "output", "output", "outcome", "satisfaction"]


@cache
def examples() -> list[Story]:
    return stories()


def test_clauses_are_cut_and_told_apart() -> None:
    found = analyze(TEXT)
    assert "".join(clause.text for clause in found.clauses) == TEXT
    assert [clause.role.value for clause in found.clauses] == ROLES
    assert found.clauses[4].text == "1.新建科普馆2座，"
    assert found.clauses[5].indicator_type == "时效指标"
    assert found.clauses[0].indicator_type is None


def test_promises_stand_in_their_clauses() -> None:
    found = analyze(TEXT)
    told = [(c.clause, c.op.value, c.value, c.unit) for c in found.commitments]
    assert told == [
        (2, "=", 20, "场"),
        (3, "=", 30000, "册"),
        (4, "=", 2, "座"),
        (7, ">=", 90, "%"),
    ]
    for made in found.commitments:
        clause = found.clauses[made.clause or 0]
        assert clause.start <= made.start < made.end <= clause.end


def test_labels_name_their_evidence() -> None:
    found = analyze(TEXT)
    assert (found.domain[0].label, found.domain[0].name) == ("206", "科学技术")
    assert "培训宣传" in [label.label for label in found.activity]
    for label in (*found.domain, *found.activity, *found.clauses):
        for evidence in label.evidence:
            assert TEXT[evidence.start : evidence.end] == evidence.text != ""
    assert "科普" in "".join(e.text for e in found.domain[0].evidence)


@given(st.one_of(TEXTS, st.lists(TEXTS, max_size=4).map("，".join)))
def test_any_text_gives_a_narrative(text: str) -> None:
    found = analyze(text)
    assert found.text == text
    json.dumps(found.to_dict(), allow_nan=False)
    assert all(a.end == b.start for a, b in pairwise(found.clauses))
    for clause in found.clauses:
        assert clause.text == text[clause.start : clause.end]
    for made in found.commitments:
        assert made.clause is not None
        assert 0 <= made.start < made.end <= len(text)
    scores = [label.score for label in found.domain]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("，。；", "no_content"),
        ("保障机构正常运转。", "no_commitment"),
        ("This project trains 50 teachers.", "not_chinese"),
        ("完成培训12，满意度达到95%。", "number_without_unit"),
        ("一级指标\t二级指标\t指标值\n产出指标\t数量指标\t≥5场", "looks_like_table"),
    ],
)
def test_what_is_no_narrative_says_so(text: str, code: str) -> None:
    assert code in [note.code for note in analyze(text).notes]


def test_words_are_those_of_jieba() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nlp.narratives.segment import _by_jieba

        reference = _by_jieba()
    texts = [story.text for story in examples()[::9]]
    assert len(texts) > 30
    for text in texts:
        ours, cut = [word.text for word in segment(text)], [word for word, _ in reference(text)]
        assert _between_han(ours) == _between_han(cut)
    assert len(user_words()) > 100


def _between_han(words: list[str]) -> list[int]:
    """The places where two Chinese characters are parted; of 2.6TB each engine thinks its own."""
    ends = [sum(map(len, words[: n + 1])) for n in range(len(words) - 1)]
    return [
        end
        for end, (one, other) in zip(ends, pairwise(words), strict=True)
        if "\u4e00" <= one[-1] <= "\u9fff" and "\u4e00" <= other[0] <= "\u9fff"
    ]


def test_both_engines_cut_the_same_tokens() -> None:
    ours = running_pattern()
    other = by_regex(ours.pattern)
    for story in examples()[::9]:
        text = fold(story.text).text
        cut = [[(m.lastgroup, m.span()) for m in each.finditer(text)] for each in (ours, other)]
        assert cut[0] == cut[1]


def test_clauses_of_the_examples() -> None:
    """Ends of clauses as they were set by hand, F1; the figure may only rise."""
    right = found = wanted = 0
    for story in examples():
        text, at, ends = story.text, 0, set()
        for clause in story.clauses:
            at += len(clause.text)
            ends.add(at)
        cut = {span.end for span in clauses(text, segment(text))}
        right, found, wanted = right + len(cut & ends), found + len(cut), wanted + len(ends)
    assert 2 * right / (found + wanted) >= 0.97


def test_a_long_text_is_read_whole() -> None:
    text = "举办讲座20场，" * 3000
    found = analyze(text)
    assert len(found.clauses) == len(found.commitments) == 3000


HELD_OUT = Path(__file__).parent / "corpus" / "narratives"


@pytest.mark.parametrize("name", sorted(path.name for path in HELD_OUT.glob("*.txt")))
def test_narratives_that_nothing_was_weighed_from(name: str) -> None:
    """Floors below the figures of `nlp/training/README.md`; they may only rise."""
    domains = roles = clauses = shared = told = 0
    held_out = list(read(HELD_OUT / name))
    for story in held_out:
        found = analyze(story.text)
        domains += found.domain[0].label == story.domain
        labels = {label.label for label in found.activity}
        shared += 2 * len(labels & set(story.activities))
        told += len(labels) + len(story.activities)
        at = 0
        for clause in story.clauses:
            middle = at + len(clause.text) // 2
            at += len(clause.text)
            roles += next(c for c in found.clauses if middle < c.end).role is clause.role
            clauses += 1
    assert domains / len(held_out) >= 0.92
    assert shared / told >= 0.87
    assert roles / clauses >= 0.92


def test_promises_of_narratives_that_nothing_was_tuned_on() -> None:
    """Operator, number, unit and rate, F1."""
    shared = found = wanted = 0
    for story in stories(HELD_OUT):
        hoped = Counter(key(read_constraint(p)) for c in story.clauses for p in c.promises)
        seen = Counter(key(made) for made in analyze(story.text).commitments)
        shared += (hoped & seen).total()
        found, wanted = found + seen.total(), wanted + hoped.total()
    assert 2 * shared / (found + wanted) >= 0.98


@pytest.mark.parametrize("name", sorted(path.name for path in HELD_OUT.glob("*.txt")))
def test_what_promises_count(name: str) -> None:
    """Promises whose subject is the one stated, to the letter, F1; the figure may only rise."""
    shared = found = wanted = 0
    for story in read(HELD_OUT / name):
        stated = [read_constraint(p) for c in story.clauses for p in c.promises]
        hoped = Counter((*key(made), made.subject) for made in stated)
        seen = Counter((*key(made), made.subject) for made in analyze(story.text).commitments)
        shared += (hoped & seen).total()
        found, wanted = found + seen.total(), wanted + hoped.total()
    assert 2 * shared / (found + wanted) >= 0.915


@pytest.mark.parametrize("sentence", sentences(CORPUS / "promises.txt"), ids=str)
def test_what_a_promise_counts(sentence: Sentence) -> None:
    hoped = [(*key(made), made.subject) for made in sentence.constraints]
    assert [(*key(made), made.subject) for made in commitments(sentence.text)] == hoped


def key(made: Any) -> tuple[Any, ...]:
    return str(made.op), made.value, made.low, made.high, made.unit, made.per
