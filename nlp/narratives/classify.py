"""Weights → labels with evidence: the domain and activities of a narrative, the roles of clauses.

Every label is a sum over sequences of characters and terms at known places, so each can show the
words that speak for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import exp, inf, log
from operator import itemgetter, mul

from nlp import lexicon
from nlp.narrative_schema import Clause, Commitment, Label, Role
from nlp.narratives.clauses import Span
from nlp.narratives.evidence import Witnesses
from nlp.narratives.roles import DONE
from nlp.narratives.segment import Word, segment
from nlp.narratives.weighing import Weighed
from nlp.narratives.weights import weights

_DOMAINS, _LEAST_DOMAIN = 3, 0.05
_LEAST_ACTIVITY = log(0.35 / 0.65)
_NO_TYPE = "-"
_CHANCE = itemgetter(1)
_TYPES_OF = {
    Role.OUTPUT: ("11", "12", "13", "14"),
    Role.OUTCOME: ("21", "22", "23", "24"),
    Role.SATISFACTION: ("31",),
}


@cache
def domain_names() -> dict[str, str]:
    """The official name of each domain by its code."""
    rows = lexicon.current().table("functions")
    return {code: name for code, name in reversed(rows) if len(code) == 3}


@cache
def type_names() -> dict[str, str]:
    """The official words of each indicator type by its code."""
    rows = lexicon.current().table("classes")
    return {code: level2 for _, code, _, level2 in reversed(rows) if len(code) == 2}


lexicon.on_change(domain_names.cache_clear)
lexicon.on_change(type_names.cache_clear)


def classify(
    text: str,
    words: Sequence[Word],
    spans: Sequence[Span],
    promised: Sequence[Sequence[Commitment]],
) -> tuple[list[Label], list[Label], list[Clause]]:
    """The likeliest domains and the activities that hold, best first, and the clauses."""
    weighed = Weighed(text, words)
    said = weighed.by_clause(spans)
    told = weighed.clauses(said, spans, promised)
    chances = [_chances(scores) for scores, _ in told]
    roles = [max(enumerate(own), key=_CHANCE) for own in chances]
    shares = [sum(map(mul, own, _done())) for own in chances]
    domains = _domains(weighed)
    activities = _activities(weighed.activities(said, spans, shares))
    asked = [("domain", domain) for domain, _ in domains]
    asked += [("activity", activity) for activity, _ in activities]
    asked += [("role", role) for role, _ in roles]
    witnesses = Witnesses(weighed, words, asked)
    return (
        [_label(witnesses, "domain", *domain, domain_names()) for domain in domains],
        [_label(witnesses, "activity", *activity, {}) for activity in activities],
        [
            _clause(witnesses, span, *role, kinds)
            for span, role, (_, kinds) in zip(spans, roles, told, strict=True)
        ],
    )


def _chances(scores: list[float]) -> list[float]:
    """The chance of each column, where all add up to 1."""
    top = max(scores)
    shares = [exp(score - top) for score in scores]
    whole = sum(shares)
    return [share / whole for share in shares]


def _likeliest(scores: list[float], most: int = 1) -> list[tuple[int, float]]:
    """The columns of the best scores and their chances, best first."""
    return sorted(enumerate(_chances(scores)), key=_CHANCE, reverse=True)[:most]


def _domains(weighed: Weighed) -> list[tuple[int, float]]:
    """The columns and chances of the likeliest domains, best first."""
    first, *others = _likeliest(weighed.document("domain"), _DOMAINS)
    return [first, *(other for other in others if other[1] >= _LEAST_DOMAIN)]


@cache
def _done() -> list[float]:
    """How far a clause of each role tells of what is done, a role a column."""
    return [DONE[Role(role)] for role in weights().columns["role"]]


def _activities(scores: list[float]) -> list[tuple[int, float]]:
    """The columns and chances of the activities that hold, best first."""
    held = [column for column, score in enumerate(scores) if score >= _LEAST_ACTIVITY]
    held.sort(key=scores.__getitem__, reverse=True)
    return [(column, 1 / (1 + exp(-scores[column]))) for column in held]


def _label(
    witnesses: Witnesses, axis: str, column: int, chance: float, names: dict[str, str]
) -> Label:
    """The label of a column of an axis, with the words that speak for it."""
    label = weights().columns[axis][column]
    told = witnesses.evidence(axis, column, Span(0, len(witnesses.text)))
    return Label(label, names.get(label, label), round(chance, 4), told)


def _clause(
    witnesses: Witnesses, span: Span, column: int, chance: float, kinds: list[float]
) -> Clause:
    role = Role(weights().columns["role"][column])
    codes = weights().columns["indicator_type"]
    likely = max(_TYPES_OF.get(role, ()), key=lambda code: kinds[codes.index(code)], default="")
    return Clause(
        witnesses.text[span.start : span.end],
        span.start,
        span.end,
        role,
        type_names().get(likely),
        round(chance, 4),
        witnesses.evidence("role", column, span),
    )


def classify_indicator(name: str, value: str = "") -> Label:
    """The official class that an indicator's name and value speak of, whatever it stands under.

    The label is the code of the class, the name its official words.

    >>> classify_indicator("路灯维修及时率", "≥95%").name
    '时效指标'
    """
    text = f"{name}{value}"
    words = segment(text)
    weighed = Weighed(text, words)
    scores = weighed.document("indicator_type")
    scores[weights().columns["indicator_type"].index(_NO_TYPE)] = -inf
    best, chance = _likeliest(scores)[0]
    witnesses = Witnesses(weighed, words, [("indicator_type", best)])
    return _label(witnesses, "indicator_type", best, chance, type_names())
