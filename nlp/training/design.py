"""The example narratives as matrices: sequences, terms and extras, a row a narrative or clause."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nlp import lexicon
from nlp.narrative_schema import Commitment, Role
from nlp.narratives import roles, terms
from nlp.narratives.commitments import commitments
from nlp.narratives.segment import segment
from nlp.narratives.terms import Hit
from nlp.narratives.weights import folded, sequences
from nlp.training.examples import Story

Array = NDArray[np.float64]
TYPES = ("-", "11", "12", "13", "14", "21", "22", "23", "24", "31")
ROLES = tuple(role.value for role in Role)
LEAST = 2


@dataclass(slots=True)
class Text:
    """A narrative taken apart: its sequences by place, its terms, and its clauses' places."""

    story: Story
    found: list[list[str]]
    hits: list[list[Hit]]
    spans: list[tuple[int, int]] = field(default_factory=list)
    promised: list[list[Commitment]] = field(default_factory=list)

    def document(self) -> dict[str, float]:
        """The sequences of the whole narrative, and how often each occurs."""
        return dict(Counter(s for row in self.found for s in row))

    def done(self) -> dict[str, float]:
        """The same, where a clause counts as far as it tells of what is done."""
        counts: dict[str, float] = {}
        for number, clause in enumerate(self.story.clauses):
            share = roles.DONE[clause.role]
            for sequence in self.clause(number):
                counts[sequence] = counts.get(sequence, 0.0) + share
        return counts

    def strength_done(self, axis: str) -> list[float]:
        """The weights of the distinct terms of an axis, likewise; a label a column."""
        ends = [end for _, end in self.spans]
        shares = [roles.DONE[clause.role] for clause in self.story.clauses]
        hits = self.hits[terms.AXES.index(axis)]
        said = terms.strengths(hits, lambda hit: shares[bisect_right(ends, hit.start)])
        return [said.get(column, 0.0) for column in range(len(terms.labels(axis)))]

    def clause(self, number: int) -> list[str]:
        """The sequences of a clause, from the sign before it to the last of its own."""
        start, end = self.spans[number]
        return [s for row in self.found for s in row[start:end]]

    def strength(self, axis: str, start: int = 0, end: int | None = None) -> list[float]:
        """The weights of the distinct terms of an axis between two places, a label a column."""
        stop = len(self.found[0]) if end is None else end
        hits = self.hits[terms.AXES.index(axis)]
        said = terms.strengths(hit for hit in hits if start <= hit.start < stop)
        return [said.get(column, 0.0) for column in range(len(terms.labels(axis)))]


def take_apart(story: Story) -> Text:
    """A narrative as the reader sees it: promises are those that it finds itself."""
    shown = folded(story.text)
    found = sequences(shown)
    made = Text(story, found, terms.hits(shown, segment(story.text)))
    promises = commitments(story.text)
    at = 0
    for clause in story.clauses:
        end = at + len(clause.text)
        made.spans.append((at, end))
        made.promised.append([c for c in promises if at <= c.start < end])
        at = end
    return made


def vocabulary(groups: Iterable[Iterable[str]]) -> dict[str, int]:
    """The sequences that occur in two rows or more, numbered in their order."""
    counts = Counter(s for group in groups for s in set(group))
    kept = sorted(s for s, n in counts.items() if n >= LEAST and s.strip("，0 "))
    return {sequence: row for row, sequence in enumerate(kept)}


def matrix(
    groups: Sequence[Iterable[str] | Mapping[str, float]], known: dict[str, int]
) -> csr_matrix:
    """Counts of the known sequences over the square root of their sum; a row a group."""
    places: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for place, group in enumerate(groups):
        told = group if isinstance(group, Mapping) else Counter(group)
        counts = {known[s]: n for s, n in told.items() if s in known}
        size = max(1, sum(counts.values())) ** 0.5
        places += [place] * len(counts)
        columns += counts.keys()
        values += [n / size for n in counts.values()]
    return csr_matrix((values, (places, columns)), shape=(len(groups), len(known)))


def one_hot(values: Sequence[str], labels: Sequence[str]) -> Array:
    """A row a value, 1 in the column of its label."""
    return np.array([[float(v == label) for label in labels] for v in values])


def extras(text: Text) -> Array:
    """The extras of a narrative's clauses."""
    lengths = [end - start for start, end in text.spans]
    hits = text.hits[terms.AXES.index("role")]
    cues = roles.cues(hits, [start for start, _ in text.spans])
    return np.array(roles.extras(text.promised, lengths, cues))


def said_of_domains() -> list[tuple[str, str, float]]:
    """Terms and official names of what a domain pays for: code, words, weight."""
    table = lexicon.current().table
    found = [(code, words, float(weight) / 3) for code, words, weight in table("domains")]
    return found + [(code[:3], words, 1.0) for code, words in table("functions")]
