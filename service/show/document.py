"""A structured table as a page to read: each project with its sums and its indicators."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from nlp.schema import Document, Indicator, Money, Project, Target
from service.show.results import Line, clean, indented, lines, number, table

HEADINGS = ("class", "indicator")


def show(name: str, document: Document, console: Console) -> None:
    """Print a document."""
    indicators = sum(len(project.indicators) for project in document.projects)
    title = Text(clean(document.department or name), "bold")
    console.print(title)
    facts = [name, str(document.year or ""), f"{len(document.projects)} projects"]
    facts.append(f"{indicators} indicators")
    console.print(Text(clean(" · ".join(filter(None, facts))), "dim"))
    owner: str | None = None
    for project in document.projects:
        _project(project, console, owner)
        owner = project.owner
    for subtotal in document.subtotals:
        console.print(
            Text.assemble(("Σ ", "magenta"), clean(subtotal.name), _money(subtotal.money))
        )
    for note in document.notes:
        console.print(Text(clean(f"! {note.message}"), "yellow"))
    console.print()


def _project(project: Project, console: Console, owner_above: str | None) -> None:
    console.print()
    console.print(Text.assemble((clean(project.name), "bold blue"), _money(project.money)))
    if project.owner and project.owner != owner_above:
        console.print(indented(Text(clean(project.owner), "dim")))
    if not project.indicators:
        return
    periods = any(len(_targets(i)) > 1 for i in project.indicators)
    headings = (*HEADINGS, "period") if periods else HEADINGS
    rows = [row for i in project.indicators for row in _lines(i, periods)]
    console.print(indented(table(headings, rows, console)))


def _lines(indicator: Indicator, periods: bool) -> Iterator[Line]:
    labels = [indicator.level2 or indicator.level1 or "", indicator.name]
    for period, target in _targets(indicator):
        yield from lines([*labels, period] if periods else labels, target)
        labels = ["", ""]


def _targets(indicator: Indicator) -> list[tuple[str, Target]]:
    """Targets by period; one line for both where they say the same."""
    found = [(t.period, t.target) for t in indicator.targets]
    if len(found) > 1 and all(t.text == found[0][1].text for _, t in found):
        found = [("both", found[0][1])]
    if indicator.actual:
        found.append(("actual", indicator.actual))
    return found


def _money(money: Money) -> Text:
    parts = {
        "total": money.total,
        "fiscal": money.fiscal,
        "special": money.special,
        "other": money.other,
    }
    known = {name: amount for name, amount in parts.items() if amount is not None}
    if len(known) == 2 and known.get("total") == known.get("fiscal"):
        del known["fiscal"]
    shown = "  ".join(f"{name} {number(amount)}" for name, amount in known.items())
    return Text(f"  CNY {shown}" if shown else "", "cyan")
