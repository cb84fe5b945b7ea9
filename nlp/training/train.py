"""The four models, fitted to the examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

from nlp import lexicon
from nlp.narratives import terms
from nlp.narratives.weights import folded, sequences
from nlp.training import design
from nlp.training.design import Array, Text
from nlp.training.linear import Model, fit, fit_telling


@dataclass(frozen=True, slots=True)
class Settings:
    """What cross-validation chose."""

    domain_ridge: float = 2e-5
    activity_ridge: float = 3e-5
    clause_ridge: float = 2e-5
    domain_terms: float = 1.5
    activity_terms: float = 2.5
    activity_telling: float = 0.7
    said: float = 0.3
    extra: float = 0.7


@dataclass(frozen=True, slots=True)
class Models:
    """The models and what their columns are."""

    known: dict[str, int]
    domains: tuple[str, ...]
    activities: tuple[str, ...]
    domain: Model
    activity: Model
    role: Model
    kind: Model
    settings: Settings


def domains() -> tuple[str, ...]:
    """The codes of all domains."""
    return tuple(dict.fromkeys(r[0][:3] for r in lexicon.current().table("functions")))


def activities() -> tuple[str, ...]:
    """All activities."""
    return terms.labels("activity")


def spoken(texts: Sequence[Text], axis: str, labels: Sequence[str], by: float) -> Array:
    """What the terms alone say of narratives, in the columns of `labels`.

    For activities a clause counts as far as it tells of what is done.
    """
    columns = [labels.index(label) for label in terms.labels(axis)]
    found = np.zeros((len(texts), len(labels)))
    for row, text in enumerate(texts):
        told = text.strength_done(axis) if axis == "activity" else text.strength(axis)
        found[row, columns] = told
    return by * np.log1p(found)


def clause_rows(texts: Sequence[Text], known: dict[str, int], by: float) -> csr_matrix:
    """Sequences and extras of all clauses."""
    groups = [t.clause(n) for t in texts for n in range(len(t.spans))]
    beside = np.vstack([design.extras(t) for t in texts]) * by
    return csr_matrix(hstack([design.matrix(groups, known), csr_matrix(beside)]))


def train(texts: Sequence[Text], settings: Settings) -> Models:
    """Fit all models to narratives taken apart."""
    said = design.said_of_domains()
    told = [{s for row in sequences(folded(words)) for s in row} for _, words, _ in said]
    documents = [t.document() for t in texts]
    names = lexicon.current().table("indicators")
    spelled = [{s for row in sequences(folded(f"{n}{v}")) for s in row} for _, n, v in names]
    known = design.vocabulary([*documents, *told, *spelled])
    codes, acts = domains(), activities()
    counts = np.array([1.0] * len(texts) + [settings.said * weight for _, _, weight in said])
    offset = spoken(texts, "domain", codes, settings.domain_terms)
    domain = fit(
        design.matrix([*documents, *told], known),
        design.one_hot([t.story.domain for t in texts] + [code for code, _, _ in said], codes),
        np.vstack([offset, np.zeros((len(said), len(codes)))]),
        counts,
        settings.domain_ridge,
        one=True,
    )
    activity = fit_telling(
        design.matrix([t.done() for t in texts], known),
        np.array([[float(a in t.story.activities) for a in acts] for t in texts]),
        spoken(texts, "activity", acts, settings.activity_terms),
        settings.activity_ridge,
        settings.activity_telling,
    )
    rows = clause_rows(texts, known, settings.extra)
    clauses = [c for t in texts for c in t.story.clauses]
    roles = design.one_hot([c.role.value for c in clauses], design.ROLES)
    ridge = settings.clause_ridge
    role = fit(rows, roles, np.zeros_like(roles), np.ones(len(clauses)), ridge, one=True)
    kind = _kinds(rows, [c.indicator_type or "-" for c in clauses], known, settings)
    return Models(known, codes, acts, domain, activity, role, kind, settings)


def _kinds(
    clauses: csr_matrix, kinds: list[str], known: dict[str, int], settings: Settings
) -> Model:
    """Indicator types, of clauses and of indicators by name and value."""
    named = lexicon.current().table("indicators")
    told = [[s for row in sequences(folded(f"{n}{v}")) for s in row] for _, n, v in named]
    empty = csr_matrix((len(told), clauses.shape[1] - len(known)))
    rows = csr_matrix(vstack([clauses, hstack([design.matrix(told, known), empty])]))
    wanted = design.one_hot([*kinds, *(code for code, _, _ in named)], design.TYPES)
    counts = np.ones(len(wanted))
    return fit(rows, wanted, np.zeros_like(wanted), counts, settings.clause_ridge, one=True)
