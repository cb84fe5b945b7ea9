"""Weights → labels with evidence: the domain and activities of a narrative, the roles of clauses.

Every label is a sum over sequences of characters and terms at known places, so each can show the
words that speak for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log1p
from typing import TYPE_CHECKING

from nlp import lexicon, roles, terms
from nlp.clauses import Span
from nlp.narrative_schema import Clause, Commitment, Evidence, Label, Role
from nlp.segment import Word, segment
from nlp.weights import folded, sequences, weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_DOMAINS, _LEAST_DOMAIN, _LEAST_ACTIVITY = 3, 0.05, 0.38
_MOST_WORDS, _TERM = 3, 1000.0
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


lexicon.on_change(domain_names.cache_clear)
lexicon.on_change(type_names.cache_clear)


class Weighed:
    """A text whose sequences and terms are looked up once for all labels.

    `spoken[place, column]` is what the sequences around a place say for a label; `by_word` the
    same by word, with the terms.
    """

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        import numpy as np

        shown = folded(text)
        found = sequences(shown)
        self.text, self.table = text, weights()
        self.words = [word for word in words if word.text.isalnum()]
        self.hits = terms.hits(shown, found[1], words)
        rows = self.table.rows_of(found)
        each = self.table.table[rows]
        self.counts = (rows > 0).sum(0)
        self.sums = each.sum(0)
        self.spoken = each[0] + each[1]
        self.spoken[1:] += each[2, :-1]
        starts = np.array([word.start + 1 for word in self.words], dtype=np.intp)
        self.by_word = np.add.reduceat(self.spoken, starts) if len(starts) else self.spoken[:0]

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
        best = np.argsort(-chances, kind="stable").tolist()
        held = [i for i in best if chances[i] >= _LEAST_ACTIVITY]
        return [self.label("activity", i, {}, float(chances[i])) for i in held]

    def clauses(
        self, spans: Sequence[Span], promised: Sequence[Sequence[Commitment]]
    ) -> list[Clause]:
        """The clauses with role and indicator type."""
        import numpy as np

        begin, end = self.table.columns_of("role")[0], self.table.columns_of("indicator_type")[1]
        edges = [span.start for span in spans]
        last = spans[-1].end
        sums = np.add.reduceat(self.sums[:last, begin:end], edges)
        counts = np.add.reduceat(self.counts[:last], edges)
        cues = [self._strength("role", s.start, s.end + 1) for s in spans]
        rows = roles.extras(promised, [s.end - s.start for s in spans], cues)
        scores = sums / np.sqrt(np.maximum(counts, 1))[:, None]
        scores += np.array(rows, np.float32) @ self.table.extras + self.table.bias[begin:end]
        size = len(self.table.columns["role"])
        chances = np.exp(scores[:, :size] - scores[:, :size].max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        best = chances.argmax(1).tolist()
        kinds = scores[:, size:].tolist()
        return [
            self._clause(span, column, float(chance[column]), kind)
            for span, column, chance, kind in zip(spans, best, chances, kinds, strict=True)
        ]

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
        scores: Floats = self.sums[:, begin:end].sum(0) / np.sqrt(max(1, self.counts.sum()))
        scores += self.table.bias[begin:end]
        columns, by = self.table.columns[axis], self.table.terms[axis]
        for label, strength in zip(terms.labels(axis), self._strength(axis), strict=True):
            if strength and label in columns:
                scores[columns.index(label)] += by * log1p(strength)
        return scores

    def _strength(self, axis: str, start: int = 0, end: int | None = None) -> list[float]:
        """The weights of the distinct terms of an axis between two places, a label a column."""
        number = terms.AXES.index(axis)
        stop = len(self.text) + 2 if end is None else end
        told = {h.term for h in self.hits if h.term.axis == number and start <= h.start < stop}
        row = [0.0] * len(terms.labels(axis))
        for term in told:
            row[term.column] += term.weight
        return row

    def _evidence(self, axis: str, column: int, span: Span) -> list[Evidence]:
        """The words that speak most for a label, in the order of the text."""
        from bisect import bisect_left

        first = bisect_left(self.words, span.start, key=lambda w: w.start)
        last = bisect_left(self.words, span.end, first, key=lambda w: w.start)
        begin, _ = self.table.columns_of(axis)
        spoken = self.by_word[first:last, begin + column].tolist()
        told = [(s, w.start, w.end) for s, w in zip(spoken, self.words[first:last], strict=True)]
        told += self._terms(axis, column, span)
        kept: list[tuple[int, int]] = []
        for strength, start, end in sorted(told, reverse=True):
            if strength <= 0 or len(kept) == _MOST_WORDS:
                break
            if all(end <= a or b <= start for a, b in kept):
                kept.append((start, end))
        return [Evidence(self.text[a:b], a, b) for a, b in sorted(kept)]

    def _terms(self, axis: str, column: int, span: Span) -> list[tuple[float, int, int]]:
        """The terms of a label within a span, above any word, stronger and longer ones first."""
        label = self.table.columns[axis][column]
        if axis not in terms.AXES or label not in terms.labels(axis):
            return []
        number = terms.AXES.index(axis)
        wanted = terms.labels(axis).index(label)
        return [
            (_TERM + h.term.weight * 100 + h.end - h.start, h.start - 1, h.end - 1)
            for h in self.hits
            if h.term.axis == number and h.term.column == wanted
            if span.start < h.start <= span.end
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
    scores = read.sums[:, begin:end].sum(0) / np.sqrt(max(1, read.counts.sum()))
    scores += read.table.bias[begin:end]
    scores[read.table.columns["indicator_type"].index(_NO_TYPE)] = -np.inf
    chances = np.exp(scores - scores.max())
    best = int(chances.argmax())
    chance = float(chances[best] / chances.sum())
    return read.label("indicator_type", best, type_names(), chance)
