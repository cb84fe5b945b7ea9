"""Kinds 1 and 15: a promise and its indicator that differ in number, or in strictness only."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.findings.case import Case
from nlp.findings.matching import Match, Relation
from nlp.narrative_schema import Finding, Quote


def both_sides(case: Case, match: Match) -> list[Quote]:
    """The words of a promise and of the requirement that answers it."""
    indicator = case.options[match.option].indicator
    return [
        case.promised(case.promises[match.promise]),
        case.named(indicator),
        case.required(indicator, match.period, match.constraint),
    ]


def values(case: Case) -> Iterator[Finding]:
    """A narrative number with another number in its indicator."""
    for match in case.matches:
        if match.relation is Relation.VALUE:
            quotes = both_sides(case, match)
            name = case.project.indicators[case.options[match.option].indicator].name
            told, _, wanted = (quote.text for quote in quotes)
            yield case.found("value_differs", quotes, name=name, value=told, other=wanted)


def strictness(case: Case) -> Iterator[Finding]:
    """Equal numbers of which one is strict, all of a project in one finding."""
    stricter = [match for match in case.matches if match.relation is Relation.STRICTNESS]
    if stricter:
        sides = [both_sides(case, match) for match in stricter]
        detail = "；".join(f"{told.text} ~ {wanted.text}" for told, _, wanted in sides)
        quotes = [quote for side in sides for quote in side]
        yield case.found("strictness_differs", quotes, detail=detail)
