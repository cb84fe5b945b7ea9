"""Terms of the lexicons that speak for a label, found wherever they stand in a text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import repeat
from typing import NamedTuple

from nlp import lexicon
from nlp.segment import Word
from nlp.weights import folded

AXES = ("domain", "activity", "role")
_TABLES = {"domain": "domains", "activity": "activities", "role": "cues"}


class Term(NamedTuple):
    """A term: the column of its label on its axis, and how strongly it speaks (1 to 3)."""

    spelled: str
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


@cache
def _by_head() -> dict[str, list[Term]]:
    """Terms by their first two characters."""
    found: dict[str, list[Term]] = {}
    for number, axis in enumerate(AXES):
        columns = {label: column for column, label in enumerate(labels(axis))}
        for label, spelled, weight in lexicon.current().table(_TABLES[axis]):
            if len(spelled) < 2 or not weight.replace(".", "").isdigit():
                raise lexicon.LexiconError(
                    f"{_TABLES[axis]}.tsv, term {spelled}: two characters or more, and a weight"
                )
            term = Term(folded(spelled)[1:-1], number, columns[label], float(weight))
            found.setdefault(term.spelled[:2], []).append(term)
    return found


lexicon.on_change(labels.cache_clear)
lexicon.on_change(_by_head.cache_clear)


def hits(text: str, pairs: Sequence[str], words: Sequence[Word]) -> list[Hit]:
    """Every term in a folded text that words begin and end with, in order of place.

    `pairs` are the pairs of characters at the places of the text; 干部队伍 holds no 部队.

    >>> from nlp.segment import segment
    >>> from nlp.weights import sequences
    >>> shown = folded("干部队伍举办论坛")
    >>> spelled = {h.term.spelled for h in hits(shown, sequences(shown)[1], segment(shown[1:-1]))}
    >>> "论坛" in spelled, "部队" in spelled
    (True, False)
    """
    starts = {word.start + 1 for word in words}
    ends = {word.end + 1 for word in words}
    found: list[Hit] = []
    for at, terms in enumerate(map(_by_head().get, pairs, repeat(()))):
        if not terms or at not in starts:
            continue
        for term in terms:
            end = at + len(term.spelled)
            if end in ends and text.startswith(term.spelled, at):
                found.append(Hit(at, end, term))
    return found
