"""A document in the official columns and codes: as printed, and as the national system has it.

Headings, codes and remarks are those of lexicons/official.tsv.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from nlp import lexicon, parse
from nlp.schema import Constraint, Document, Indicator, Kind, Op, Project, Target

Cell = str | Decimal | int | None
Row = dict[str, Cell]

_DOUBTFUL = 0.5
_PERIODS = {"cycle": 1, "annual": 0}


class Entry(NamedTuple):
    """A line of the lexicon: a sheet, a column, a sign or a remark."""

    name: str
    word: str
    value: str


class Fields(NamedTuple):
    """What the official forms have of a requirement: sign, number and unit."""

    op: str
    number: Decimal
    unit: str


@cache
def entries(kind: str) -> tuple[Entry, ...]:
    """The lines of a kind, in order.

    >>> [entry.name for entry in entries("sheet")]
    ['printed', 'national', 'findings', 'errors']
    """
    rows = lexicon.current().table("official")
    return tuple(Entry(*row) for found, *row in rows if found == kind)


@cache
def _named(kind: str) -> dict[str, Entry]:
    return {entry.name: entry for entry in entries(kind)}


@cache
def _scales() -> dict[int, str]:
    return {int(value): word for word, value in lexicon.current().table("scales")}


for _derived in (entries, _named, _scales):
    lexicon.on_change(_derived.cache_clear)


def remark(name: str) -> str:
    """A remark in words."""
    return _named("note")[name].word


def printed(document: Document) -> Iterator[Row]:
    """The rows of the printed form: one an indicator, or one a project that has none.

    A target that the form's columns do not hold stands as written, its sign and unit with it.
    """
    for project in document.projects:
        base: Row = {
            "year": document.year,
            "department": document.department,
            "project": project.name,
            "owner": project.owner,
            "total": project.money.total,
            "fiscal": project.money.fiscal,
            "special": project.money.special,
            "other": project.money.other,
            "narrative": project.narrative,
        }
        if not project.indicators:
            yield base
        for indicator in project.indicators:
            yield base | _levels(indicator) | _printed(indicator)


def _levels(indicator: Indicator) -> Row:
    return {
        "level1": indicator.level1,
        "level2": indicator.level2,
        "name": indicator.name,
        "weight": indicator.weight,
        "score": indicator.score,
        "actual": indicator.actual.text if indicator.actual else None,
    }


def _printed(indicator: Indicator) -> Row:
    told = {t.period: t.target for t in indicator.targets if t.target.text}
    split = {period: _split(target) for period, target in told.items()}
    apart = {(fields.op, fields.unit) if fields else None for fields in split.values()}
    row: Row = {"remark": _doubts(told.values())}
    if len(apart) == 1 and (alike := apart.pop()):
        numbers = {period: fields.number for period, fields in split.items() if fields}
        return row | {"sign": _named("sign")[alike[0]].word, "unit": alike[1]} | numbers
    words = all(target.kind is Kind.QUALITATIVE for target in told.values())
    sign = _named("sign")["words"].word if told and words else None
    return row | {"sign": sign} | {period: target.text for period, target in told.items()}


def national(document: Document) -> Iterator[Row]:
    """The rows of the national system: one a requirement that it has a code for, else one a target.

    Weights stand in the first row of an indicator and period, so that they are not counted twice.
    """
    for project in document.projects:
        for indicator in project.indicators:
            yield from _indicator_rows(document, project, indicator)


def _indicator_rows(document: Document, project: Project, indicator: Indicator) -> Iterator[Row]:
    code = indicator.code or ""
    base: Row = {
        "fiscal_year": document.year,
        "agency_name": project.owner or document.department,
        "pro_name": project.name,
        "kpi_target": project.narrative,
        "lv1_perf_ind_code": code[:1],
        "lv1_perf_ind_name": indicator.level1,
        "lv2_perf_ind_code": code if len(code) > 1 else None,
        "lv2_perf_ind_name": indicator.level2,
    }
    weighed: Row = {
        "ind_comp": indicator.actual.text if indicator.actual else None,
        "ind_weight": indicator.weight,
        "eval_score": indicator.score,
    }
    for told in indicator.targets:
        period: Row = {"yearflag": _PERIODS.get(told.period)}
        first = weighed
        for row in _target_rows(indicator.name, told.target):
            yield base | period | row | first
            first = {}


def _target_rows(name: str, target: Target) -> Iterator[Row]:
    if not target.text:
        return
    found = [_fields(constraint) for constraint in target.constraints]
    sure = target.confidence >= _DOUBTFUL and target.kind is Kind.QUANTITATIVE
    if not sure or not all(found) or target.qualitative:
        yield {"lv3_perf_ind_name": name, **_words(target)}
        return
    for constraint, fields in zip(target.constraints, found, strict=True):
        subject = f"（{constraint.subject}）" if constraint.subject else ""
        for op, number, unit in fields:
            yield {
                "lv3_perf_ind_name": name + subject,
                "computesign": int(_named("sign")[op].value),
                "indexval": number,
                "meterunit": unit,
                "remark": remark("range") if len(fields) > 1 else None,
            }


def _words(target: Target) -> Row:
    """A target that the system has no code for: its own words, as a qualitative one."""
    approximate = [c.op for c in target.constraints] == [Op.APPROX]
    why = "approximate" if approximate else "words" if target.constraints else None
    notes = [remark(why)] if why else []
    notes += [remark("doubtful")] if target.confidence < _DOUBTFUL else []
    return {
        "computesign": int(_named("sign")["words"].value),
        "indexval": target.text,
        "remark": "；".join(notes) or None,
    }


def _split(target: Target) -> Fields | None:
    """The sign, number and unit that say all that a target says; None where they do not."""
    if len(target.constraints) != 1 or target.qualitative or target.confidence < _DOUBTFUL:
        return None
    constraint = target.constraints[0]
    fields = _fields(constraint)
    if len(fields) != 1 or constraint.subject:
        return None
    op, number, unit = fields[0]
    again = parse(f"{_named('sign')[op].word}{number}{unit}").constraints
    same = [_meaning(c) for c in again] == [_meaning(constraint)]
    return fields[0] if same else None


def _meaning(constraint: Constraint) -> tuple[object, ...]:
    return constraint.op, constraint.value, constraint.unit, constraint.per


def _fields(constraint: Constraint) -> list[Fields]:
    """A requirement as rows of the system; none where it says more than sign, number and unit."""
    beyond = (constraint.change, constraint.baseline, constraint.date, constraint.date_low)
    scale = _scales().get(constraint.scale, "")
    if any(beyond) or constraint.op is Op.APPROX or (constraint.scale != 1 and not scale):
        return []
    unit = scale + (constraint.unit or "") + (f"/{constraint.per}" if constraint.per else "")
    if constraint.op is not Op.RANGE:
        bounds = [(constraint.op.value, constraint.value)]
    else:
        low = Op.GE if constraint.low_inclusive else Op.GT
        high = Op.LE if constraint.high_inclusive else Op.LT
        bounds = [(low.value, constraint.low), (high.value, constraint.high)]
    return [Fields(op, written(v / constraint.scale), unit) for op, v in bounds if v is not None]


def written(number: Decimal) -> Decimal:
    """A number without zeros at its end and without an exponent.

    >>> written(Decimal("3.20")), written(Decimal("5E+4"))
    (Decimal('3.2'), Decimal('50000'))
    """
    return Decimal(f"{number.normalize():f}")


def _doubts(targets: Iterable[Target]) -> str | None:
    return remark("doubtful") if any(t.confidence < _DOUBTFUL for t in targets) else None
