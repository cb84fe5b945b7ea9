"""Label and value pairs: 项目名称 | 科普经费 in cells of a form, 部门名称：… in a line."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import regex

from nlp import lexicon
from nlp.tables.breakdown import Part, breakdown_of_line
from nlp.tables.columns import SUM_ROLES
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import Heading, heading, is_total, words
from nlp.tables.money import is_blank, sum_of

_LABEL = regex.compile(
    r"(?<![^\s;；,，、。)）:：])([^\s:：;；,，。|]{2,24})[:：]"
    r"|(?<=[^\S\r\n]{2})([^\s:：;；,，。|]{2,24})[^\S\r\n](?=\s*+\S)"
)
_CLOSING, _AFTER_SIGNED = ")）", " :："
FORM_ROLES = frozenset(
    ("project", "owner", "department", "year", "goal", "result", "other_fact", *SUM_ROLES)
)


@dataclass(slots=True)
class Pair:
    """A label and what stands behind or below it."""

    label: Heading
    value: str
    cell: Cell
    named: str = ""


@dataclass(slots=True)
class Stack:
    """Labels whose values stand in the rows below, by column; the narrative that may go on."""

    labels: dict[int, Heading] = field(default_factory=dict)
    named: dict[int, str] = field(default_factory=dict)
    goal: tuple[int, Heading] | None = None

    def pick(self, row: Row) -> str | None:
        """The value of a row of sums: under the whole year's budget, else under the first one's."""
        for wanted in ("total", "initial"):
            for column, label in self.labels.items():
                if label.role == wanted and row.text(column) and is_sum(row.text(column)):
                    return row.text(column)
        return None

    @property
    def of_sums(self) -> bool:
        """Whether the columns are sums of one thing at several times."""
        return any(h.role in ("initial", "executed", "rate") for h in self.labels.values())


def is_sum(text: str) -> bool:
    """Whether a text is a sum of money, or a dash in its place."""
    return is_blank(text) or sum_of(text, None) is not None


def inline(cell: Cell) -> list[Pair]:
    """The pairs of a line such as 部门名称：… 单位：万元; none where it starts with no label."""
    text = cell.shown
    if not regex.match(r"[^:：]{2,24}[:：]", text):
        return _sums(cell)
    found = [
        (match, label)
        for match in _LABEL.finditer(text)
        if (label := heading(match[1] or match[2])) is not None
        and (match[1] or label.role in FORM_ROLES)
    ]
    if not found or not _is_lead(text[: found[0][0].start()]):
        return _sums(cell)
    pairs: list[Pair] = []
    for number, (match, label) in enumerate(found):
        last = number + 1 == len(found) or label.role == "goal"
        end = len(text) if last else found[number + 1][0].start()
        value = _before_parts(text[match.end() : end])
        pairs.append(Pair(label, value, cell, match[1] or match[2]))
        if label.role == "goal":
            break
    return pairs


def is_labelled(cell: Cell) -> bool:
    """Whether a line begins with a label of a form; that of a target is none.

    >>> is_labelled(Cell("单位：万元", 0, 0)), is_labelled(Cell("年度指标值：≥7场", 0, 0))
    (True, False)
    """
    return any(pair.label.role != "value" for pair in inline(cell))


def _sums(cell: Cell) -> list[Pair]:
    """The pairs of a line of nothing but sums: 其中：财政拨款50万元，其他资金6万元."""
    text = cell.shown
    parts, rest = breakdown_of_line(text)
    if rest or not (text.startswith(tuple(words("including"))) or all(map(_has_unit, parts))):
        return []
    known = [p.label for p in parts if p.label and p.label.role in SUM_ROLES]
    if not known or any(is_total(p.named) or not p.named for p in parts):
        return []
    none = Heading("source")
    labels = [p.label if p.label and p.label in known else none for p in parts]
    return [Pair(h, p.text, cell, p.named) for h, p in zip(labels, parts, strict=True)]


def _has_unit(part: Part) -> bool:
    return not part.text[-1:].isdigit()


def _before_parts(value: str) -> str:
    """A value without the 其中 that leads to its parts."""
    told = value.strip().rstrip(";；,，")
    bare = told.rstrip(":：")
    lead = next((w for w in words("including") if bare.endswith(w)), "")
    return bare.removesuffix(lead).strip() if lead else told


def _is_lead(text: str) -> bool:
    """Whether nothing stands before the first label, or 其中."""
    bare = text.strip().rstrip(":：")
    return not bare or bare in words("including")


@cache
def _remark() -> regex.Pattern[str]:
    marks = "|".join(sorted(words("remark"), key=len, reverse=True))
    return regex.compile(rf"[*※(（]?(?:{marks})[0-9]?[:：.、．]")


lexicon.on_change(_remark.cache_clear)


def is_remark(text: str) -> bool:
    """Whether a line is a note or signature below a table.

    >>> is_remark("注：本表一式两份"), is_remark("云岭市科技局（盖章）"), is_remark("居民签字")
    (True, True, False)
    """
    ends = text.rstrip(_AFTER_SIGNED)
    signed = ends[-1:] in _CLOSING and ends[:-1].endswith(tuple(words("signed")))
    return signed or _remark().match(text) is not None
