"""The scores of an evaluation as a page for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from service.evaluation.comparison import Change, Comparison
from service.evaluation.scores import BANDS, Scores, Share
from service.show.results import clean, indented

_MIXED_UP = 10
_LONGEST = 60


def show(scores: Scores, change: Comparison | None, console: Console, worst: int) -> None:
    """Print the scores, the worst lines beside what was expected of them, and what changed."""
    wrong = [outcome for outcome in scores.worst() if not outcome.exact]
    sure = sum(outcome.confidence == 1 for outcome in wrong)
    console.print(f"{_share(scores.exact)} exact; {sure} wrong with confidence 1", highlight=False)
    _shares("family", sorted(scores.families.items(), key=lambda f: (f[1].share, f[0])), console)
    _shares("part of a constraint", scores.parts.items(), console)
    if scores.surplus:
        console.print(f"  {scores.surplus} constraints were read that are not expected")
    _shares("confidence", [(n, scores.bands[n]) for n, _ in BANDS if scores.bands[n].of], console)
    _confusion(scores, console)
    rows = [
        (o.place, f"{o.confidence:g}", cell(o.name, o.text), o.expected, o.read)
        for o in wrong[:worst]
    ]
    table(("the worst", "sure", "cell", "expected", "read"), rows, console)
    if len(wrong) > worst:
        console.print(f"  and {len(wrong) - worst} more; --worst shows more, --format json all")
    if change is not None:
        _changes(change, console)


def _changes(change: Comparison, console: Console) -> None:
    parts = (
        ("better", change.better),
        ("worse", change.worse),
        ("otherwise wrong", change.otherwise),
    )
    told = ", ".join(f"{len(found)} {name}" for name, found in parts)
    only = f", {change.missing} lines in one of the two only" if change.missing else ""
    console.print(f"{told}{only}", highlight=False)
    for name, found in parts:
        headings = (name, "cell", "expected", "before", "now")
        table(headings, [_change(one) for one in found], console)


def _change(one: Change) -> Sequence[str]:
    now = one.now
    return now.place, cell(now.name, now.text), now.expected, one.before.read, now.read


def cell(name: str | None, text: str) -> str:
    """A cell behind the name of its indicator, cut where it is long.

    >>> cell("受益人数", "≥60")
    '(受益人数) ≥60'
    """
    shown = f"({name}) {text}" if name else text
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def _share(share: Share) -> str:
    return f"{share.percent} ({share.right:,} of {share.of:,})"


def _shares(heading: str, shares: Iterable[tuple[str, Share]], console: Console) -> None:
    rows = [(name, f"{s.right:,}", f"{s.of:,}", s.percent) for name, s in shares]
    table((heading, "right", "of", "share"), rows, console, numbers=True)


def _confusion(scores: Scores, console: Console) -> None:
    rows = [
        (key, expected, read, str(count))
        for key, counts in scores.confusion.items()
        for (expected, read), count in counts.most_common()
        if expected != read
    ]
    rows.sort(key=lambda row: -int(row[3]))
    table(("taken for another", "expected", "read", "times"), rows[:_MIXED_UP], console)


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    console: Console,
    *,
    numbers: bool = False,
) -> None:
    """Print rows under their headings, numbers to the right; nothing where there are no rows."""
    if not rows:
        return
    grid = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for index, heading in enumerate(headings):
        right = numbers and index > 0
        justify: JustifyMethod = "right" if right else "left"
        grid.add_column(heading, justify=justify, overflow="fold", no_wrap=index == 0)
    for row in rows:
        grid.add_row(*(Text(clean(cell)) for cell in row))
    console.print(indented(grid))
