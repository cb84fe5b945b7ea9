"""Offsets in UTF-16 code units, as JavaScript and Java count, in place of code points."""

from __future__ import annotations

from itertools import accumulate

from nlp.schema import Json


def in_utf16(result: Json, text: str) -> Json:
    """`result`, in which every `start` and `end` counts the UTF-16 units of `text`.

    >>> in_utf16({"start": 1, "end": 3}, "𠀀5人")
    {'start': 2, 'end': 4}
    """
    if text.isascii() or max(text) <= "\uffff":
        return result
    units = list(accumulate((1 + (char > "\uffff") for char in text), initial=0))
    _convert(result, units)
    return result


def _convert(node: object, units: list[int]) -> None:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("start", "end") and value is not None:
                node[key] = units[value]
            else:
                _convert(value, units)
    elif isinstance(node, list):
        for value in node:
            _convert(value, units)
