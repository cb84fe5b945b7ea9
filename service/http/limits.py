"""The limits of the service, checked before the work, and the places that work waits for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Annotated, ParamSpec, Self, TypeVar

from fastapi import Depends
from starlette.requests import Request

from service.http.children import Children
from service.http.errors import Fault, Problem
from service.settings import Settings

Given = ParamSpec("Given")
Result = TypeVar("Result")
RETRY_AFTER = {"Retry-After": "1"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much there may be of everything in a request.

    >>> Bounds(max_items=3).items([1, 2, 3])
    """

    max_items: int = 1000
    max_cell_characters: int = 4000
    max_text_characters: int = 100_000
    max_grid_cells: int = 100_000
    max_line_bytes: int = 1 << 18
    max_answer_bytes: int = 1 << 27

    @classmethod
    def of(cls, settings: Settings) -> Bounds:
        """The bounds of these settings."""
        return cls(**{name: getattr(settings, name) for name in cls.__slots__})

    def items(self, items: Sequence[object]) -> None:
        """Refuse a list that is too long."""
        if len(items) > self.max_items:
            raise Problem(Fault("too_many_items", limit=self.max_items))

    def grid(self, grid: list[list[str]]) -> None:
        """Refuse a grid that is too large."""
        if sum(max(1, len(row)) for row in grid) > self.max_grid_cells:
            raise Problem(Fault("grid_too_large", "/grid", self.max_grid_cells))


class Slots:
    """So many at once, and no more: who finds no place is told to come again.

    `async with` lets those that have come in the same moment be counted before it goes on: they
    are refused at once, not after the work of those before them.

    >>> with Slots(1) as places:
    ...     places.taken
    1
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken = 0

    def check(self) -> None:
        """Refuse where no place is free."""
        if self.taken >= self.most:
            raise Problem(Fault("busy"), headers=RETRY_AFTER)

    def __enter__(self) -> Self:
        self.check()
        self.taken += 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self.taken -= 1

    async def __aenter__(self) -> Self:
        self.__enter__()
        try:
            await asyncio.sleep(0)
        except BaseException:
            self.taken -= 1
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        self.taken -= 1


class Limits:
    """The limits of one application, and the child processes that its long work runs in."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.bounds = Bounds.of(settings)
        self.requests = Slots(settings.max_requests)
        self.receiving = Slots(settings.max_receiving)
        self.uploads = Slots(settings.max_uploads)
        self.streams = Slots(settings.max_streams)
        memory = settings.file_memory
        self.texts = Children(settings.children, settings.work_seconds, memory)
        self.files = Children(settings.children, settings.file_seconds, memory)

    async def run(
        self, size: int, work: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Result:
        """Do short work at once, and long work where it can be stopped: in a child process."""
        if size <= self.settings.max_inline_bytes:
            return work(*args, **kwargs)
        return await self.texts.run(work, *args, **kwargs)

    async def warm(self) -> None:
        """Start the child processes, so that the first long text waits for none."""
        await asyncio.gather(self.texts.run(abs, 0), self.files.run(abs, 0))

    def close(self) -> None:
        """End the child processes."""
        self.texts.close()
        self.files.close()


def limits_of(request: Request) -> Limits:
    """The limits of the application that serves `request`."""
    limits: Limits = request.app.state.limits
    return limits


LimitsOf = Annotated[Limits, Depends(limits_of)]
