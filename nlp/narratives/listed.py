"""Lists with 分别 or 各: what their members share, and whose values stand behind."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.cells.vocabulary import words as vocabulary
from nlp.narratives.edges import endings, kinds
from nlp.narratives.segment import segment
from nlp.schema import Constraint

_ENDS, _FAR, _LONGEST_HEAD = "，,；;。：:！!？?\n）)", 64, 4


def apportion(promised: Sequence[Constraint], text: str) -> None:
    """Give each value of a list with 分别 or 各 its member: 一、二等奖分别2个、5个."""
    first = 0
    while first < len(promised):
        last = first + 1
        while last < len(promised) and _goes_on(promised[last - 1], promised[last], text):
            last += 1
        run = promised[first:last]
        if len(run) > 1 and (listed := _listed(run[0], text)) is not None:
            if any(listed):
                _share(run, listed)
            else:
                _go_back(run, promised[max(0, first - len(run)) : first])
        first = last


def _goes_on(one: Constraint, other: Constraint, text: str) -> bool:
    """Whether two values are of one list, or are one value of two members."""
    if one.unit != other.unit:
        return False
    return (
        one.start == other.start or text[one.end : other.start] in vocabulary().by_kind["connect"]
    )


def _listed(made: Constraint, text: str) -> list[str] | None:
    """The members of the list before 分别 or 各 in the clause of a value."""
    begin = max(0, made.start - _FAR)
    begin = max(begin, *(text.rfind(sign, begin, made.start) + 1 for sign in _ENDS))
    clause = text[begin : made.end]
    at = max(clause.rfind(word) for word in kinds()["each"])
    if at < 0:
        return None
    listed = clause[:at]
    while (when := next((w for w in endings("when") if listed.endswith(w)), "")) and listed != when:
        listed = listed.removesuffix(when)
    for joint in sorted(vocabulary().by_kind["connect"], key=len, reverse=True):
        listed = listed.replace(joint, "、")
    return listed.split("、")


def _share(run: Sequence[Constraint], listed: Sequence[str]) -> None:
    """Complete the members of a list by the end of the last one."""
    if len(run) != len(listed):
        return
    *others, last = listed
    torn = _torn(run, others, last)
    shared = torn or _ending(others, last)
    if not shared:
        return
    size = 0 if torn else len(others[-1])
    for made, member in zip(run[:-1], others, strict=True):
        told = made.subject or ""
        made.subject = (told if told and member.endswith(told) else member[-size:]) + shared
    run[-1].subject = last if torn else last[:1] + shared


def _ending(others: Sequence[str], last: str) -> str:
    """What the members share: 男、女|篮球队, 省、市|级媒体, 一、二|等奖; else empty."""
    heads = others[1:] or others
    classes = kinds()["class"]
    if not last[1:] or any(len(head) > _LONGEST_HEAD or head in last for head in heads):
        return ""
    if last[1] in classes and not any(head[-1:] in classes for head in others):
        return last[1:]
    if last[2:3] in classes and last[1] in vocabulary().numerals:
        return last[2:]
    words = segment(last)
    parted = len(words[0].text) == 1 or (len(words) > 1 and len(segment(last[1:])) == 1)
    return last[1:] if parted and all(len(head) == 1 for head in heads) else ""


def _torn(run: Sequence[Constraint], others: Sequence[str], last: str) -> str:
    """The measure that a list ends in, where only the end of its word was shared: 排放|量."""
    words = segment(last)
    shared = last[words[0].end :]
    for made, member in zip(run[:-1], others, strict=True):
        own = (made.subject or "").removeprefix(member)
        if len(own) != 1 or own == shared or not shared.endswith(own):
            return ""
    return shared


def _go_back(run: Sequence[Constraint], before: Sequence[Constraint]) -> None:
    """Give values that follow a list of others their subjects: 人数…，收入…，分别增长5%、8%."""
    if len(before) == len(run) and not any(made.subject for made in run):
        for made, one in zip(run, before, strict=True):
            made.subject = one.subject
