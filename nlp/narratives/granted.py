"""What a term or a rule is promised for, where that stands behind the number: 2小时内完成直报."""

from __future__ import annotations

from nlp.cells.subjects import moments
from nlp.narratives.counted import Setting, without_lead
from nlp.narratives.edges import (
    is_verb,
    kinds,
    spelled,
    unlabelled,
    up_to_predicate,
    without_phrase,
)
from nlp.narratives.located import Words
from nlp.narratives.segment import Word
from nlp.schema import Constraint, Op

_LONGEST, _NEAR = 12, 64


def settled(made: Constraint, cut: Words) -> str | None:
    """The subject of a promise, with what stands around its number taken into account."""
    dimension = made.dimension or ""
    if dimension.startswith("time"):
        return _due(made, cut) if made.op in (Op.LE, Op.LT) else made.subject
    if dimension.startswith(("percent", "money")):
        return _granted(made, cut) or made.subject
    return made.subject or _deed(made, cut)


def _due(made: Constraint, cut: Words) -> str | None:
    """What is done within a term, or has one."""
    subject = made.subject or ""
    if subject.endswith(moments()):
        ends = [at for word in kinds()["phrase"] if (at := subject.find(word)) > 1]
        return subject[: min(ends)] if ends else _ahead(cut.ahead(made)) or subject
    before = cut.before(made).words if cut.text.startswith(subject, made.end) else ()
    if before and before[0].tag != "p":
        named = without_phrase(before)
        if len(named) < len(before):
            return spelled(without_lead(unlabelled(named), Setting()))
    return made.subject


def _ahead(found: list[Word]) -> str:
    """What the words behind a term name: what is done, or to what."""
    taken = False
    while found and found[0].tag[0] in "dpfu":
        taken = found[0].text in kinds()["served"]
        found = found[1:]
    if all(word.tag == "v" for word in found):
        return spelled(found)
    named = up_to_predicate(found if taken else without_lead(found, Setting()))
    for at in range(1, len(named)):
        if named[at].tag == "v" and is_verb(named[at]) and named[at - 1].tag[0] == "n":
            named = named[:at]
            break
    told = spelled(named)
    return told if len(told) <= _LONGEST else ""


def _granted(made: Constraint, cut: Words) -> str:
    """What is given by a rule: 按投资额的12%给予补助."""
    near = cut.text[max(0, made.start - _NEAR) : made.start]
    if not any(word in near for word in kinds()["rule"]):
        return ""
    before, behind = cut.clause(made)
    rule = next((at for at, word in enumerate(before) if word.text in kinds()["rule"]), None)
    gift = next((at for at, word in enumerate(behind) if word.text in kinds()["gift"]), None)
    if rule is None or gift is None:
        return ""
    given = behind[gift + 1 :]
    while given and given[0].tag == "d":
        given = given[1:]
    ends = next((at for at, word in enumerate(given) if word.tag in ("x", "m", "d", "p")), None)
    if given[:ends]:
        return spelled(given[:ends])
    named = unlabelled(before[:rule])
    return spelled(named[1:] if named and named[0].tag == "p" else named)


def _deed(made: Constraint, cut: Words) -> str | None:
    """A deed that nothing but a light verb stands before: 完成改造138户."""
    place = cut.before(made)
    found = place.words
    if len(found) != 2 or not place.fresh or found[0].text not in kinds()["light"]:
        return None
    return found[1].text if found[1].tag[0] == "v" else None
