"""Kinds 3 and 6: indicators under the wrong class, and classes that a project lacks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from nlp import lexicon
from nlp.findings.case import Case
from nlp.findings.cues import held
from nlp.findings.values import is_blank
from nlp.narrative_schema import Finding, Quote
from nlp.schema import Indicator, Project

_OUTPUT, _QUANTITY, _QUALITY, _SATISFACTION = "1", "11", "12", "31"
_LONGEST = 60


@cache
def _cues() -> list[tuple[frozenset[str], str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    def words(cell: str) -> tuple[str, ...]:
        return () if cell == "-" else tuple(cell.split())

    rows = lexicon.current().table("belongs")
    return [(frozenset(u.split()), b, words(e), words(h), words(x)) for u, b, e, h, x in rows]


@cache
def _levels() -> tuple[dict[str, str], dict[str, str]]:
    """The official words of every code, and the code of every class of the first level."""
    words: dict[str, str] = {}
    firsts: dict[str, str] = {}
    for _, code, level1, level2 in lexicon.current().table("classes"):
        words.setdefault(code, level1 if level2 == "-" else level2)
        if level2 == "-":
            firsts.setdefault(level1, code)
    return words, firsts


for _derived in (_cues, _levels):
    lexicon.on_change(_derived.cache_clear)


def belongs(name: str, code: str) -> str | None:
    """The class that a name clearly speaks of, where that is not `code`.

    >>> belongs("数据分析报告份数", "22"), belongs("活动受益人数", "22")
    ('11', None)
    """
    for under, wanted, endings, holds, lacks in _cues():
        if code not in under or not name.endswith(endings):
            continue
        if holds and not any(word in name for word in holds):
            continue
        if not any(word in name for word in lacks):
            return wanted
    return None


def wrong(case: Case) -> Iterator[Finding]:
    """An indicator under a class that its name does not speak of."""
    for number, indicator in enumerate(case.project.indicators):
        if not indicator.code or len(indicator.name) > _LONGEST or _all_blank(indicator):
            continue
        wanted = belongs(indicator.name, indicator.code)
        if wanted:
            quotes = [case.named(number)]
            now, then = _levels()[0][indicator.code], _levels()[0][wanted]
            yield case.found("class_wrong", quotes, name=indicator.name, value=now, other=then)


def _all_blank(indicator: Indicator) -> bool:
    return all(is_blank(t.target) for t in indicator.targets)


def lacking(case: Case) -> Iterator[Finding]:
    """No goal, no indicators, or no indicator of a class that is required."""
    project = case.project
    if project.name and not case.narrative.strip() and not _evaluated(project):
        yield case.found("goal_missing")
    if not project.indicators:
        yield case.found("indicators_missing")
        return
    if any(i.level1 is None for i in project.indicators):
        return
    codes = {i.code or _levels()[1].get(i.level1 or "", "-") for i in project.indicators}
    if not any(code.startswith(_OUTPUT) for code in codes):
        yield case.found("output_missing")
    elif codes.isdisjoint({_QUANTITY, _OUTPUT}):
        yield case.found("quantity_missing")
    if any(code.startswith(_OUTPUT) for code in codes) and codes.isdisjoint({_QUALITY, _OUTPUT}):
        yield case.found("quality_missing")
    if not any(code.startswith(_SATISFACTION[0]) for code in codes):
        yield from _unsatisfied(case)


def _evaluated(project: Project) -> bool:
    return any(i.actual for i in project.indicators)


def _unsatisfied(case: Case) -> Iterator[Finding]:
    told = f"{case.project.name}\n{case.narrative}"
    cue = held("served", told)
    if cue and not held("inner", case.project.name):
        start = case.narrative.find(cue)
        quotes = [Quote("narrative", cue, start=start, end=start + len(cue))] if start >= 0 else []
        yield case.found("satisfaction_missing", quotes, value=cue)
