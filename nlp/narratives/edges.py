"""The edges of the words around a number: labels, phrases of time and place, predicates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from nlp import lexicon
from nlp.narratives.segment import Word, segment

LISTING = frozenset("、/")
_BEHIND_NUMBER = frozenset("）).．、")
_LONGEST_MARK = 2
_NUMBER = ("m", "q")
_OPENING, _CLOSING = frozenset("“‘《（("), frozenset("”’》）)")
_MARKS = _BEHIND_NUMBER | frozenset("（(①②③④⑤⑥⑦⑧⑨")


@cache
def kinds() -> dict[str, frozenset[str]]:
    """The words of each kind."""
    table: dict[str, set[str]] = {}
    for kind, word in lexicon.current().table("counted"):
        table.setdefault(kind, set()).add(word)
    table["body"] |= {word for kind, word, _ in lexicon.current().table("tables") if kind == "body"}
    table["told"] = table["manner"] | table["when"] - table["yearly"]
    table["act"] = table["light"] | table["chain"]
    table["does"] = table["act"] | table["verb"]
    table["empty"] = table["idle"] | table["when"] | table["light"] | table["aim"]
    table["begins"] = table["phrase"] | table["whither"]
    return {kind: frozenset(found) for kind, found in table.items()}


@cache
def endings(kind: str) -> tuple[str, ...]:
    """The words of a kind, for what begins or ends like one of them."""
    return tuple(kinds()[kind])


lexicon.on_change(kinds.cache_clear)
lexicon.on_change(endings.cache_clear)


def spelled(found: Sequence[Word]) -> str:
    return "".join(word.text for word in found)


def is_measure(subject: str) -> bool:
    """Whether a subject names what is measured, such as a rate, a length or a cost."""
    return subject.endswith(endings("measure"))


def is_verb(word: Word) -> bool:
    table = kinds()
    return word.text in table["verb"] or (
        word.tag == "v" and word.text not in table["modifier"] and len(word.text) > 1
    )


def joins(word: Word) -> bool:
    """Whether a word joins the members of a list."""
    return word.tag == "c" or word.text in LISTING


def is_name(found: Sequence[Word], at: int) -> bool:
    """Whether a verb and the noun behind it name a thing: 培训|机构, 采购|合同."""
    if at + 1 == len(found) or not (at + 2 == len(found) or joins(found[at + 2])):
        return False
    table, act, thing = kinds(), found[at].text, found[at + 1].text
    return act + thing in table["named"] or (act in table["purpose"] and thing in table["tool"])


def unlabelled(found: Sequence[Word]) -> Sequence[Word]:
    """Without a label before a colon, and the mark of a list behind it: 目标1:1.新增…"""
    colons = [at for at in range(len(found)) if _labels(found, at)]
    rest = (found[colons[-1] + 1 :] or found) if colons else found
    at = 0
    while at < len(rest) - 2 and (
        _is_mark(rest[at]) or (_counts_off(rest[at]) and rest[at + 1].text in _BEHIND_NUMBER)
    ):
        at += 1
    return rest[at:]


def _labels(found: Sequence[Word], at: int) -> bool:
    """Whether a colon ends a label; that of 1:500地形图 does not."""
    behind = found[at + 1 : at + 2]
    return found[at].text[-1] in ":：" and not (at and behind and behind[0].tag == "m")


def _counts_off(word: Word) -> bool:
    return word.tag == "m" and len(word.text) <= _LONGEST_MARK


def _is_mark(word: Word) -> bool:
    return word.text in _MARKS


def ends_in_measure(found: Sequence[Word]) -> bool:
    return bool(found) and found[-1].text.endswith(endings("measure"))


def without_tail(found: Sequence[Word]) -> Sequence[Word]:
    tails, each = kinds()["tail"], kinds()["each"]
    at = next((at for at in range(len(found) - 2, -1, -1) if found[at].text in each), -1)
    if at >= 0 and all(w.tag[0] == "v" or w.text in kinds()["does"] for w in found[at + 1 :]):
        found = found[:at] or found[1:]
    last = len(found)
    while last > 1 and (found[last - 1].text in tails or found[last - 1].tag == "p"):
        last -= 1
    return found[:last]


def up_to_predicate(found: Sequence[Word], *, deeds: bool = False) -> Sequence[Word]:
    """What stands behind a number, up to what is done with it: 56名学生|全部纳入.

    `deeds`: what is done is counted, so that verbs belong to it: 7场人才引进对接服务.
    """
    table = kinds()
    closed = any(word.text in _CLOSING for word in found)
    for at in range(1, len(found)):
        word, named = found[at], found[at - 1].tag[0] in "nlj"
        if word.text in _OPENING and not closed:
            return found[:at]
        timed = word.text in table["when"] and found[at - 1].tag not in _NUMBER
        bounds = word.tag == "f" and at + 1 < len(found)
        if word.text in table["rated"] or word.text in table["manner"] or (timed and not bounds):
            return found[:at]
        if named and word.tag in ("d", "p"):
            return found[:at]
        if at == len(found) - 1:
            break
        acts = word.text in table["chain"] and word.text not in table["field"]
        acts = acts or (named and word.text in table["light"])
        acts = acts and not deeds and found[at + 1].tag != "v"
        if not (acts or (word.tag == "v" and word.text not in table["modifier"])):
            continue
        if acts or (named and _acts(word, found[at + 1])):
            while at > 1 and found[at - 1].tag[0] in "vd":
                at -= 1
            return found if found[at - 1].tag[0] in "ucx" else found[:at]
    return found


def _acts(word: Word, behind: Word) -> bool:
    """Whether a short verb has something behind it that it is done to: 居民|喝上洁净水."""
    return len(word.text) == 1 and behind.tag[0] not in "dvu"


def without_phrase(found: Sequence[Word]) -> Sequence[Word]:
    """Without what says when, where or by what: 救助金|于审批后, 骨干医师|到医院进修."""
    table = kinds()
    if not found or found[0].tag == "p":
        return found
    begins = [at for at, word in enumerate(found) if word.text in table["begins"]]
    if not begins:
        return found
    named, past = found[-1].tag[0] == "n", found[-1].tag == "f"
    acts = [at for at, word in enumerate(found[:-1]) if word.text in table["act"]]
    least = 1 if past or not acts else acts[-1]
    for at in begins:
        if not 0 < at < len(found) - 1 or at < least:
            continue
        word, before = found[at].text, found[at - 1]
        if word not in table["phrase"] and (named or word not in table["whither"]):
            continue
        timed = word in table["phrase"] or past
        torn = len(found[at + 1].text) == 1 and at + 2 < len(found) and not timed
        if before.tag[0] not in ("nljv" if timed else "nlj") or torn:
            continue
        if not ends_in_measure(found) or ends_in_measure([before]):
            return found[:at]
    return found


def after_verbs(behind: str) -> str:
    """What words behind a number name, unless they go on with a verb."""
    words = segment(behind)
    first = "n" if words[0].text in kinds()["modifier"] or is_name(words, 0) else words[0].tag
    described = any(word.tag == "uj" for word in words)
    acts = first[0] in "pcdfu" or (first[0] == "v" and first != "vn" and not described)
    return "" if acts or words[-1].tag[0] not in "nlj" else behind


def last_act(found: Sequence[Word]) -> str:
    """The last verb of the words before the thing."""
    return next((w.text for w in reversed(found) if w.tag[0] == "v" or is_verb(w)), "")
