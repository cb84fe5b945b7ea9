"""The promises of a narrative: every number that it commits to, with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from itertools import pairwise
from operator import attrgetter

from nlp.cells.subjects import following, moments
from nlp.cells.target import extract
from nlp.cells.vocabulary import words as vocabulary
from nlp.narrative_schema import Commitment
from nlp.narratives.alike import share
from nlp.narratives.counted import counted
from nlp.narratives.edges import endings, is_measure, is_verb, kinds
from nlp.narratives.granted import settled
from nlp.narratives.located import Words
from nlp.narratives.segment import Word, segment
from nlp.schema import Constraint, Op

_values = attrgetter(*(f.name for f in fields(Constraint)))
_NO_THINGS = ("percent", "money", "time", "age")
_UP_TO_SIGN = re.compile(r"[^，,；;。：:！!？?、（(\s0-9]{1,16}+")
_SMALL, _LONGEST_QUOTE, _LONGEST_NAME = 10, 14, 6
_QUOTES = {"“": "”", "‘": "’", "「": "」"}


def commitments(text: str, words: Sequence[Word] | None = None) -> list[Commitment]:
    """Every promised number of a narrative, in order; `words`, its words where they are known.

    >>> [(c.op.value, c.unit, c.subject) for c in commitments("举办讲座48场，打造一支队伍")]
    [('=', '场', '讲座')]
    """
    promised = [found for found in extract(text) if not _describes(found, text)]
    if not promised:
        return []
    cut = Words(text, words)
    made = [_promise(found, cut) for found in promised]
    _of_several(made, text)
    share(made, text)
    return made


def _promise(found: Constraint, cut: Words) -> Commitment:
    made = Commitment(*_values(found))
    if made.subject:
        told = _behind(found, cut.text)
        named = told if told != made.subject and _names(told, made.subject, found, cut) else ""
        place = cut.place(found, named or made.subject)
        before = cut.before(found) if place.behind else None
        made.subject = counted(place, told, found, before) or None
    made.subject = settled(made, cut)
    return made


def _names(told: str, subject: str, found: Constraint, cut: Words) -> bool:
    """Whether words behind a count name the thing, and those before it do not."""
    return bool(told) and (subject.endswith(moments()) or _adjoins(told, found, cut))


def _adjoins(told: str, found: Constraint, cut: Words) -> bool:
    """Whether words behind a count inside a clause are the thing: 行业300家|中小企业部署系统."""
    if found.rule != "exact" or not cut.text.startswith(told, found.end):
        return False
    if len(cut.ahead(found)) < 2 or _is_acted_on(cut.before(found).words):
        return False
    first = segment(told)[0]
    named = len(first.text) > (2 if first.tag == "j" else 1) and first.tag[0] in "nbj"
    return named and not is_verb(first) and first.text not in kinds()["manner"]


def _is_acted_on(found: Sequence[Word]) -> bool:
    """Whether words are a verb and its object: 遴选人才|20名."""
    table = kinds()
    if len(found) < 2 or found[-1].tag[0] != "n" or found[-1].text in table["where"]:
        return False
    acts = any(is_verb(word) and word.text not in table["aim"] for word in found[:-1])
    return acts and found[-1].text not in table["manner"]


def _of_several(promised: Sequence[Commitment], text: str) -> None:
    """A thing between its number and another one is that of the first: 8个村|1.5万人."""
    for one, other in pairwise(promised):
        between = text[one.end : other.start]
        if one.unit not in kinds()["bare"] or len(between) > _LONGEST_NAME:
            continue
        if between.isalpha() and segment(between)[-1].tag[0] in "nsj":
            beside = None if other.dimension == "person" else one.subject
            one.subject, other.subject = between, _behind(other, text) or beside


def _behind(found: Constraint, text: str) -> str:
    """The words behind a number that counts or measures things: 组建12支志愿服务队."""
    if found.dimension is None or found.dimension.startswith(_NO_THINGS):
        return ""
    ahead = _UP_TO_SIGN.match(text, found.end)
    return following(ahead.group()) if ahead else ""


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
