"""Assessments as lines and tables that a person reads."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from nlp.narrative_schema import Assessment, SelfAssessment
from service.show.results import clean, indented, number

SIGNS = {True: ("✓", "green"), False: ("✗", "bold red"), None: ("?", "yellow")}
HEADINGS = ("indicator", "target", "actual", "met", "attained", "weight", "score", "given")


def show_pair(target: str, actual: str, found: Assessment, console: Console) -> None:
    """Print a pair: met or not, how far, the score, and why."""
    sign, style = SIGNS[found.met]
    line = Text.assemble((sign, style), clean(f" {target} | {actual}"))
    if found.attainment is not None:
        line.append(f"  {found.attainment:.1%}", "cyan")
    if found.score is not None:
        line.append(f"  {number(found.score)}", "bold")
    console.print(line)
    reasons = dict.fromkeys([c.why for c in found.checks] + [n.message for n in found.notes])
    for reason in reasons:
        console.print(indented(Text(clean(reason), "dim")))


def show_table(found: Sequence[SelfAssessment], console: Console) -> None:
    """Print a self-evaluation beside the scores that it gave itself."""
    grid = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for heading in HEADINGS:
        grid.add_column(heading, overflow="fold")
    for one in found:
        sign, style = SIGNS[one.assessment.met]
        rate = one.assessment.attainment
        cells = [Text(clean(t)) for t in (one.name, one.target, one.actual or "")]
        cells += [Text(sign, style), Text("" if rate is None else f"{rate:.1%}")]
        sums = (one.weight, one.assessment.score)
        cells += [Text("" if s is None else number(s)) for s in sums]
        given = "" if one.claimed is None else number(one.claimed)
        grid.add_row(*cells, Text(given, "bold red" if one.agrees is False else ""))
    console.print(grid)
