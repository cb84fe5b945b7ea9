"""`zhibiao structure` of whole archives: files and folders in, a dataset or one file out."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.batch import parts
from service.batch.child import Job
from service.batch.files import work_folder
from service.batch.forms import WITH_ERRORS, gather
from service.batch.parts import Summary
from service.batch.run import Pass, Totals, gathered, start_warm
from service.batch.walk import Passed, Walk
from service.console import Progress, complain
from service.sandbox import Sandbox
from service.settings import load

_TOLD = 10


@dataclass(frozen=True, slots=True)
class Output:
    """Where the output goes and in which form; csv may begin with a byte order mark."""

    path: str
    form: str
    bom: bool = False

    @property
    def has_errors(self) -> bool:
        """Whether a table of it says what could not be read."""
        return self.form in WITH_ERRORS

    @property
    def work(self) -> str:
        """The folder of the parts: inside a dataset, beside a file."""
        if self.form == "dataset":
            return os.path.join(self.path, ".work")
        folder, name = os.path.split(os.path.realpath(self.path))
        return os.path.join(folder, f".{name}.work")


def structure_archive(inputs: Sequence[str], output: Output, jobs: int) -> int:
    """Structure everything below `inputs`; the number of files with something not read.

    Raises `OSError` where the output cannot be written: the same command goes on from there.
    """
    started = time.monotonic()
    totals = Totals()
    ahead = _walk(inputs, output)
    count = sum(1 for _ in ahead)
    with work_folder(output.work), Progress("files", count) as progress:
        for summary in _run(inputs, output, jobs, progress, totals):
            _tell(summary, totals, output)
        if output.form != "dataset":
            shutil.rmtree(output.work)
    _conclude(totals, ahead.skipped, time.monotonic() - started, output)
    return totals.failed


def _walk(inputs: Sequence[str], output: Output) -> Walk:
    return Walk(inputs, without=(output.path, output.work))


def _run(
    inputs: Sequence[str], output: Output, jobs: int, progress: Progress, totals: Totals
) -> Iterator[Summary]:
    made = gather(output.form, os.path.realpath(output.path), output.work, bom=output.bom)
    limits = load()
    job = Job(output.work, output.form, parts.engine(), limits.max_file_bytes)
    start_warm()
    sandbox = Sandbox(jobs=jobs, seconds=limits.file_seconds, memory=limits.file_memory)
    summaries = Pass(job, sandbox, 2 * jobs, progress).summaries(_walk(inputs, output))
    return gathered(summaries, output.work, made, totals, empty=output.has_errors)


def _tell(summary: Summary, totals: Totals, output: Output) -> None:
    """Name what was not read; where a table of errors does so, only the first few."""
    for remark in summary.remarks:
        complain(remark)
    if output.has_errors and totals.failed > _TOLD:
        return
    for failure in summary.errors:
        place = f"!{failure.place}" if failure.place else ""
        complain(f"{summary.file}{place}: {failure.reason}; {failure.remedy}")


def _conclude(totals: Totals, skipped: int, seconds: float, output: Output) -> None:
    if output.has_errors and totals.failed > _TOLD:
        complain(f"{totals.failed - _TOLD} more files not read: see the errors in {output.path}")
    parts = (
        f"{totals.files - totals.failed} of {totals.files} files",
        f"{totals.projects} projects",
        f"{totals.indicators} indicators",
        f"{totals.findings} findings" if output.has_errors else "",
        f"{skipped} hidden files passed over" if skipped else "",
        f"{seconds:.1f} s",
    )
    made = f" → {output.path}" if totals.documents or output.has_errors else ""
    complain(", ".join(part for part in parts if part) + made)


def list_archive(inputs: Sequence[str], output: Output | None) -> int:
    """Say what a run would read, without reading it; the number of paths it cannot enter."""
    walk = _walk(inputs, output) if output else Walk(inputs)
    endings: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    failed = 0
    for found in walk:
        if isinstance(found, Passed):
            failed += 1
            complain(f"{found.path}: {found.refused}")
        else:
            ending = os.path.splitext(found)[1].lower() or "(no ending)"
            endings[ending] += 1
            sizes[ending] += os.path.getsize(found) if os.path.exists(found) else 0
    for ending, count in sorted(endings.items()):
        print(f"{ending}\t{count} files\t{sizes[ending] / 1e6:.1f} MB")
    print(f"in all\t{endings.total()} files\t{sizes.total() / 1e6:.1f} MB")
    if walk.skipped:
        print(f"hidden\t{walk.skipped} files passed over")
    return failed
