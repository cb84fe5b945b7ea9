"""The command `zhibiao`. Bodies of commands are in `service.commands`, loaded when they run."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from nlp import __version__, lexicon
from service.console import complain, format_for
from service.mistakes import Mistake
from service.options import column, evaluate, feedback, review, structure
from service.options.shared import (
    EXIT_CODES,
    USAGE,
    Overlay,
    Shape,
    Texts,
    WithSettings,
    end,
    need_input,
)

app = typer.Typer(
    name="zhibiao",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="markdown",
)


@app.callback(invoke_without_command=True, epilog=EXIT_CODES)
def root(
    context: typer.Context,
    overlay: Overlay = None,
    version: Annotated[
        bool, typer.Option("--version", help="Print version and lexicon hash, and exit.")
    ] = False,
) -> None:
    """Read the targets of Chinese budget performance tables into operator, value and unit."""
    if version:
        print(f"zhibiao {__version__} (lexicon {lexicon.current().version})")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit(USAGE)


@app.command(epilog=EXIT_CODES)
def parse(
    texts: Texts = None,
    name: Annotated[
        str | None, typer.Option("--name", "-n", help="The indicator's name, for every TEXT.")
    ] = None,
    shape: Shape = None,
    overlay: Overlay = None,
) -> None:
    """Read target cells: operator, value, unit of each TEXT.

    Without TEXT the lines of standard input are read: each a cell, or a JSON object with "text"
    and "name". A TEXT that begins with a dash goes behind --.
    """
    need_input(texts)
    from service.commands.cells import parse_texts

    end(parse_texts(texts or [], name, format_for(shape)))


@app.command(epilog=EXIT_CODES)
def extract(texts: Texts = None, shape: Shape = None, overlay: Overlay = None) -> None:
    """Find every quantity in running text.

    Without TEXT the lines of standard input are read: each a text, or a JSON object with "text".
    """
    need_input(texts)
    from service.commands.cells import extract_texts

    end(extract_texts(texts or [], format_for(shape)))


@app.command(epilog=EXIT_CODES)
def analyze(texts: Texts = None, shape: Shape = None, overlay: Overlay = None) -> None:
    """Read goal narratives: domain, activities, clauses, promises.

    Without TEXT the lines of standard input are read: each a text, or a JSON object with "text".
    """
    need_input(texts)
    from service.commands.cells import analyze_texts

    end(analyze_texts(texts or [], format_for(shape)))


app.command(epilog=EXIT_CODES)(structure.structure)
app.command(epilog=EXIT_CODES)(structure.report)
app.command(epilog=EXIT_CODES)(review.review)
app.command(epilog=EXIT_CODES)(review.assess)
app.command(epilog=EXIT_CODES)(evaluate.evaluate)
app.add_typer(feedback.feedback, name="feedback")
app.command(epilog=EXIT_CODES)(column.column)


@app.command(epilog=EXIT_CODES, cls=WithSettings)
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=0, max=65535)] = None,
    workers: Annotated[
        int | None, typer.Option(help="Serving processes that share the port.", min=1)
    ] = None,
    config: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Settings in TOML. Also from ZHIBIAO_CONFIG."),
    ] = None,
    settings: Annotated[
        bool, typer.Option("--settings", help="Print every setting as it is, and exit.")
    ] = False,
    overlay: Overlay = None,
) -> None:
    """Serve the HTTP interface until interrupted.

    What the options leave open comes from the environment, else from the file of settings.
    """
    from service.commands import serve as service

    service.set_up(host, port, workers, config)
    if settings:
        service.print_settings()
    else:
        service.serve()


def main() -> None:
    """Run the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app(prog_name="zhibiao")
    except (lexicon.LexiconError, Mistake) as error:
        complain(str(error))
        sys.exit(USAGE)
