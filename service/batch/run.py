"""The run over an archive: parts made in child processes, handed on in the order of the walk."""

from __future__ import annotations

import multiprocessing
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from dataclasses import dataclass

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


class Pass:
    """One pass over the files of `paths`: what each gave, in their order.

    At most twice as many files as `jobs` are begun and not done, so that memory stays bounded
    whatever their number.
    """

    def __init__(self, job: Job, jobs: int, progress: Progress) -> None:
        self.job = job
        self.jobs = jobs
        self.progress = progress
        self.done: dict[int, Summary] = {}
        self.running: dict[Future[Summary], tuple[int, str]] = {}

    def summaries(self, paths: Iterable[str | Passed]) -> Generator[Summary]:
        """What each file gave, failures too; raises `Unwritable` where parts cannot be written."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["service.batch.warm"])
        rest = enumerate(paths)
        following = 0
        with Sandbox(jobs=self.jobs) as sandbox:
            while self._begin(rest, sandbox) or self.done:
                while following in self.done:
                    yield self.done.pop(following)
                    following += 1
                self._finish(sandbox)

    def _begin(self, rest: Iterator[tuple[int, str | Passed]], sandbox: Sandbox) -> bool:
        """Begin as many files as may be; whether any is running."""
        while len(self.running) < 2 * self.jobs and len(self.done) < WAITING:
            number, path = next(rest, (-1, ""))
            if number < 0:
                break
            if isinstance(path, Passed):
                self._end(number, _failed(path.path, path.refused))
            else:
                self.running[sandbox.submit(child.read, self.job, path)] = number, path
        return bool(self.running)

    def _finish(self, sandbox: Sandbox) -> None:
        """Wait for a file, if any is running."""
        for task in wait(self.running, return_when=FIRST_COMPLETED).done if self.running else ():
            number, path = self.running.pop(task)
            self._end(number, _outcome(sandbox, task, path))

    def _end(self, number: int, summary: Summary) -> None:
        self.done[number] = summary
        self.progress.done += 1
        self.progress.now = summary.file


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
