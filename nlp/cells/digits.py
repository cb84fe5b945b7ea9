"""Blanks within a number, as pages set them: 26 . 5, 1 200."""

from __future__ import annotations

import re

from nlp.cells.normalize import Folded

_SPACED_DIGITS = re.compile(r"(?<![0-9.])[0-9](?: [0-9](?![0-9]))++")
_SPACED_GROUPS = re.compile(
    r"(?<![0-9.,])(?:[0-9]{1,3}+(?: [0-9]{3}(?![0-9]))++(?:\.[0-9]++)?+(?=[^0-9%\s,，;；。)）])"
    r"|(?<![0-9.,] )[0-9] [0-9]{2}(?![0-9 ]))"
)
_LAST_DIGIT = re.compile(r"(?<![0-9.,])[0-9]{2,4} [0-9](?=[^0-9%.\s,，;；。)）])")
_DAY_OF_DATE = re.compile(r"[0-9]{4}[-./][0-9]{1,2}[-./]\Z")


def joined(text: str, offset: list[int], source: str) -> Folded:
    """Close the blanks inside a number: 1 200 where thousands fit, 6 0 where digits stand alone."""
    found = [m for p in (_SPACED_DIGITS, _SPACED_GROUPS) for m in p.finditer(text)]
    found += [m for m in _LAST_DIGIT.finditer(text) if _spreads(m, offset)]
    found = [m for m in found if not _DAY_OF_DATE.search(text, max(0, m.start() - 8), m.start())]
    drop = {i for match in found for i in range(*match.span()) if text[i] == " "}
    if not drop:
        return Folded(text, source, offset)
    keep = [i for i in range(len(text)) if i not in drop]
    closed = "".join(text[i] for i in keep)
    return Folded(closed, source, [offset[i] for i in keep], found[-1].group())


def _spreads(match: re.Match[str], offset: list[int]) -> bool:
    """Whether a last digit is a zero, or blanks part the unit behind it too: 26 0 人 次."""
    end = match.end()
    return match.group()[-1] == "0" or offset[end + 1 : end + 2] > [offset[end] + 1]
