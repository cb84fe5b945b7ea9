"""`zhibiao column`: its options."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.console import complain
from service.options.shared import FAILED, Bom, Guard, Overlay, check_output, end


class ColumnForm(StrEnum):
    """The form of the table that is written."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


def column(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A table: csv, tsv, Parquet or xlsx.")
    ],
    value: Annotated[str, typer.Option("--value", help="The column of cells to read.")],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="A file to write: .parquet, .csv or .jsonl."),
    ],
    name: Annotated[
        str | None, typer.Option("--name", "-n", help="The column of the indicators' names.")
    ] = None,
    into: Annotated[
        str, typer.Option(help="The column to write, or with --flat what its columns begin with.")
    ] = "target",
    flat: Annotated[
        bool,
        typer.Option(
            "--flat", help="Columns for the first constraint and how many there are; csv has them."
        ),
    ] = False,
    form: Annotated[
        ColumnForm | None, typer.Option("--format", "-f", help="Default: by the output's name.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Processes; default: one a core.")
    ] = None,
    bom: Bom = False,
    guard: Guard = True,
    overlay: Overlay = None,
) -> None:
    """Read a column of a table: all its rows and columns, and what the cells say.

    Every distinct pair of cell and name is read once. All columns of a csv stay text. A row with
    more or fewer cells than there are headings is named, left out, and the others are done.
    """
    chosen = _form(output, form)
    check_output(output, [file])
    from service.column.sources import Wanted
    from service.commands.column import write_column

    try:
        failed = write_column(
            file,
            Wanted(value, name),
            str(output),
            chosen,
            into=into,
            flat=flat,
            jobs=jobs,
            bom=bom,
            guard=guard,
        )
    except OSError as error:
        complain(f"{output}: {error.strerror}; write somewhere else")
        raise typer.Exit(FAILED) from None
    end(failed)


def _form(output: Path, form: ColumnForm | None) -> ColumnForm:
    suffix = output.suffix.lower().lstrip(".")
    if form is None and suffix not in ("parquet", "csv", "jsonl"):
        raise typer.BadParameter(f"{output}: name it .parquet, .csv or .jsonl, or give --format")
    return form or ColumnForm(suffix)
