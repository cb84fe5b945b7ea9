"""The workbook in the official columns and codes, and its way back."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from archive import PROJECTS, Layout, forms, level_rows, self_evaluations, tabs
from archive_folder import NOISE, WHY
from command import TABLE, run

from nlp import structure
from nlp.schema import Document, Project
from service.batch import workbook
from service.batch.parts import Summary
from service.batch.workbook import Workbook, fitting
from service.writers.official import entries, national, printed

Row = dict[str, Any]


def document(*cells: str, name: str = "走访次数") -> Document:
    lines = [f"{name}{i}\t{cell}" for i, cell in enumerate(cells)]
    return structure("项目名称：走访\n三级指标\t指标值\n" + "\n".join(lines))


def sheet(path: Path, title: str) -> list[list[Any]]:
    found = openpyxl.load_workbook(path)[title]
    return [list(row) for row in found.iter_rows(values_only=True)]


def records(rows: list[list[Any]]) -> list[Row]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def made(tmp_path: Path, text: str) -> Path:
    (tmp_path / "table.txt").write_text(text, "utf-8")
    assert run("structure", tmp_path / "table.txt", "-o", tmp_path / "out.xlsx").exit_code == 0
    return tmp_path / "out.xlsx"


def meaning(project: Project) -> Iterator[tuple[Any, ...]]:
    yield project.name, project.owner, project.narrative, project.money
    for indicator in project.indicators:
        targets = [
            (t.period, [(c.op, c.value, c.unit, c.per, c.scale) for c in t.target.constraints])
            for t in indicator.targets
            if t.target.text
        ]
        actual = indicator.actual.text if indicator.actual else None
        levels = indicator.level1, indicator.level2, indicator.code
        yield *levels, indicator.name, targets, indicator.weight, indicator.score, actual


@pytest.mark.parametrize("layout", [level_rows, forms, self_evaluations])
def test_the_printed_sheet_comes_back(tmp_path: Path, layout: Layout) -> None:
    text = tabs(layout())
    back = sheet(made(tmp_path, text), "绩效指标")
    found = structure([["" if cell is None else str(cell) for cell in row] for row in back])
    wanted = structure(text)
    assert found.year == wanted.year
    assert [list(meaning(p)) for p in found.projects] == [list(meaning(p)) for p in wanted.projects]


def test_the_national_sheet_comes_back(tmp_path: Path) -> None:
    text = tabs(level_rows())
    back = sheet(made(tmp_path, text), "一体化字段")
    found = structure([["" if cell is None else str(cell) for cell in row] for row in back])
    assert [p.name for p in found.projects] == [p.name for p in PROJECTS]
    for project, known in zip(found.projects, PROJECTS, strict=True):
        assert [t.target.text for i in project.indicators for t in i.targets] == [
            k.target for k in known.indicators
        ]


def test_sign_number_and_unit_are_fields_of_their_own() -> None:
    (row,) = national(document("≥3.5万人"))
    assert (row["computesign"], row["indexval"], row["meterunit"]) == (1, Decimal("3.5"), "万人")
    (row,) = printed(document("≥3.5万人"))
    assert (row["sign"], row["annual"], row["unit"]) == ("≥", Decimal("3.5"), "万人")


@pytest.mark.parametrize(
    ("cell", "rows"),
    [
        ("＞5次", [(2, "5", "次")]),
        ("=5次", [(3, "5", "次")]),
        ("＜5次", [(4, "5", "次")]),
        ("≤5次", [(5, "5", "次")]),
        ("每月≥2场", [(1, "2", "场/月")]),
        ("≤600元/人·月", [(5, "600", "元/人·月")]),
        ("5-8次", [(1, "5", "次"), (5, "8", "次")]),
        ("6个（含）至10个", [(1, "6", "个"), (4, "10", "个")]),
        ("约9座", [(6, "约9座", None)]),
        ("有效提升", [(6, "有效提升", None)]),
        ("较上年增长6%", [(6, "较上年增长6%", None)]),
        ("2025年11月底前", [(6, "2025年11月底前", None)]),
        ("86100", [(6, "86100", None)]),
    ],
)
def test_codes_of_the_national_system(cell: str, rows: list[tuple[int, str, str | None]]) -> None:
    found = list(national(document(cell)))
    assert [(r["computesign"], str(r["indexval"]), r.get("meterunit")) for r in found] == rows
    assert all(r["yearflag"] == 0 for r in found)


def test_what_the_codes_do_not_say_is_remarked() -> None:
    remarks = [
        r.get("remark") for r in national(document("5-8次", "约9座", "较上年增长6%", "≥9座"))
    ]
    assert remarks == [
        "区间没有代码，分上下限两行",
        "区间没有代码，分上下限两行",
        "约数没有代码，按定性填写",
        "含代码不能表达的内容，按定性填写原文",
        None,
    ]


def test_several_things_in_one_cell() -> None:
    rows = list(national(document("参会人数>500人，企业>100家", name="规模")))
    assert [(r["lv3_perf_ind_name"], r["computesign"], r["indexval"]) for r in rows] == [
        ("规模0（参会人数）", 2, 500),
        ("规模0（企业）", 2, 100),
    ]
    (row,) = printed(document("参会人数>500人，企业>100家"))
    assert (row.get("sign"), row["annual"]) == (None, "参会人数>500人，企业>100家")


def test_a_weight_stands_once() -> None:
    heads = ["项目名称", "一级指标", "二级指标", "三级指标", "指标值", "权重"]
    row = ["走访", "产出指标", "数量指标", "走访次数", "5-8次", "30"]
    rows = list(national(structure([heads, row])))
    assert [r.get("ind_weight") for r in rows] == [30, None]


def test_cells_are_what_they_are(tmp_path: Path) -> None:
    """A text that a spreadsheet would run stays a text; a number is a number."""
    path = made(tmp_path, TABLE.replace("新建闸门", "=1+1").replace("有效提升", "=新建9座，=旧5座"))
    book = openpyxl.load_workbook(path)
    cells = {c.value: c.data_type for row in book["绩效指标"].iter_rows() for c in row}
    assert cells["=1+1"] == "s" and cells[125000] == "n" and cells[3.5] == "n"
    assert not any(c.data_type == "f" for s in book for row in s.iter_rows() for c in row)


def test_findings_and_errors_have_sheets(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "table.txt").write_text(TABLE, "utf-8")
    (tmp_path / "in" / "noise.txt").write_bytes(NOISE)
    assert run("structure", tmp_path / "in", "-o", tmp_path / "out.xlsx").exit_code == 1
    found = records(sheet(tmp_path / "out.xlsx", "审核发现"))
    assert "value_vague" in {row["代码"] for row in found}
    (error,) = records(sheet(tmp_path / "out.xlsx", "未读取"))
    assert error["文件"] == str(tmp_path / "in" / "noise.txt") and error["原因"] == WHY


def test_long_texts_are_cut_with_a_remark() -> None:
    assert fitting("𠮷" * 16_383) == "𠮷" * 16_383
    assert fitting("人" * 40_000).endswith("…（超出单元格长度，已截断）")


def test_a_full_sheet_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 3)
    (tmp_path / "tmp").mkdir()
    book = Workbook(str(tmp_path / "out.xlsx"), str(tmp_path))
    line = b'["printed", {"name": "a"}]\n'
    book.add(Summary("a.txt"), line * 5)
    book.finish()
    book.close()
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == [
        *[entry.word for entry in entries("sheet")],
        "绩效指标2",
        "绩效指标3",
    ]
