"""`zhibiao feedback`: its commands and their options."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, TypeVar

import typer

from service.console import complain, format_for
from service.options.shared import EXIT_CODES, FAILED, Overlay, Shape, end

Given = TypeVar("Given")
feedback = typer.Typer(
    help="Corrections that the service has taken: list them, export them, drop them.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="markdown",
)


class Gold(StrEnum):
    """The form of exported corrections."""

    CORPUS = "corpus"
    JSONL = "jsonl"


class Status(StrEnum):
    """Whether a correction has been exported."""

    NEW = "new"
    EXPORTED = "exported"


Store = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="The file of corrections. Default: ZHIBIAO_FEEDBACK."),
]
Which = Annotated[Status | None, typer.Option(help="Only those that are new, or exported.")]
Newest = Annotated[
    bool, typer.Option("--newest/--oldest", help="Which come first. Default: the oldest.")
]
Most = Annotated[int | None, typer.Option(help="At most so many.", min=1)]


@feedback.command("list", epilog=EXIT_CODES)
def list_(
    store: Store = None,
    status: Which = None,
    newest: Newest = False,
    limit: Most = None,
    shape: Shape = None,
) -> None:
    """List corrections: the cell, what was read then, and what is right."""
    from service.commands import feedback as corrections

    kept = corrections.store(store)
    entries = _stored(lambda: kept.entries(status=status, newest=newest, most=limit))
    corrections.list_entries(entries, format_for(shape))


@feedback.command(epilog=EXIT_CODES)
def export(
    store: Store = None,
    status: Which = None,
    newest: Newest = False,
    limit: Most = None,
    form: Annotated[
        Gold, typer.Option("--format", "-f", help="Corpus lines, or JSON lines.")
    ] = Gold.CORPUS,
    overlay: Overlay = None,
) -> None:
    """Write corrections as gold lines, for `zhibiao evaluate` or a corpus of tests.

    Corpus lines have each reading once and the cells that must give it below. Where corrections
    of one cell contradict each other, the newest is written and the others are named on standard
    error. What is written counts as exported from then on; `--status new` leaves it out.
    """
    from service.commands import feedback as corrections

    kept = corrections.store(store)
    entries = _stored(lambda: kept.entries(status=status, newest=newest, most=limit))
    _stored(lambda: corrections.export(kept, entries, corpus=form is Gold.CORPUS))


@feedback.command(epilog=EXIT_CODES)
def drop(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID")] = None,
    status: Which = None,
    store: Store = None,
) -> None:
    """Remove corrections by their ids, or all of a status, and every trace of their texts."""
    if bool(ids) == (status is not None):
        raise typer.BadParameter("give ids, or --status")
    from service.commands import feedback as corrections

    kept = corrections.store(store)
    found = ids or [entry.id for entry in _stored(lambda: kept.entries(status=status))]
    end(_stored(lambda: corrections.drop(kept, found)))


def _stored(work: Callable[[], Given]) -> Given:
    from service.feedback import Unstored

    try:
        return work()
    except Unstored as error:
        complain(f"the file of corrections: {error}; check it, or try again")
        raise typer.Exit(FAILED) from None
