"""Units: spelling → canonical code, dimension and factor; comparing and converting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from nlp import lexicon

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure; its size is told as the lexicon writes it."""

    code: str
    dimension: str
    size: str
    name: str

    @property
    def factor(self) -> Fraction:
        """The size in the base unit of its dimension."""
        from fractions import Fraction

        return Fraction(self.size)


@cache
def table() -> dict[str, Unit]:
    """Every spelling of every unit."""
    units: dict[str, Unit] = {}
    for code, dimension, size, name, aliases in lexicon.current().table("units"):
        if not _is_size(size):
            raise lexicon.LexiconError(
                f"units.tsv, unit {name}: factor {size!r} is no number; write 1000 or 1/3"
            )
        unit = Unit(code, dimension, size, name)
        for spelling in (name, *aliases.split()):
            units[spelling] = unit
    return units


lexicon.on_change(table.cache_clear)


def _is_size(written: str) -> bool:
    """Whether a size is a number, or a fraction of two; the usual ones are told at a glance."""
    above, stroke, below = written.partition("/")
    if stroke and above.isdecimal() and below.isdecimal():
        return bool(below.strip("0"))
    if not stroke and above.replace(".", "", 1).isdecimal():
        return True
    from fractions import Fraction

    try:
        return bool(Fraction(written))
    except (ValueError, ZeroDivisionError):
        return False


def unit(spelling: str) -> Unit | None:
    """The unit of a spelling, brackets and capitals forgiven; None where it is not known.

    >>> unit("公里").code, unit("人（次）").code, unit("KM").dimension
    ('km', '{visit}', 'length')
    """
    units = table()
    found = units.get(spelling)
    if found is None:
        plain = spelling.translate(_BRACKETS)
        found = units.get(plain) or units.get(plain.lower())
        if found is None and not plain.isascii():
            found = units.get(plain.partition("(")[0].partition("/")[0])
    return found


def is_model(spelling: str | None) -> bool:
    """Whether a unit may be the letter of a model instead: 5G基站, 6S管理."""
    unit = spelling or ""
    return unit.isascii() and unit.isupper() and unit not in table()


_BRACKETS = {0xFF08: "(", 0xFF09: ")"}


def factor_between(one: str, other: str) -> Fraction | None:
    """What to multiply a number of unit `one` with to have it in unit `other`; None if unlike.

    >>> factor_between("公顷", "亩")
    Fraction(15, 1)
    """
    a, b = unit(one), unit(other)
    if a is None or b is None or a.dimension != b.dimension:
        return None
    return a.factor / b.factor
