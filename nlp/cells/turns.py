"""A rate that belongs to how often something is done, and not to whom: 每月对12个小区巡查4次."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlp.cells.grammar import Item, Sentence
from nlp.cells.quantities import per
from nlp.cells.subjects import is_means
from nlp.cells.vocabulary import words
from nlp.schema import Constraint

Read = tuple[Item, Constraint]


def rate_turns(piece: Sequence[Read], sentence: Sentence) -> None:
    """Give what is done so often the rate before those to whom it is done, in place."""
    kind = words().by_kind
    turns = kind["turn"] + kind["occasion"]
    for (item, made), (behind, turn) in pairwise(piece):
        joined = set(sentence.kinds[item.last : behind.first]) <= {"W", "X"}
        if not (joined and made.per and turn.unit in turns and turn.per is None):
            continue
        rated = sentence.kinds.rfind("E", 0, item.last)
        if rated >= 0 and made.unit not in turns and _is_to_whom(rated, item, made, sentence):
            made.per, turn.per = None, made.per


def _is_to_whom(rated: int, item: Item, made: Constraint, sentence: Sentence) -> bool:
    """Whether a rate, and a word that says to whom or where, stand before a number."""
    rate = per(sentence.text(rated, rated + 1))
    return made.per == rate and is_means(sentence.text(rated + 1, item.last))
