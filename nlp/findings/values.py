"""Kinds 2 and 10: values that are missing, vague, doubtful, or shares above the whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nlp.cells.names import read_name
from nlp.cells.normalize import fold
from nlp.findings.case import Case
from nlp.findings.cues import cues
from nlp.narrative_schema import Finding
from nlp.notes import confidence
from nlp.schema import Indicator, Kind, Note, Op, Target

_BLANK = frozenset(
    ("empty", "no_value", "empty_template", "unit_only", "operator_only", "no_content")
)
_NUMBERED = frozenset(("11", "14", "31"))
_TIMED = "13"
_LONGEST = 30
_WHOLE = Decimal(100)


def missing(case: Case) -> Iterator[Finding]:
    """Values that are blank, 无, 不涉及, or a template that was never filled in."""
    for number, indicator in enumerate(case.project.indicators):
        if all(is_blank(t.target) for t in indicator.targets):
            quotes = [case.named(number), *(case.written(number, t) for t in indicator.targets)]
            text = next((t.target.text for t in indicator.targets), "")
            yield case.found("value_missing", quotes, name=indicator.name, value=text)


def is_blank(target: Target) -> bool:
    """Whether a target holds nothing, or only a word for it."""
    if target.kind is Kind.UNPARSEABLE:
        return any(note.code in _BLANK for note in target.notes)
    return target.kind is Kind.QUALITATIVE and _bare(target.text) in cues("empty")


def _bare(text: str) -> str:
    return fold(text[:100]).text.strip("。.;,、:!() ")


def vague(case: Case) -> Iterator[Finding]:
    """Words where something measurable should stand."""
    for number, indicator, target in case.targets():
        if target.target.kind is Kind.QUALITATIVE and not is_blank(target.target):
            code = _wanting(indicator, _bare(target.target.text))
            if code:
                quotes = [case.named(number), case.written(number, target)]
                yield case.found(code, quotes, name=indicator.name, value=target.target.text)


def _wanting(indicator: Indicator, phrase: str) -> str | None:
    """What is wrong with a phrase as a value of this indicator."""
    if is_vague(phrase):
        return "value_vague"
    if indicator.code in _NUMBERED:
        return "value_not_quantified"
    timed = any(cue in phrase for cue in cues("on_time"))
    return "value_time_open" if timed and indicator.code == _TIMED else None


def is_vague(phrase: str) -> bool:
    """Whether a phrase says nothing that could be measured.

    >>> is_vague("有效提升"), is_vague("按时缴纳"), is_vague("提升至国家二级标准")
    (True, False, False)
    """
    if len(phrase) > _LONGEST:
        return False
    core = _stripped(phrase)
    if any(core in cues(kind) for kind in ("vague", "vague_verb", "degree")):
        return True
    if _turned_into_a_level(core):
        return False
    if any(core.startswith(verb) for verb in cues("vague_verb")):
        return True
    return _ends_vaguely(phrase) or _ends_vaguely(core)


def _stripped(phrase: str) -> str:
    """A phrase without the words of degree around it."""
    degrees = cues("degree")
    while head := next((d for d in degrees if phrase.startswith(d) and phrase != d), None):
        phrase = phrase.removeprefix(head)
    while tail := next((d for d in degrees if phrase.endswith(d) and phrase != d), None):
        phrase = phrase.removesuffix(tail)
    return phrase


def _ends_vaguely(phrase: str) -> bool:
    ends = (*cues("vague_verb"), *cues("vague"))
    end = next((w for w in ends if len(w) > 1 and phrase.endswith(w)), None)
    return end is not None and phrase.removesuffix(end)[-1:] not in cues("negation")


def _turned_into_a_level(core: str) -> bool:
    return any(verb + mark in core for verb in cues("vague_verb") for mark in cues("reached"))


def unread(case: Case) -> Iterator[Finding]:
    """Values that cannot be read, or only with doubt."""
    for number, indicator, target in case.targets():
        reason = _doubt(target.target)
        if reason:
            quotes = [case.named(number), case.written(number, target)]
            text = target.target.text
            yield case.found(
                "value_unread", quotes, name=indicator.name, value=text, detail=reason.message
            )


def _doubt(target: Target) -> Note | None:
    """The note that tells why a reading cannot be relied on; a share above 100 % is told apart."""
    if is_blank(target) or target.kind is Kind.QUALITATIVE:
        return None
    telling = [note for note in target.notes if note.code != "over_100"]
    worst = min(telling, key=lambda note: confidence([note]), default=None)
    return worst if worst and confidence(telling) < 0.5 else None


def above_whole(case: Case) -> Iterator[Finding]:
    """Shares of more than 100 %."""
    for number, indicator, target in case.targets():
        if "bounded" not in read_name(indicator.raw_name[:200]).kinds:
            continue
        for found in target.target.constraints:
            ends = (
                (found.value, found.low)
                if found.op in (Op.GE, Op.GT)
                else (found.value, found.high)
            )
            over = any(end is not None and end > _WHOLE for end in ends)
            if over and found.unit_code == "%" and not found.change and not found.subject:
                quotes = [case.named(number), case.required(number, target.period, found)]
                value = target.target.text
                yield case.found("rate_above_100", quotes, name=indicator.name, value=value)
