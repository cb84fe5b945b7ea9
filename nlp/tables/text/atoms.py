"""Running text that was a table → the pieces that were its cells."""

from __future__ import annotations

import regex

from nlp.cells.target import parse
from nlp.tables.classes import classes
from nlp.tables.grid import Cell
from nlp.tables.headings import heading, words
from nlp.tables.items import class_items
from nlp.tables.quality import at_end
from nlp.tables.text.marks import class_pattern, heads, labels, next_form, titles

_BLANKS = regex.compile(r"\s++")
_FIGURE = regex.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]{1,2})?+|[0-9]{1,9}\.[0-9]{2}|[0-9]{1,9}+"
)
_LONGEST_SEGMENT, _LONGEST_CLASS = 400, 12
_STOPS = frozenset("，。；;：:、")


def atoms(cell: Cell) -> list[Cell]:
    """The cells that a text runs together; the cell alone where it shows no table.

    >>> text = "一级指标二级指标三级指标指标值产出指标数量指标走访次数≥350次质量指标合格率100%"
    >>> [a.text for a in atoms(Cell(text, 0, 0))][4:8]
    ['产出指标', '数量指标', '走访次数', '≥350次']
    """
    spaced = _spaced(cell)
    if sum(1 for a in spaced if classes(a.text)) >= 2 or _run(spaced) >= 3:
        return spaced
    known = class_pattern(cell.text, 0, len(cell.text))
    glued = [] if _is_prose(cell.text, known) else _glued(cell, known)
    return glued if len(glued) > 2 else [cell]


def glued_heads(cell: Cell) -> list[Cell]:
    """The headings of a line that holds nothing else, with nothing between them.

    >>> [a.text for a in glued_heads(Cell("一级指标二级指标三级指标指标值", 0, 0))]
    ['一级指标', '二级指标', '三级指标', '指标值']
    """
    bare = cell.text.strip()
    match = heads().fullmatch(bare) if bare and len(bare.split()) == 1 else None
    lead = len(cell.text) - len(cell.text.lstrip())
    return [_piece(cell, lead + a, lead + b) for a, b in match.spans("head")] if match else []


def glued_line(cell: Cell) -> list[Cell]:
    """The cells of a line of a table with nothing between them.

    >>> [a.text for a in glued_line(Cell("产出指标数量指标走访次数≥350次", 0, 0))]
    ['产出指标', '数量指标', '走访次数', '≥350次']
    """
    text = cell.text
    known = class_pattern(text, 0, len(text))
    first = known.search(text)
    if class_items().search(text) or _SUMS.search(text) or (first and not first.start()):
        return _between(cell, 0, len(text), known)
    return _cut(cell, 0, len(text))


def begins_project(text: str) -> bool:
    """Whether a line begins with a name and its sums.

    >>> begins_project("水库巡查66.5066.50巡查水库，"), begins_project("除隐患。1、1-产出指标；")
    (True, False)
    """
    sums = _SUMS.search(text)
    return sums is not None and not any(c in _STOPS for c in text[: sums.start()])


def cuts_class(text: str, below: str) -> bool:
    """Whether the end of a line and the beginning of the next make one class.

    >>> cuts_class("科普经费30.00产出指标数", "量指标走访≥5次"), cuts_class("产出指标", "数量指标")
    (True, False)
    """
    end, whole = text[-_LONGEST_CLASS:], text[-_LONGEST_CLASS:] + below[:_LONGEST_CLASS]
    known = class_pattern(whole, 0, len(whole)).finditer(whole)
    return any(m.start() < len(end) < m.end() and classes(m[0]) for m in known)


def glued_label(cell: Cell) -> list[Cell]:
    """A label that begins a line, and its value right behind it.

    >>> [a.text for a in glued_label(Cell("资金总额（万元）30.00", 0, 0))]
    ['资金总额（万元）', '30.00']
    """
    label = labels().match(cell.text)
    return _labelled(cell, 0, len(cell.text)) if label else []


def _is_prose(text: str, known: regex.Pattern[str]) -> bool:
    """Whether classes stand in sentences (数量指标：…；【产出-质量】…), not between cells."""
    if heads().search(text) or class_items().search(text):
        return False
    ends = (text[m.end() : m.end() + 1] for m in known.finditer(text))
    return any(end and end in ":：】]" for end in ends)


def _run(found: list[Cell]) -> int:
    """The longest run of headings."""
    longest = run = 0
    for atom in found:
        run = run + 1 if heading(atom.text) else 0
        longest = max(longest, run)
    return longest


def _spaced(cell: Cell) -> list[Cell]:
    found: list[Cell] = []
    at = 0
    text = cell.text
    for match in [*_BLANKS.finditer(text), None]:
        end = match.start() if match else len(text)
        if end > at:
            found.append(_piece(cell, at, end))
        at = match.end() if match else end
    return found


def _piece(cell: Cell, start: int, end: int) -> Cell:
    return Cell(
        cell.text[start:end],
        cell.row,
        cell.column,
        origin=cell.origin,
        offset=cell.offset + start,
    )


def _glued(cell: Cell, known: regex.Pattern[str]) -> list[Cell]:
    found: list[Cell] = []
    at = 0
    headed = False
    for match in [*titles().finditer(cell.text), None]:
        end = match.start() if match else len(cell.text)
        runs = heads().finditer(cell.text, at, end)
        for run in [run for run in runs if not _ends_class(cell.text, run, known)]:
            found += _between(cell, at, run.start(), known if headed else None)
            found += [_piece(cell, a, b) for a, b in run.spans("head")]
            at, headed = run.end(), True
        found += _between(cell, at, end, known if headed or not match else None)
        if match:
            found.append(_piece(cell, match.start(), match.end()))
            at = match.end()
    return found


def _ends_class(text: str, run: regex.Match[str], known: regex.Pattern[str]) -> bool:
    """Whether the first of headings is the end of a class: 时效|指标|项目|单位|响应时限."""
    start, end = run.spans("head")[0]
    spans = (m.span() for m in known.finditer(text, max(start - _LONGEST_CLASS, 0), end))
    return text[start:end] in words("indicator") and any(a < start < b for a, b in spans)


def _between(cell: Cell, start: int, end: int, known: regex.Pattern[str] | None) -> list[Cell]:
    """The pieces of the text between headings: labels and values, then classes and indicators."""
    if class_items().search(cell.text, start, end):
        return _project_pieces(cell, start, end)
    found_marks = known.finditer(cell.text, start, end) if known else ()
    marks = [m for m in found_marks if _stands(cell.text, m, end)]
    if not marks:
        return _labelled(cell, start, end)
    form = next_form(cell.text, marks[0].end(), end)
    marks = [m for m in marks if m.start() < form]
    found = _labelled(cell, start, marks[0].start())
    for number, mark in enumerate(marks):
        stop = marks[number + 1].start() if number + 1 < len(marks) else form
        found.append(_piece(cell, mark.start(), mark.end()))
        found += _cut(cell, mark.end(), stop)
    return found + _labelled(cell, form, end)


_SUMS = regex.compile(
    r"(?<![≥≤><=＞＜＝:：0-9.,])((?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]{1,9}+)\.[0-9]{2}\s*+)++"
)


def _project_pieces(cell: Cell, start: int, end: int) -> list[Cell]:
    """Names, sums, narratives and lists of indicators, run together project after project."""
    lists = [m for m in class_items().finditer(cell.text, start, end) if int(m[1]) == 1]
    found: list[Cell] = []
    at = start
    for number, opening in enumerate(lists):
        stop = lists[number + 1].start() if number + 1 < len(lists) else end
        found += _before_list(cell, at, opening.start())
        at = _end_of_list(cell.text, opening.start(), stop)
        found += _cells(cell, opening.start(), at)
    return found + _before_list(cell, at, end)


def _before_list(cell: Cell, start: int, end: int) -> list[Cell]:
    found: list[Cell] = []
    at = start
    for run in _SUMS.finditer(cell.text, start, end):
        found += _cells(cell, at, run.start())
        found += [_piece(cell, a, a + len(cell.text[a:b].rstrip())) for a, b in run.spans(1)]
        at = run.end()
    return found + _cells(cell, at, end)


def _end_of_list(text: str, start: int, stop: int) -> int:
    """Where a list of indicators ends: behind its last full stop before the next sums."""
    last = max((m.start() for m in class_items().finditer(text, start, stop)), default=start)
    sums = _SUMS.search(text, last, stop)
    full_stop = text.find("。", last, sums.start() if sums else stop)
    if full_stop >= 0:
        return full_stop + 1
    if sums is None:
        return stop
    colon = max(text.rfind("：", last, sums.start()), text.rfind(":", last, sums.start())) + 1
    values = parse(text[colon : sums.start()]).constraints
    return colon + values[0].end if colon and values else sums.start()


def _stands(text: str, mark: regex.Match[str], end: int) -> bool:
    """A class word right before an operator or number is an indicator's name."""
    after = text[mark.end() : min(mark.end() + 1, end)]
    return bool(classes(mark[0])) and not (
        after and (after in "≥≤><=＞＜＝~:：" or after.isdigit())
    )


def _labelled(cell: Cell, start: int, end: int) -> list[Cell]:
    found: list[Cell] = []
    at = start
    for match in labels().finditer(cell.text, start, end):
        if match.start() < at:
            continue
        found += _cells(cell, at, _without_stops(cell.text, at, match.start()))
        found.append(_piece(cell, match.start(), match.end()))
        at = match.end()
        label = heading(match[0])
        if label is not None and label.role == "goal":
            return found + _cells(cell, at, end)
    return found + _before_list(cell, at, end)


def _without_stops(text: str, start: int, end: int) -> int:
    """The end of a value without the signs that part it from the next label."""
    return start + len(text[start:end].rstrip().rstrip("；;，,、"))


def _cells(cell: Cell, start: int, end: int) -> list[Cell]:
    body = cell.text[start:end]
    lead = len(body) - len(body.lstrip())
    return [_piece(cell, start + lead, start + len(body.rstrip()))] if body.strip() else []


def _cut(cell: Cell, start: int, end: int) -> list[Cell]:
    """Names and values of the indicators of one class, told apart by their figures."""
    found: list[Cell] = []
    for at in range(start, end, _LONGEST_SEGMENT):
        stop = min(at + _LONGEST_SEGMENT, end)
        found += _cut_segment(cell, at, stop)
    return found


def _cut_segment(cell: Cell, start: int, end: int) -> list[Cell]:
    text = cell.text[start:end]
    found: list[Cell] = []
    at = 0
    unit: str | None = None
    for made in parse(text).constraints:
        if made.start < at:
            continue
        found += _words(cell, start + at, start + made.start)
        behind = at == made.start > 0 or bool(at_end(text[at : made.start]))
        weight = _FIGURE.match(text, made.start) if behind else None
        last = weight.end() if weight and made.unit != unit else made.end
        found += _cells(cell, start + made.start, start + last)
        at, unit = last, made.unit
    return found + _words(cell, start + at, end)


def _words(cell: Cell, start: int, end: int) -> list[Cell]:
    """What stands between figures: a bare number before it, a known phrase of quality behind it."""
    found: list[Cell] = []
    number = _FIGURE.match(cell.text, start, end)
    if number:
        found.append(_piece(cell, start, number.end()))
        start = number.end()
    text = cell.text[start:end].rstrip()
    cuts = [start + len(text)]
    while (phrase := at_end(text)) and len(text) > len(phrase) + 1:
        text = text.removesuffix(phrase)
        cuts.append(start + len(text))
    for cut in reversed(cuts[:4]):
        found += _cells(cell, start, cut)
        start = cut
    return found
