"""The weights of the labels: which pairs and triples of characters speak for which label.

One table serves all four axes (domain, activity, role, indicator type): a row for each sequence
of one to three characters, a column for each label. `python -m nlp.training` makes it anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import cache
from operator import add
from typing import TYPE_CHECKING

from nlp import lexicon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.intp]
    Small = NDArray[np.int8]
    Sums = NDArray[np.integer]
    Scores = NDArray[np.floating]

HOME = os.path.join(os.path.dirname(os.path.abspath(__file__)), "model")
LONGEST = 3
BORDER = "，"
_POINT = 21
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("123456789０１２３４５６７８９", "0"),
        **dict.fromkeys(",;；。:：\n\r\t ", BORDER),
        **{chr(c): chr(c + 32) for c in range(ord("A"), ord("Z") + 1)},
    }
)


def folded(text: str) -> str:
    """The text as its sequences are counted: digits alike, signs alike, a border at both ends.

    >>> folded("满意度95%；")
    '，满意度00%，，'
    """
    return f"{BORDER}{text.translate(_FOLDED)}{BORDER}" if text else BORDER


def sequences(text: str) -> list[list[str]]:
    """The sequences of one, two and three characters that begin at each place of a folded text."""
    ones = list(text)
    twos = list(map(add, ones, (*ones[1:], "")))
    threes = list(map(add, twos, (*ones[2:], "", "")[: len(ones)]))
    return [ones, twos, threes]


class Weights:
    """The table, and the rows that a text's sequences have in it; row 0 weighs nothing.

    The table holds small whole numbers, a column a label, which `scores` makes of weight; in its
    last column every row but the first has a 1, so that a sum over rows tells their number.
    """

    def __init__(self, home: str = HOME) -> None:
        from zipfile import BadZipFile

        try:
            self._read(home)
        except (OSError, EOFError, TypeError, ValueError, KeyError, BadZipFile) as error:
            told = f"{home}: labels.json and weights.npz are not as `python -m nlp.training` writes"
            raise lexicon.LexiconError(f"{told}; train again ({error})") from error

    def _read(self, home: str) -> None:
        import numpy as np

        with open(os.path.join(home, "labels.json"), encoding="utf-8") as file:
            told = json.load(file)
        self.columns: dict[str, list[str]] = told["columns"]
        self.terms: dict[str, float] = told["terms"]
        with open(os.path.join(home, "weights.npz"), "rb") as opened, np.load(opened) as file:
            self._scale: Scores = file["scale"]
            table: Small = file["table"]
            self.extras: Scores = file["extras"]
            self._bias: Scores = file["bias"]
            spelled = bytes(file["sequences"]).decode("utf-8").split("\n")
        self._numbers, self._rows = _numbered(spelled)
        if not table.shape[1] == len(self._scale) == sum(map(len, self.columns.values())):
            raise ValueError("the table and its labels differ in number")
        counting = (np.arange(len(table)) > 0).astype(np.int8)
        self.table: Small = np.column_stack((table, counting))
        self._places: dict[str, tuple[int, int]] = {}
        begin = 0
        for axis, labels in self.columns.items():
            self._places[axis] = begin, begin + len(labels)
            begin += len(labels)

    def columns_of(self, axis: str) -> tuple[int, int]:
        """The first column of an axis in the table, and the one behind its last."""
        return self._places[axis]

    def scores(self, sums: Sums | Scores, axes: Sequence[str]) -> Scores:
        """How much sums over whole rows say for the labels of neighbouring axes."""
        import numpy as np

        own = slice(self._places[axes[0]][0], self._places[axes[-1]][1])
        root = np.sqrt(np.maximum(sums[..., -1:], 1))
        found: Scores = sums[..., own] * self._scale[own] / root + self._bias[own]
        return found

    def rows_of(self, text: str) -> Rows:
        """The rows of `sequences(text)`, a line a length; 0 where there is none."""
        import numpy as np

        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        spelled = np.empty((LONGEST, len(points)), np.int64)
        spelled[0] = points
        for length in range(1, LONGEST):
            spelled[length] = spelled[length - 1]
            spelled[length, :-length] <<= _POINT
            spelled[length, :-length] |= points[length:]
        at = self._numbers.searchsorted(spelled)
        found: Rows = self._rows.take(at)
        found *= self._numbers.take(at) == spelled
        return found


def _numbered(spelled: list[str]) -> tuple[Rows, Rows]:
    """The sequences as numbers, in order, and the row of each; a last one is above all."""
    import numpy as np

    text = "".join(sequence.rjust(LONGEST, "\0") for sequence in spelled)
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32).reshape(-1, LONGEST)
    numbers = np.zeros(len(spelled), np.int64)
    for column in points.T:
        numbers = numbers << _POINT | column
    order = numbers.argsort()
    return np.append(numbers[order], np.iinfo(np.int64).max), np.append(order + 1, 0)


@cache
def weights() -> Weights:
    """The weights of the package."""
    return Weights()
