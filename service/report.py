"""A review laid out for reading: findings by project, worst first, with the source quoted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from nlp import lexicon
from nlp.findings import by_project
from nlp.narrative_schema import Finding, Quote, Severity
from nlp.schema import Document, Json, Project
from nlp.wording import LANGUAGES

_AROUND = 24
_LONGEST = 400
_ORDER = list(Severity)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quotation: what it is from, the words themselves, and those around them."""

    label: str
    before: str
    words: str
    after: str

    def plain(self) -> str:
        """The quotation in one line, its words in brackets."""
        return f"{self.label}：{self.before}【{self.words}】{self.after}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding and its quotations."""

    finding: Finding
    excerpts: list[Excerpt]


@dataclass(frozen=True, slots=True)
class Section:
    """The findings of one project, worst first."""

    name: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Report:
    """The review of one file."""

    file: str
    document: Document
    sections: list[Section]

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each severity there are."""
        found = Counter(e.finding.severity for s in self.sections for e in s.entries)
        return {severity.value: found[severity] for severity in _ORDER}

    def to_dict(self) -> Json:
        """The findings as a JSON object, the worst projects first."""
        return {
            "file": self.file,
            "department": self.document.department,
            "year": self.document.year,
            "counts": self.counts,
            "findings": [e.finding.to_dict() for s in self.sections for e in s.entries],
        }


def report(file: str, document: Document, lang: str) -> Report:
    """Review a document; projects without a finding are left out."""
    sections = [
        _section(project, found, lang) for project, found in by_project(document, lang) if found
    ]
    sections.sort(key=_badness)
    return Report(file, document, sections)


def _section(project: Project | None, findings: list[Finding], lang: str) -> Section:
    name = word("whole", lang) if project is None else project.name or word("unnamed", lang)
    found = sorted(findings, key=lambda f: _ORDER.index(f.severity))
    return Section(
        name, [Entry(f, [_excerpt(q, project, lang) for q in f.evidence]) for f in found]
    )


def _badness(section: Section) -> tuple[int, ...]:
    counts = Counter(e.finding.severity for e in section.entries)
    return tuple(-counts[severity] for severity in _ORDER)


def _excerpt(quote: Quote, project: Project | None, lang: str) -> Excerpt:
    label = word(quote.period or quote.part, lang)
    source = _source(quote, project)
    start, end = quote.start, quote.end
    if source is None or start is None or end is None:
        return Excerpt(label, "", _line(quote.text), "")
    before, after = source[max(0, start - _AROUND) : start], source[end : end + _AROUND]
    return Excerpt(label, _line(before), _line(source[start:end]), _line(after))


def _source(quote: Quote, project: Project | None) -> str | None:
    """The text that the places of a quotation count in."""
    if project is None:
        return None
    if quote.part == "narrative":
        return project.narrative
    if quote.indicator is None:
        return None
    indicator = project.indicators[quote.indicator]
    if quote.part == "actual":
        return indicator.actual.text if indicator.actual else None
    targets = (t.target.text for t in indicator.targets if t.period == quote.period)
    return next(targets, None)


def _line(text: str) -> str:
    shown = "".join(c if c.isprintable() else " " for c in text[:_LONGEST])
    return shown + ("…" if len(text) > _LONGEST else "")


@cache
def _words() -> dict[str, tuple[str, str]]:
    return {name: (zh, en) for name, zh, en in lexicon.current().table("report")}


lexicon.on_change(_words.cache_clear)


def word(name: str, lang: str) -> str:
    """A word of the printed review.

    >>> word("remedy", "zh")
    '建议'
    """
    return _words()[name][LANGUAGES.index(lang)]
