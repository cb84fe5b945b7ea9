"""`zhibiao evaluate`: its options."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from service.options.shared import Overlay, end


class ScoreForm(StrEnum):
    """The form of scores."""

    TABLE = "table"
    JSON = "json"


def evaluate(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Gold lines or corpus files; - is standard input."),
    ],
    against: Annotated[
        str | None,
        typer.Option(
            metavar="DIR|JSON",
            help="Show what got better and worse since a saved result, or with another lexicon "
            "directory in place of --lexicon; 'package' is the package's words alone.",
        ),
    ] = None,
    fail_under: Annotated[
        float | None,
        typer.Option(help="Exit with 1 where less is exact, such as 0.98.", min=0, max=1),
    ] = None,
    worst: Annotated[int, typer.Option(help="So many wrong lines in the table.", min=0)] = 20,
    form: Annotated[
        ScoreForm | None,
        typer.Option("--format", "-f", help="Default: table on a terminal, json in a pipe."),
    ] = None,
    overlay: Overlay = None,
) -> None:
    """Measure how well cells are read: exactness by family, confusion, the worst first.

    A gold line is a JSON object with "text", "expected", and where known "name" and "family":
    {"text": "办结投诉60件以上", "expected": ">= 60 件 {办结投诉}"}. What is expected is
    written as in a corpus, or as the constraints of a result. A corpus has the reading first, and
    below it, indented, the cells that must give it, parted by two blanks, each behind its name in
    brackets where it has one: (受益人数) ≥60.

    A reading is one of these, or several parted by a semicolon:

    - `>= 60 人`, or `>` `<=` `<` `=` `~`: a number, its scale multiplied out, and its unit
    - `range [6,10) 个`: both ends, with their inclusiveness
    - `date <= 2025-11-30`, without a year `--11-30`; `date range 2025-03-01..2025-11-30`
    - `qualitative` for the whole cell, `qualitative 按时` for a phrase
    - `unparseable`

    Behind a number may stand `/人·月`, the denominators; `^increase@上年`, a change and its
    baseline; `{投诉率}`, the subject.

    A cell is exact where all that is expected was read, and nothing else. A bad line is named on
    standard error and the others are scored.
    """
    table = form is ScoreForm.TABLE or (form is None and sys.stdout.isatty())
    from service.commands.evaluate import evaluate as scored

    end(scored(files, against, fail_under, table=table, worst=worst))
