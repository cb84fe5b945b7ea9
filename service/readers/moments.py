"""Dates and times of a spreadsheet as their formats show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import regex

from nlp import lexicon

Token = tuple[str, str]
_LETTERS = frozenset("ymdhseagb")
_SINCE_1904 = 1462
_LAST = 2958466
_RUN = regex.compile(r"(?P<run>(?P<letter>[ymdhse])(?P=letter)*+)|(?P<half>AM/PM|A/P)", regex.I)


def has_moments(tokens: Sequence[Token]) -> bool:
    """Whether a format shows a date or a time."""
    return any(
        kind == "elapsed" or (kind == "other" and text.lower() in _LETTERS) for kind, text in tokens
    )


def moment(serial: Decimal, tokens: Sequence[Token], *, from_1904: bool = False) -> str:
    """A serial number of days as a date or time.

    >>> moment(Decimal("45991"), [("other", c) for c in "yyyy-mm-dd"])
    '2025-11-30'
    """
    days = serial + _SINCE_1904 * from_1904
    if not 0 <= days < _LAST:
        return f"{serial:f}"
    base = datetime(1899, 12, 30) + timedelta(days=days < 61)
    at = base + timedelta(seconds=round(float(days) * 86400))
    pieces = _pieces(tokens)
    halved = any(kind == "half" for kind, _ in pieces)
    made = []
    for index, (kind, text) in enumerate(pieces):
        if kind == "elapsed":
            made.append(_elapsed(days, text))
        elif kind == "run":
            made.append(_run(at, text.lower(), _is_minute(pieces, index), halved))
        elif kind == "half":
            made.append(_half(at.hour, text))
        else:
            made.append(text)
    return "".join(made)


def _pieces(tokens: Sequence[Token]) -> list[Token]:
    """Letters that belong together as one piece each."""
    found: list[Token] = []
    text = ""
    for kind, told in [*tokens, ("end", "")]:
        if kind in ("other", "digit"):
            text += told
            continue
        found += _split(text)
        text = ""
        found.append((kind, told))
    return found[:-1]


def _split(text: str) -> list[Token]:
    found: list[Token] = []
    for half in _halves():
        before, told, after = text.partition(half)
        if told:
            return [*_split(before), ("half", half), *_split(after)]
    at = 0
    for match in _RUN.finditer(text):
        found += [("literal", text[at : match.start()])]
        found.append(("run" if match["run"] else "half", match[0]))
        at = match.end()
    return [*found, ("literal", text[at:])]


def _halves() -> list[str]:
    """The marks of the half of a day in Chinese, as the formats write them."""
    codes = [code for _, code in lexicon.current().table("number_formats")]
    begins = {code.partition("h")[0] for code in codes if "/" in code}
    return sorted(begin for begin in begins if not begin.isascii() and "y" not in begin)


def _half(hour: int, text: str) -> str:
    first, _, second = text.partition("/")
    return first if hour < 12 else second


def _is_minute(pieces: Sequence[Token], index: int) -> bool:
    """Whether m means minutes: behind hours or before seconds."""
    told = [(i, text.lower()[:1]) for i, (kind, text) in enumerate(pieces) if kind == "run"]
    told += [(i, text.lower()[1:2]) for i, (kind, text) in enumerate(pieces) if kind == "elapsed"]
    before = [letter for i, letter in sorted(told) if i < index]
    after = [letter for i, letter in sorted(told) if i > index]
    return before[-1:] == ["h"] or after[:1] == ["s"]


def _elapsed(days: Decimal, text: str) -> str:
    unit = {"h": 24, "m": 1440, "s": 86400}[text.lower()[1]]
    return str(int(days * unit)).zfill(len(text) - 2)


def _run(at: datetime, run: str, minute: bool, halved: bool) -> str:
    if run[0] in "ye":
        return f"{at.year % 100:02d}" if run == "yy" else f"{at.year}"
    if run[0] == "m" and len(run) > 2:
        return f"{at:%b}" if len(run) == 3 else f"{at:%B}"
    hour = at.hour % 12 or 12 if halved else at.hour
    number = {"m": at.minute if minute else at.month, "d": at.day, "h": hour, "s": at.second}
    if run[0] == "d" and len(run) > 2:
        return f"{at:%a}" if len(run) == 3 else f"{at:%A}"
    return str(number[run[0]]).zfill(min(len(run), 2))
