"""What the commands share: options, exit codes, and the checks of what was given."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from nlp import lexicon
from service.console import Format

EXIT_CODES = (
    "Exit codes: 0 all done; 1 an input could not be read (the others are done) or the output "
    "could not be written; 2 wrong usage; 130 interrupted."
)
FAILED, USAGE = 1, 2


class WithSettings(TyperCommand):
    """A command whose help ends with the table of all settings."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        super().format_help(ctx, formatter)
        from service.commands.serve import settings_help

        typer.echo(settings_help())


class Language(StrEnum):
    """The language of messages."""

    ZH = "zh"
    EN = "en"


def _overlay(folders: list[str] | None) -> None:
    if folders:
        known = lexicon.current().folders[1:]
        lexicon.use(*known, *folders)
        os.environ["ZHIBIAO_LEXICON"] = os.pathsep.join((*known, *folders))


Overlay = Annotated[
    list[str] | None,
    typer.Option(
        "--lexicon",
        metavar="DIR",
        callback=_overlay,
        help="Lexicon files of your own, laid over the package's; may be repeated. "
        "Also from ZHIBIAO_LEXICON.",
    ),
]
Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        help="Text, csv, json, xlsx, xls, docx, pdf, html, or zip of these, told by content; "
        "- is standard input.",
    ),
]
Texts = Annotated[list[str] | None, typer.Argument(metavar="TEXT")]
Shape = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="Default: table on a terminal, jsonl in a pipe."),
]
Lang = Annotated[Language, typer.Option("--lang", help="The language of the messages.")]

Bom = Annotated[bool, typer.Option("--bom", help="Begin csv with a byte order mark, for Excel.")]
Guard = Annotated[
    bool,
    typer.Option(
        help="In csv, put a quote before cells that a spreadsheet would run as a formula."
    ),
]


def need_input(texts: list[str] | None) -> None:
    """Refuse to wait for lines on a terminal."""
    if not texts and sys.stdin.isatty():
        raise typer.BadParameter("give a TEXT, or send lines to standard input")


def end(failed: int) -> None:
    """End the command, after how much of its work failed."""
    raise typer.Exit(FAILED if failed else 0)


def check_output(output: Path | None, files: list[str]) -> None:
    """Refuse an output that cannot be written, or that is an input."""
    if output is None:
        return
    if not output.absolute().parent.is_dir():
        raise typer.BadParameter(f"{output.parent}: no such directory")
    if output.is_dir():
        raise typer.BadParameter(f"{output}: a directory; give the name of a file")
    if output.exists() and any(os.path.exists(f) and output.samefile(f) for f in files):
        raise typer.BadParameter(f"{output}: also an input; write to another file")
