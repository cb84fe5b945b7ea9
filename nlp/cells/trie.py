"""Word lists → patterns that find the longest word in steps of one character."""

from __future__ import annotations

from collections.abc import Iterable

import regex

_BRANCHES = 16
_Node = dict[str, "_Node"]


def any_of(words: Iterable[str], number: str | None = None) -> str:
    """A pattern for the longest of these words; `number` is what `#` in a word stands for.

    It has no optional parts but empty alternatives: the matcher sets up every repeat of a pattern
    anew at each match.

    >>> any_of(["人", "人次", "场"])
    '(?>人(?:次|)|场)'
    """
    root: _Node = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    branches = [_escape(c, number) + _spell(root[c], number) for c in sorted(root) if c]
    if len(branches) <= _BRANCHES or number is not None:
        return "(?>" + "|".join(branches) + ")"
    firsts = [_escape(char) for char in sorted(root) if char]
    groups = [
        f"(?=[{''.join(firsts[i : i + _BRANCHES])}])(?:{'|'.join(branches[i : i + _BRANCHES])})"
        for i in range(0, len(branches), _BRANCHES)
    ]
    return "(?>" + "|".join(groups) + ")"


def _escape(char: str, number: str | None = None) -> str:
    if number is not None and char == "#":
        return number
    return regex.escape(char, literal_spaces=True)


def _spell(node: _Node, number: str | None) -> str:
    if node.keys() == {""}:
        return ""
    plain = [c for c in sorted(node) if c and not (number is not None and c == "#")]
    leaves = [_escape(c) for c in plain if node[c].keys() == {""}]
    inner = [_escape(c) + _spell(node[c], number) for c in plain if node[c].keys() != {""}]
    if number is not None and "#" in node:
        inner.append(number + _spell(node["#"], number))
    if len(leaves) > 1:
        inner.append(f"[{''.join(leaves)}]")
    else:
        inner += leaves
    if "" in node:
        inner.append("")
    return f"(?:{'|'.join(inner)})"
