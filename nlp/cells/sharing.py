"""What an item of a list shares with the one beside it."""

from __future__ import annotations

from nlp.cells.grammar import Item, Sentence
from nlp.cells.produced import alike
from nlp.schema import Op


def shares_operator(item: Item, earlier: Item, sentence: Sentence) -> bool:
    """Whether an operator holds for the next of a list too: 不少于10支代表队、500名运动员."""
    tokens = sentence.tokens
    between = "".join(t.kind for t in tokens[earlier.last : item.first])
    one, other = earlier.reading.constraints[0], item.reading.constraints[0]
    alone = item.last - item.first == 1 and (other.rule, other.op) == ("exact", Op.EQ)
    return (
        between == "WK"
        and alone
        and earlier.rule == item.rule == "bound"
        and (
            one.rule in ("comparison", "distributive")
            and one.date is None
            and not (one.change or one.baseline)
        )
        and alike(one, other)
    )


def shares_suffix(item: Item, behind: Item, sentence: Sentence) -> bool:
    """Whether the limit of a time holds for the one before it too: 城区15分钟、农村30分钟内."""
    one, other = item.reading.constraints[0], behind.reading.constraints[0]
    return (
        sentence.kinds[item.last : behind.first] == "KW"
        and (one.rule, one.op, other.rule, other.op) == ("exact", Op.EQ, "suffix", Op.LE)
        and one.dimension == other.dimension
        and (one.dimension or "").startswith("time")
    )
