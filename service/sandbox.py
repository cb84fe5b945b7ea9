"""Work on files from outside, each in a child process with a limit of time and memory."""

from __future__ import annotations

import logging
import multiprocessing
import os
import pickle
import resource
import signal
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar
from weakref import WeakKeyDictionary

from nlp import lexicon
from service.mistakes import Refused

Given = ParamSpec("Given")
Result = TypeVar("Result")
_OUT_OF_MEMORY = 97
_GRACE = 5
_START = 60
_TRIES = 3
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "MALLOC_ARENA_MAX")


class TookTooLong(Refused):
    """Work that was stopped when its time was up."""


class Sandbox:
    """A few child processes; work that dies, runs on or eats memory is refused, and alone.

    `seconds` and `memory` (bytes of address space) bound each piece of work. Children are started
    when they are needed and kept; one that was stopped or died is replaced. The first sandbox of
    a process says which module all children have loaded from the beginning.

    >>> with Sandbox(jobs=1, seconds=30) as sandbox:
    ...     sandbox.wait(sandbox.submit(divmod, 7, 2))
    (3, 1)
    """

    def __init__(
        self,
        *,
        jobs: int = 2,
        seconds: float = 60,
        memory: int = 3 << 29,
        preload: str = "service.documents",
    ) -> None:
        multiprocessing.get_context("forkserver").set_forkserver_preload([preload])
        self.seconds = seconds
        self.memory = memory
        self._threads = ThreadPoolExecutor(jobs, "sandbox")
        self._lock = threading.Lock()
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()
        self._doers: WeakKeyDictionary[Future[Any], list[_Child]] = WeakKeyDictionary()
        self._is_closed = False

    def submit(
        self, work: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Result]:
        """Begin `work`, which has to be a function of a module, in a child process."""
        doer: list[_Child] = []
        task = self._threads.submit(self._do, (work, args, kwargs), doer)
        self._doers[task] = doer
        return task

    def stop(self, task: Future[Any]) -> None:
        """End work that nobody waits for any more, begun or not."""
        if not task.cancel():
            with self._lock:
                for child in self._doers.get(task, ()):
                    child.process.kill()

    def wait(self, task: Future[Result]) -> Result:
        """What the work gave; raises `Refused` where it was stopped or died."""
        return task.result()

    def close(self, *, now: bool = False) -> None:
        """End the children: when all work is done, or `now`, in the midst of it."""
        if now:
            with self._lock:
                self._is_closed = True
                for child in self._busy:
                    child.process.kill()
        self._threads.shutdown(wait=True, cancel_futures=now)
        while self._idle:
            self._idle.pop().kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self.close(now=kind is not None)

    def _do(self, work: tuple[Any, ...], doer: list[_Child]) -> Any:
        child = self._begun(pickle.dumps(work, pickle.HIGHEST_PROTOCOL))
        doer.append(child)
        try:
            well, result = child.answer(self.seconds)
        except TimeoutError:
            reason = f"reading it took longer than {self.seconds:g} s"
            raise TookTooLong(reason, "split the file, or raise ZHIBIAO_FILE_SECONDS") from None
        except (EOFError, OSError):
            raise self._died(child) from None
        finally:
            with self._lock:
                doer.clear()
            self._put_back(child)
        if well:
            return result
        raise result

    def _begun(self, order: bytes) -> _Child:
        """A child that has begun; one that died while it was idle does not count."""
        for _ in range(_TRIES):
            with self._lock:
                child = self._idle.pop() if self._idle else None
            child = child or _Child(self.seconds, self.memory)
            with self._lock:
                self._busy.add(child)
                if self._is_closed:
                    child.process.kill()
            try:
                child.begin(order)
            except (EOFError, OSError):
                self._put_back(child)
            else:
                return child
        raise Refused("no process could be started to read it", "free memory, try again")

    def _put_back(self, child: _Child) -> None:
        with self._lock:
            self._busy.discard(child)
            if child.is_idle:
                self._idle.append(child)
        if not child.is_idle:
            child.kill()

    def _died(self, child: _Child) -> Refused:
        if child.exit_code() == _OUT_OF_MEMORY:
            reason = f"reading it takes more than {self.memory >> 20} MiB of memory"
            return Refused(reason, "split the file, or raise ZHIBIAO_FILE_MEMORY")
        return Refused("its reader broke down", "open it, save it anew, try again")


class _Child:
    """A child process with the lexicons of this one, and the pipe to it."""

    def __init__(self, seconds: float, memory: int) -> None:
        context = multiprocessing.get_context("forkserver")
        self.pipe, other = context.Pipe()
        overlays = lexicon.current().folders[1:]
        limits = (other, overlays, seconds, memory)
        self.process = context.Process(target=_serve, args=limits, daemon=True)
        self.process.start()
        other.close()
        self.is_idle = True

    def begin(self, order: bytes) -> None:
        self.is_idle = False
        self.pipe.send_bytes(order)
        if not self.pipe.poll(_START):
            raise EOFError
        self.pipe.recv_bytes()

    def answer(self, seconds: float) -> tuple[bool, Any]:
        if not self.pipe.poll(seconds):
            raise TimeoutError
        answer: tuple[bool, Any] = pickle.loads(self.pipe.recv_bytes())
        self.is_idle = True
        return answer

    def exit_code(self) -> int | None:
        self.process.join(_GRACE)
        return self.process.exitcode

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _serve(pipe: Connection, overlays: tuple[str, ...], seconds: float, memory: int) -> None:
    """Do one piece of work after the other; the alarm ends a child that nobody waits for."""
    _bound(memory)
    if overlays != lexicon.current().folders[1:]:
        lexicon.use(*overlays)
    while True:
        try:
            order = pipe.recv_bytes()
            pipe.send_bytes(b"begun")
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
        pipe.send_bytes(_done(order))
        signal.setitimer(signal.ITIMER_REAL, 0)


def _done(order: bytes) -> bytes:
    """What the work gave or raised."""
    try:
        work, args, kwargs = pickle.loads(order)
        return pickle.dumps((True, work(*args, **kwargs)), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except Exception as error:
        failed = pickle.dumps((False, error))
        pickle.loads(failed)
        return failed


def _bound(memory: int) -> None:
    """Limit the memory, and keep quiet: libraries warn, and reserve memory for each thread."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    logging.disable()
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
