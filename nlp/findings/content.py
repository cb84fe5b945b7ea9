"""What names and clauses share: pairs of characters, once words of no content are gone."""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from nlp import lexicon
from nlp.cells.normalize import fold
from nlp.findings.cues import cues

_LONGEST = 120
_BREAK = "\n"
_WEAK = 0.3


@cache
def _generic() -> regex.Pattern[str]:
    return regex.compile(r"\L<words>|[^\p{L}]++", words=list(cues("generic")))


@cache
def _synonym() -> regex.Pattern[str]:
    return regex.compile(r"\L<words>", words=list(cues("synonym")))


@lru_cache(maxsize=4096)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters that carry content; a lone character stays itself.

    >>> sorted(pairs("粮食收购量"))
    ['粮食', '采购', '食采']
    """
    folded = fold(text[:_LONGEST]).text
    told = _synonym().sub(lambda match: cues("synonym")[match[0]], folded)
    runs = [run for run in _generic().sub(_BREAK, told).split(_BREAK) if run]
    found = {run[i : i + 2] for run in runs for i in range(len(run) - 1)}
    return frozenset(found or runs)


def weight(found: frozenset[str]) -> float:
    """How much content there is in pairs."""
    weak = cues("weak")
    return sum(_WEAK if pair in weak else 1.0 for pair in found)


def covered(name: str, text: str) -> float:
    """The share of a name's content that a text holds, 0 to 1.

    >>> round(covered("创业环境实地考察人数", "海外归国人才来我区实地考察"), 2)
    0.43
    """
    wanted = pairs(name)
    whole = weight(wanted)
    return weight(wanted & pairs(text)) / whole if whole else 0.0


for _derived in (_generic, _synonym, pairs):
    lexicon.on_change(_derived.cache_clear)
