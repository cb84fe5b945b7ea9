"""Documents as `zhibiao structure` writes them → rows of one table."""

from __future__ import annotations

from itertools import compress
from typing import Any, TypeGuard

from nlp import lexicon

_SUMS = ("total", "fiscal", "special", "other")
_PERIODS = ("cycle", "annual")
_PROJECT = ("project", "owner", *_SUMS, "goal")
_LEVELS = ("level1", "level2", "level3")
_REST = ("actual", "weight", "score")


def is_document(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a value is a document of our own.

    >>> is_document({"projects": [], "subtotals": []}), is_document({"项目名称": "科普经费"})
    (True, False)
    """
    return isinstance(value, dict) and {"projects", "subtotals"} <= value.keys()


def rows_of(document: dict[str, Any]) -> list[list[object]]:
    """The year, the unit of sums (元, as documents hold them), and a row for each indicator."""
    said, periods = _first("headings"), _first("periods")
    heads = [said[role] for role in (*_PROJECT, *_LEVELS)]
    heads += [periods[period] + said["value"] for period in _PERIODS]
    table: list[list[object]] = [[*heads, *(said[role] for role in _REST)]]
    for project in document["projects"]:
        money = project["money"]
        row = [project["name"], project["owner"], *(money[s] for s in _SUMS), project["narrative"]]
        for indicator in project["indicators"] or [None]:
            rest = _indicator(indicator) if indicator else []
            table.append([*row, *rest, *[None] * (len(heads) + len(_REST) - len(row) - len(rest))])
    filled = [any(v is not None for v in column) for column in zip(*table[1:], strict=True)]
    year: list[list[object]] = (
        [[f"{document['year']}{periods['annual']}"]] if document.get("year") else []
    )
    return [*year, [_unit()], *([*compress(row, filled)] for row in table)]


def _first(table: str) -> dict[str, str]:
    """The first word of each kind of a table."""
    found: dict[str, str] = {}
    for kind, word, *_ in lexicon.current().table(table):
        found.setdefault(kind, word)
    return found


def _unit() -> str:
    """The line that tells the unit of sums."""
    words = lexicon.current().table("tables")
    label = next(word for kind, word, _ in words if kind == "unit_word")
    yuan = next(word for kind, word, factor in words if kind == "money" and factor == "1")
    return f"{label}：{yuan}"


def _indicator(indicator: dict[str, Any]) -> list[object]:
    levels = [indicator["level1"], indicator["level2"], indicator["raw_name"]]
    told = {t["period"]: t["target"]["text"] for t in indicator["targets"]}
    actual = (indicator["actual"] or {}).get("text")
    values = [told.get(period) for period in _PERIODS]
    return [*levels, *values, actual, indicator["weight"], indicator["score"]]
