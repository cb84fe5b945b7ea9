"""A review as a page to read: findings by project, worst first, the source quoted and marked."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from service.report import Entry, Excerpt, Report, word
from service.show.results import clean, indented

STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def show(found: Report, console: Console, lang: str) -> None:
    """Print the review of one file."""
    console.print(Text(clean(found.document.department or found.file), "bold"))
    counts = " · ".join(f"{word(level, lang)} {n}" for level, n in found.counts.items() if n)
    console.print(Text(clean(f"{found.file} · {counts or word('none', lang)}"), "dim"))
    for section in found.sections:
        console.print()
        console.print(Text(clean(section.name), "bold blue"))
        for entry in section.entries:
            _entry(entry, console, lang)
    console.print()


def _entry(entry: Entry, console: Console, lang: str) -> None:
    finding = entry.finding
    level = finding.severity.value
    head = Text.assemble((f"[{word(level, lang)}] ", STYLES[level]), clean(finding.message))
    console.print(indented(head.append(f"  {finding.code}", "dim")))
    for excerpt in entry.excerpts:
        console.print(indented(indented(_quotation(excerpt))))
    console.print(indented(indented(Text(clean(f"→ {finding.remedy}"), "green"))))


def _quotation(excerpt: Excerpt) -> Text:
    return Text.assemble(
        (clean(f"{excerpt.label}: "), "dim"),
        clean(excerpt.before),
        (clean(f"【{excerpt.words}】"), "bold underline"),
        clean(excerpt.after),
    )
