"""Rates of several values: to which of them a rate before the first belongs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlp.cells.grammar import Item, Sentence
from nlp.cells.quantities import per
from nlp.cells.subjects import is_means
from nlp.cells.vocabulary import words
from nlp.schema import Constraint

Read = tuple[Item, Constraint]


def spread_rates(piece: Sequence[Read], sentence: Sentence) -> None:
    """Give the values of a piece the rate that is meant for them, in place.

    What is done so often has the rate before those to whom it is done (每月对12个小区巡查4次); the
    members of a list share one (每人每天补助伙食费50元、交通费80元).
    """
    kind = words().by_kind
    turns = kind["turn"] + kind["occasion"]
    for (item, made), (behind, other) in pairwise(piece):
        between = sentence.kinds[item.last : behind.first]
        if other.per is not None or made.date or other.date:
            continue
        rated = sentence.kinds.rfind("E", 0, item.last)
        if rated < 0 or not made.per:
            continue
        if between in ("K", "KW") and _is_rated(made, other):
            other.per = made.per
            continue
        often = set(between) <= {"W", "X"} and other.unit in turns and made.unit not in turns
        if often and _is_to_whom(rated, item, made, sentence):
            made.per, other.per = None, made.per


def _is_rated(made: Constraint, other: Constraint) -> bool:
    """Whether the next of a list is of the kind that its first has a rate for."""
    alike = made.unit == other.unit or all(
        (each.unit_code or "").startswith("{") for each in (made, other)
    )
    return alike and made.op == other.op


def _is_to_whom(rated: int, item: Item, made: Constraint, sentence: Sentence) -> bool:
    """Whether a rate, and a word that says to whom or where, stand before a number."""
    rate = per(sentence.text(rated, rated + 1))
    return made.per == rate and is_means(sentence.text(rated + 1, item.last))
