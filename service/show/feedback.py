"""Corrections as a table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from service.feedback import Entry
from service.show.scores import cell, table


def show(entries: Sequence[Entry], console: Console) -> None:
    """Print each correction: the cell, what was read then, what is right, and why."""
    rows = [(_which(e), cell(e.name, e.text), e.read, e.expected, e.comment or "") for e in entries]
    table(("correction", "cell", "read", "right", "comment"), rows, console)


def _which(entry: Entry) -> str:
    times = f" ×{entry.times}" if entry.times > 1 else ""
    return f"{entry.id}\n{entry.time[:10]} {entry.status}{times}"
