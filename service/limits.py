"""The limits of the service, checked before the work, and the threads that long work waits for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Depends
from starlette.requests import Request

from service.errors import Fault, Problem
from service.settings import Settings

Result = TypeVar("Result")


class Limits:
    """The limits of one application.

    >>> Limits(Settings(max_items=3)).items([1, 2, 3])
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.threads = CapacityLimiter(settings.max_threads)

    def items(self, items: Sequence[object]) -> None:
        """Refuse a list that is too long."""
        most = self.settings.max_items
        if len(items) > most:
            raise Problem(Fault("too_many_items", limit=most))

    def grid(self, grid: list[list[str]]) -> None:
        """Refuse a grid that is too large."""
        most = self.settings.max_grid_cells
        if sum(max(1, len(row)) for row in grid) > most:
            raise Problem(Fault("grid_too_large", "/grid", most))

    async def run(self, work: Callable[[], Result], characters: int) -> Result:
        """Do short work at once and long work in one of a few threads."""
        if characters <= self.settings.max_inline_characters:
            return work()
        return await to_thread.run_sync(work, limiter=self.threads)


def limits_of(request: Request) -> Limits:
    """The limits of the application that serves `request`."""
    limits: Limits = request.app.state.limits
    return limits


LimitsOf = Annotated[Limits, Depends(limits_of)]
