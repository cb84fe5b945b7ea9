"""Time two pieces of work in turn and give the ratio, so that a slow machine slows both."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

Work = Callable[[], object]


def once(work: Work) -> float:
    """Processor seconds of one run, without the collector's."""
    gc.collect()
    gc.disable()
    try:
        begin = time.process_time()
        work()
        return time.process_time() - begin
    finally:
        gc.enable()


def ratio(work: Work, base: Work, rounds: int = 7) -> float:
    """Median over the rounds of work / base, the two measured one after the other."""
    work(), base()
    return statistics.median(once(work) / once(base) for _ in range(rounds))


def ratio_of_processes(code: str, base: str, rounds: int = 9) -> float:
    """The same for two programs given to `python -c`, by the wall clock."""
    _run(code), _run(base)
    return statistics.median(_run(code) / _run(base) for _ in range(rounds))


def _run(code: str) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return time.perf_counter() - begin
