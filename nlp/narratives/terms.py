"""Terms of the lexicons that speak for a label, found wherever they stand in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
    """Every term in a folded text that words begin and end with: a list an axis, in their order.

    干部队伍 holds no 部队. The places are those of the words.

    >>> from nlp.narratives.segment import segment
    >>> text = "干部队伍举办论坛"
    >>> found = hits(folded(text), segment(text))
    >>> sorted({text[hit.start : hit.end] for own in found for hit in own})
    ['举办', '举办论坛', '论坛']
    """
    found: list[list[Hit]] = [[] for _ in AXES]
    heads = _by_head()
    inner = text[1:-1]
    ends = {end for _, _, end, _ in words}
    for _, start, _, _ in words:
        head = heads.get(inner[start : start + 2])
        if head is None:
            continue
        for length in head.lengths:
            end = start + length
            if end in ends:
                for term in head.terms.get(inner[start:end], ()):
                    found[term.axis].append(Hit(start, end, term))
    return found


def strengths(
    found: Iterable[Hit], share: Callable[[Hit], float] | None = None
) -> dict[int, float]:
    """For each column the weights of its distinct terms, added up.

    `share` tells how much of its weight a term has at a place; its best place counts.
    """
    best: dict[Term, float] = {}
    for hit in found:
        counts = 1.0 if share is None else share(hit)
        best[hit.term] = max(best.get(hit.term, 0.0), hit.term.weight * counts)
    said: dict[int, float] = {}
    for term, weight in best.items():
        said[term.column] = said.get(term.column, 0.0) + weight
    return said
