"""The quantities of running text with what they count; and those that a narrative promises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from itertools import pairwise
from operator import attrgetter

from nlp.cells.subjects import following, moments
from nlp.cells.target import running
from nlp.cells.vocabulary import words as vocabulary
from nlp.narrative_schema import Commitment
from nlp.narratives.alike import share
from nlp.narratives.counted import counted
from nlp.narratives.edges import endings, is_measure, is_verb, kinds, spelled
from nlp.narratives.granted import settled
from nlp.narratives.listed import apportion
from nlp.narratives.located import Place, Words
from nlp.narratives.segment import Word, segment
from nlp.schema import Constraint, Op

_values = attrgetter(*(f.name for f in fields(Constraint)))
_NO_THINGS = ("percent", "money", "time", "age")
_UP_TO_SIGN = re.compile(r"[^，,；;。：:！!？?、（(\s0-9]{1,16}+")
_SMALL, _LONGEST_QUOTE, _LONGEST_NAME, _LONGEST_BETWEEN = 10, 14, 6, 20
_QUOTES = {"“": "”", "‘": "’", "「": "」"}


def commitments(text: str, words: Sequence[Word] | None = None) -> list[Commitment]:
    """Every promised number of a narrative, in order; `words`, its words where they are known.

    >>> [(c.op.value, c.unit, c.subject) for c in commitments("举办讲座48场，打造一支队伍")]
    [('=', '场', '讲座')]
    """
    promised = [found for found in running(text) if not _describes(found, text)]
    made = [Commitment(*_values(found)) for found in promised]
    _tell(made, text, words)
    return made


def extract(text: str) -> list[Constraint]:
    """Every quantity of running text; dates, ordinals, document numbers and names are none.

    The subject is what is counted or measured, without the verb and whatever else goes before it.

    >>> [(c.op.value, int(c.value), c.unit) for c in extract("带动就业超10万人，增收1.2亿元")]
    [('>', 100000, '人'), ('=', 120000000, '元')]
    """
    found = running(text)
    _tell(found, text)
    return found


def _tell(found: Sequence[Constraint], text: str, words: Sequence[Word] | None = None) -> None:
    """Put what is counted, in place, where the words around a number stand."""
    if not found:
        return
    cut = Words(text, words)
    for made in found:
        if made.subject:
            made.subject = _counted(made, made.subject, cut)
        made.subject = settled(made, cut)
    _of_several(found, text)
    for made in found:
        if made.subject and _is_idle(made.subject):
            made.subject = _after(made, cut)
    apportion(found, text)
    share(found, text)


def _counted(made: Constraint, subject: str, cut: Words) -> str | None:
    told = _behind(made, cut.text)
    named = told if told != subject and _names(told, subject, made, cut) else ""
    place = cut.place(made, named or subject)
    before = cut.before(made) if place.behind else None
    thing = counted(place, told, made, before) or None
    return _covered(thing, made, cut.text) if thing and place.behind else thing


def _covered(thing: str, made: Constraint, text: str) -> str:
    """Those of whom all are covered, without that by which: 60个村|科技服务全覆盖."""
    if not text.startswith(endings("whole"), made.end + len(thing)):
        return thing
    words = segment(thing)
    held = next(
        (at for at, w in enumerate(words) if w.text.endswith(endings("holder"))), len(words)
    )
    return spelled(words[: held + 1])


def _is_idle(subject: str) -> bool:
    """Whether a subject is no more than words that say when or that it is done: 今年, 其中."""
    if len(subject) > _LONGEST_NAME or not subject.startswith(endings("empty")):
        return False
    return all(word.text in kinds()["empty"] for word in segment(subject))


def _after(made: Constraint, cut: Words) -> str | None:
    """The thing that a word leads up to behind a number: 5天|的|轮训, 20万元|作为|预备费."""
    ahead = cut.ahead(made)
    if len(ahead) < 2 or ahead[0].text not in kinds()["as"]:
        return None
    return counted(Place(ahead[1:], behind=True), "", made) or None


def _names(told: str, subject: str, found: Constraint, cut: Words) -> bool:
    """Whether words behind a count name the thing, and those before it do not."""
    labels = subject[-1:].isdigit()
    idle = labels or subject.endswith(moments()) or subject in kinds()["told"]
    return bool(told) and (idle or _adjoins(told, found, cut))


def _adjoins(told: str, found: Constraint, cut: Words) -> bool:
    """Whether words behind a count inside a clause are the thing: 行业300家|中小企业部署系统."""
    if found.rule != "exact" or not cut.text.startswith(told, found.end):
        return False
    before = cut.before(found).words
    placed = spelled(before).endswith(endings("where"))
    if placed and len(before) > 1:
        return segment(told)[0].tag[0] in "nbjl"
    if len(cut.ahead(found)) < 2 or _is_acted_on(before, found):
        return False
    if found.unit in kinds()["itself"] and before and before[-1].tag[0] == "n":
        return False
    first = segment(told)[0]
    named = len(first.text) > (2 if first.tag == "j" else 1) and first.tag[0] in "nbjl"
    return named and not is_verb(first) and first.text not in kinds()["manner"]


def _is_acted_on(found: Sequence[Word], made: Constraint) -> bool:
    """Whether words are a verb and its object: 遴选人才|20名, but not 保障机关|20名."""
    table = kinds()
    if len(found) < 2 or found[-1].tag[0] != "n" or found[-1].text in table["where"]:
        return False
    if made.dimension == "person" and found[-1].text in table["body"]:
        return False
    acts = any(is_verb(word) and word.text not in table["aim"] for word in found[:-1])
    return acts and found[-1].text not in table["manner"]


def _of_several(promised: Sequence[Constraint], text: str) -> None:
    """A thing between its number and another one is that of the first: 8个村|1.5万人."""
    for one, other in pairwise(promised):
        between = text[one.end : other.start]
        if not between.isalpha() or len(between) > _LONGEST_BETWEEN:
            continue
        words = segment(between)
        done = _done_to(words, one)
        if done and (one.subject is None or one.subject in between):
            _part(one, other, words, done)
        elif _stands_between(one, between, words):
            beside = None if other.dimension == "person" else one.subject
            one.subject, other.subject = between, _goes_with(other, text) or beside


def _stands_between(one: Constraint, between: str, words: Sequence[Word]) -> bool:
    """Whether words behind a count are no more than the name of its thing."""
    bare = one.unit in kinds()["bare"] and len(between) <= _LONGEST_NAME
    return bare and words[-1].tag[0] in "nsjz"


def _goes_with(made: Constraint, text: str) -> str:
    """The thing behind the second of two numbers: 4个村1.5万|贫困人口, not 300人|饮水安全."""
    told = _behind(made, text)
    if made.dimension != "person" or told.endswith(endings("matter")):
        return told
    persons = any(word.text.endswith(endings("person")) for word in segment(told))
    return told if persons else ""


def _part(one: Constraint, other: Constraint, words: Sequence[Word], done: int) -> None:
    """Give one number the thing before a verb, and the next one what is behind it."""
    told, one.subject = other.subject, spelled(words[:done])
    if told is None or one.subject in told:
        rest = words[done:]
        if _is_deed(rest, other):
            other.subject = spelled(rest)
        else:
            other.subject = counted(Place(rest), "", other) if len(rest) > 1 else None


def _is_deed(words: Sequence[Word], made: Constraint) -> bool:
    """Whether words are no more than what is done so often: 采样监测4次."""
    table, first = kinds(), words[0].text
    acts = all(word.tag[0] == "v" for word in words) and made.unit in table["occasion"]
    return acts and first not in table["light"] and first not in table["whither"]


def _done_to(words: Sequence[Word], made: Constraint) -> int:
    """Where the verb is between a thing and what is done to it: 12所学校|配备黑板96块; else 0."""
    if not (made.unit_code or "").startswith("{"):
        return 0
    table = kinds()
    named = len(words) - 2 if words[-1].text in table["project"] else len(words)
    for at in range(1, len(words)):
        word, before = words[at], words[at - 1]
        acts = is_verb(word) or word.text in table["does"] or word.text in table["whither"]
        acts = acts or word.text in table["rated"]
        if acts and before.tag[0] in "nsjzl" and at != named:
            return at
    return 0


def _behind(found: Constraint, text: str) -> str:
    """The words behind a number that counts or measures things: 组建12支志愿服务队."""
    if found.dimension is None or found.dimension.startswith(_NO_THINGS):
        return ""
    ahead = _UP_TO_SIGN.match(text, found.end)
    return following(_without_operator(ahead.group())) if ahead else ""


def _without_operator(told: str) -> str:
    """Words up to a number without what compares that: 水源地监测不少于."""
    longest = max((len(w) for w in vocabulary().prefix if told.endswith(w)), default=0)
    return told[:-longest] if longest > 1 else told


def _describes(found: Constraint, text: str) -> bool:
    """Whether a number only names or describes: 一支队伍, “黄金十条”, 24小时值守."""
    if _is_quoted(found, text) or _lasts(found, text):
        return True
    if found.op is not Op.EQ or found.rule != "exact" or found.per is not None:
        return False
    goes_on = text[found.end : found.end + 1].isalnum()
    if goes_on and found.dimension == "time":
        return not (found.subject and is_measure(found.subject))
    spelled = text[found.start : found.end]
    small = found.value is not None and 0 < found.value <= _SMALL
    written = spelled[0] in vocabulary().numerals and not spelled[0].isascii()
    if found.value != 1 and _is_made(found, text):
        return False
    return small and written and (goes_on or found.unit in vocabulary().by_kind["order_unit"])


def _is_made(found: Constraint, text: str) -> bool:
    """Whether a verb right before a number says that so many are made or bought: 新建两座桥."""
    made = text.endswith(endings("makes"), max(0, found.start - _LONGEST_QUOTE), found.start)
    return made and not (found.dimension or "").startswith(_NO_THINGS)


def _lasts(found: Constraint, text: str) -> bool:
    """Whether a time says how long something has lasted: 使用已逾10年."""
    state = endings("already")
    return (found.dimension or "").startswith("time") and text.endswith(state, 0, found.start)


def _is_quoted(found: Constraint, text: str) -> bool:
    """Whether a number stands within short quotation marks."""
    begin = max(0, found.start - _LONGEST_QUOTE)
    for opening, closing in _QUOTES.items():
        at = text.rfind(opening, begin, found.start)
        if at >= 0 and text.find(closing, at, found.start) < 0:
            return text.find(closing, found.end - 1, at + _LONGEST_QUOTE) >= 0
    return False
