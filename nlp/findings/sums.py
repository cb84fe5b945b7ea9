"""Kinds 8 and 12: sums and weights that do not add up, and indicators beyond counting."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nlp.findings.case import Case
from nlp.findings.catalogue import finding
from nlp.narrative_schema import Finding, Quote
from nlp.schema import Document, Project
from nlp.wording import limit, limits

_FEWEST = 3
_ASIDE = ("money_left_out", "column_unknown")


def parts(case: Case) -> Iterator[Finding]:
    """Sources that do not add up to the total of a project."""
    money = case.project.money
    known = [s for s in (money.fiscal, money.special, money.other) if s is not None]
    if money.total is not None and known and sum(known) != money.total:
        summed = " + ".join(f"{part:,f}" for part in known)
        detail = f"{summed} = {sum(known):,f} ≠ {money.total:,f}"
        quotes = [Quote("money", f"{s:f}") for s in (money.total, *known)]
        yield case.found("sum_differs", quotes, detail=detail)


def unexplained(document: Document, project: Project, found: list[Finding]) -> list[Finding]:
    """The findings without that of a total which sums of no source kept make whole."""
    told = {n.message.rpartition(": ")[0] for n in document.notes if n.code == "sum_differs"}
    aside = any(n.code in _ASIDE for n in document.notes)
    if not aside or project.name in told:
        return found
    return [one for one in found if one.code != "sum_differs"]


def subtotals(document: Document, lang: str) -> Iterator[Finding]:
    """Rows of sums that differ from the projects they own."""
    named = {s.name for s in document.subtotals} - {p.name for p in document.projects}
    for note in document.notes:
        if note.code == "sum_differs" and note.message.rpartition(": ")[0] in named:
            quotes = [Quote("money", note.message)]
            yield finding("sum_differs", quotes, lang=lang, detail=note.message)


def weights(case: Case) -> Iterator[Finding]:
    """Weights of all indicators that make up neither the whole nor the whole without 执行率."""
    found = [i.weight for i in case.project.indicators]
    known = [w for w in found if w is not None]
    if len(known) < _FEWEST or len(known) < len(found):
        return
    total = sum(known, Decimal(0))
    whole = limits("whole")
    if total not in whole and total * 100 not in whole:
        wanted = " / ".join(f"{w:f}" for w in whole)
        yield case.found("weights_differ", value=f"{total:f}", other=wanted)


def too_many(case: Case) -> Iterator[Finding]:
    """More indicators than anyone can weigh."""
    count = len(case.project.indicators)
    if count > limit("indicators"):
        yield case.found("too_many_indicators", value=str(count))
