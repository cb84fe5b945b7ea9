"""What holding one constraint against one actual value comes to."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Verdict:
    """Met or not; codes, the first of them why; how far; what share of the points it earns.

    `measured` is the actual value in the target's unit.
    """

    met: bool | None
    codes: tuple[str, ...]
    attainment: Fraction | None = None
    share: Fraction | None = None
    measured: Fraction | None = None
