"""Terms of the lexicons that speak for a label, found wherever they stand in a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from nlp import lexicon
from nlp.narratives.segment import Word
from nlp.narratives.weights import folded

AXES = ("domain", "activity", "role")
_TABLES = {"domain": "domains", "activity": "activities", "role": "cues"}


@dataclass(slots=True, eq=False)
class Term:
    """A term: the column of its label on its axis, and how strongly it speaks (1 to 3)."""

    axis: int
    column: int
    weight: float


class Hit(NamedTuple):
    """A term at its place in a text."""

    start: int
    end: int
    term: Term


@cache
def labels(axis: str) -> tuple[str, ...]:
    """The labels of an axis that have terms, in the order of the lexicon.

    >>> labels("activity")[0]
    '机构运转'
    """
    return tuple(dict.fromkeys(row[0] for row in lexicon.current().table(_TABLES[axis])))


@dataclass(frozen=True, slots=True)
class _Head:
    """The terms that begin with the same two characters, and how long they are."""

    lengths: tuple[int, ...]
    terms: dict[str, tuple[Term, ...]]


@cache
def _by_head() -> dict[str, _Head]:
    """Terms by their first two characters."""
    found: dict[str, dict[str, tuple[Term, ...]]] = {}
    for number, axis in enumerate(AXES):
        columns = {label: column for column, label in enumerate(labels(axis))}
        for label, spelled, weight in lexicon.current().table(_TABLES[axis]):
            if len(spelled) < 2 or not weight.replace(".", "").isdigit():
                raise lexicon.LexiconError(
                    f"{_TABLES[axis]}.tsv, term {spelled}: two characters or more, and a weight"
                )
            shown = folded(spelled)[1:-1]
            term = Term(number, columns[label], float(weight))
            alike = found.setdefault(shown[:2], {})
            alike[shown] = (*alike.get(shown, ()), term)
    return {head: _Head(tuple(sorted(set(map(len, own)))), own) for head, own in found.items()}


lexicon.on_change(labels.cache_clear)
lexicon.on_change(_by_head.cache_clear)


def hits(text: str, words: Sequence[Word]) -> list[list[Hit]]:
    """Every term in a folded text that words begin and end with: a list an axis, in order of place.

    干部队伍 holds no 部队.

    >>> from nlp.narratives.segment import segment
    >>> text = "干部队伍举办论坛"
    >>> found = hits(folded(text), segment(text))
    >>> sorted({text[hit.start - 1 : hit.end - 1] for each in found for hit in each})
    ['举办', '举办论坛', '论坛']
    """
    found: list[list[Hit]] = [[] for _ in AXES]
    heads = _by_head()
    ends = {word.end + 1 for word in words}
    for _, start, _, _ in words:
        at = start + 1
        head = heads.get(text[at : at + 2])
        if head is None:
            continue
        for length in head.lengths:
            end = at + length
            if end in ends:
                for term in head.terms.get(text[at:end], ()):
                    found[term.axis].append(Hit(at, end, term))
    return found


def strength(found: Iterable[Hit], size: int) -> list[float]:
    """The weights of the distinct terms among hits of one axis, one of `size` labels a column."""
    row = [0.0] * size
    for term in {hit.term for hit in found}:
        row[term.column] += term.weight
    return row
