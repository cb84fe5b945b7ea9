"""What promises of one clause share: the thing of two counts, the end of a list, a rate."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlp.cells.vocabulary import words
from nlp.narratives.edges import is_measure
from nlp.narratives.segment import segment
from nlp.schema import Constraint

_JOINTS = ("", "、")


def share(promised: Sequence[Constraint], text: str) -> None:
    """Give promises what stands with the one before or behind them only."""
    for one, other in pairwise(promised):
        if not other.subject and _counts_again(one, other, text):
            other.subject = one.subject
    every = words().by_kind["every"][0]
    for made in promised:
        if made.subject and every in made.subject:
            _rate(made, every)
    _list(promised, text)


def _counts_again(one: Constraint, other: Constraint, text: str) -> bool:
    """Whether a count goes on with another of the same thing: 培训班3期240人次."""
    if not one.subject or text[one.end : other.start] not in _JOINTS:
        return False
    counts = all((made.unit_code or "").startswith("{") for made in (one, other))
    return counts and one.unit != other.unit and not is_measure(one.subject)


def _rate(made: Constraint, every: str) -> None:
    """The rate that ends a subject: 展位费补助每展位3万元."""
    subject = made.subject or ""
    at = subject.rfind(every)
    if at <= 0 or made.unit in ("%", "‰"):
        return
    found = segment(subject[at:])
    if len(found) == 2 and found[0].text == every and found[1].tag[0] == "n":
        rated = found[1].text
        made.per = f"{rated}·{made.per}" if made.per else rated
        made.subject = subject[:at]


def _list(promised: Sequence[Constraint], text: str) -> None:
    """The end of a list that its last member has: 县道、乡道养护标准分别为1万元、5000元."""
    first = 0
    while first < len(promised):
        last = first
        while last + 1 < len(promised) and _goes_on(promised[last], promised[last + 1], text):
            last += 1
        if last > first:
            _complete(promised[first : last + 1])
        first = last + 1


def _goes_on(one: Constraint, other: Constraint, text: str) -> bool:
    """Whether two values of a list stand side by side and their subjects before both."""
    between = text[one.end : other.start]
    joined = between == "，" or between in words().by_kind["connect"]
    return joined and one.unit == other.unit and bool(one.subject and other.subject)


def _complete(promised: Sequence[Constraint]) -> None:
    """Give each member what stands behind the first word of the last one."""
    *others, last = [made.subject or "" for made in promised]
    size = len(others[0])
    if len(last) <= size or any(len(each) != size for each in others):
        return
    if any(each[-1] != last[size - 1] for each in others) or last in others:
        return
    ends = {word.end for word in segment(last)}
    if size in ends:
        for made in promised[:-1]:
            made.subject = (made.subject or "") + last[size:]
