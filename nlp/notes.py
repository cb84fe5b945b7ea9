"""Every note: its code, the confidence it leaves, and its message. A closed table.

A note that tells of nothing inferred or repaired leaves 1.0. The confidence of a result is the
product over its distinct notes.
"""

from __future__ import annotations

from nlp.schema import Note

CATALOGUE: dict[str, tuple[float, str]] = {
    # repaired
    "op_repaired": (0.8, "{} was read as a damaged operator"),
    "digit_repaired": (0.6, "{} inside a number was read as a digit"),
    "op_repeated": (0.95, "the operator is written twice; it counts once"),
    "scale_repaired": (0.8, "{} behind a number was read as 万"),
    "number_joined": (0.95, "blanks inside the number were closed: {}"),
    "columns_glued": (0.8, "complete values stand side by side without a separator; one each"),
    # doubtful
    "op_doubtful": (0.6, "{} may be a damaged operator; it was read literally"),
    "maybe_year": (0.5, "{} may be a year and no quantity; check the source"),
    "year_relative": (0.6, "the year that {} means is not told; month and day alone were read"),
    "year_short": (0.9, "the year {} was read as one of this century"),
    "maybe_first": (0.6, "{} may be each one, or the first of the year; it was read as each"),
    "maybe_glued": (0.4, "{} may be two columns run together; check the source"),
    "either_or": (0.6, "one of several values is meant, and not all of them: {}"),
    "size_of": (0.8, "{} was read as the size of what is counted, and not as an amount of its own"),
    "over_100": (0.4, "a share of {} % cannot be; check the source"),
    # inferred
    "op_from_name": (0.9, "the operator was taken from the indicator's name"),
    "unit_from_name": (0.9, "the unit {} was taken from the indicator's name"),
    "scale_from_name": (0.85, "the scale {} was taken from the indicator's name"),
    "percent_assumed": (0.8, "a rate with a bare number was read in percent"),
    "fraction_or_percent": (0.5, "a rate with {}: a fraction or a percentage, cannot tell"),
    "money_assumed": (0.8, "an amount without a unit was read as 元 after the indicator's name"),
    "name_conflict": (0.7, "the name says {}, the cell says otherwise; the cell was followed"),
    "unit_ambiguous": (0.8, "{} may stand for several units; no code was given"),
    "unit_unknown": (0.9, "{} is not in the lexicon; it was kept as the unit"),
    # left out
    "trailing_number": (0.9, "{} after the constraint looks like a weight or score; left out"),
    "gloss_dropped": (0.95, "{} repeats the value in other words; left out"),
    "remark_left_out": (0.95, "the remark {} was left out"),
    "text_left_out": (0.8, "{} was not read"),
    # told, with nothing lost
    "direction_dropped": (1.0, "the direction word {} is not part of the value"),
    "unit_gloss": (1.0, "{} repeats the unit"),
    "approximate_below": (1.0, "近 means somewhat below the number; read as approximate"),
    "comparison_without_number": (1.0, "{} compares with something that is not a number"),
    "vague_number": (1.0, "{} is a vague number; it was not turned into a value"),
    "model_or_name": (1.0, "{} is a name, ordinal or document number, not a quantity"),
    "fraction_gloss": (1.0, "the remark {} says that the share is written as a fraction"),
    "share_of": (1.0, "the share is one of {}"),
    # unparseable
    "empty": (0.0, "the cell is empty"),
    "no_value": (0.0, "{} marks that there is no value"),
    "empty_template": (0.0, "operator and unit without a number: an unfilled template"),
    "unit_only": (0.0, "a unit without a number"),
    "operator_only": (0.0, "an operator without a number"),
    "no_content": (0.0, "no letter, digit or sign to read"),
    "range_reversed": (0.0, "{} runs downwards; a range goes from the smaller to the larger"),
    "bounds_contradict": (0.0, "no number can satisfy {}"),
    "number_too_long": (0.0, "a number of {} digits cannot be a target"),
    "number_malformed": (0.0, "{} cannot be read as one number"),
    "date_impossible": (0.0, "{} is not a date"),
    "columns_glued_unreadable": (0.0, "{} looks like columns run together; cannot tell which"),
    # narratives
    "no_commitment": (1.0, "the narrative promises no number"),
    "number_without_unit": (1.0, "{} has no unit; it was not taken for a promise"),
    "not_chinese": (1.0, "the text is not Chinese; the labels mean little"),
    "looks_like_table": (1.0, "the text looks like a table; structure reads it"),
    # tables
    "layout_unknown": (1.0, "no known table layout; what looked like indicators was read: {}"),
    "no_table": (1.0, "no table was found; give the table with its header row"),
    "row_unread": (1.0, "row {} fits no column of the table and was left out"),
    "money_unit_missing": (1.0, "the table names no money unit; sums were read as 元"),
    "money_unread": (1.0, "{} is not a sum of money"),
    "money_left_out": (1.0, "{}: a sum of no source that is kept; left out"),
    "sums_added": (1.0, "{} were added up to one source of money"),
    "column_unknown": (1.0, "{}"),
    "columns_cut": (1.0, "only 4096 columns are read; what stands beyond was left out: {}"),
    "weight_unread": (1.0, "{} is not a weight"),
    "class_unknown": (1.0, "the indicator class {} is not in the lexicon"),
    "sum_differs": (1.0, "{}"),
    "row_torn": (1.0, "{}"),
    "cells_centred": (1.0, "cells below row {} stand in the middle of their rows; laid out anew"),
    # files
    "sheet_hidden": (1.0, "the hidden sheet {} was left out; unhide it to have it read"),
    "cells_hidden": (1.0, "hidden rows or columns of {} were read as the others"),
    "formula_unsaved": (1.0, "formulas without a stored value: {}; calculate and save the file"),
    "part_left_out": (1.0, "{}: left out"),
    "sign_unknown": (1.0, "{} of a symbol font is not known and was kept as it is"),
    "key_repeated": (1.0, "the key {} stands twice in an object; the last value was read"),
    "text_recognized": (1.0, "{} recognized in a picture; check every figure against it"),
}


def note(code: str, detail: object = "") -> Note:
    """A note of the catalogue, its message filled in with `detail`.

    >>> note("unit_unknown", "榀").message
    '榀 is not in the lexicon; it was kept as the unit'
    """
    return Note(code, CATALOGUE[code][1].replace("{}", str(detail)[:60], 1))


def confidence(notes: list[Note]) -> float:
    """The confidence that these notes leave: 1.0 where nothing was inferred or repaired.

    >>> confidence([note("op_from_name"), note("unit_from_name", "亩")])
    0.81
    """
    if not notes:
        return 1.0
    product = 1.0
    for code in {n.code for n in notes}:
        product *= CATALOGUE[code][0]
    return round(product, 4)
