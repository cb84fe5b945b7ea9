"""Kind 4: units that are missing, do not fit the name, or differ from those of the narrative."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from nlp import lexicon
from nlp.attainment.deadlines import is_date
from nlp.cells.names import Name, read_name
from nlp.findings.case import Case
from nlp.findings.cues import ending
from nlp.findings.matching import Relation
from nlp.findings.numbers import both_sides
from nlp.narrative_schema import Finding
from nlp.schema import Constraint, Target

_GUESSED = frozenset({"percent_assumed", "money_assumed"})
_THINGS = frozenset({"item", "project", "piece"})
_SHARES = frozenset({"percent", "percent_point", "permyriad", "multiple", "tenth", "ppm", "score"})


@cache
def _measures() -> list[tuple[str, frozenset[str]]]:
    """Endings of names and the dimensions that they are counted in, longest first."""
    rows = lexicon.current().table("measures")
    found = [(name, frozenset(kinds.split())) for name, kinds in rows]
    return sorted(found, key=lambda row: -len(row[0]))


lexicon.on_change(_measures.cache_clear)


def missing(case: Case) -> Iterator[Finding]:
    """A number without a unit that its name does not settle."""
    for number, indicator, target in case.targets():
        name = read_name(indicator.raw_name[:200])
        bare = [c for c in target.target.constraints if _lacks_unit(c, name, target.target)]
        if bare:
            quotes = [case.named(number), case.required(number, target.period, bare[0])]
            text = target.target.text
            yield case.found("unit_missing", quotes, name=indicator.name, value=text)


def _lacks_unit(found: Constraint, name: Name, target: Target) -> bool:
    if is_date(found):
        return False
    if any(note.code in _GUESSED for note in target.notes):
        return "unit" in found.inferred
    if found.unit is not None or found.value == 0 or target.confidence < 0.5:
        return False
    if any(note.code == "fraction_or_percent" for note in target.notes):
        return True
    told = found.subject or name.name
    return not name.unit and ending("unitless", told) is None


def unfit(case: Case) -> Iterator[Finding]:
    """A unit of another kind than the name counts."""
    for number, indicator, target in case.targets():
        name = read_name(indicator.raw_name[:200])
        for found in target.target.constraints:
            if found.subject is None and _misfits(found, name):
                quotes = [case.named(number), case.required(number, target.period, found)]
                fields = {"name": indicator.name, "value": target.target.text}
                yield case.found("unit_unfit", quotes, **fields, other=found.unit or "")
                break


def _misfits(found: Constraint, name: Name) -> bool:
    dimension = found.dimension
    if dimension is None or found.per or "unit" in found.inferred:
        return False
    if "percent" in name.kinds and dimension not in _SHARES:
        return found.change is None
    wanted = next((kinds for end, kinds in _measures() if name.name.endswith(end)), None)
    if wanted is not None:
        return dimension not in wanted | _SHARES
    return dimension in _THINGS and ending("persons", _counted(name.name)) is not None


def _counted(name: str) -> str:
    """What a name counts, without the word for counting."""
    end = ending("number_word", name)
    return name.removesuffix(end) if end else name


def differing(case: Case) -> Iterator[Finding]:
    """A promise and its indicator with one number and two units."""
    for match in case.matches:
        if match.relation is Relation.UNIT:
            quotes = both_sides(case, match)
            name = case.project.indicators[case.options[match.option].indicator].name
            told, _, wanted = (quote.text for quote in quotes)
            yield case.found("unit_differs", quotes, name=name, value=told, other=wanted)
