"""Word lists → patterns that find the longest word in steps of one character."""

from __future__ import annotations

from collections.abc import Iterable

import regex

_BRANCHES = 16
_Node = dict[str, "_Node"]


def any_of(words: Iterable[str]) -> str:
    """A pattern for the longest of these words.

    >>> any_of(["人", "人次", "场"])
    '(?:场|人(?:次)?+)'
    """
    root: _Node = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    branches = [_escape(char) + _spell(child) for char, child in sorted(root.items()) if char]
    if len(branches) <= _BRANCHES:
        return "(?:" + "|".join(branches) + ")"
    firsts = [_escape(char) for char in sorted(root) if char]
    groups = [
        f"(?=[{''.join(firsts[i : i + _BRANCHES])}])(?:{'|'.join(branches[i : i + _BRANCHES])})"
        for i in range(0, len(branches), _BRANCHES)
    ]
    return "(?:" + "|".join(groups) + ")"


def _escape(char: str) -> str:
    return regex.escape(char, literal_spaces=True)


def _spell(node: _Node) -> str:
    if node.keys() == {""}:
        return ""
    leaves = [_escape(c) for c, child in sorted(node.items()) if c and child.keys() == {""}]
    inner = [_escape(c) + _spell(node[c]) for c in sorted(node) if c and node[c].keys() != {""}]
    if len(leaves) > 1:
        inner.append(f"[{''.join(leaves)}]")
    else:
        inner += leaves
    return f"(?:{'|'.join(inner)})" + ("?+" if "" in node else "")
