"""The productions of the rules for one number, a list of numbers, or a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.cells.intervals import interval
from nlp.cells.lexer import Token
from nlp.cells.normalize import Folded
from nlp.cells.operators import LOWER, UPPER, operator, operators, text_of
from nlp.cells.produced import (
    NUMBERS,
    Reading,
    alike,
    change_of,
    constraint,
    numbers,
    rate_before,
    tells_kind,
)
from nlp.cells.quantities import quantity
from nlp.cells.vocabulary import words
from nlp.notes import note
from nlp.schema import Change, Constraint, Note, Op

_COUNTED = 8
_BEYOND = {Op.GT: Change.INCREASE, Op.LT: Change.DECREASE}
_TURNED = {
    Op.GE: Op.LE,
    Op.GT: Op.LT,
    Op.LE: Op.GE,
    Op.LT: Op.GT,
    Op.EQ: Op.EQ,
    Op.APPROX: Op.APPROX,
}
_VARIABLE = ("x", "X")
SHARES = ("percent", "multiple", "tenth")


def bound(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """One number with whatever stands before and behind it."""
    found = numbers(tokens, folded)[0]
    reading = Reading([], list(found.notes))
    op = operator(tokens, folded, reading.notes, more=found.more)
    kinds = {t.kind for t in tokens}
    made = constraint(op, found, _bound_rule(kinds))
    made.change = change_of(tokens)
    if op is Op.APPROX:
        reading.notes += _approximation(tokens, folded)
    reading.constraints.append(made)
    return reading.rate(rate_before(tokens, folded))


def bound_around(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A suffix behind what is counted: 25个社区以上."""
    reading = bound(tokens, folded)
    counted = next(t for t in reversed(tokens) if t.kind == "W")
    if reading is None or counted.end - counted.start > _COUNTED:
        return None
    reading.counted = text_of(counted, folded)
    return reading


def share_of(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """An operator, what the share is one of or how it is averaged, the number: 不低于总数的80%."""
    kind = words().by_kind
    whole = next(t for t in tokens if t.kind == "W")
    spelled = text_of(whole, folded)
    if _is_distance(tokens, spelled, folded):
        return _distance(tokens, whole, folded)
    reading = bound([t for t in tokens if t is not whole], folded)
    if reading is None or not (made := reading.constraints[0]).unit:
        return None
    if made.dimension == "percent_point" and tokens[0].kind == "O":
        return _distance(tokens, whole, folded)
    if spelled in kind["average"]:
        reading.counted = spelled
    elif _is_whole(spelled) and made.dimension in SHARES:
        reading.notes.append(note("share_of", spelled))
    elif (
        not _counts_behind(tokens, folded, made)
        or len(spelled) > _COUNTED
        or kind["of"][0] in spelled
    ):
        return None
    else:
        reading.counted = spelled
    return reading


def _counts_behind(tokens: Sequence[Token], folded: Folded, made: Constraint) -> bool:
    """Whether an operator goes with a number behind the thing: 不少于培训5场; not 突破技术5项."""
    does = text_of(tokens[0], folded) in words().by_kind["does"]
    return made.op in (*LOWER, *UPPER) and tokens[0].kind == "O" and not does


def _is_distance(tokens: Sequence[Token], whole: str, folded: Folded) -> bool:
    """Whether a share is how far from a level it is: 低于市场均价10%, not 低于总数的10%."""
    kind = words().by_kind
    number = next(t for t in tokens if t.kind in NUMBERS)
    first = text_of(tokens[0], folded)
    compared = first in kind["level"] and Op(words().prefix[first][0]) in _BEYOND
    share = quantity(number, folded).unit in words().shares_of
    return compared and share and not whole.endswith(kind["of"][0]) and whole not in kind["average"]


def _is_whole(spelled: str) -> bool:
    """Whether words before a share are what it is a share of: 总数的80%, 上年95%."""
    w = words()
    return spelled.endswith(w.by_kind["of"][0]) or spelled in w.baselines.values()


def _distance(tokens: Sequence[Token], whole: Token, folded: Folded) -> Reading | None:
    """How far from a level: 高于全市平均水平2个百分点."""
    direction = _BEYOND.get(operators(tokens, folded)[0][-1][0])
    if direction is None:
        return None
    reading = bound([t for t in tokens if t is not whole and t.kind != "O"], folded)
    if reading is not None:
        made = reading.constraints[0]
        made.change, made.baseline = direction, text_of(whole, folded)
    return reading


def _bound_rule(kinds: set[str]) -> str:
    if "V" in kinds:
        return "change"
    if "S" in kinds:
        return "suffix"
    return "comparison" if "O" in kinds else "exact"


def _approximation(tokens: Sequence[Token], folded: Folded) -> list[Note]:
    below = words().by_kind["below"]
    spelled = (text_of(t, folded) for t in tokens if t.kind == "O")
    return [note("approximate_below")] if any(s in below for s in spelled) else []


def bound_behind(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A number and a word that is an operator before or behind it: 60人不到."""
    if text_of(tokens[-1], folded) not in words().suffix:
        return None
    return bound([*tokens[:-1], replace(tokens[-1], kind="S")], folded)


def turned(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A bound before what it bounds: 90%≤满意度."""
    number, sign, measured = tokens
    spelled = text_of(sign, folded)
    if spelled[0].isalpha():
        return None
    found = numbers([number], folded)[0]
    made = constraint(_TURNED[words().prefix[spelled][0]], found, "turned")
    name = text_of(measured, folded)
    made.subject = name if name not in _VARIABLE else None
    return Reading([made], list(found.notes))


def from_to(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A level left and a level reached: 从60%提高到80%; the first is the baseline."""
    tokens = _undated(tokens, folded)
    first = next(i for i, t in enumerate(tokens) if t.kind in NUMBERS)
    change = next(i for i, t in enumerate(tokens) if t.kind == "V")
    if not tokens[change].match["to"]:
        return None
    if first == 0 and len({q.unit for q in numbers(tokens, folded)}) > 1:
        return None
    rest = tokens[change:]
    around = any(t.kind == "W" for t in rest)
    reading = bound_around(rest, folded) if around else bound(rest, folded)
    if reading is not None:
        made = reading.constraints[0]
        made.rule = "from_to"
        made.baseline = text_of(tokens[first], folded)
        made.change = Change(words().changes[tokens[change].match["change"]])
        if made.per is None:
            reading.rate(rate_before(tokens, folded))
    return reading


def _undated(tokens: Sequence[Token], folded: Folded) -> Sequence[Token]:
    """The tokens without the times of two levels: 从2023年的|85%提高到2025年的|90%."""
    of, kept = words().by_kind["of"], []
    for index, token in enumerate(tokens):
        dated = token.kind == "W" and tokens[index - 1].kind == "D"
        if token.kind != "D" and not (dated and text_of(token, folded) in of):
            kept.append(token)
    return kept


def becomes(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A level left and a level reached, with no word for the direction: 由3天变为1天."""
    first, second = numbers(tokens, folded)
    word = next(i for i, t in enumerate(tokens) if t.kind == "W")
    if text_of(tokens[word], folded) not in words().by_kind["become"] or first.unit != second.unit:
        return None
    reading = bound(tokens[word + 1 :], folded)
    if reading is not None:
        made = reading.constraints[0]
        made.rule = "from_to"
        made.baseline = text_of(tokens[word - 1], folded)
        made.change = Change.DECREASE if second.value < first.value else Change.INCREASE
    return reading


def several(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """Numbers in a list that share what only one of them has: 分别控制在5%、1%以下."""
    found = numbers(tokens, folded)
    if (
        any(q.unit in words().by_kind["order_unit"] for q in found)
        and len({q.unit for q in found}) > 1
    ):
        return None
    last = text_of(tokens[-1], folded)
    named = folded.text[tokens[-1].end : tokens[-1].end + 1].isalpha()
    plain = all(t.kind in "QK" for t in tokens)
    if named and (
        tells_kind(found[-1].unit, last)
        or not alike(found[0], found[-1])
        or (plain and found[0].unit != found[-1].unit)
    ):
        return None
    notes = [n for q in found for n in q.notes]
    members = _members(tokens)
    prefix = [t for t in members[0] if t.kind == "O"]
    suffix = [t for t in members[-1] if t.kind == "S"]
    made: list[Constraint] = []
    for each, member in zip(found, members, strict=True):
        if each.unit is None:
            each.unit, each.per = found[-1].unit, found[-1].per
        kinds = {t.kind for t in member}
        behind = suffix if alike(each, found[-1]) and "S" not in kinds else []
        around = [*([] if "O" in kinds else prefix), *member, *behind]
        op = operator(around, folded, notes, more=each.more or found[-1].more)
        number = next(t for t in member if t.kind in NUMBERS)
        made.append(constraint(op, each, "distributive"))
        made[-1].change = change_of(tokens)
        made[-1].start, made[-1].end = number.start, number.end
    reading = Reading(made, notes)
    if any(text_of(t, folded) in words().by_kind["either"] for t in tokens if t.kind == "K"):
        reading = _one_of(reading, tokens, folded)
    return reading.rate(rate_before(tokens, folded))


def _one_of(reading: Reading, tokens: Sequence[Token], folded: Folded) -> Reading:
    """Values of which one is meant: a range where they are neighbours, else a doubt."""
    found, notes = numbers(tokens, folded), reading.notes
    if len(found) == 2 and found[0].unit in (None, found[1].unit):
        low, high = found
        whole = low.value == low.value.to_integral_value() and low.scale == high.scale == 1
        if whole and high.value - low.value == 1 and all(t.kind in "EQNCK" for t in tokens):
            return Reading([interval(low, high, (True, True), "range")], notes)
    spelled = folded.text[tokens[0].start : tokens[-1].end]
    return Reading(reading.constraints, [*notes, note("either_or", spelled)])


def _members(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of a list, member by member."""
    members: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind in "KJ":
            members.append([])
        else:
            members[-1].append(token)
    return members
