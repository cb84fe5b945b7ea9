"""A reader that misbehaves costs its own file, and nothing else."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import mock_readers as mock
import pytest

from nlp import lexicon
from service.mistakes import Refused
from service.sandbox import Sandbox

MIB = 1 << 20
BROKEN = "its reader broke down"


@pytest.mark.parametrize(
    ("work", "args", "reason"),
    [
        (mock.die, (), BROKEN),
        (mock.crash, (), BROKEN),
        (mock.run_on, (), "reading it took longer than 3 s"),
        (mock.eat, (64 * MIB,), "reading it takes more than 512 MiB of memory"),
        (mock.eat, (1 << 10,), "reading it takes more than 512 MiB of memory"),
    ],
)
def test_neighbours_answer(work: Callable[..., None], args: tuple[int, ...], reason: str) -> None:
    with Sandbox(jobs=2, seconds=3 if work is mock.run_on else 60, memory=512 * MIB) as sandbox:
        before = [sandbox.submit(mock.echo, i, 0.01) for i in range(4)]
        task = sandbox.submit(work, *args)
        after = [sandbox.submit(mock.echo, i) for i in range(4)]
        with pytest.raises(Refused, match=reason):
            sandbox.wait(task)
        assert [sandbox.wait(t) for t in before + after] == [0, 1, 2, 3] * 2


def test_many_deaths_in_turn() -> None:
    with Sandbox(jobs=2, seconds=60, memory=512 * MIB) as sandbox:
        tasks = [
            sandbox.submit(mock.die if i % 3 else mock.echo, *[i] * (not i % 3)) for i in range(24)
        ]
        for i, task in enumerate(tasks):
            if i % 3:
                with pytest.raises(Refused, match=BROKEN):
                    sandbox.wait(task)
            else:
                assert sandbox.wait(task) == i


def test_a_child_killed_while_idle_is_replaced() -> None:
    with Sandbox(jobs=1, seconds=60) as sandbox:
        for _ in range(3):
            os.kill(sandbox.wait(sandbox.submit(os.getpid)), signal.SIGKILL)
        assert sandbox.wait(sandbox.submit(mock.echo, 5)) == 5


def test_errors_of_the_work_are_raised() -> None:
    with Sandbox(jobs=1) as sandbox, pytest.raises(KeyError, match="x"):
        sandbox.wait(sandbox.submit(mock.fail))


def test_leaving_in_haste_ends_the_work() -> None:
    with pytest.raises(ZeroDivisionError), Sandbox(jobs=1, seconds=600) as sandbox:
        sandbox.wait(sandbox.submit(mock.echo, 1))
        task = sandbox.submit(mock.run_on)
        raise ZeroDivisionError
    assert task.cancelled() or isinstance(task.exception(), Refused)


def test_children_use_the_lexicons_of_their_parent(tmp_path: Path) -> None:
    before = lexicon.current().folders[1:]
    (tmp_path / "scales.tsv").write_text("#: word\tvalue\n垓\t100000000000000000000\n", "utf-8")
    try:
        wanted = lexicon.use(str(tmp_path)).version
        with Sandbox(jobs=1) as sandbox:
            assert sandbox.wait(sandbox.submit(mock.version)) == wanted
    finally:
        lexicon.use(*before)
