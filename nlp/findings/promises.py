"""The promises of a narrative, each with the words around it that say what is promised."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from nlp.attainment.deadlines import is_date
from nlp.findings.content import pairs
from nlp.findings.cues import cues, ending, held
from nlp.narrative_schema import Commitment
from nlp.narratives.commitments import commitments

_STOP = regex.compile(r"[，,；;。！!？?\n：:]")
_OPEN, _CLOSE = "（(", "）)"
_REACH = 60
_THIN = 3


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment; `near` is its own clause, `around` that of the clause before it too.

    `aside` marks a number that only describes: one in brackets, of last year, for each.
    """

    commitment: Commitment
    near: str
    around: str
    aside: bool

    @property
    def span(self) -> tuple[int, int]:
        """Its place in the narrative."""
        return self.commitment.start, self.commitment.end


def promises(narrative: str) -> list[Promise]:
    """Every promised quantity of a narrative.

    >>> [p.near for p in promises("举办讲座48场，编印手册2000册")]
    ['举办讲座', '编印手册']
    """
    found = [c for c in commitments(narrative) if not is_date(c)]
    stops = [match.start() for match in _STOP.finditer(narrative)]
    made = []
    at = 0
    for number, commitment in enumerate(found):
        floor = found[number - 1].end if number else 0
        ceiling = found[number + 1].start if number + 1 < len(found) else len(narrative)
        while at < len(stops) and stops[at] < commitment.start:
            at += 1
        left = stops[at - 1] + 1 if at else 0
        before = stops[at - 2] + 1 if at > 1 else 0
        right = next((stop for stop in stops[at : at + 9] if stop >= commitment.end), ceiling)
        made.append(_promise(narrative, commitment, (floor, before, left, right, ceiling)))
    return made


def _promise(
    narrative: str, commitment: Commitment, bounds: tuple[int, int, int, int, int]
) -> Promise:
    floor, before, left, right, ceiling = bounds
    start, end = commitment.start, commitment.end
    behind = narrative[end : min(right, ceiling, end + _REACH)]
    ahead = narrative[max(left, floor, start - _REACH) : start]
    wide = narrative[max(before, floor, start - 2 * _REACH) : start]
    near = ahead + behind
    thin = len(pairs(near)) <= _THIN
    clause = narrative[max(left, start - _REACH) : min(right, end + _REACH)]
    aside = (
        commitment.dimension in cues("trait")
        or held("aside", clause) is not None
        or held("span", narrative[max(before, start - _REACH) : start]) is not None
        or ending("aside_before", ahead) is not None
        or _bracketed(narrative, start)
    )
    return Promise(commitment, near, wide + behind if thin else near, aside)


def _bracketed(narrative: str, start: int) -> bool:
    before = narrative[max(0, start - _REACH) : start]
    opened = max(before.rfind(bracket) for bracket in _OPEN)
    return opened > max(before.rfind(bracket) for bracket in _CLOSE)
