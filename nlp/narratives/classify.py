"""Weights → labels with evidence: the domain and activities of a narrative, the roles of clauses.

Every label is a sum over sequences of characters and terms at known places, so each can show the
words that speak for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from math import log1p
from typing import TYPE_CHECKING

from nlp import lexicon
from nlp.narrative_schema import Clause, Commitment, Evidence, Label, Role
from nlp.narratives import roles, terms
from nlp.narratives.clauses import Span
from nlp.narratives.segment import Word, segment
from nlp.narratives.terms import Hit
from nlp.narratives.weights import folded, weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nlp.narratives.weights import Rows

    Floats = NDArray[np.float32]

_DOMAINS, _LEAST_DOMAIN, _LEAST_ACTIVITY = 3, 0.05, 0.3
_MOST_WORDS, _TERM = 3, 1e9
_BLOCK = 1 << 15
_NO_TYPE = "-"
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


@cache
def _term_columns(axis: str) -> tuple[int | None, ...]:
    """For each label of an axis that has terms its column among the axis' weights."""
    columns = weights().columns[axis]
    return tuple(columns.index(x) if x in columns else None for x in terms.labels(axis))


lexicon.on_change(domain_names.cache_clear)
lexicon.on_change(type_names.cache_clear)
lexicon.on_change(_term_columns.cache_clear)


class Weighed:
    """A text whose sequences and terms are looked up once for all labels.

    `by_word[word, column]` is what the sequences of a word say for a label; `sums` the same by
    place in the folded text, `hits` the terms, a list an axis.
    """

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        import numpy as np

        shown = folded(text)
        self.text, self.table = text, weights()
        self.words = [word for word in words if word.text.isalnum()]
        self.starts = [word.start for word in self.words]
        self.hits = terms.hits(shown, words)
        self.begins = [[hit.start for hit in hits] for hits in self.hits]
        rows = self.table.rows_of(shown)
        self.counts = (rows > 0).sum(0)
        self._sum(rows, np.array([*self.starts, len(shown) - 1]))

    def _sum(self, rows: Rows, edges: Rows) -> None:
        """Sum the weights of the rows by place, by word between edges, and over the whole text.

        Long texts are taken block by block, since a place has a weight for each of all labels.
        """
        import numpy as np

        begin, end = self.table.columns_of("role")[0], self.table.columns_of("indicator_type")[1]
        size = self.table.table.shape[1]
        self.sums = np.empty((rows.shape[1], end - begin), np.int32)
        behind = np.empty((len(edges), size), np.int64)
        carried, whole = np.zeros(size, np.int32), np.zeros(size, np.int64)
        for at in range(0, rows.shape[1], _BLOCK):
            ones, twos, threes = self.table.table.take(rows[:, at : at + _BLOCK], 0)
            spoken = np.add(ones, twos, dtype=np.int32)
            self.sums[at : at + _BLOCK] = spoken[:, begin:end] + threes[:, begin:end]
            spoken[1:] += threes[:-1]
            spoken[0] += carried
            summed = spoken.cumsum(0, dtype=np.int32)
            first, last = edges.searchsorted((at, at + _BLOCK))
            behind[first:last] = whole + summed.take(edges[first:last] - at, 0)
            carried, whole = threes[-1], whole + summed[-1]
        self.total: Floats = ((whole + carried) * self.table.scale).astype(np.float32)
        self.by_word = behind[1:] - behind[:-1]

    def domains(self) -> list[Label]:
        """The likeliest domains, best first."""
        import numpy as np

        scores = self._document("domain")
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        best = np.argsort(-chances, kind="stable")[:_DOMAINS].tolist()
        names = domain_names()
        return [
            self.label("domain", i, names, float(chances[i]))
            for i in best
            if i == best[0] or chances[i] >= _LEAST_DOMAIN
        ]

    def activities(self) -> list[Label]:
        """The activities that hold, best first."""
        import numpy as np

        chances = 1 / (1 + np.exp(-np.clip(self._document("activity"), -30, 30)))
        held = np.flatnonzero(chances >= _LEAST_ACTIVITY)
        best = held[np.argsort(-chances[held], kind="stable")].tolist()
        return [self.label("activity", i, {}, float(chances[i])) for i in best]

    def clauses(
        self, spans: Sequence[Span], promised: Sequence[Sequence[Commitment]]
    ) -> list[Clause]:
        """The clauses with role and indicator type."""
        import numpy as np

        begin, end = self.table.columns_of("role")[0], self.table.columns_of("indicator_type")[1]
        edges = [span.start for span in spans]
        last = spans[-1].end
        sums = np.add.reduceat(self.sums[:last], edges) * self.table.scale[begin:end]
        counts = np.add.reduceat(self.counts[:last], edges)
        rows = roles.extras(promised, [s.end - s.start for s in spans], self._cues(spans))
        scores = sums / np.sqrt(np.maximum(counts, 1))[:, None]
        scores += np.array(rows, np.float32) @ self.table.extras + self.table.bias[begin:end]
        size = len(self.table.columns["role"])
        chances = np.exp(scores[:, :size] - scores[:, :size].max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        best = chances.argmax(1).tolist()
        kinds = scores[:, size:].tolist()
        return [
            self._clause(span, column, chance[column], kind)
            for span, column, chance, kind in zip(spans, best, chances.tolist(), kinds, strict=True)
        ]

    def _cues(self, spans: Sequence[Span]) -> list[list[float]]:
        """The weights of the cues of each clause, a role a column."""
        size = len(terms.labels("role"))
        return [
            terms.strength(self._between("role", span.start, span.end + 1), size) for span in spans
        ]

    def _between(self, axis: str, start: int, end: int) -> list[Hit]:
        """The terms of an axis that begin between two places of the folded text."""
        number = terms.AXES.index(axis)
        first, last = (bisect_left(self.begins[number], at) for at in (start, end))
        return self.hits[number][first:last]

    def _clause(self, span: Span, column: int, chance: float, kinds: list[float]) -> Clause:
        role = Role(self.table.columns["role"][column])
        codes = self.table.columns["indicator_type"]
        likely = max(_TYPES_OF.get(role, ()), key=lambda code: kinds[codes.index(code)], default="")
        return Clause(
            self.text[span.start : span.end],
            span.start,
            span.end,
            role,
            type_names().get(likely),
            round(chance, 4),
            self._evidence("role", column, span),
        )

    def label(self, axis: str, column: int, names: dict[str, str], chance: float) -> Label:
        """The label of a column of an axis, with the words that speak for it."""
        label = self.table.columns[axis][column]
        told = self._evidence(axis, column, Span(0, len(self.text)))
        return Label(label, names.get(label, label), round(chance, 4), told)

    def _document(self, axis: str) -> Floats:
        import numpy as np

        begin, end = self.table.columns_of(axis)
        scores: Floats = self.total[begin:end] / np.sqrt(max(1, self.counts.sum()))
        scores += self.table.bias[begin:end]
        columns, by = _term_columns(axis), self.table.terms[axis]
        said = terms.strength(self.hits[terms.AXES.index(axis)], len(columns))
        for column, strength in zip(columns, said, strict=True):
            if strength and column is not None:
                scores[column] += by * log1p(strength)
        return scores

    def _evidence(self, axis: str, column: int, span: Span) -> list[Evidence]:
        """The words that speak most for a label, in the order of the text."""
        first = bisect_left(self.starts, span.start)
        last = bisect_left(self.starts, span.end, first)
        begin, _ = self.table.columns_of(axis)
        spoken = self.by_word[first:last, begin + column].tolist()
        words = self.words[first:last]
        told = [(s, w.start, w.end) for s, w in zip(spoken, words, strict=True) if s > 0]
        if axis in terms.AXES:
            told += self._terms(axis, column, span)
        kept: list[tuple[int, int]] = []
        for _, start, end in sorted(told, reverse=True):
            if all(end <= a or b <= start for a, b in kept):
                kept.append((start, end))
                if len(kept) == _MOST_WORDS:
                    break
        return [Evidence(self.text[a:b], a, b) for a, b in sorted(kept)]

    def _terms(self, axis: str, column: int, span: Span) -> list[tuple[float, int, int]]:
        """The terms of a label within a span, above any word, stronger and longer ones first."""
        columns = _term_columns(axis)
        return [
            (_TERM + hit.term.weight * 100 + hit.end - hit.start, hit.start - 1, hit.end - 1)
            for hit in self._between(axis, span.start + 1, span.end + 1)
            if columns[hit.term.column] == column
        ]


def classify_indicator(name: str, value: str = "") -> Label:
    """The official class that an indicator's name and value speak of, whatever it stands under.

    The label is the code of the class, the name its official words.

    >>> classify_indicator("路灯维修及时率", "≥95%").name
    '时效指标'
    """
    import numpy as np

    text = f"{name}{value}"
    read = Weighed(text, segment(text))
    begin, end = read.table.columns_of("indicator_type")
    scores = read.total[begin:end] / np.sqrt(max(1, read.counts.sum()))
    scores += read.table.bias[begin:end]
    scores[read.table.columns["indicator_type"].index(_NO_TYPE)] = -np.inf
    chances = np.exp(scores - scores.max())
    best = int(chances.argmax())
    chance = float(chances[best] / chances.sum())
    return read.label("indicator_type", best, type_names(), chance)
