"""A narrative as a page to read: what it is about, and each clause with its role and promises."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from nlp.narrative_schema import Clause, Commitment, Label, Narrative
from service.show.results import clean, constraint_reading

STYLES = {
    "basis": "dim",
    "activity": "",
    "output": "cyan",
    "outcome": "green",
    "satisfaction": "magenta",
    "other": "dim",
}


def show(found: Narrative, console: Console) -> None:
    """Print a narrative."""
    console.print(Text.assemble(("domain    ", "dim"), _labels(found.domain)))
    console.print(Text.assemble(("activity  ", "dim"), _labels(found.activity)))
    for number, clause in enumerate(found.clauses):
        console.print(_clause(clause))
        for made in found.commitments:
            if made.clause == number:
                console.print(_promise(made))
    for note in found.notes:
        console.print(Text(clean(f"! {note.message}"), "yellow"))
    console.print()


def _promise(made: Commitment) -> Text:
    told = constraint_reading(made)
    words = " ".join(filter(None, (told.unit, told.subject, told.remark)))
    return Text.assemble("    ", (f"{told.op} {told.value} ", "bold cyan"), clean(words))


def _labels(found: list[Label]) -> str:
    told = []
    for label in found:
        words = "、".join(e.text for e in label.evidence)
        name = label.name if label.name == label.label else f"{label.label} {label.name}"
        told.append(f"{name} {label.score:.0%}" + (f" ({words})" if words else ""))
    return clean(" · ".join(told) or "—")


def _clause(clause: Clause) -> Text:
    kind = f" {clause.indicator_type}" if clause.indicator_type else ""
    label = f"{clause.role.value}{kind}"
    return Text.assemble((f"{label}  ", "bold"), (clean(clause.text.strip()), STYLES[clause.role]))
