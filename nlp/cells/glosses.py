"""Numbers behind a value that are none themselves: a gloss, a weight, a score, an excess."""

from __future__ import annotations

from nlp.cells.descriptions import are_years, is_bare
from nlp.cells.grammar import Item, Sentence
from nlp.cells.pieces import words_between
from nlp.cells.subjects import following
from nlp.cells.units import factor_between
from nlp.cells.vocabulary import words
from nlp.notes import note
from nlp.schema import Constraint, Note

_MOST_WEIGHT = 50


def left_out(
    item: Item, earlier: Item, sentence: Sentence, notes: list[Note], trailing: bool
) -> bool:
    """Whether a bare number behind a complete value is a gloss, a weight or a score.

    `trailing`: the number before it was one already.
    """
    between = words_between(sentence, earlier, item)
    written = sentence.text(item.first, item.last)
    value = earlier.reading.constraints[0]
    complete = trailing or value.unit is not None or value.rule in ("comparison", "suffix")
    complete = complete or (value.rule == "date" and _is_weight(item))
    if between == "(" and _is_excess(item, sentence):
        notes.append(note("text_left_out", written))
        return True
    bare = is_bare(item, sentence)
    repeats = between == "(" and (_is_same(item, value, sentence) or are_years(item, sentence))
    if complete and ((bare and between in ("(", "")) or repeats):
        notes.append(note("gloss_dropped" if between else "trailing_number", written))
        return True
    dated = "date" in (item.rule, earlier.rule) and not bare
    if (between in ("", "/") or between in words().by_kind["join"]) and not dated:
        notes.append(note("columns_glued"))
    return False


def _is_excess(item: Item, sentence: Sentence) -> bool:
    """Whether a number without a unit says by how much a value is beyond another: 30（超出5）."""
    first = sentence.text(item.first, item.first + 1)
    return first in words().by_kind["excess"] and item.reading.constraints[0].unit is None


def _is_weight(item: Item) -> bool:
    """Whether a bare number may be a weight or a score."""
    value = item.reading.constraints[0].value
    return value is not None and value <= _MOST_WEIGHT


def _is_same(item: Item, value: Constraint, sentence: Sentence) -> bool:
    """Whether brackets hold the value before them once more: 5000元（伍仟元整）, 5公顷（75亩）."""
    made = item.reading.constraints[0]
    behind = following(sentence.text(item.last, item.last + 1))
    same = (made.value, made.unit, made.scale) == (value.value, value.unit, value.scale)
    return (same or _is_converted(made, value)) and made.rule == "exact" and not behind


def _is_converted(made: Constraint, value: Constraint) -> bool:
    """Whether a value is another in another unit: 5公顷（75亩）."""
    factor = factor_between(made.unit or "", value.unit or "") if made.unit != value.unit else None
    if factor is None or made.value is None or value.value is None:
        return False
    from fractions import Fraction

    return Fraction(made.value) * factor == Fraction(value.value)
