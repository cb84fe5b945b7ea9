"""How the service ends: it says so, goes on for a moment, then lets the server close the port."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from service.http.state import State


@contextmanager
def announced(state: State, seconds: float) -> Iterator[None]:
    """While this holds, SIGTERM makes `state` close first, and reaches the server `seconds` later.

    In the meantime new requests are answered, and told to close their connections. A second
    signal is passed on at once.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = signal.getsignal(signal.SIGTERM)

    def passed_on(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, before)
        if callable(before):
            before(number, frame)

    def told(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, passed_on)
        loop.call_soon_threadsafe(state.close)
        loop.call_soon_threadsafe(loop.call_later, seconds, passed_on, number, frame)

    signal.signal(signal.SIGTERM, told)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGTERM) in (told, passed_on):
            signal.signal(signal.SIGTERM, before)
