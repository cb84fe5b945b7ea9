"""A goal narrative → its domain, activities, clauses and promises."""

from __future__ import annotations

import re

from nlp.narrative_schema import Commitment, Narrative
from nlp.narratives.classify import classify
from nlp.narratives.clauses import Span, clauses
from nlp.narratives.commitments import commitments
from nlp.narratives.segment import segment
from nlp.notes import note
from nlp.schema import Note

_LEAST_CHINESE, _TABLE = 0.2, 3
_MOST_BARE = 5
_NUMBER = re.compile(
    r"(?<=[\u4e00-\u9fff])(?!(?:19|20)[0-9]{2}(?![0-9.]))"
    r"[0-9]{1,12}+(?:\.[0-9]{1,6}+)?+(?=[，,](?![0-9])|[；;。！!\n]|\Z)"
)
_CHINESE = re.compile("[\u4e00-\u9fff]++")


def analyze(text: str) -> Narrative:
    """Read a goal narrative; never raises on any string.

    >>> found = analyze("举办科普讲座20场，公众满意度达到90%以上。")
    >>> [(c.role.value, c.indicator_type) for c in found.clauses]
    [('output', '数量指标'), ('satisfaction', '服务对象满意度')]
    """
    if not any(char.isalnum() for char in text):
        return Narrative(text, notes=[note("empty" if not text.strip() else "no_content")])
    words = segment(text)
    spans = clauses(text, words)
    promised = _by_clause(commitments(text, words), spans)
    made = [each for found in promised for each in found]
    return Narrative(text, *classify(text, words, spans, promised), made, _notes(text, promised))


def _by_clause(found: list[Commitment], spans: list[Span]) -> list[list[Commitment]]:
    """The promises of each clause, each told its clause."""
    promised: list[list[Commitment]] = [[] for _ in spans]
    place = 0
    for made in found:
        while place + 1 < len(spans) and made.start >= spans[place].end:
            place += 1
        made.clause = place
        promised[place].append(made)
    return promised


def _notes(text: str, promised: list[list[Commitment]]) -> list[Note]:
    found: list[Note] = []
    if len(text) - len(_CHINESE.sub("", text)) < len(text) * _LEAST_CHINESE:
        found.append(note("not_chinese"))
    if text.count("\t") >= _TABLE or text.count("|") >= _TABLE:
        found.append(note("looks_like_table"))
    if not any(promised):
        found.append(note("no_commitment"))
    return [*found, *(note("number_without_unit", told) for told in _bare(text, promised))]


def _bare(text: str, promised: list[list[Commitment]]) -> list[str]:
    """The numbers that end a clause without a unit and are neither promised nor a year."""
    taken = {made.end for each in promised for made in each}
    found = (match for match in _NUMBER.finditer(text) if match.end() not in taken)
    return list(dict.fromkeys(match.group() for match in found))[:_MOST_BARE]
