"""The terminal and the pipe: which form to write, progress, and errors in one line."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from enum import StrEnum
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn, Self

if TYPE_CHECKING:
    from rich.console import Console

CLOSED_PIPE = 141
SILENCE = 2.0
BETWEEN_LINES = 10.0


class Format(StrEnum):
    """The form of results on standard output: a table to read, or one JSON document a line."""

    TABLE = "table"
    JSONL = "jsonl"


def format_for(chosen: Format | None) -> Format:
    """The form that was chosen; else a table on a terminal and JSON lines in a pipe."""
    return chosen or (Format.TABLE if sys.stdout.isatty() else Format.JSONL)


def json_line(value: object) -> bytes:
    r"""A JSON document in one line of UTF-8; half a surrogate pair is written as its escape.

    >>> json_line(["人", "\ud800"]).decode()
    '["人", "\\ud800"]\n'
    """
    line = json.dumps(value, ensure_ascii=False) + "\n"
    return line.encode("utf-8", "backslashreplace")


def write(content: bytes) -> None:
    """Put `content` on standard output at once; end quietly where nobody reads it any more."""
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        end_quietly()


def end_quietly() -> NoReturn:
    """End the process: whoever read standard output has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(CLOSED_PIPE)


def console() -> Console:
    """Standard output for tables."""
    from rich.console import Console

    class Quiet(Console):
        def on_broken_pipe(self) -> None:
            end_quietly()

    return Quiet(highlight=False, soft_wrap=False)


def complain(message: str) -> None:
    """One line on standard error."""
    line = f"zhibiao: {message}".replace("\n", " ")
    print(line.encode("utf-8", "backslashreplace").decode(), file=sys.stderr, flush=True)


class Progress:
    """Tells how far long work is: a bar on a terminal, else a line every ten seconds.

    Work that ends within two seconds shows nothing. `quiet` where results go to that terminal.
    """

    def __init__(self, what: str, total: int | None = None, *, quiet: bool = False) -> None:
        self.what = what
        self.total = total
        self.done = 0
        self.now = ""
        self._over = threading.Event()
        self._thread = None if quiet else threading.Thread(target=self._tell, daemon=True)

    def __enter__(self) -> Self:
        if self._thread:
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()

    def _tell(self) -> None:
        started = time.monotonic()
        if self._over.wait(SILENCE):
            return
        if sys.stderr.isatty():
            self._show_bar()
            return
        while not self._over.wait(BETWEEN_LINES):
            complain(self.line(time.monotonic() - started))

    def line(self, seconds: float) -> str:
        """How far the work is after `seconds`.

        >>> progress = Progress("files", 300, quiet=True)
        >>> progress.done = 100
        >>> progress.line(50)
        '100 of 300 files in 50 s, 2.0 a second, about 0:01:40 left'
        """
        of = f" of {self.total}" if self.total else ""
        rate = f", {self.done / seconds:.1f} a second" if self.done and seconds >= 1 else ""
        now = f", now {self.now}" if self.now else ""
        return f"{self.done}{of} {self.what} in {seconds:.0f} s{rate}{self._left(seconds)}{now}"

    def _left(self, seconds: float) -> str:
        if not self.done or not self.total or self.done >= self.total or seconds < 1:
            return ""
        left = round(seconds / self.done * (self.total - self.done))
        clock = f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02}" if left >= 60 else f"{left} s"
        return f", about {clock} left"

    def _show_bar(self) -> None:
        from rich import progress
        from rich.console import Console

        columns = (
            progress.SpinnerColumn(),
            progress.TextColumn("{task.description}", markup=False),
            progress.BarColumn(),
            progress.TextColumn("{task.completed} " + self.what),
            progress.TextColumn("{task.fields[rate]}"),
            progress.TimeElapsedColumn(),
            progress.TimeRemainingColumn(),
        )
        with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(self.now, total=self.total, rate="")
            started, before = time.monotonic(), self.done
            while not self._over.wait(0.2):
                rate = (self.done - before) / (time.monotonic() - started)
                told = f"{rate:.1f}/s"
                bar.update(
                    task, total=self.total, completed=self.done, description=self.now, rate=told
                )
