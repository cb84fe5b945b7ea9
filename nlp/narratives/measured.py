"""What is measured or paid, rather than counted: a rate, an amount, a subsidy."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.narratives.edges import endings, ends_in_measure, kinds, without_tail
from nlp.narratives.segment import Word
from nlp.schema import Constraint

_MEASURED = ("time", "percent", "age", "area", "multiple")


def at_copula(found: Sequence[Word], made: Constraint | None) -> Sequence[Word]:
    """Of a measure and what it is said of, the one that counts: 标准为|小学, 比例|为投资额."""
    at = next((at for at, word in enumerate(found) if word.text in kinds()["is"]), 0)
    if not 0 < at < len(found) - 1 or not ends_in_measure(named := without_tail(found[:at])):
        return found
    share = made is not None and (made.dimension or "").startswith("percent")
    return named if share else found[at + 1 :]


def is_measured(found: Sequence[Word], made: Constraint | None) -> bool:
    """Whether words end in what is measured, such as a rate; of things only their number is."""
    if not ends_in_measure(found):
        return _is_paid(found, made)
    return not _counts_things(made) or found[-1].text.endswith(endings("number"))


def _counts_things(made: Constraint | None) -> bool:
    if made is None or (made.dimension or "").startswith(_MEASURED):
        return False
    return (made.unit_code or "").startswith("{")


def _is_paid(found: Sequence[Word], made: Constraint | None) -> bool:
    """Whether a sum of money is what the words end in: 保管费用|补贴."""
    table, first = kinds(), found[0]
    if made is None or not (made.dimension or "").startswith("money"):
        return False
    if first.text in table["when"] or first.text in table["anew"]:
        return False
    return first.tag[0] in "vn" and found[-1].text in table["paid"]


def is_amount(found: Sequence[Word], at: int) -> bool:
    """Whether a verb is done to what is measured, and does not tell how: 拨付|帮扶资金."""
    table, word = kinds(), found[at]
    if found[-1].text in table["paid"]:
        return word.text in table["gift"]
    if not found[-1].text.endswith(endings("amount")):
        return False
    if any(word.text in table[kind] for kind in ("gift", "chain", "adds")):
        return True
    behind, right_before = found[at + 1], at + 3 == len(found)
    tells_how = behind.tag[0] == "v" or (right_before and behind.text in table["modifier"])
    return word.text in table["verb"] and not tells_how
