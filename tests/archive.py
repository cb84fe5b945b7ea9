"""One set of projects, written in every layout and in every form of text."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

Rows = list[list[str]]
LEVELS = {
    "11": ("产出指标", "数量指标"),
    "12": ("产出指标", "质量指标"),
    "13": ("产出指标", "时效指标"),
    "14": ("产出指标", "成本指标"),
    "21": ("效益指标", "经济效益指标"),
    "22": ("效益指标", "社会效益指标"),
    "23": ("效益指标", "生态效益指标"),
    "24": ("效益指标", "可持续影响指标"),
    "31": ("满意度指标", "服务对象满意度指标"),
}


@dataclass(frozen=True)
class Known:
    """An indicator as known beforehand: its class, name, sign, number and unit, actual, weight."""

    code: str
    name: str
    sign: str
    number: str
    unit: str
    actual: str
    weight: str

    @property
    def target(self) -> str:
        """The target in one cell."""
        return f"{self.sign}{self.number}{self.unit}" if self.unit else self.number


@dataclass(frozen=True)
class KnownProject:
    """A project as known beforehand; the sum is in 万元."""

    name: str
    owner: str
    sum: str
    goal: str
    indicators: tuple[Known, ...]


def _known(*rows: str) -> tuple[Known, ...]:
    return tuple(Known(*(field.strip() for field in row.split("|"))) for row in rows)


PROJECTS = (
    KnownProject(
        "湿地公园管护",
        "云岭市林业局",
        "1,286.40",
        "管护湿地公园，保护候鸟栖息地。",
        _known(
            "11|管护湿地面积|≥|3.2|万亩|3.2|20",
            "11|开展鸟类调查|≥|6|次|7|10",
            "12|设施完好率|≥|95|%|96.5|20",
            "13|巡护报告提交时限|≤|5|个工作日|4|10",
            "23|候鸟栖息环境||明显改善||明显改善|20",
            "31|游客满意度|≥|90|%|93|10",
        ),
    ),
    KnownProject(
        "乡村医生培训",
        "青川县卫生健康局",
        "75.00",
        "培训乡村医生，提升基层诊疗水平。",
        _known(
            "11|培训乡村医生|≥|460|人次|472|30",
            "12|考核合格率|=|100|%|100|20",
            "14|人均培训费用|≤|1500|元/人|1420|10",
            "22|基层首诊率|≥|65|%|66.1|20",
            "24|远程会诊机制||健全||健全|20",
        ),
    ),
    KnownProject(
        "集贸市场改造",
        "东岭区商务局",
        "308.60",
        "改造集贸市场，便利居民生活。",
        _known(
            "11|改造市场|=|4|个|4|40",
            "13|改造完成率|>|98|%|98.6|20",
            "21|新增摊位收入|≥|120|万元|131|30",
            "31|商户满意度|≥|88|%|90|10",
        ),
    ),
)


def head() -> Rows:
    """The title of a table with the year and the unit of its sums."""
    return [["2025年度项目支出绩效目标表"], ["单位：万元"]]


def guangzhou_rows() -> Rows:
    """One project a row, all its indicators in one cell."""
    rows = [["项目名称", "资金使用单位", "总计", "财政拨款", "绩效目标", "绩效指标"]]
    for p in PROJECTS:
        cell = "".join(_item(i + 1, known) for i, known in enumerate(p.indicators))
        rows.append([p.name, p.owner, p.sum, p.sum, p.goal, cell])
    return [*head(), *rows]


def _item(number: int, known: Known) -> str:
    first, second = LEVELS[known.code]
    codes = f"{number}、{known.code[0]}-{first}；{known.code}-{second}；{known.name}；"
    return f"{codes}实施周期指标值：{known.target}；年度指标值：{known.target}。"


def level_rows() -> Rows:
    """Projects and levels in columns, merged cells blank."""
    rows = [["项目名称", "实施单位", "预算金额", "绩效目标", *_LEVEL_HEADS, "指标值"]]
    for p in PROJECTS:
        before = [p.name, p.owner, p.sum, p.goal]
        for levels, known in _merged(p):
            rows.append([*before, *levels, known.name, known.target])
            before = [""] * 4
    return [*head(), *rows]


_LEVEL_HEADS = ["一级指标", "二级指标", "三级指标"]


def _merged(project: KnownProject) -> list[tuple[list[str], Known]]:
    """Every indicator with its levels, blank where they are those of the row above."""
    found: list[tuple[list[str], Known]] = []
    above = ("", "")
    for known in project.indicators:
        now = LEVELS[known.code]
        first = now[0] if now[0] != above[0] else ""
        found.append(([first, now[1] if now != above else ""], known))
        above = now
    return found


def split_columns() -> Rows:
    """Sign, number and unit in columns of their own, levels in every row."""
    rows = [["项目名称", "预算金额", *_LEVEL_HEADS, "指标性质", "指标值", "度量单位", "权重"]]
    for p in PROJECTS:
        for known in p.indicators:
            value = [known.sign or "定性", known.number, known.unit, known.weight]
            rows.append([p.name, p.sum, *LEVELS[known.code], known.name, *value])
    return [*head(), *rows]


def self_evaluations() -> Rows:
    """A form for each project, with actual values and scores."""
    heads = [*_LEVEL_HEADS, "年度指标值", "实际完成值", "分值", "得分"]
    rows: Rows = []
    for p in PROJECTS:
        rows += _form(p)
        rows.append(heads)
        for levels, known in _merged(p):
            value = [known.target, known.actual + known.unit, known.weight, known.weight]
            rows.append([*levels, known.name, *value])
    return rows


def forms() -> Rows:
    """A form for each project, with the values of cycle and year."""
    rows: Rows = []
    for p in PROJECTS:
        rows += _form(p)
        rows.append([*_LEVEL_HEADS, "实施周期指标值", "年度指标值"])
        for levels, known in _merged(p):
            rows.append([*levels, known.name, known.target, known.target])
    return rows


def _form(project: KnownProject) -> Rows:
    return [
        ["项目支出绩效目标表"],
        ["（2025年度）"],
        ["项目名称", project.name],
        ["实施单位", project.owner],
        ["资金总额（万元）", project.sum],
        ["年度绩效目标", project.goal],
    ]


def tabs(rows: Rows) -> str:
    """Cells parted by tabs."""
    return "\n".join("\t".join(row) for row in rows)


def pipes(rows: Rows) -> str:
    """Cells parted by pipes, none at the ends of a line."""
    return "\n".join(" | ".join(row) for row in rows)


def markdown(rows: Rows) -> str:
    """Tables as Markdown writes them, lines of one cell as text."""
    lines: list[str] = []
    width = 0
    for row in rows:
        if len(row) == 1:
            lines += ["", row[0], ""]
            width = 0
            continue
        lines.append(f"| {' | '.join(row)} |")
        if len(row) != width:
            lines.append("|" + "---|" * len(row))
        width = len(row)
    return "\n".join(lines)


def columns_of_blanks(rows: Rows) -> str:
    """Cells set at the columns of a screen with blanks."""
    widest = max(len(row) for row in rows)
    widths = [max((_width(r[i]) for r in rows if i < len(r) > 1), default=0) for i in range(widest)]
    lines = []
    for row in rows:
        cells = [c + " " * (widths[i] - _width(c) + 2) for i, c in enumerate(row)]
        lines.append("".join(cells).rstrip())
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def single_blanks(rows: Rows) -> str:
    """A line a row, one blank between its cells; blank cells are lost."""
    return "\n".join(" ".join(cell for cell in row if cell) for row in rows)


def one_line(rows: Rows) -> str:
    """Everything in one line, one blank between cells; blank cells are lost."""
    return single_blanks(rows).replace("\n", " ")


def one_line_of_pipes(rows: Rows) -> str:
    """Everything in one line, pipes between cells."""
    return "|".join("|".join(row) for row in rows)


def a_cell_a_line(rows: Rows) -> str:
    """A line a cell, as text copied from a document; blank cells are lost."""
    return "\n".join(cell for row in rows for cell in row if cell)


def glued(rows: Rows) -> str:
    """Nothing at all between the cells."""
    return "".join("".join(row) for row in rows)


def glued_lines(rows: Rows) -> str:
    """A line a row, nothing between its cells."""
    return "\n".join("".join(row) for row in rows)


def cut_anywhere(rows: Rows) -> str:
    """Nothing between the cells of a row, and rows cut into lines of forty characters."""
    return "\n".join(piece for row in rows for piece in _cut("".join(row), 40))


def narrow_cells(rows: Rows) -> str:
    """A line a cell, long cells cut into several; blank cells are lost."""
    return "\n".join(piece for row in rows for cell in row if cell for piece in _cut(cell, 14))


def narrow_columns(rows: Rows) -> str:
    """Columns of blanks, eight characters wide, that wrap their cells."""
    lines = []
    for row in rows:
        columns = [_cut(cell, 8) if len(row) > 1 else [cell] for cell in row]
        for line in zip_longest(*columns, fillvalue=""):
            lines.append("".join(c + " " * (18 - _width(c)) for c in line).rstrip())
    return "\n".join(lines)


def paged(rows: Rows) -> str:
    """A line a cell, and a page's number below every seventeen."""
    lines = a_cell_a_line(rows).split("\n")
    pages = [lines[at : at + 17] for at in range(0, len(lines), 17)]
    return "\n".join("\n".join([*page, f"第 {n} 页"]) for n, page in enumerate(pages, start=1))


def _cut(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


Layout = Callable[[], Rows]
Form = Callable[[Sequence[Sequence[str]]], str]
LAYOUTS: tuple[Layout, ...] = (
    guangzhou_rows,
    level_rows,
    split_columns,
    self_evaluations,
    forms,
)
FORMS = (
    tabs,
    pipes,
    markdown,
    columns_of_blanks,
    single_blanks,
    one_line,
    one_line_of_pipes,
    a_cell_a_line,
    glued,
    glued_lines,
    cut_anywhere,
    narrow_cells,
    narrow_columns,
    paged,
)


HEADINGS = {
    "预算金额": ("资金总额", "项目资金", "预算数"),
    "绩效目标": ("年度目标", "年度绩效目标", "总体目标"),
    "年度绩效目标": ("年度目标", "绩效目标", "年度总体目标"),
    "三级指标": ("指标名称", "指标内容"),
    "指标值": ("目标值", "年度指标值", "年度目标值", "计划值", "绩效标准"),
    "年度指标值": ("年度目标值", "目标值"),
    "实际完成值": ("全年完成值", "实际完成情况"),
    "度量单位": ("计量单位", "数量单位"),
    "指标性质": ("计算符号", "符号"),
    "分值": ("权重",),
}


def under_other_headings(rows: Rows, seed: int) -> Rows:
    """The same rows under headings as another place words them."""
    chance = random.Random(seed)
    chosen = {heading: chance.choice(others) for heading, others in HEADINGS.items()}
    return [[chosen.get(cell, cell) for cell in row] for row in rows]


def with_noise(rows: Rows) -> Rows:
    """The same rows as a person leaves them: a line above, blank ones, blanks, a remark below."""
    loose = [[f" {text} " if text and len(row) > 2 else text for text in row] for row in rows]
    return [["附件3"], [""], *loose, [""], ["注：本表由项目单位填报。"], ["第1页 共1页"]]
