"""The cues that reviews go by, from lexicons/review.tsv."""

from __future__ import annotations

from functools import cache

from nlp import lexicon


@cache
def _table() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for kind, word, value in lexicon.current().table("review"):
        found.setdefault(kind, {})[word] = value
    return {
        kind: dict(sorted(words.items(), key=lambda item: -len(item[0])))
        for kind, words in found.items()
    }


lexicon.on_change(_table.cache_clear)


def cues(kind: str) -> dict[str, str]:
    """The cues of a kind, longest first, with what they are read as.

    >>> "投诉率" in cues("lower")
    True
    """
    return _table().get(kind, {})


def held(kind: str, text: str) -> str | None:
    """The cue of a kind that a text holds.

    >>> held("turned", "投诉办结率")
    '办结'
    """
    return next((cue for cue in cues(kind) if cue in text), None)


def ending(kind: str, text: str) -> str | None:
    """The cue of a kind that a text ends with."""
    return next((cue for cue in cues(kind) if text.endswith(cue)), None)
