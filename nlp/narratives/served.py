"""Those to whom or for whom something is done: 对企业突击检查, 为家庭3户兑现优待金."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.narratives.edges import is_verb, kinds
from nlp.narratives.segment import Word


def served(found: Sequence[Word], at: int) -> Sequence[Word]:
    """Those to whom something is done, where nothing else is named: 对企业|突击检查."""
    table = kinds()
    if found[at].text not in table["served"]:
        return []
    last = len(found)
    while last > at + 1 and _is_done(found[last - 1]):
        last -= 1
    if last == len(found) or any(word.text in table["act"] for word in found[at:]):
        return []
    return found[at + 1 : last]


def served_before(found: Sequence[Word], before: Sequence[Word]) -> Sequence[Word]:
    """Those before a number for whom the words behind it say what is done: 为家庭3户|兑现优待金."""
    if len(before) < 2 or before[0].text not in kinds()["served"] or before[-1].tag[0] != "n":
        return []
    return before[1:] if found[0].tag[0] == "v" and is_verb(found[0]) else []


def _is_done(word: Word) -> bool:
    table = kinds()
    if word.text in table["modifier"]:
        return False
    ending = word.text[-2:] if len(word.text) == 4 else word.text
    return ending in table["verb"] or word.tag[0] in "vd" or word.text in table["manner"]
