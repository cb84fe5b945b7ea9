"""Sentences of the lexicons with their places filled in, in Chinese or English."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import cache

from nlp import lexicon

LANGUAGES = ("zh", "en")
_LONGEST = 300


def filled(sentence: str, **fields: str) -> str:
    """A sentence with every `{field}` replaced, long ones cut.

    >>> filled("{actual}，达到目标{target}", actual="53人", target="≥50人")
    '53人，达到目标≥50人'
    """
    parts = sentence.split("{")
    done = parts[0]
    for part in parts[1:]:
        name, closed, rest = part.partition("}")
        done += clipped(fields[name]) + rest if closed and name in fields else "{" + part
    return done


def clipped(text: str) -> str:
    """A text of one line and of bounded length."""
    text = " ".join(text[: 2 * _LONGEST].split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def checked(lang: str) -> int:
    """The place of a language among `LANGUAGES`; raises `ValueError` for another."""
    if lang not in LANGUAGES:
        raise ValueError(f"lang is one of {', '.join(LANGUAGES)}, not {lang!r}")
    return LANGUAGES.index(lang)


@cache
def limits(name: str) -> tuple[Decimal, ...]:
    """The numbers of one limit.

    >>> limits("whole")
    (Decimal('100'), Decimal('90'))
    """
    try:
        return tuple(Decimal(v) for n, v in lexicon.current().table("limits") if n == name)
    except InvalidOperation as error:
        raise lexicon.LexiconError(f"limits.tsv, limit {name}: write numbers") from error


def limit(name: str) -> Decimal:
    """The number of a limit that has one; that of an overlay goes before the package's."""
    return limits(name)[-1]


lexicon.on_change(limits.cache_clear)
