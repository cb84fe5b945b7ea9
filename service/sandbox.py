"""Work on files from outside, each in a child process with a limit of time and memory."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from service.mistakes import Mistake, Refused

try:
    from pebble import ProcessExpired, ProcessPool
except ImportError:
    raise Mistake("reading archives needs pebble: pip install 'zhibiao[archive]'") from None

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Sandbox:
    """A few child processes; work that dies, runs on or eats memory is refused, and alone.

    `seconds` and `memory` (bytes of address space) bound each piece of work.

    >>> with Sandbox(jobs=1, seconds=30) as sandbox:
    ...     sandbox.wait(sandbox.submit(divmod, 7, 2))
    (3, 1)
    """

    def __init__(self, *, jobs: int = 2, seconds: float = 60, memory: int = 3 << 29) -> None:
        self.seconds = seconds
        self.memory = memory
        self._pool = ProcessPool(
            max_workers=jobs,
            context=multiprocessing.get_context("forkserver"),
            initializer=_bound,
            initargs=(memory,),
        )

    def submit(
        self, work: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Result]:
        """Begin `work`, which has to be a function of a module, in a child process."""
        return self._pool.schedule(work, args=args, kwargs=kwargs, timeout=self.seconds)

    def wait(self, task: Future[Result]) -> Result:
        """What the work gave; raises `Refused` where it was stopped or died."""
        try:
            return task.result()
        except TimeoutError:
            reason = f"reading it took longer than {self.seconds:g} s"
            raise Refused(reason, "split the file, or raise ZHIBIAO_FILE_SECONDS") from None
        except MemoryError:
            reason = f"reading it takes more than {self.memory >> 20} MiB of memory"
            raise Refused(reason, "split the file, or raise ZHIBIAO_FILE_MEMORY") from None
        except ProcessExpired:
            raise Refused("its reader broke down", "open it, save it anew, try again") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if kind is None:
            self._pool.close()
        else:
            self._pool.stop()
        self._pool.join()


def _bound(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
