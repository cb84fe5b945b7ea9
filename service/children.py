"""Work that may be long or hostile, in child processes that are stopped when their time is up."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

from service.errors import Fault, Problem, unreadable
from service.mistakes import Refused
from service.sandbox import Sandbox

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Children:
    """A sandbox of `jobs` processes for the event loop; one that broke down is opened anew.

    `seconds` and `memory` (bytes) bound each piece of work. Nothing is started before the first.
    """

    def __init__(self, jobs: int, seconds: float, memory: int) -> None:
        self.jobs = jobs
        self.seconds = seconds
        self.memory = memory
        self._sandbox: Sandbox | None = None

    async def run(
        self, work: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Result:
        """What `work` gives; raises `Problem` where it is refused, stopped or dies."""
        task = self._submit(work, *args, **kwargs)
        try:
            return await asyncio.wrap_future(task)
        except Exception:
            return self._told(task)

    def _submit(
        self, work: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Result]:
        try:
            return self._open().submit(work, *args, **kwargs)
        except RuntimeError:
            self._sandbox = None
            return self._open().submit(work, *args, **kwargs)

    def _open(self) -> Sandbox:
        if self._sandbox is None:
            multiprocessing.get_context("forkserver").set_forkserver_preload(["service.warm"])
            self._sandbox = Sandbox(jobs=self.jobs, seconds=self.seconds, memory=self.memory)
        return self._sandbox

    def _told(self, task: Future[Result]) -> Result:
        assert self._sandbox is not None
        if isinstance(task.exception(), TimeoutError):
            raise Problem(Fault("took_too_long", limit=self.seconds)) from None
        try:
            return self._sandbox.wait(task)
        except Refused as refused:
            raise Problem(unreadable(refused.reason, refused.remedy)) from None
        except BrokenProcessPool:
            raise Problem(Fault("busy"), headers={"Retry-After": "1"}) from None

    def close(self) -> None:
        """Stop what runs and end the processes."""
        sandbox, self._sandbox = self._sandbox, None
        if sandbox is not None:
            sandbox.__exit__(KeyboardInterrupt, None, None)
