"""Which words of a text speak for its labels, and how strongly."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from nlp.narrative_schema import Evidence
from nlp.narratives.clauses import Span
from nlp.narratives.segment import Word
from nlp.narratives.weighing import Weighed

_MOST = 3


class Witnesses:
    """The words of a text, and what each says for some labels, told by axis and column."""

    def __init__(
        self, weighed: Weighed, words: Sequence[Word], labels: Iterable[tuple[str, int]]
    ) -> None:
        self.text, self.weighed = weighed.text, weighed
        self.places = [(start, end) for text, start, end, _ in words if text.isalnum()]
        self.starts = [start for start, _ in self.places]
        asked = list(dict.fromkeys(labels))
        self.spoken = dict(zip(asked, weighed.by_word(self.starts, asked), strict=True))

    def evidence(self, axis: str, column: int, span: Span) -> list[Evidence]:
        """What speaks most for a label within a span, in the order of the text: terms, then words.

        A word is left out where a term holds it, and a term where a stronger one does.
        """
        kept: list[tuple[int, int]] = []
        words = self._words(self.spoken[axis, column], span)
        for start, end in chain(self._terms(axis, column, span), words):
            if all(end <= first or last <= start for first, last in kept):
                kept.append((start, end))
                if len(kept) == _MOST:
                    break
        kept.sort()
        return [Evidence(self.text[start:end], start, end) for start, end in kept]

    def _words(self, spoken: Sequence[int], span: Span) -> Iterator[tuple[int, int]]:
        """The places of the words of a span that speak for a label, the strongest first."""
        first = bisect_left(self.starts, span.start)
        last = bisect_left(self.starts, span.end, first)
        for word in sorted(range(last - 1, first - 1, -1), key=spoken.__getitem__, reverse=True):
            if spoken[word] <= 0:
                return
            yield self.places[word]

    def _terms(self, axis: str, column: int, span: Span) -> list[tuple[int, int]]:
        """The places of the terms of a label within a span, the strongest and longest first."""
        found = [
            (term.weight * 100 + end - start, start, end)
            for start, end, term in self.weighed.terms_of(axis, column, span)
        ]
        found.sort(reverse=True)
        return [(start, end) for _, start, end in found]
