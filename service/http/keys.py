"""Keys that open the service: kept as hashes, compared in constant time, each with its rate."""

from __future__ import annotations

import hashlib
import hmac
import math
import time
from collections.abc import Callable

from starlette.datastructures import Headers

from service.http.errors import Fault, Problem

CHALLENGE = {"WWW-Authenticate": "Bearer"}
SECONDS = 60.0


class Keys:
    """The keys of an application; without any, all is open.

    >>> Keys((), 0).check(Headers({}))
    ''
    """

    def __init__(
        self,
        hashes: tuple[bytes, ...],
        per_minute: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hashes = hashes
        self._per_minute = per_minute
        self._clock = clock
        self._left = {each: (float(per_minute), clock()) for each in hashes}

    def check(self, headers: Headers) -> str:
        """The first digits of the key's hash, for the log; raises `Problem` where it may not pass.

        Every key is compared whatever the others gave, so that time tells nothing.
        """
        if not self._hashes:
            return ""
        given = hashlib.sha256(_key(headers).encode("latin-1")).digest()
        found = [each for each in self._hashes if hmac.compare_digest(each, given)]
        if not found:
            raise Problem(Fault("unauthorized"), headers=CHALLENGE)
        if self._per_minute:
            self._spend(found[0])
        return found[0].hex()[:8]

    def _spend(self, key: bytes) -> None:
        left, since = self._left[key]
        now = self._clock()
        rate = self._per_minute / SECONDS
        left = min(float(self._per_minute), left + (now - since) * rate)
        if left < 1:
            self._left[key] = left, now
            wait = {"Retry-After": str(math.ceil((1 - left) / rate))}
            raise Problem(Fault("rate_limited", limit=self._per_minute), headers=wait)
        self._left[key] = left - 1, now


def _key(headers: Headers) -> str:
    given = headers.get("x-api-key")
    if given is not None:
        return given
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
