"""No character of a cell is lost, and none appears that is not shown."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable

import pytest
from archive import LAYOUTS
from archive_files import FILES, Write, packed, pdf, plain_pdf, xlsx
from reading import cells, read, texts


def characters(texts: Iterable[str]) -> Counter[str]:
    return Counter("".join("".join(text.split()) for text in texts))


@pytest.mark.parametrize("write", FILES, ids=lambda write: write.__name__)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_every_character_is_read_once(write: Write, layout: Callable[[], list[list[str]]]) -> None:
    rows = layout()
    found = characters(c.text for c in cells(write(rows)))
    wanted = characters(text for row in rows for text in row)
    around = characters(["公开", "附注"]) if write.__name__ == "page" else Counter()
    repeated = found - wanted - around
    assert not wanted - found
    heads = characters(next(row for row in rows if len(row) > 2))
    assert not repeated or (write in (pdf, plain_pdf) and set(repeated) <= set(heads))


PAGES = {
    "an entity": ("<td>&gt;95%&nbsp;", ">95%"),
    "lines": ("<td><p>甲</p>乙<br>丙<ul><li>丁<li>戊</ul>", "甲\n乙\n丙\n丁\n戊"),
    "marks within": ("<td>≥<b>5</b><span>0</span>人<!-- 注 --><script>1</script>", "≥50人"),
    "a power": ("<td>10<sup>4</sup>元", "10⁴元"),
    "an input": ("<td><input value='≥50人'><input type=hidden value=藏>", "≥50人"),
}


@pytest.mark.parametrize("case", PAGES)
def test_what_a_page_shows_in_a_cell(case: str) -> None:
    inner, shown = PAGES[case]
    ((found,),) = texts(f"<html><meta charset=utf-8><table><tr>{inner}</table>".encode())
    assert found.strip("\xa0") == shown


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_pages_in_their_encodings(encoding: str) -> None:
    page = f"<html><meta charset='{encoding.removesuffix('-sig')}'><p>項目名稱</p></html>"
    assert texts(page.encode(encoding)) == [["項目名稱"]]


def test_what_a_page_hides_is_told() -> None:
    found = read("<html><p>甲<div style='display: none'>乙</div></html>".encode())
    assert [n.message for n in found.notes] == ["what the page hides: left out"]


def test_cells_of_a_workbook() -> None:
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("一")
    bold = book.add_format({"bold": True})
    raised = book.add_format({"num_format": '"≥"0"人"'})
    sheet.write_number(0, 0, 50, raised)
    sheet.write_rich_string(0, 1, "≥", bold, "50", "人")
    sheet.write_boolean(0, 2, True)
    sheet.write_formula(0, 3, "=A1*2", None, 100)
    sheet.write_formula(0, 4, '=IF(1,"≥5人","")', None, "≥5人")
    sheet.write_string(0, 5, "=9座")
    sheet.write_string(0, 6, " 前后 ")
    sheet.merge_range(1, 0, 2, 6, "合并")
    sheet.write_string(3, 0, "隐")
    sheet.set_row(3, None, None, {"hidden": True})
    sheet.set_column("AA:XFD", None, None, {"hidden": True})
    book.add_worksheet("空").set_column("AA:XFD", None, None, {"hidden": True})
    book.add_worksheet("藏").hide()
    book.close()
    found = read(made.getvalue())
    assert [[c.text for c in row] for row in found.grids[0].rows] == [
        ["≥50人", "≥50人", "TRUE", "100", "≥5人", "=9座", " 前后 "],
        ["合并"],
        [],
        ["隐"],
    ]
    assert [n.message for n in found.notes] == [
        "hidden rows or columns of 一 were read as the others",
        "the hidden sheet 藏 was left out; unhide it to have it read",
    ]
    assert [grid.origin.sheet for grid in found.grids] == ["一", "空"]


def test_digits_set_higher_do_not_make_another_number() -> None:
    import xlsxwriter
    import xlwt

    made, old = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(made)
    book.add_worksheet().write_rich_string(
        0, 0, "≤10", book.add_format({"font_script": 1}), "4", "元"
    )
    book.close()
    plain, raised = xlwt.Font(), xlwt.Font()
    raised.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    xls = xlwt.Workbook()
    xls.add_sheet("一").write_rich_text(0, 0, [("≤10", plain), ("4", raised), ("元", plain)])
    xls.save(old)
    assert texts(made.getvalue()) == texts(old.getvalue()) == [["≤10⁴元"]]


def test_a_formula_without_a_value_is_told() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["≥5人", "=A1"])
    made = io.BytesIO()
    book.save(made)
    found = read(made.getvalue())
    assert [n.message for n in found.notes] == [
        "formulas without a stored value: Sheet!B1; calculate and save the file"
    ]


def test_hidden_sheets_alone_are_read() -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(xlsx([["甲"]]))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    shown, hidden = b'sheetId="1" ', b'sheetId="1" state="hidden" '
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(shown, hidden)
    assert texts(packed(parts)) == [["甲"]]


def test_numbers_of_an_old_workbook_are_shown_too() -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("一")
    formats = [(0.95, "0%"), (50, '"≥"0"人"'), (45991, 'yyyy"年"m"月"d"日"'), (1286.4, "#,##0.00")]
    for column, (value, code) in enumerate(formats):
        sheet.write(0, column, value, xlwt.easyxf(num_format_str=code))
    sheet.write(1, 0, xlwt.Formula("5>3"))
    book.add_sheet("藏").visibility = 1
    made = io.BytesIO()
    book.save(made)
    assert texts(made.getvalue())[0] == ["95%", "≥50人", "2025年11月30日", "1,286.40"]
    assert [n.code for n in read(made.getvalue()).notes] == ["sheet_hidden"]


JSONS = {
    "objects": ('[{"名称": "走访", "值": 5.0}, {"值": null, "注": true}]', 3),
    "lists": ('[["走访", 5.0], ["培训"]]', 2),
    "lines": ('{"名称": "走访"}\n{"名称": "培训"}\n', 3),
    "tables by name": ('{"年度": 2025, "甲": [["走访"]], "乙": [{"值": 5}]}', 4),
    "no JSON": ("[2025]年度 走访", 1),
}


@pytest.mark.parametrize("case", JSONS)
def test_rows_of_json(case: str) -> None:
    text, count = JSONS[case]
    assert len(texts(text.encode())) == count


def test_numbers_of_json_stay_as_written_and_keys_that_repeat_are_told() -> None:
    found = read('[{"值": 5.00}, {"值": 1, "值": 2}]'.encode())
    assert [[c.text for c in row] for row in found.grids[0].rows] == [["值"], ["5.00"], ["2"]]
    assert [n.code for n in found.notes] == ["key_repeated"]


CSVS = {
    "quotes": ('三级指标,指标值\n"走访,\n调研","≥""5""次"\n', ["走访,\n调研", '≥"5"次']),
    "ragged": ("三级指标,指标值\n走访\n", ["走访"]),
    "a quote in a cell": ('三级指标,指标值\n走"访,≥5次\n', ['走"访', "≥5次"]),
    "a quote never closed": ('三级指标,指标值\n"走访,≥5次\n', ['"走访', "≥5次"]),
    "sums": ("代码;名称;总计\n11;湿地;1,286.40\n", ["11", "湿地", "1,286.40"]),
}


@pytest.mark.parametrize("case", CSVS)
def test_cells_of_csv(case: str) -> None:
    text, row = CSVS[case]
    assert texts(text.encode())[1] == row


@pytest.mark.parametrize(
    "text", ["项目名称  总计\n湿地  1,286.40\n乡村  75,000.00", "走访5次，培训3次\n完成,及时"]
)
def test_commas_that_part_no_cells(text: str) -> None:
    assert all(len(row) == 1 for row in texts(text.encode()))
