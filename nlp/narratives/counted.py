"""What a promised number of running text counts: the subject without verb, time and manner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nlp.narratives.doers import behind_doer
from nlp.narratives.edges import (
    LISTING,
    after_verbs,
    endings,
    is_name,
    is_verb,
    joins,
    kinds,
    last_act,
    spelled,
    unlabelled,
    up_to_predicate,
    without_phrase,
    without_tail,
)
from nlp.narratives.located import Place
from nlp.narratives.measured import at_copula, is_amount, is_measured
from nlp.narratives.segment import Word
from nlp.narratives.served import served, served_before
from nlp.schema import Constraint

_SKIPPED = frozenset(("c", "uj", "u", "ul"))
_OPEN = frozenset("（(")
_PERSONS = frozenset(("person", "household"))
_QUOTES = '“”‘’"《》（()）'


class Setting(NamedTuple):
    """What is known of the words around a number.

    `fresh`: they begin a clause, so that a verb that begins them is what is done; `behind`: they
    stand behind the number; `occasion`: what is done is counted, and not those to whom it is done;
    `measure`: they end in what is measured.
    """

    fresh: bool = True
    behind: bool = False
    occasion: bool = False
    measure: bool = False


def counted(
    place: Place,
    behind: str = "",
    made: Constraint | None = None,
    before: Place | None = None,
) -> str:
    """The thing counted, of the words around a number; empty where they name none.

    `behind`: words behind the number, which name it where the words before are no more than a verb;
    `before`: those before it, where the subject stands behind.

    >>> from nlp.narratives.segment import segment
    >>> named = lambda text: counted(Place(segment(text)))
    >>> named("张贴海报"), named("对重点行业开展风险排查"), named("脱贫人口")
    ('海报', '风险排查', '脱贫人口')
    """
    words = at_copula(unlabelled(place.words), made)
    if not words or (words[0].tag == "p" and all(word.tag == "p" for word in words)):
        return ""
    if behind and all(is_verb(word) for word in words):
        return after_verbs(behind) or spelled(words)
    occasion = made is not None and made.unit in kinds()["occasion"]
    if before and (those := served_before(words, before.words)):
        return spelled(those)
    if place.behind:
        words = up_to_predicate(words, deeds=occasion)
        words = words if occasion else _without_deed(words, made)
    else:
        words = without_tail(words)
        words = words if occasion else without_phrase(words)
    if place.behind and is_verb(words[0]) and words[0].text not in kinds()["light"]:
        return spelled(words)
    measure = is_measured(words, made)
    setting = Setting(place.fresh, place.behind, occasion, measure)
    run = [] if measure else _run(place.lead)
    named = spelled(without_lead([*run, *words], setting))
    return named.strip("：:、，, ").lstrip("）)") or spelled(words)


def _without_deed(found: Sequence[Word], made: Constraint | None) -> Sequence[Word]:
    """Without what those counted do: 20名专家|参会, 300户村民|喝上放心水, 90家企业|上云."""
    dimension = made.dimension if made is not None else None
    if dimension == "firm" and len(found) > 1 and found[-1].tag[0] == "v":
        return found[:-1] if found[-2].tag[0] == "n" else found
    if dimension not in _PERSONS or found[-1].text.endswith(endings("agent")):
        return found
    found = _persons(found)
    for at in range(1, len(found)):
        acts = found[at].tag == "v" or found[at].text in kinds()["chain"]
        if acts and found[at - 1].tag[0] in "nq" and found[-1].tag != "vn":
            return found[:at]
    return found


def _persons(found: Sequence[Word]) -> Sequence[Word]:
    """Without what those counted have: 45名退休人员|的福利, 22名护林员|工资."""
    ends = endings("person")
    last = next((at for at, w in reversed(list(enumerate(found))) if w.text.endswith(ends)), -1)
    behind = found[last + 1 : last + 2]
    owned = behind and (behind[0].tag[0] in "nuca" or behind[0].tag == "vn")
    return found[: last + 1] if last >= 0 and owned else found


def _is_done(word: Word) -> bool:
    """Whether the dictionary has a word for a verb, and it belongs to no thing."""
    return word.tag == "v" and word.text not in kinds()["modifier"]


def _run(lead: Sequence[Word]) -> Sequence[Word]:
    """The verbs, and what goes with them, that stand right before a subject."""
    table, first = kinds(), len(lead)
    if first and lead[-1].tag == "p":
        return lead[-1:]
    while first:
        word = lead[first - 1]
        before = word.text in table["when"] or word.text in table["aim"] or word.tag in _SKIPPED
        if not (before or word.text in table["light"] or is_verb(word)):
            break
        first -= 1
    return lead[first:]


def without_lead(found: Sequence[Word], setting: Setting) -> Sequence[Word]:
    """Behind the verbs and adverbs before the thing; the last word always stays."""
    fresh, measure = setting.fresh, setting.measure
    at, before = _opening(found, measure=measure), ""
    if _is_preposition(found[at], measure=measure) or (
        len(found) > at + 2 and _carries(found[at:])
    ):
        if not (setting.occasion or measure) and (those := served(found, at)):
            return those
        beyond = _behind_light(found, at)
        before = _act_before(found, at, beyond)
        at = max(at, beyond)
    while at < len(found) - 1 and not _is_deed(found, at):
        kind = _kind(found, at, before, measure=measure, fresh=fresh)
        if not kind:
            break
        at, before = at + 1, before if kind == "when" else kind
    if measure or setting.behind:
        return found[at:]
    return behind_doer(found[at:], last_act(found[:at]))


def _act_before(found: Sequence[Word], at: int, beyond: int) -> str:
    """What kind of verb ends a phrase that begins with a preposition."""
    last, table = found[beyond - 1].text, kinds()
    if beyond <= at or last in table["means"]:
        return ""
    return "verb" if last in table["chain"] else "light"


def _is_preposition(word: Word, *, measure: bool) -> bool:
    return word.tag == "p" or (word.text in kinds()["whither"] and not measure)


def _opening(found: Sequence[Word], *, measure: bool) -> int:
    """Behind the words that say when, where and in what order, before the others."""
    table = kinds()
    ends = [at + 1 for at, word in enumerate(found[:-1]) if word.text in table["during"]]
    at = ends[-1] if ends else 0
    while at < len(found) - 1 and (
        _is_timed(found, at, measure=measure) or _is_manner(found, at, measure=measure)
    ):
        at += 1
    return at


def _is_manner(found: Sequence[Word], at: int, *, measure: bool) -> bool:
    """Whether a word says how or where, before the verb that says what is done: 现场|签订.

    It is part of a measure that nothing is done to: 日常养护标准, but 现场签订合同金额.
    """
    table, word, behind = kinds(), found[at], found[at + 1]
    placed = word.text in table["manner"] or word.text in table["where"]
    if not placed or at + 2 == len(found):
        return False
    if measure and not (at + 3 < len(found) and is_amount(found, at + 1)):
        return False
    return behind.text in table["anew"] or (behind.tag[0] == "v" and is_verb(behind))


def _is_timed(found: Sequence[Word], at: int, *, measure: bool) -> bool:
    table, word = kinds(), found[at]
    if word.text in table["aim"] or word.tag in _SKIPPED or _is_sign(word):
        return True
    if word.text in table["yearly"] and found[at + 1].tag[0] not in "vdp":
        return False
    return word.text in table["when"] and not (measure and at == 0)


def _kind(found: Sequence[Word], at: int, before: str, *, measure: bool, fresh: bool) -> str:
    """What the next word is if it is no part of the thing: when, light, or verb."""
    table, word = kinds(), found[at]
    if _is_timed(found, at, measure=measure):
        return "when"
    if is_name(found, at):
        return ""
    if word.text in table["light"]:
        return "light"
    if before and word.text in table["served"]:
        return before
    if _is_torn(found, at + 1) or _is_listed(found, at + 1):
        return ""
    if measure:
        return "verb" if not before and is_amount(found, at) else ""
    chained = word.text in table["chain"] or _is_done_anew(found, at)
    if before == "light":
        return "verb" if chained and found[at - 1].tag == "c" else ""
    if before:
        return "verb" if chained else ""
    if chained or word.text in table["verb"]:
        return "verb"
    return "verb" if fresh and is_verb(word) and not joins(found[at + 1]) else ""


def _is_listed(found: Sequence[Word], at: int) -> bool:
    """Whether a verb that names a field of work stands here: 研发|设计、检验."""
    return found[at].tag[0] == "v" and at + 1 < len(found) and found[at + 1].text in LISTING


def _is_done_anew(found: Sequence[Word], at: int) -> bool:
    """A short verb behind 新: 新打机井."""
    word = found[at]
    short = at > 0 and len(word.text) == 1 and word.tag[0] in "vz"
    return short and found[at - 1].text in kinds()["anew"]


def _is_torn(found: Sequence[Word], at: int) -> bool:
    """Whether what stands from a word on is the end of a word only: 安置|房, 发放|对象."""
    word, table = found[at], kinds()
    if word.tag == "k" or word.text in table["suffix"] or word.text in _OPEN:
        return True
    short = len(word.text) == 1 or word.text in table["bound"] or word.text in table["amount"]
    return short and (at + 1 == len(found) or joins(found[at + 1]))


def _is_sign(word: Word) -> bool:
    return not word.text[0].isalnum() and word.text[0] not in _QUOTES


def _is_deed(found: Sequence[Word], at: int) -> bool:
    """Whether only a verb is left behind the next one: 对接洽谈."""
    if at < len(found) - 2 or not _is_done(found[at + 1]):
        return False
    return is_verb(found[at]) and found[at].text not in kinds()["light"]


def _carries(found: Sequence[Word]) -> bool:
    """Whether someone is made to do it: 委托会计师事务所开展专项审计."""
    acting = found[1:-2] if found[-1].text in kinds()["deed"] else found[1:-1]
    return is_verb(found[0]) and any(word.text in kinds()["light"] for word in acting)


def _behind_light(found: Sequence[Word], start: int) -> int:
    """Behind the verb of a phrase that begins with a preposition; 0 where there is none."""
    table = kinds()
    ends = [
        at for at in range(start + 1, len(found) - 1) if found[at + 1].tag not in ("c", "x", "uj")
    ]
    means = [at for at in ends if found[at].text in table["means"] and is_verb(found[at + 1])]
    if means:
        return means[-1] + 1
    for wanted in (table["light"], table["chain"]):
        for at in ends:
            if found[at].text in wanted:
                return at + 1
    for at in reversed(ends):
        if is_verb(found[at]) and not _is_torn(found, at + 1):
            return at + 1
    return start + 1 if found[start].tag == "p" else 0
