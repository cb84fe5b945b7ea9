"""A text's sequences and terms → how much they say for each label, in the text and by clause."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from math import log1p
from operator import attrgetter
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
_START = attrgetter("start")
_CLAUSE = ("role", "indicator_type")


@cache
def _term_columns(axis: str) -> dict[int, int]:
    """For each column of an axis' weights that of its terms, where it has any."""
    told = terms.labels(axis)
    columns = weights().columns[axis]
    return {column: told.index(x) for column, x in enumerate(columns) if x in told}


lexicon.on_change(_term_columns.cache_clear)


class Weighed:
    """A text whose sequences and terms are looked up once for all labels.

    `sums` is what the sequences of each place say for each label, `hits` are its terms by axis.
    """

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        import numpy as np

        shown = folded(text)
        self.text, self.table = text, weights()
        self.hits = dict(zip(terms.AXES, terms.hits(shown, words), strict=True))
        self.rows = self.table.rows_of(shown)
        self.sums: Sums = np.concatenate(list(self._blocks(self.rows)))

    def _blocks(self, rows: Rows) -> Iterator[Sums]:
        """What the three sequences of each place say together for all labels.

        Long texts are taken block by block, since a place has a weight for each label.
        """
        import numpy as np

        for at in range(0, rows.shape[1], _BLOCK):
            ones, twos, threes = self.table.table.take(rows[:, at : at + _BLOCK], 0)
            spoken = np.add(ones, twos, dtype=np.int16)
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
        places = np.array(starts) + 1
        told: list[list[int]] = np.add.reduceat(spoken, places, dtype=np.int64).T.tolist()
        return told

    def document(self, axis: str) -> list[float]:
        """How much the text says for each label of an axis."""
        scores: list[float] = self.table.scores(self.sums.sum(0), [axis]).tolist()
        if axis not in self.table.terms:
            return scores
        return self._with_terms(axis, scores, terms.strengths(self.hits[axis]))

    def _with_terms(self, axis: str, scores: list[float], told: dict[int, float]) -> list[float]:
        """Scores raised by what terms say, which is told by the terms' own columns."""
        by = self.table.terms[axis]
        for column, own in _term_columns(axis).items():
            if own in told:
                scores[column] += by * log1p(told[own])
        return scores

    def terms_of(self, axis: str, column: int, span: Span) -> Iterator[Hit]:
        """The terms that speak for a label within a span, in order of place."""
        own = _term_columns(axis).get(column) if axis in self.hits else None
        if own is None:
            return iter(())
        hits = self.hits[axis]
        first = bisect_left(hits, span.start, key=_START)
        last = bisect_left(hits, span.end, first, key=_START)
        return (hit for hit in hits[first:last] if hit.term.column == own)

    def by_clause(self, spans: Sequence[Span]) -> Sums:
        """What the sequences of each clause say for each label."""
        import numpy as np

        starts = [span.start for span in spans]
        found: Sums = np.add.reduceat(self.sums[: spans[-1].end], starts, dtype=np.int64)
        return found

    def clauses(
        self, said: Sums, spans: Sequence[Span], promised: Sequence[Sequence[Commitment]]
    ) -> list[tuple[list[float], list[float]]]:
        """For each clause how much it says for each role, and for each indicator type."""
        import numpy as np

        size = len(self.table.columns["role"])
        cues = roles.cues(self.hits["role"], [span.start for span in spans])
        rows = roles.extras(promised, [s.end - s.start for s in spans], cues)
        scores = self.table.scores(said, _CLAUSE)
        scores += np.array(rows, np.float32) @ self.table.extras
        return [(row[:size], row[size:]) for row in scores.tolist()]

    def activities(self, said: Sums, spans: Sequence[Span], shares: Sequence[float]) -> list[float]:
        """How much the clauses say for each activity; `shares` tells how far each counts."""
        import numpy as np

        whole = np.array(shares, np.float32) @ said
        scores: list[float] = self.table.scores(whole, ["activity"]).tolist()
        ends = [span.end for span in spans]
        told = terms.strengths(
            self.hits["activity"], lambda hit: shares[bisect_right(ends, hit.start)]
        )
        return self._with_terms("activity", scores, told)
