"""Values side by side, each with what it counts behind it: 12个乡镇168个行政村."""

from __future__ import annotations

from itertools import pairwise

from nlp.cells.attributes import has_attribute
from nlp.cells.grammar import Sentence
from nlp.cells.pieces import Piece, words_between
from nlp.cells.subjects import is_means, measures, trim
from nlp.cells.vocabulary import words

_THING = 4
_EXACT = ("exact",)
_COMPARED = ("exact", "comparison")


def is_parallel(piece: Piece, sentence: Sentence) -> bool:
    """Whether what is counted stands behind each of several numbers: 12个乡镇168个行政村."""
    items = piece.items
    if len(items) < 2 or has_attribute(len(items) - 2, piece, sentence):
        return False
    rules = _COMPARED if are_shares(piece, sentence) else _EXACT
    return _alternate(piece, sentence, rules) and sentence.kinds[items[-1].last : piece.last] == "W"


def counts_alone(piece: Piece, sentence: Sentence) -> bool:
    """Whether only the last of several counts needs nothing to be counted: 12个小区3560户."""
    if len(piece.items) < 2 or piece.items[-1].last < piece.last:
        return False
    before, last = piece.items[-2:]
    unit = last.reading.constraints[0].unit or ""
    counts = all((i.reading.constraints[0].unit_code or "").startswith("{") for i in piece.items)
    lead = trim(sentence.text(piece.first, piece.items[0].first))[0]
    named = words_between(sentence, before, last)
    own = named.endswith((unit, *measures(), *words().by_kind["people"])) or len(named) > _THING
    listed = counts and unit in words().by_kind["alone"] and (not lead or is_means(lead))
    return listed and not own and _alternate(piece, sentence, _EXACT)


def _alternate(piece: Piece, sentence: Sentence, rules: tuple[str, ...]) -> bool:
    """Whether numbers and words take turns from the first number to the last."""
    items = piece.items
    return all(
        item.rule == "bound" and item.reading.constraints[0].rule in rules for item in items
    ) and all(sentence.kinds[one.last : other.first] == "W" for one, other in pairwise(items))


def are_shares(piece: Piece, sentence: Sentence) -> bool:
    """Whether a piece is shares and what each is one of: 80%乡镇60%村."""
    begins = bool(piece.items) and piece.items[0].first == piece.first
    return begins and all(
        item.reading.constraints[0].unit == "%"
        and sentence.text(item.last, item.last + 1).isalpha()
        for item in piece.items
    )
