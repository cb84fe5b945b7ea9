"""Every finding: code, severity, message and remedy. A closed table, in order of importance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nlp import lexicon
from nlp.narrative_schema import Finding, Quote, Severity
from nlp.wording import checked, filled


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding of the catalogue; messages and remedies by the place of their language."""

    rank: int
    severity: Severity
    messages: tuple[str, str]
    remedies: tuple[str, str]


@cache
def catalogue() -> dict[str, Entry]:
    """The findings by code.

    >>> catalogue()["value_differs"].severity.value
    'error'
    """
    found: dict[str, Entry] = {}
    for code, severity, zh, en, remedy_zh, remedy_en in lexicon.current().table("findings"):
        rank = found[code].rank if code in found else len(found)
        try:
            level = Severity(severity)
        except ValueError as error:
            known = ", ".join(Severity)
            raise lexicon.LexiconError(f"findings.tsv, {code}: severity is {known}") from error
        found[code] = Entry(rank, level, (zh, en), (remedy_zh, remedy_en))
    return found


lexicon.on_change(catalogue.cache_clear)


def finding(
    code: str, quotes: Sequence[Quote], *, lang: str, project: str | None = None, **fields: str
) -> Finding:
    """A finding of the catalogue with its message filled in."""
    entry, place = catalogue()[code], checked(lang)
    return Finding(
        code,
        entry.severity,
        filled(entry.messages[place], **fields),
        entry.remedies[place],
        project,
        list(quotes),
    )
