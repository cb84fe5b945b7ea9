"""Values that are words, such as 逐步完善: what they say, with how much of it."""

from __future__ import annotations

from functools import cache

from nlp import lexicon
from nlp.tables.headings import words


def is_quality(text: str) -> bool:
    """Whether a text is a value in words, and nothing more.

    >>> is_quality("逐步健全"), is_quality("人民调解网络逐步健全")
    (True, False)
    """
    return bool(text) and at_end(text) == text


def at_end(text: str) -> str:
    """The value in words that a text ends with; empty where it ends with none.

    >>> at_end("人民调解网络逐步健全"), at_end("当事人满意度")
    ('逐步健全', '')
    """
    said = next((word for word in _said() if text.endswith(word)), "")
    start = len(text) - len(said)
    while said and (much := next((d for d in _degrees() if text.endswith(d, 0, start)), "")):
        start -= len(much)
    return text[start:]


@cache
def _said() -> list[str]:
    return sorted(words("quality"), key=len, reverse=True)


@cache
def _degrees() -> list[str]:
    rows = lexicon.current().table("review")
    return sorted((row[1] for row in rows if row[0] == "degree"), key=len, reverse=True)


lexicon.on_change(_said.cache_clear)
lexicon.on_change(_degrees.cache_clear)
