"""Work that may be long or hostile, in child processes that are stopped when their time is up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from service.http.errors import Fault, Problem, unreadable
from service.mistakes import Refused
from service.sandbox import Sandbox, TookTooLong

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Children:
    """A sandbox of `jobs` processes for the event loop.

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
        """What `work` gives; raises `Problem` where it is refused, stopped or dies.

        Work that is cancelled is ended.
        """
        sandbox = self._open()
        task = sandbox.submit(work, *args, **kwargs)
        try:
            return await asyncio.wrap_future(task)
        except asyncio.CancelledError:
            sandbox.stop(task)
            raise
        except TookTooLong:
            raise Problem(Fault("took_too_long", limit=self.seconds)) from None
        except Refused as refused:
            raise Problem(unreadable(refused.reason, refused.remedy)) from None

    def _open(self) -> Sandbox:
        if self._sandbox is None:
            self._sandbox = Sandbox(
                jobs=self.jobs,
                seconds=self.seconds,
                memory=self.memory,
                preload="service.http.warm",
            )
        return self._sandbox

    def close(self) -> None:
        """Stop what runs and end the processes."""
        sandbox, self._sandbox = self._sandbox, None
        if sandbox is not None:
            sandbox.close(now=True)
