"""Sign, value and unit in cells of their own → the text of one target."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from nlp import lexicon
from nlp.cells.normalize import fold
from nlp.cells.units import table
from nlp.cells.vocabulary import words
from nlp.tables.money import is_blank

_SYMBOLS = "≥≤><=≧≦⩾⩽＞＜＝≮≯~～≈"


@cache
def _signs() -> dict[str, str]:
    return {fold(sign).text: read for sign, read in lexicon.current().table("signs")}


lexicon.on_change(_signs.cache_clear)


def compose(signs: Sequence[str], value: str, unit: str) -> str:
    """One target as it would be printed in a single cell.

    >>> compose(["正向", "1"], "60", "人次"), compose(["6"], "0", "有效提升")
    ('≥60人次', '有效提升')
    """
    read = [sign(s) for s in signs]
    if "words" in read and not _holds_number(value, unit):
        return unit if is_blank(value) or value == "0" else value
    operator = next((r for r in read if r not in ("-", "words", "")), "")
    if not value or value[0] in _SYMBOLS or _starts_with_word(value):
        operator = ""
    if operator == "=" and value.isascii() and value.isalpha():
        return value + ("" if is_blank(unit) else unit)
    return operator + _with_unit(value, unit)


def sign(text: str) -> str:
    """What a cell of signs says: an operator, `words`, or `-` for nothing about the value.

    >>> sign("5"), sign("正向（≥）"), sign("定性")
    ('≤', '≥', 'words')
    """
    folded = "".join(fold(text).text.split())
    read = _signs().get(folded)
    if read is not None:
        return read
    if folded in words().prefix or folded in words().changes:
        return folded
    return next((c for c in folded if c in _SYMBOLS), "-")


def is_sign(text: str) -> bool:
    """Whether a cell can stand in a column of signs and nowhere else.

    >>> is_sign("≥"), is_sign("定性"), is_sign("3")
    (True, True, False)
    """
    folded = "".join(fold(text).text.split())
    if not folded or folded.isdigit() or folded == "-":
        return False
    return folded in _signs() or folded in words().prefix


def _holds_number(value: str, unit: str) -> bool:
    return (value != "0" and any(c.isdigit() for c in value)) or (value == "0" and unit in table())


def _starts_with_word(value: str) -> bool:
    folded = fold(value).text
    return any(len(w) > 1 and folded.startswith(w) for w in words().prefix)


def _with_unit(value: str, unit: str) -> str:
    """A value with its unit behind the number, before a word such as 以上."""
    if not value or is_blank(unit) or fold(unit).text in words().by_kind["no_value"]:
        return value
    ends = (w for w in words().suffix if len(w) > 1 and value.endswith(w))
    suffix = max(ends, key=len, default="")
    number = value.removesuffix(suffix)
    last = number.rstrip(" )）")[-1:]
    if not (last.isnumeric() or last in words().scales):
        return value
    unit = unit.strip("()（）[]") if suffix else unit
    return f"{number} {unit}{suffix}" if unit[0].isdigit() else f"{number}{unit}{suffix}"
