"""Settings of all tests: no time limit for a generated example, since machines differ."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("zhibiao", deadline=None)
settings.load_profile("zhibiao")
