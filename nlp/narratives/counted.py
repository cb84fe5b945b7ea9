"""What a promised number of running text counts: the subject without verb, time and manner."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from nlp import lexicon
from nlp.narratives.located import Place
from nlp.narratives.segment import Word, segment
from nlp.schema import Constraint

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


def counted(place: Place, behind: str = "", made: Constraint | None = None) -> str:
    """The thing counted, of the words around a number; empty where they name none.

    `behind`: words behind the number, which name it where the words before are no more than a verb.

    >>> named = lambda text: counted(Place(segment(text)))
    >>> named("张贴海报"), named("对重点行业开展风险排查"), named("脱贫人口")
    ('海报', '风险排查', '脱贫人口')
    """
    words = _unlabelled(place.words)
    if all(word.tag == "p" for word in words):
        return ""
    if behind and all(word.tag[0] == "v" and _is_verb(word) for word in words):
        return _after_verbs(behind) or _spelled(words)
    if place.behind:
        words = _up_to_predicate(words)
    else:
        words = _without_phrase(_without_tail(words))
    run = [] if _is_measure(words) else _run(place.lead)
    occasion = made is not None and made.unit in _words()["occasion"]
    rest = _without_lead([*run, *words], fresh=place.fresh, occasion=occasion)
    return _spelled(rest).strip("：:、，, ") or _spelled(words)


def _up_to_predicate(found: Sequence[Word]) -> Sequence[Word]:
    """What stands behind a number, up to what is done with it: 56名学生|全部纳入."""
    kinds = _words()
    for at in range(1, len(found)):
        word, named = found[at], found[at - 1].tag[0] in "nlj"
        if named and (word.tag in ("d", "p") or word.text in kinds["manner"]):
            return found[:at]
        if named and word.tag == "v" and at < len(found) - 1 and word.text in kinds["chain"]:
            return found[:at]
    return found


def _without_phrase(found: Sequence[Word]) -> Sequence[Word]:
    """Without what says when, where or by what: 救助金|于审批后, 骨干医师|到医院进修."""
    kinds = _words()
    if not found or found[0].tag == "p":
        return found
    for at in range(1, len(found) - 1):
        if found[at].text not in kinds["phrase"] or found[at - 1].tag[0] not in "nlj":
            continue
        rest = found[at + 1 :]
        if not any(w.text in kinds["light"] or w.text in kinds["chain"] for w in rest[:-1]):
            return found[:at]
    return found


def _spelled(found: Sequence[Word]) -> str:
    return "".join(word.text for word in found)


def _run(lead: Sequence[Word]) -> Sequence[Word]:
    """The verbs, and what goes with them, that stand right before a subject."""
    first = len(lead)
    kinds = _words()
    if first and lead[-1].tag == "p":
        return lead[-1:]
    while first:
        word = lead[first - 1]
        before = word.text in kinds["when"] or word.text in kinds["aim"] or word.tag in _SKIPPED
        if not (before or word.text in kinds["light"] or _is_verb(word)):
            break
        first -= 1
    return lead[first:]


def _after_verbs(behind: str) -> str:
    """What words behind a number name, unless they go on with a verb."""
    words = segment(behind)
    return "" if words[0].tag[0] in "vpcdfu" or not words[-1].tag.startswith("n") else behind


def is_measure(subject: str) -> bool:
    """Whether a subject names what is measured, such as a rate, a length or a cost."""
    return subject.endswith(_measures())


def _unlabelled(found: Sequence[Word]) -> Sequence[Word]:
    """Without a label before a colon, and the mark of a list behind it: 目标1:1.新增…"""
    colons = [at for at, word in enumerate(found) if word.text[-1] in ":："]
    rest = (found[colons[-1] + 1 :] or found) if colons else found
    at = 0
    while colons and at < len(rest) - 1 and (rest[at].tag == "m" or _is_mark(rest[at])):
        at += 1
    return rest[at:]


def _is_mark(word: Word) -> bool:
    return word.text in "（）().．、"


def _is_measure(found: Sequence[Word]) -> bool:
    return bool(found) and found[-1].text.endswith(_measures())


def _without_tail(found: Sequence[Word]) -> Sequence[Word]:
    last = len(found)
    tails = _words()["tail"]
    while last > 1 and (found[last - 1].text in tails or found[last - 1].tag == "p"):
        last -= 1
    return found[:last]


def _without_lead(
    found: Sequence[Word], *, fresh: bool, occasion: bool = False
) -> Sequence[Word]:
    """Behind the verbs and adverbs before the thing; the last word always stays.

    `fresh`: the words begin a clause, so that a verb that begins them is what is done; `occasion`:
    what is done is counted, and not those to whom it is done.
    """
    measure = _is_measure(found)
    at, before = _opening(found, measure=measure), ""
    if found[at].tag == "p" or (len(found) > at + 2 and _carries(found[at:])):
        if not occasion and (served := _served(found, at)):
            return served
        beyond = _behind_light(found, at)
        at, before = max(at, beyond), "light" if beyond else ""
    while at < len(found) - 1 and not _is_deed(found, at):
        kind = _kind(found, at, before, measure=measure, fresh=fresh)
        if not kind:
            break
        at, before = at + 1, before if kind == "when" else kind
    return found[at:] if measure else _behind_doer(found[at:])


def _served(found: Sequence[Word], at: int) -> Sequence[Word]:
    """Those to whom something is done, where nothing else is named: 对企业|突击检查."""
    kinds = _words()
    if found[at].text not in kinds["served"]:
        return []
    last = len(found)
    while last > at + 1 and _is_done(found[last - 1]):
        last -= 1
    if last == len(found) or any(w.text in kinds["light"] for w in found[at:]):
        return []
    return found[at + 1 : last]


def _is_done(word: Word) -> bool:
    kinds = _words()
    done = word.text in kinds["verb"] or word.text[-2:] in kinds["verb"] or word.tag[0] == "v"
    return done or word.tag == "d" or word.text in kinds["manner"]


def _opening(found: Sequence[Word], *, measure: bool) -> int:
    """Behind the words that say when, and in what order, before the others."""
    at = 0
    while at < len(found) - 1 and _is_timed(found, at, measure=measure):
        at += 1
    return at


def _is_timed(found: Sequence[Word], at: int, *, measure: bool) -> bool:
    kinds, word = _words(), found[at]
    if word.text in kinds["aim"] or word.tag in _SKIPPED or _is_sign(word):
        return True
    return word.text in kinds["when"] and not (measure and at == 0)


def _kind(found: Sequence[Word], at: int, before: str, *, measure: bool, fresh: bool) -> str:
    """What the next word is if it is no part of the thing: when, light, or verb."""
    kinds, word = _words(), found[at]
    if _is_timed(found, at, measure=measure):
        return "when"
    if word.text in kinds["light"]:
        return "light"
    if measure or before == "light" or _is_torn(found, at + 1) or _is_listed(found, at + 1):
        return ""
    if before:
        return "verb" if word.text in kinds["chain"] or _is_done_anew(found, at) else ""
    known = word.text in kinds["verb"] or _is_done_anew(found, at)
    return "verb" if known or (fresh and _is_verb(word)) else ""


def _is_listed(found: Sequence[Word], at: int) -> bool:
    """Whether a verb that names a field of work stands here: 研发|设计、检验."""
    return found[at].tag[0] == "v" and found[at + 1 : at + 2] != [] and found[at + 1].tag == "x"


def _is_done_anew(found: Sequence[Word], at: int) -> bool:
    """A short verb behind 新: 新打机井."""
    word = found[at]
    short = at > 0 and len(word.text) == 1 and word.tag[0] in "vz"
    return short and found[at - 1].text in _words()["anew"]


def _is_torn(found: Sequence[Word], at: int) -> bool:
    """Whether what stands from a word on is the end of a word only: 安置|房, 发放|对象."""
    word = found[at]
    if word.tag == "k":
        return True
    short = len(word.text) == 1 or word.text in _words()["bound"]
    return short and (at + 1 == len(found) or found[at + 1].tag in _JOINED)


def _behind_doer(found: Sequence[Word]) -> Sequence[Word]:
    """What someone does something to, where both are named: 文化馆举办展览, 现场签约项目."""
    kinds = _words()
    for at in range(len(found) - 2, 0, -1):
        before, behind, word = found[at - 1].tag, found[at + 1], found[at]
        apart = not _JOINED.intersection((before, behind.tag)) and behind.tag[0] not in "uv"
        if not apart or _is_torn(found, at + 1):
            continue
        done = word.text in kinds["chain"] and word.tag == "v" and before != "uj"
        if word.text in kinds["light"] or done:
            return found[at + 1 :]
    return found


def _is_sign(word: Word) -> bool:
    return not word.text[0].isalnum() and word.text not in _QUOTES


def _is_deed(found: Sequence[Word], at: int) -> bool:
    """Whether only a verb is left behind the next one: 对接洽谈."""
    if at < len(found) - 2 or found[at + 1].tag != "v":
        return False
    return _is_verb(found[at]) and found[at].text not in _words()["light"]


def _is_verb(word: Word) -> bool:
    kinds = _words()
    return word.text in kinds["verb"] or (
        word.tag == "v" and word.text not in kinds["modifier"] and len(word.text) > 1
    )


def _carries(found: Sequence[Word]) -> bool:
    """Whether someone is made to do it: 委托会计师事务所开展专项审计."""
    return any(w.text in _words()["light"] for w in found[1:-1]) and _is_verb(found[0])


def _behind_light(found: Sequence[Word], start: int) -> int:
    """Behind the verb of a phrase that begins with a preposition; 0 where there is none."""
    kinds = _words()
    ends = [
        at
        for at in range(start + 1, len(found) - 1)
        if found[at + 1].tag not in ("c", "x", "uj")
    ]
    for at in ends:
        if found[at].text in kinds["light"] or found[at].text in kinds["chain"]:
            return at + 1
    for at in reversed(ends):
        if _is_verb(found[at]):
            return at + 1
    return start + 1 if found[start].tag == "p" else 0
