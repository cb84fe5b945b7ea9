"""A text's sequences and terms → how much they say for each label, in the text and by clause."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from math import log1p
from typing import TYPE_CHECKING

from nlp import lexicon
from nlp.narrative_schema import Commitment
from nlp.narratives import roles, terms
from nlp.narratives.clauses import Span
from nlp.narratives.segment import Word
from nlp.narratives.terms import Hit
from nlp.narratives.weights import folded, weights

if TYPE_CHECKING:
    from nlp.narratives.weights import Rows, Sums

_BLOCK = 1 << 15


@cache
def term_columns(axis: str) -> tuple[int | None, ...]:
    """For each label of an axis that has terms its column among the axis' weights."""
    columns = weights().columns[axis]
    return tuple(columns.index(x) if x in columns else None for x in terms.labels(axis))


lexicon.on_change(term_columns.cache_clear)


class Weighed:
    """A text whose sequences and terms are looked up once for all labels.

    `scores` is what its sequences say for each label, `hits` are its terms, a list an axis.
    """

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        import numpy as np

        shown = folded(text)
        self.text, self.table = text, weights()
        self.hits = terms.hits(shown, words)
        self.begins = [[hit.start for hit in hits] for hits in self.hits]
        self.rows = self.table.rows_of(shown)
        begin = self.table.columns_of("role")[0]
        total, behind = np.zeros(self.table.table.shape[1], np.int64), []
        for block in self._blocks(self.rows):
            total += block.sum(0, dtype=np.int32)
            behind.append(block[:, begin:])
        self.scores: list[float] = self.table.scores(total).tolist()
        self.sums: Sums = np.concatenate(behind)

    def _blocks(self, rows: Rows) -> Iterator[Sums]:
        """What the three sequences of each place say together for all labels.

        Long texts are taken block by block, since a place has a weight for each label.
        """
        import numpy as np

        for at in range(0, rows.shape[1], _BLOCK):
            ones, twos, threes = self.table.table.take(rows[:, at : at + _BLOCK], 0)
            spoken = np.add(ones, twos, dtype=np.int32)
            spoken += threes
            yield spoken

    def by_word(self, starts: Sequence[int], labels: Sequence[tuple[str, int]]) -> list[list[int]]:
        """For each label what each word says for it, with the signs behind the word.

        A sequence of three belongs to the word of its middle character.
        """
        import numpy as np

        if not starts:
            return [[] for _ in labels]
        columns = [self.table.columns_of(axis)[0] + column for axis, column in labels]
        rows = self.rows.copy()
        rows[2, 1:] = self.rows[2, :-1]
        rows[2, 0] = 0
        spoken = np.concatenate([block.take(columns, 1) for block in self._blocks(rows)])
        told: list[list[int]] = np.add.reduceat(spoken, np.array(starts) + 1).T.tolist()
        return told

    def document(self, axis: str) -> list[float]:
        """How much the text says for each label of an axis."""
        begin, end = self.table.columns_of(axis)
        scores = self.scores[begin:end]
        if axis in self.table.terms:
            columns, by = term_columns(axis), self.table.terms[axis]
            said = terms.strength(self.hits[terms.AXES.index(axis)], len(columns))
            for column, strength in zip(columns, said, strict=True):
                if strength and column is not None:
                    scores[column] += by * log1p(strength)
        return scores

    def clauses(
        self, spans: Sequence[Span], promised: Sequence[Sequence[Commitment]]
    ) -> list[tuple[list[float], list[float]]]:
        """For each clause how much it says for each role, and for each indicator type."""
        import numpy as np

        begin, size = self.table.columns_of("role")[0], len(self.table.columns["role"])
        sums = np.add.reduceat(self.sums[: spans[-1].end], [span.start for span in spans])
        rows = roles.extras(promised, [s.end - s.start for s in spans], self._cues(spans))
        scores = self.table.scores(sums, begin) + np.array(rows, np.float32) @ self.table.extras
        return [(row[:size], row[size:]) for row in scores.tolist()]

    def _cues(self, spans: Sequence[Span]) -> list[list[float]]:
        """The weights of the cues of each clause, a role a column."""
        size = len(terms.labels("role"))
        return [
            terms.strength(self.hits_between("role", span.start, span.end + 1), size)
            for span in spans
        ]

    def hits_between(self, axis: str, start: int, end: int) -> list[Hit]:
        """The terms of an axis that begin between two places of the folded text."""
        number = terms.AXES.index(axis)
        first, last = (bisect_left(self.begins[number], at) for at in (start, end))
        return self.hits[number][first:last]
