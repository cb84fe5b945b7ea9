"""What the service counts, in the text format of Prometheus."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

if TYPE_CHECKING:
    from service.http.work import Tally

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
MEDIA_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)


class Metrics:
    """The counters of one application; several serving processes share theirs by files.

    >>> metrics = Metrics()
    >>> metrics.answered("/v1/parse", "POST", 200, 0.002)
    >>> b'{method="POST",route="/v1/parse",status="200"} 1.0' in metrics.text()
    True
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = self._counter("requests", "Requests answered", "route", "method", "status")
        self._seconds = Histogram(
            "zhibiao_request_seconds",
            "Seconds from the head of a request to the end of its answer",
            ("route",),
            registry=self._registry,
            buckets=SECONDS,
        )
        self._items = self._counter("items", "Items read, of lists, streams and files", "reading")
        self._failed = self._counter("items_failed", "Items that were errors", "reading")
        self._kinds = self._counter("targets", "Targets read, by kind", "kind")
        self._low = self._counter("targets_low_confidence", "Targets of confidence under 0.6")
        self._cached = self._counter("cache_lookups", "Short items by whether kept", "found")
        self._lookups = {found: self._cached.labels(str(found).lower()) for found in (True, False)}
        self._request = cache(self._requests.labels)
        self._second = cache(self._seconds.labels)
        self._item = cache(self._items.labels)
        self._kind = cache(self._kinds.labels)

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"zhibiao_{name}_total", meaning, labels, registry=self._registry)

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request; `route` is the address as declared, never as sent."""
        self._request(route, method, str(status)).inc()
        self._second(route).observe(seconds)

    def count(self, reading: str, tally: Tally) -> None:
        """Count what a request had read."""
        self._item(reading).inc(tally.items)
        if tally.failed:
            self._failed.labels(reading).inc(tally.failed)
        for kind, number in tally.kinds.items():
            self._kind(kind).inc(number)
        if tally.low:
            self._low.inc(tally.low)

    def looked_up(self, *, found: bool) -> None:
        """Count a look into the cache."""
        self._lookups[found].inc()

    def text(self) -> bytes:
        """All counters, of every serving process, as Prometheus reads them."""
        registry = self._registry
        if FOLDER in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
