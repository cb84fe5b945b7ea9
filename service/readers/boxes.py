"""Pieces of text at their places on a page → lines, and lines → the text of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from service.readers.symbols import raised

_BLANK = 0.2
_GAP = 1.2
_PIECE = 0.9
_SMALL = 0.8
_PAD = 4
_IDEOGRAPHS = "\u3400"


@dataclass(frozen=True, slots=True)
class Box:
    """A text and its place; `top` is above `bottom`, both count from the head of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """Its height."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The point in the midst of it."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def lines(boxes: Iterable[Box]) -> list[list[Box]]:
    """The boxes of each line from left to right, a sign set higher in the line it belongs to.

    >>> made = lines([Box("人", 20, 30, 1, 11), Box("60", 8, 20, 0, 10), Box("≥", 0, 8, 22, 32)])
    >>> [[box.text for box in line] for line in made]
    [['60', '人'], ['≥']]
    """
    found: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: b.middle[1]):
        last = max(found[-1], key=lambda b: b.size) if found else None
        if last is not None and _overlap(last, box) > 0.5 * min(last.size, box.size):
            found[-1].append(box)
        else:
            found.append([box])
    return [sorted(line, key=lambda b: b.left) for line in found]


def _overlap(one: Box, other: Box) -> float:
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def pieces(line: Sequence[Box]) -> list[Box]:
    """A line cut where it has gaps.

    >>> [box.text for box in pieces([Box("走访", 0, 20, 0, 10), Box("≥5", 40, 50, 0, 10)])]
    ['走访', '≥5']
    """
    parts: list[list[Box]] = []
    for box in line:
        if box.text.isspace():
            continue
        if parts and box.left - parts[-1][-1].right <= _PIECE * box.size:
            parts[-1].append(box)
        else:
            parts.append([box])
    return [_whole(part) for part in parts]


def _whole(part: Sequence[Box]) -> Box:
    tall = max(part, key=lambda box: box.size)
    return Box(line_text(part), part[0].left, part[-1].right, tall.top, tall.bottom)


def line_text(line: Sequence[Box]) -> str:
    """The text of a line, blanks where there are gaps."""
    size = max(box.size for box in line)
    ground = max(box.bottom for box in line if box.size > _SMALL * size)
    text = ""
    end = line[0].left
    for box in line:
        gap = (box.left - end) / size
        latin = text[-1:].isascii() and text[-1:].isalnum() and box.text[:1].isascii()
        if gap > _GAP or (gap > _BLANK and latin and box.text[:1].isalnum()):
            text = text.rstrip() + " "
        small = box.size < _SMALL * size and box.bottom < ground - 0.15 * size
        text += raised(box.text) if small else box.text
        end = box.right
    return text.strip()


def written(boxes: Iterable[Box], right: float) -> str:
    """The text of a cell that ends at `right`; lines that fill it go on in the next.

    >>> boxes = [Box("管护湿地", 2, 42, 0, 10), Box("面积", 2, 22, 12, 22)]
    >>> written(boxes, 44), written(boxes, 90)
    ('管护湿地面积', '管护湿地\\n面积')
    """
    made = lines(box for box in boxes if not box.text.isspace())
    if not made:
        return ""
    text = line_text(made[0])
    for number, (above, line) in enumerate(pairwise(made), 2):
        following = line_text(line)
        if fills(above, [*line, *_forced(line, made[number : number + 1])], right):
            text += _between(text, following) + following
        else:
            text += "\n" + following
    return text


def fills(above: Sequence[Box], line: Sequence[Box], right: float) -> bool:
    """Whether the beginning of a line had no room in the one above it, which ends at `right`."""
    return above[-1].right + _word(line) + line[0].size > right - _PAD


def _forced(line: Sequence[Box], below: Sequence[Sequence[Box]]) -> Sequence[Box]:
    """What of the line below belongs to the one word that a line consists of."""
    if not below or _end(line) < len(line) or _is_ideograph(below[0][0].text):
        return ()
    shift = line[-1].right - below[0][0].left
    return [replace(b, left=b.left + shift, right=b.right + shift) for b in below[0]]


def _between(text: str, following: str) -> str:
    latin = text[-1:].isascii() and text[-1:].isalpha() and following[:1].isascii()
    return " " if latin and following[:1].isalpha() else ""


def _word(line: Sequence[Box]) -> float:
    """How wide the beginning of a line is that cannot be parted."""
    if len(line[0].text) > 1:
        return line[0].size
    return line[_end(line) - 1].right - line[0].left


def _end(line: Sequence[Box]) -> int:
    """Where a line may first be parted: before its second ideograph, or at a blank."""
    end = 1
    while end < len(line) and not line[end].text.isspace() and not _is_ideograph(line[end].text):
        end += 1
    return end


def _is_ideograph(text: str) -> bool:
    return text >= _IDEOGRAPHS and text.isalpha()
