"""`zhibiao review` and `zhibiao assess`: their options."""

from __future__ import annotations

import math
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.console import complain, format_for
from service.options.shared import (
    FAILED,
    Files,
    Lang,
    Language,
    Overlay,
    Shape,
    check_output,
    end,
    need_input,
)


class ReviewForm(StrEnum):
    """The form of reviews."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"
    HTML = "html"


def review(
    files: Files,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A file to write: .json, .xlsx or .html."),
    ] = None,
    form: Annotated[
        ReviewForm | None,
        typer.Option("--format", "-f", help="Default: by the output's name, else text."),
    ] = None,
    lang: Lang = Language.ZH,
    overlay: Overlay = None,
) -> None:
    """Find what a reviewer would stop at: each finding with the source quoted and what mends it.

    Findings do not change the exit code. A file that cannot be read is named on standard error
    and the others are done.
    """
    chosen = _review_form(output, form)
    check_output(output, files)
    from service.commands import review as reviews

    try:
        if output is not None:
            failed = reviews.write_reviews(files, str(output), chosen, lang)
        else:
            failed = reviews.print_reviews(files, chosen, lang)
    except OSError as error:
        complain(f"{output or 'standard output'}: {error.strerror}; write somewhere else")
        raise typer.Exit(FAILED) from None
    end(failed)


def _review_form(output: Path | None, form: ReviewForm | None) -> ReviewForm:
    if output is None:
        if form is ReviewForm.XLSX and sys.stdout.isatty():
            raise typer.BadParameter("xlsx is not for a terminal; give --output")
        return form or ReviewForm.TEXT
    if form is ReviewForm.TEXT:
        raise typer.BadParameter("text is for the terminal; a file takes json, xlsx or html")
    suffix = output.suffix.lower().lstrip(".")
    if form is None and suffix not in ("json", "xlsx", "html"):
        raise typer.BadParameter(f"{output}: name it .json, .xlsx or .html, or give --format")
    return form or ReviewForm(suffix)


def assess(
    target: Annotated[str | None, typer.Argument(metavar="TARGET")] = None,
    actual: Annotated[str | None, typer.Argument(metavar="ACTUAL")] = None,
    name: Annotated[str | None, typer.Option("--name", "-n", help="The indicator's name.")] = None,
    weight: Annotated[
        float | None, typer.Option("--weight", "-w", help="The points at stake.", min=0, max=10000)
    ] = None,
    table: Annotated[
        str | None,
        typer.Option("--table", "-t", metavar="FILE", help="A table of self-evaluation instead."),
    ] = None,
    shape: Shape = None,
    lang: Lang = Language.ZH,
    overlay: Overlay = None,
) -> None:
    """Hold an actual value against its target: met or not, how far, the score, and why.

    Without TARGET the lines of standard input are read: JSON objects with "target", "actual",
    "name" and "weight". A TARGET that begins with a dash goes behind --.
    """
    form = format_for(shape)
    if weight is not None and math.isnan(weight):
        raise typer.BadParameter("a weight is a number")
    if table is None and target is None:
        need_input(None)
    if table is None and target is not None and actual is None:
        raise typer.BadParameter("give the ACTUAL value too")
    if table is not None and target is not None:
        raise typer.BadParameter("give TARGET and ACTUAL, or --table, not both")
    from service.commands import assess as assessing

    if table is not None:
        end(assessing.assess_table(table, form, lang))
    if target is None:
        end(assessing.assess_lines(form, lang))
    assessing.assess_text(target or "", actual, name, weight, form, lang)
