"""`zhibiao structure` and `zhibiao report`: their options."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.console import Format, complain, format_for
from service.options.shared import FAILED, Bom, Guard, Lang, Language, Overlay, check_output, end

SUFFIXES = ("jsonl", "csv", "parquet", "xlsx")


class Form(StrEnum):
    """The form of structured documents."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"
    DATASET = "dataset"


def structure(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="Files and folders of text, csv, json, xlsx, xls, docx, pdf, html, or zip of "
            "these, told by content; - is standard input.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="A file to write: .jsonl, .csv, .parquet or .xlsx; or a folder for a dataset.",
        ),
    ] = None,
    form: Annotated[
        Form | None,
        typer.Option(
            "--format", "-f", help="Default: by the output's name; table on a terminal, else jsonl."
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, max=256, help="Files read at once. Default: cores."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be read, and exit.")
    ] = False,
    bom: Bom = False,
    guard: Guard = True,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the tables of a dataset, and exit.")
    ] = False,
    overlay: Overlay = None,
) -> None:
    """Read whole tables: projects, sums, indicators and targets.

    jsonl has one document a line, complete; csv and parquet one row a constraint; xlsx the official
    columns and codes; a dataset a table each for documents, projects, indicators and so on. A file
    that cannot be read is named and the others are done. A run over folders that was stopped goes
    on where it stopped when the same command is given again.
    """
    if schema:
        return _print_schema()
    if not files:
        raise typer.BadParameter("give files or folders, or - for standard input")
    chosen = _form(output, form)
    folders = output is not None and any(map(os.path.isdir, files))
    if dry_run or folders or jobs is not None or chosen in (Form.XLSX, Form.DATASET):
        return _archive(files, output, chosen, jobs, dry_run=dry_run, bom=bom, guard=guard)
    check_output(output, files)
    from service.commands import tables

    try:
        if output is not None:
            tally = tables.write_files(files, str(output), chosen, bom=bom, guard=guard)
        elif chosen in (Form.CSV, Form.PARQUET):
            tally = tables.print_flat(files, chosen, bom=bom, guard=guard)
        else:
            tally = tables.print_files(files, Format(chosen))
    except OSError as error:
        complain(f"{output or 'standard output'}: {error.strerror}; write somewhere else")
        raise typer.Exit(FAILED) from None
    return end(tally.failed)


def _print_schema() -> None:
    from service.batch.schema import markdown

    print("\n".join(markdown()))


def _archive(
    files: list[str],
    output: Path | None,
    form: Form,
    jobs: int | None,
    *,
    dry_run: bool,
    bom: bool,
    guard: bool,
) -> None:
    if output is None and not dry_run:
        raise typer.BadParameter("give --output: a file, or a folder for a dataset")
    if "-" in files:
        raise typer.BadParameter("- goes alone, into .jsonl, .csv or .parquet")
    if output is not None:
        _check(output, files, form)
    from service.commands import archive

    kind = "unguarded_csv" if form is Form.CSV and not guard else form.value
    target = archive.Output(str(output), kind, bom) if output else None
    if target is None or dry_run:
        return end(archive.list_archive(files, target))
    try:
        failed = archive.structure_archive(files, target, jobs or len(os.sched_getaffinity(0)))
    except OSError as error:
        what = f"{error.strerror or type(error).__name__}; mend that and give the same command"
        complain(f"{output}: {what}: it goes on from here")
        raise typer.Exit(FAILED) from None
    return end(failed)


def _check(output: Path, files: list[str], form: Form) -> None:
    """Refuse an output that cannot be, or that an input lies in."""
    real = os.path.realpath(output)
    for path in map(os.path.realpath, files):
        if path == real or path.startswith(real + os.sep):
            raise typer.BadParameter(f"{output}: also an input; write somewhere else")
    if form is not Form.DATASET:
        return check_output(output, files)
    if output.exists() and not output.is_dir():
        raise typer.BadParameter(f"{output}: a file; give a folder for the dataset")
    if not output.absolute().parent.is_dir():
        raise typer.BadParameter(f"{output.parent}: no such directory")
    ours = (output / ".work").is_dir() or (output / "manifest.jsonl").is_file()
    if output.is_dir() and not ours and any(output.iterdir()):
        raise typer.BadParameter(f"{output}: holds other files; give a new folder")
    return None


def _form(output: Path | None, form: Form | None) -> Form:
    if output is None:
        if form in (Form.PARQUET, Form.XLSX, Form.DATASET) and sys.stdout.isatty():
            raise typer.BadParameter(f"{form} is not for a terminal; give --output")
        return form or Form(format_for(None))
    if form is Form.TABLE:
        raise typer.BadParameter("a table is for the terminal; a file takes jsonl, csv or parquet")
    if form:
        return form
    suffix = output.suffix.lower().lstrip(".")
    if not suffix or (output.is_dir() and suffix not in SUFFIXES):
        return Form.DATASET
    if suffix not in SUFFIXES:
        raise typer.BadParameter(
            f"{output}: name it .jsonl, .csv, .parquet or .xlsx, without an ending for a dataset, "
            "or give --format"
        )
    return Form(suffix)


def report(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="A folder that structure has written.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The page to write. Default: report.html in it."),
    ] = None,
    lang: Lang = Language.ZH,
    overlay: Overlay = None,
) -> None:
    """Make a page of what an archive holds: what failed, kinds, units, money, findings, doubts.

    The page is one file that needs no network.
    """
    from service.commands.report import write_report

    target = output or dataset / "report.html"
    if not target.absolute().parent.is_dir():
        raise typer.BadParameter(f"{target.parent}: no such directory")
    try:
        write_report(str(dataset), str(target), lang)
    except OSError as error:
        complain(f"{target}: {error.strerror}; write somewhere else")
        raise typer.Exit(FAILED) from None
