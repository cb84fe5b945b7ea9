"""Someone who acts, named before what is done: 文化馆举办展览, 残联全年救助儿童."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.narratives.edges import endings, is_name, joins, kinds
from nlp.narratives.segment import Word

_ACTING = frozenset(("v", "vn", "i", "d"))


def _is_scrap(word: Word) -> bool:
    """Whether a word is the end of another one: 安置|点."""
    return len(word.text) == 1 and word.tag[0] in "nqkzmf"


def behind_doer(found: Sequence[Word], act: str) -> Sequence[Word]:
    """What someone does something to, where both are named: 文化馆举办展览, 现场签约项目.

    `act`: the verb before the words, behind which another one mostly belongs to the thing.
    """
    ends = (at for at in range(len(found) - 2, 0, -1) if _is_done(found, at, act))
    return found[next(ends, -1) + 1 :]


def _is_done(found: Sequence[Word], at: int, act: str) -> bool:
    """Whether a word is what is done to the words behind it."""
    table = kinds()
    before, behind, word = found[at - 1], found[at + 1], found[at]
    if word.text not in table["does"] or is_name(found, at):
        return False
    if (joins(before) and not _ends_in(found, at, "body")) or joins(behind):
        return False
    if behind.tag[0] == "u" or _is_scrap(behind):
        return False
    goes_on = at < len(found) - 2
    if word.text in table["light"] and (goes_on or behind.tag[0] != "v"):
        return True
    if behind.tag == "m" and word.text in table["verb"]:
        return True
    chained = word.text in table["chain"]
    if act:
        named = word.text in table["field"] and found[-1].text in table["project"]
        return chained and act in table["causes"] and goes_on and not named
    if _has_doer(found, at):
        return True
    named = behind.tag != "v" and behind.text not in table["verb"]
    return chained and named and word.text not in table["field"]


def _has_doer(found: Sequence[Word], at: int) -> bool:
    """Whether someone who acts, or something at some time or in some manner, stands before a verb.

    文旅局|改造, 普查|共|选聘; behind 卫生院 a project is no thing that it works on: 卫生院改造项目.
    """
    table, word = kinds(), found[at]
    if word.text not in table["verb"]:
        return False
    first = at
    while first and found[first - 1].text in table["told"]:
        first -= 1
    if first < at:
        return first > 0 and (found[first - 1].tag[0] in "nj" or _ends_in(found, first, "body"))
    if _ends_in(found, at, "agent"):
        return True
    if found[-1].text in table["project"] or not _ends_in(found, at, "body"):
        return False
    return word.tag == "v" or at < len(found) - 2


def _ends_in(found: Sequence[Word], end: int, kind: str) -> bool:
    """Whether the words up to a place end like a name of a kind: 调解员, 环卫|站."""
    last = found[end - 1]
    if last.text in kinds()["thing"] or not last.text.endswith(endings(kind)):
        return False
    return last.tag[0] in "nj" or (end > 1 and len(last.text) == 1)
