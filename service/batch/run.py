"""The run over an archive: parts made in child processes, handed on in the order of the walk."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import forkserver

from service.batch import child
from service.batch.child import Job, Unwritable
from service.batch.forms import Gather
from service.batch.parts import Failure, Summary, payload_of
from service.batch.walk import Passed
from service.console import Progress
from service.mistakes import Refused
from service.sandbox import Sandbox

WAITING = 1000
"""Files that are done and wait for one before them: no more are begun while there are as many."""


@dataclass(slots=True)
class Totals:
    """What a run came to; `failed` counts the files with something in them that was not read."""

    files: int = 0
    failed: int = 0
    documents: int = 0
    projects: int = 0
    indicators: int = 0
    findings: int = 0

    def add(self, summary: Summary) -> None:
        """Count a file."""
        self.files += 1
        self.failed += bool(summary.errors)
        self.documents += summary.documents
        self.projects += summary.projects
        self.indicators += summary.indicators
        self.findings += summary.findings


def gathered(
    summaries: Generator[Summary], work: str, output: Gather, totals: Totals, *, empty: bool
) -> Iterator[Summary]:
    """Put parts into an output one by one, and count them.

    It takes its name after the last, unless it would be `empty` and is not to be so.
    """
    with closing(summaries), closing(output):
        for summary in summaries:
            output.add(summary, payload_of(work, summary.part) if summary.part else b"")
            totals.add(summary)
            yield summary
        if totals.documents or empty:
            output.finish()


def start_warm() -> None:
    """Let child processes begin with words and libraries loaded: they are copies of one that has.

    Arrow's own allocator reserves 1 GiB of addresses, and the limit of memory counts addresses.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    forkserver.set_forkserver_preload(["service.batch.warm"])
    forkserver.ensure_running()


class Pass:
    """One pass over the files of `paths`: what each gave, in their order.

    At most `most` files are begun and not done, so that memory stays bounded whatever their number.
    """

    def __init__(self, job: Job, sandbox: Sandbox, most: int, progress: Progress) -> None:
        self.job = job
        self.sandbox = sandbox
        self.most = most
        self.progress = progress
        self.done: dict[int, Summary] = {}
        self.running: dict[Future[Summary], tuple[int, str]] = {}

    def summaries(self, paths: Iterable[str | Passed]) -> Generator[Summary]:
        """What each file gave, failures too; raises `Unwritable` where parts cannot be written."""
        rest = enumerate(paths)
        following = 0
        with self.sandbox:
            while self._begin(rest) or self.done:
                while following in self.done:
                    yield self.done.pop(following)
                    following += 1
                self._finish()

    def _begin(self, rest: Iterator[tuple[int, str | Passed]]) -> bool:
        """Begin as many files as may be; whether any is running."""
        while len(self.running) < self.most and len(self.done) < WAITING:
            number, path = next(rest, (-1, ""))
            if number < 0:
                break
            if isinstance(path, Passed):
                self._end(number, _failed(path.path, path.refused))
            else:
                self.running[self.sandbox.submit(child.read, self.job, path)] = number, path
        return bool(self.running)

    def _finish(self) -> None:
        """Wait for a file, if any is running."""
        for task in wait(self.running, return_when=FIRST_COMPLETED).done if self.running else ():
            number, path = self.running.pop(task)
            self._end(number, _outcome(self.sandbox, task, path))

    def _end(self, number: int, summary: Summary) -> None:
        self.done[number] = summary
        self.progress.done += 1
        self.progress.now = os.path.basename(summary.file)


def _outcome(sandbox: Sandbox, task: Future[Summary], path: str) -> Summary:
    try:
        return sandbox.wait(task)
    except Unwritable:
        raise
    except Refused as refused:
        return _failed(path, refused)
    except Exception as error:
        return _failed(path, child.broken(error))


def _failed(path: str, refused: Refused) -> Summary:
    return Summary(path, errors=[Failure(None, refused.reason, refused.remedy)])
