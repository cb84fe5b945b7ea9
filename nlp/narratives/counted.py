"""What a promised number of running text counts: the subject without verb, time and manner."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from nlp import lexicon
from nlp.narratives.segment import Word, segment

_SKIPPED = frozenset(("c", "uj", "u"))
_JOINED = frozenset(("c", "x"))
_QUOTES = '“”‘’"《》（()）'


@cache
def _words() -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for kind, word in lexicon.current().table("counted"):
        kinds.setdefault(kind, set()).add(word)
    return {kind: frozenset(found) for kind, found in kinds.items()}


@cache
def _measures() -> tuple[str, ...]:
    return tuple(_words()["measure"])


lexicon.on_change(_words.cache_clear)
lexicon.on_change(_measures.cache_clear)


def counted(subject: str, behind: str = "") -> str:
    """The thing counted, of the words around a number; empty where they name none.

    `behind`: words behind the number, which name it where `subject` is no more than a verb.

    >>> counted("张贴海报"), counted("对重点行业开展风险排查"), counted("脱贫人口")
    ('海报', '风险排查', '脱贫人口')
    """
    words = segment(_unlabelled(subject))
    if all(word.tag == "p" for word in words):
        return ""
    if behind and all(word.tag[0] == "v" and _is_verb(word) for word in words):
        return _after_verbs(behind) or subject
    rest = _without_lead(_without_tail(words))
    return "".join(word.text for word in rest).strip("：:、，, ") or subject


def _after_verbs(behind: str) -> str:
    """What words behind a number name, unless they go on with a verb."""
    words = segment(behind)
    return "" if words[0].tag[0] in "vpcdfu" or not words[-1].tag.startswith("n") else behind


def is_measure(subject: str) -> bool:
    """Whether a subject names what is measured, such as a rate, a length or a cost."""
    return subject.endswith(_measures())


def _unlabelled(subject: str) -> str:
    """Without a label before a colon: 目标1:新增…"""
    return subject[max(subject.rfind(":"), subject.rfind("：")) + 1 :] or subject


def _without_tail(found: Sequence[Word]) -> Sequence[Word]:
    last = len(found)
    tails = _words()["tail"]
    while last > 1 and (found[last - 1].text in tails or found[last - 1].tag == "p"):
        last -= 1
    return found[:last]


def _without_lead(found: Sequence[Word]) -> Sequence[Word]:
    """Behind the verbs and adverbs before the thing; the last word always stays."""
    kinds = _words()
    measure = bool(found) and found[-1].text.endswith(_measures())
    at, verbs = 0, 0
    if (found and found[0].tag == "p") or (len(found) > 2 and _carries(found)):
        at = _behind_light(found)
        verbs = int(at > 0)
    while at < len(found) - 1 and not _is_deed(found, at):
        word = found[at]
        before = word.text in kinds["when"] and not (measure and at == 0)
        if before or word.tag in _SKIPPED or _is_sign(word):
            at += 1
        elif word.text in kinds["light"] or (not measure and not verbs and _is_verb(word)):
            at, verbs = at + 1, 1
        else:
            break
    return found[at:] if measure else _behind_doer(found[at:])


def _behind_doer(found: Sequence[Word]) -> Sequence[Word]:
    """What someone does something to, where both are named: 文化馆举办展览."""
    light = _words()["light"]
    for at in range(len(found) - 2, 0, -1):
        before, behind = found[at - 1].tag, found[at + 1].tag
        apart = not _JOINED.intersection((before, behind)) and behind[0] not in "uv"
        if apart and found[at].text in light:
            return found[at + 1 :]
    return found


def _is_sign(word: Word) -> bool:
    return not word.text[0].isalnum() and word.text not in _QUOTES


def _is_deed(found: Sequence[Word], at: int) -> bool:
    """Whether only a verb is left behind the next word: 带动就业, 对接洽谈."""
    return at == len(found) - 2 and found[at + 1].tag == "v" and _is_verb(found[at])


def _is_verb(word: Word) -> bool:
    kinds = _words()
    return word.text in kinds["verb"] or (
        word.tag == "v" and word.text not in kinds["modifier"] and len(word.text) > 1
    )


def _carries(found: Sequence[Word]) -> bool:
    """Whether someone is made to do it: 委托会计师事务所开展专项审计."""
    return any(w.text in _words()["light"] for w in found[1:-1]) and _is_verb(found[0])


def _behind_light(found: Sequence[Word]) -> int:
    """Behind the last verb of a phrase that begins with a preposition; 0 where there is none."""
    kinds = _words()
    for at in range(len(found) - 2, 0, -1):
        joined = found[at + 1].tag in ("c", "x")
        if not joined and (found[at].text in kinds["light"] or _is_verb(found[at])):
            return at + 1
    return 1 if found[0].tag == "p" else 0
