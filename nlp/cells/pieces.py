"""A sentence cut at its separators, and what the items of a piece share."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.cells.grammar import Item, Sentence
from nlp.cells.produced import alike
from nlp.schema import Note, Op


@dataclass(slots=True)
class Piece:
    """Tokens [first, last) between separators, the items among them, and notes on these."""

    first: int
    last: int
    items: list[Item]
    notes: list[Note] = field(default_factory=list)


def cut(sentence: Sentence) -> list[Piece]:
    """Pieces between separators, or at the marks of a list that the text begins with.

    A separator inside an item does not cut.
    """
    cutting = ",L" if sentence.kinds.startswith("L") else ","
    ends = [i for i, kind in enumerate(sentence.kinds) if kind in cutting]
    joints = _joints(sentence)
    if not (ends or joints):
        return [Piece(0, len(sentence.tokens), sentence.items)]
    ends = sorted({*ends, *joints}) if joints else ends
    taken = {i for item in sentence.items for i in range(item.first, item.last)}
    pieces: list[Piece] = []
    first = 0
    queue = list(reversed(sentence.items))
    for last in (*(i for i in ends if i not in taken), len(sentence.tokens)):
        items: list[Item] = []
        while queue and queue[-1].first < last:
            items.append(queue.pop())
        if last > first:
            pieces.append(Piece(first, last, items))
        first = last + 1
    return pieces


def _joints(sentence: Sentence) -> list[int]:
    """Where words go on behind a value: at 且, or at a mark of a list before words alone."""
    tokens, items = sentence.tokens, sentence.items
    found: list[int] = []
    for index, item in enumerate(items):
        kind = tokens[item.last].kind if item.last < len(tokens) else ""
        last = index + 1 == len(items)
        if kind == "J" or (
            kind == "K" and last and not sentence.text(item.last, item.last + 1).isalpha()
        ):
            found.append(item.last)
    return found


def words_between(sentence: Sentence, one: Item, other: Item) -> str:
    return sentence.text(one.last, other.first).strip()


def is_schedule(sentence: Sentence) -> bool:
    """Whether several periods each have a value of their own: 一季度25%、二季度50%."""
    items = sentence.items
    if len(items) < 4:
        return False
    pairs = 0
    for index, item in enumerate(items[:-1]):
        period = item.rule == "date" and item.reading.constraints[0].op is Op.RANGE
        between = words_between(sentence, item, items[index + 1]) if period else None
        pairs += between in ("", ":") and items[index + 1].rule != "date"
    return pairs > 1


def shares_operator(item: Item, earlier: Item, sentence: Sentence) -> bool:
    """Whether an operator holds for the next of a list too: 不少于10支代表队、500名运动员."""
    between = sentence.kinds[earlier.last : item.first]
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
