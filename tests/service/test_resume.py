"""A run that is stopped goes on; one that cannot write, or meets a hostile file, says so."""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from archive_folder import NOISE, table, write_archive, written
from command import TABLE, run, spawn

from service.batch import child, parts
from service.batch import run as running
from service.batch.child import Job, Unwritable
from service.batch.files import work_folder
from service.batch.run import Pass
from service.console import Progress
from service.sandbox import Sandbox

KILLS, FILES = 10, 24


def parts_of(output: Path) -> int:
    return len(list(output.glob(".work/??/*")))


def kill_at_some_moment(archive: Path, output: Path, chance: random.Random) -> bool:
    """Run the command, kill it a few parts later; whether it had not ended before."""
    wanted = parts_of(output) + chance.randrange(4)
    process = spawn("structure", archive, "-o", output, "--jobs", 2)
    while process.poll() is None and parts_of(output) < wanted:
        time.sleep(0.002)
    time.sleep(chance.uniform(0, 0.05) if wanted else chance.uniform(0, 1))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def test_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    write_archive(archive, FILES)
    (archive / "noise.txt").write_bytes(NOISE)
    assert run("structure", archive, "-o", tmp_path / "whole").exit_code == 1
    chance = random.Random(20)
    kills = 0
    while kills < KILLS:
        if kill_at_some_moment(archive, tmp_path / "killed", chance):
            kills += 1
        else:
            shutil.rmtree(tmp_path / "killed")
    assert run("structure", archive, "-o", tmp_path / "killed").exit_code == 1
    assert written(tmp_path / "killed") == written(tmp_path / "whole")
    assert len(table(tmp_path / "killed", "documents")) == FILES


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    write_archive(tmp_path / "archive", 2)
    run("structure", tmp_path / "archive", "-o", tmp_path / "out")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").glob(".work/??/*")}
    first = written(tmp_path / "out")
    run("structure", tmp_path / "archive", "-o", tmp_path / "out", "--jobs", 1)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "out").glob(".work/??/*")} == before
    assert len(before) == 2
    assert written(tmp_path / "out") == first


def test_a_damaged_part_is_made_again(tmp_path: Path) -> None:
    write_archive(tmp_path / "archive", 2)
    run("structure", tmp_path / "archive", "-o", tmp_path / "out")
    first = written(tmp_path / "out")
    one, two = (tmp_path / "out").glob(".work/??/*")
    one.write_bytes(b"{")
    two.write_bytes(two.read_bytes()[:-9])
    result = run("structure", tmp_path / "archive", "-o", tmp_path / "out")
    assert (result.exit_code, "a part was damaged on the disk" in result.stderr) == (1, True)
    assert run("structure", tmp_path / "archive", "-o", tmp_path / "out").exit_code == 0
    assert written(tmp_path / "out") == first


def test_names_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / os.fsdecode(b"\xb1\xed.txt")).write_text(TABLE, "utf-8")
    (tmp_path / "in" / os.fsdecode(b"\xff.txt")).write_bytes(NOISE)
    for name in ("out", "out.xlsx", "out.csv", "out.parquet", "out.jsonl"):
        assert run("structure", tmp_path / "in", "-o", tmp_path / name).exit_code == 1
        assert "1 of 2 files" in run("structure", tmp_path / "in", "-o", tmp_path / name).stderr
    (row,) = table(tmp_path / "out", "documents")
    assert row["file"].endswith("\\udcb1\\udced.txt")


def test_a_workbook_is_the_same_every_time(tmp_path: Path) -> None:
    write_archive(tmp_path / "archive", 3)
    for name in ("one.xlsx", "two.xlsx"):
        assert run("structure", tmp_path / "archive", "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def little_space() -> None:
    """No file beyond 3 KiB: what a disk that is full looks like to every process of the run."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (3072, 3072))


@pytest.mark.parametrize("name", ["out", "out.xlsx", "out.csv", "out.parquet", "out.jsonl"])
def test_a_disk_that_is_full(tmp_path: Path, name: str) -> None:
    write_archive(tmp_path / "archive", 2)
    output = tmp_path / name
    process = spawn("structure", tmp_path / "archive", "-o", output, preexec_fn=little_space)
    _, told = process.communicate()
    (line,) = told.decode().splitlines()
    assert line.startswith(f"zhibiao: {output}: File too large; mend that and give the same")
    assert process.returncode == 1
    assert not output.is_file() and not (output / "manifest.jsonl").exists()
    assert run("structure", tmp_path / "archive", "-o", output).exit_code == 0
    fresh = tmp_path / f"fresh-{name}"
    run("structure", tmp_path / "archive", "-o", fresh)
    assert written(output) == written(fresh)


def test_a_part_that_cannot_be_written_is_no_fault_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "table.txt").write_text(TABLE)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    job = Job(str(tmp_path), "dataset", "engine", 1 << 20)
    with pytest.raises(Unwritable, match="No space left on device"):
        child.read(job, str(tmp_path / "table.txt"))
    assert parts_of(tmp_path) == 0


@pytest.mark.parametrize("name", ["out", "out.csv"])
def test_a_folder_that_is_not_to_be_written(tmp_path: Path, name: str) -> None:
    """Nobody may make a file there, not even who runs as root."""
    result = run("structure", tmp_path, "-o", f"/proc/{name}")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"zhibiao: /proc/{name}: ")
    assert "give the same command" in result.stderr


def test_two_runs_do_not_write_one_output(tmp_path: Path) -> None:
    write_archive(tmp_path / "archive", 1)
    with work_folder(str(tmp_path / "out" / ".work")):
        process = spawn("structure", tmp_path / "archive", "-o", tmp_path / "out")
        _, told = process.communicate()
    assert (process.returncode, b"another run writes there" in told) == (2, True)


def loop(job: Job, path: str) -> parts.Summary:
    """A reader that never ends, dies, eats memory or fails, as the name of the file says."""
    if "die" in path:
        os._exit(1)
    if "fault" in path:
        raise KeyError("a fault")
    while "endless" in path:
        pass
    if "memory" in path:
        bytearray(1 << 40)
    return child.read(job, path)


def test_hostile_files_cost_themselves_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "read", loop)
    names = ["a", "die", "endless", "fault", "memory", "z"]
    work = tmp_path / "work"
    (work / "tmp").mkdir(parents=True)
    for name in names:
        (tmp_path / name).write_text(TABLE)
    job = Job(str(work), "jsonl", "engine", 1 << 20)
    with Progress("files", quiet=True) as progress:
        found = list(
            Pass(job, Sandbox(jobs=2, seconds=10), 4, progress).summaries(
                str(tmp_path / n) for n in names
            )
        )
    assert [os.path.basename(s.file) for s in found] == names
    assert [s.projects for s in found] == [1, 0, 0, 0, 0, 1]
    reasons = [error.reason for s in found for error in s.errors]
    assert reasons == [
        "its reader broke down",
        "reading it took longer than 10 s",
        "a fault of the program (KeyError)",
        "reading it takes more than 1536 MiB of memory",
    ]


def test_results_come_in_the_order_of_the_walk_while_few_are_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "WAITING", 3)
    write_archive(tmp_path / "archive", 30)
    work = tmp_path / "work"
    (work / "tmp").mkdir(parents=True)
    job = Job(str(work), "jsonl", "engine", 1 << 20)
    paths = sorted(map(str, (tmp_path / "archive").rglob("*.txt")))
    begun = 0

    def counted() -> Iterator[str]:
        nonlocal begun
        for path in paths:
            begun += 1
            yield path

    with Progress("files", quiet=True) as progress:
        for number, summary in enumerate(
            Pass(job, Sandbox(jobs=2), 4, progress).summaries(counted())
        ):
            assert summary.file == paths[number]
            assert begun - number <= 3 + 2 * 2 + 1
