"""What an application holds beside its limits: whether it is ready, and what it has counted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import Request

from nlp import __version__, lexicon
from service.http.cache import Cache
from service.http.keys import Keys
from service.http.metrics import Metrics
from service.http.work import Answer
from service.settings import Settings


class State:
    """The state of one application: loaded or not, closing or not, its metrics, its keys.

    `routes` are addresses without parameters that have been asked for.
    """

    def __init__(self, settings: Settings) -> None:
        self.loaded = False
        self.closing = False
        self._told: set[asyncio.Event] = set()
        self.routes: set[str] = set()
        self.metrics = Metrics()
        self.cache: Cache[Answer] = Cache(settings.max_cached)
        self.keys = Keys(settings.key_hashes, settings.requests_per_minute)
        self.lexicon = lexicon.current().version
        self.versions = [
            (b"x-zhibiao-version", __version__.encode()),
            (b"x-zhibiao-lexicon", self.lexicon.encode()),
        ]

    @property
    def ready(self) -> bool:
        """Whether requests should be sent here."""
        return self.loaded and not self.closing

    def close(self) -> None:
        """Take no more; streams are told to come to an end."""
        self.closing = True
        for event in self._told:
            event.set()

    @contextmanager
    def told(self) -> Iterator[asyncio.Event]:
        """An event that is set when the service closes."""
        event = asyncio.Event()
        if self.closing:
            event.set()
        self._told.add(event)
        try:
            yield event
        finally:
            self._told.discard(event)


def state_of(request: Request) -> State:
    """The state of the application that serves `request`."""
    state: State = request.app.state.zhibiao
    return state
