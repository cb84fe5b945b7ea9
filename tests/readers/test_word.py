"""What Word shows is read, whatever holds it; what a revision deleted is not."""

from __future__ import annotations

import io

import pytest
from archive_files import packed
from reading import cells, read, texts

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def word(body: str) -> bytes:
    """A document of Word of this body."""
    whole = f"<w:document {W} {M} {MC}><w:body>{body}</w:body></w:document>"
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": whole}
    return packed({name: part.encode() for name, part in parts.items()})


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def td(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{inner}</w:p></w:tc>"


SYMBOL = '<w:rFonts w:ascii="Symbol"/>'
PIECES = {
    "an insertion": (run("≥") + f'<w:ins w:id="1">{run("50")}</w:ins>' + run("人"), "≥50人"),
    "a deletion": (
        run("≥") + '<w:del w:id="1"><w:r><w:delText>40</w:delText></w:r></w:del>' + run("50人"),
        "≥50人",
    ),
    "a piece moved away": (
        f"<w:moveFrom>{run('≥4')}</w:moveFrom><w:moveTo>{run('≥50人')}</w:moveTo>",
        "≥50人",
    ),
    "a content control": (f"<w:sdt><w:sdtContent>{run('≥50人')}</w:sdtContent></w:sdt>", "≥50人"),
    "a sign of Symbol": (
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run("50人"),
        "≥50人",
    ),
    "a letter of Symbol": (run("\uf0b3", SYMBOL) + run("50人"), "≥50人"),
    "Symbol's own digits": (run("\uf0b350", SYMBOL) + run("人"), "≥50人"),
    "an equation": ("<m:oMath><m:r><m:t>≥</m:t></m:r></m:oMath>" + run("50人"), "≥50人"),
    "a fraction": (
        "<m:oMath><m:f><m:num><m:r><m:t>2</m:t></m:r></m:num>"
        "<m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath>",
        "2/3",
    ),
    "a power": (run("10") + run("4", '<w:vertAlign w:val="superscript"/>') + run("元"), "10⁴元"),
    "a field": (
        "<w:r><w:instrText> PAGE </w:instrText></w:r>"
        f"<w:fldSimple w:instr=' =5 '>{run('≥50人')}</w:fldSimple>",
        "≥50人",
    ),
    "a hyphen and a break": (
        "<w:r><w:t>3</w:t><w:noBreakHyphen/><w:t>11月</w:t><w:br/><w:t>完成</w:t></w:r>",
        "3-11月\n完成",
    ),
    "a link and a smart tag": (
        f"<w:hyperlink>{run('≥50')}</w:hyperlink><w:smartTag>{run('人')}</w:smartTag>",
        "≥50人",
    ),
    "a text box": (
        "<mc:AlternateContent><mc:Choice><w:r><w:txbxContent>"
        f"<w:p>{run('≥50人')}</w:p></w:txbxContent></w:r></mc:Choice>"
        f"<mc:Fallback>{run('≥50人')}</mc:Fallback></mc:AlternateContent>",
        "≥50人",
    ),
}


@pytest.mark.parametrize("case", PIECES)
def test_what_word_shows_in_a_cell(case: str) -> None:
    inner, shown = PIECES[case]
    rows = texts(word(table(td(run("项目")) + td(inner))))
    assert rows == [["项目", shown]]


def test_tables_of_word_with_merged_cells_and_deleted_rows() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    deleted = "<w:trPr><w:del w:id='1'/></w:trPr>" + td(run("去")) + td(run("掉"))
    made = word(
        f"<w:p>{run('单位：万元')}</w:p>"
        + table(
            td(run("产出"), down) + td(run("走访")) + td(run("≥5次")),
            td("", on) + td(run("上报"), '<w:gridSpan w:val="2"/>'),
            "<w:trPr><w:gridBefore w:val='1'/></w:trPr>" + td(run("培训")),
            deleted,
        )
        + f"<w:p>{run('附注')}</w:p>"
    )
    found = [(c.text, c.row, c.column, c.row_span, c.column_span) for c in cells(made)]
    assert found == [
        ("单位：万元", 0, 0, 1, 1),
        ("产出", 1, 0, 2, 1),
        ("走访", 1, 1, 1, 1),
        ("≥5次", 1, 2, 1, 1),
        ("上报", 2, 1, 1, 2),
        ("培训", 3, 1, 1, 1),
        ("附注", 4, 0, 1, 1),
    ]


def test_a_table_in_a_cell_of_word_follows_its_row() -> None:
    inner = table(td(run("走访")) + td(run("≥5次")))
    outer = f"<w:tc><w:p>{run('产出')}</w:p>{inner}<w:p>{run('完')}</w:p></w:tc>"
    made = word(table(td(run("甲")) + outer, td(run("乙")) + td(run("丙"))))
    assert texts(made) == [["甲", "产出\n完"], ["走访", "≥5次"], ["乙", "丙"]]


def test_what_word_keeps_beside_the_text_is_told() -> None:
    content = word(f"<w:p>{run('正文')}{run('藏', '<w:vanish/>')}</w:p>")
    header = f"<w:hdr {W}><w:p>{run('内部资料')}</w:p></w:hdr>".encode()
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    found = read(packed({**parts, "word/header1.xml": header}))
    assert [n.message for n in found.notes] == [
        "hidden text: left out",
        "header1.xml (内部资料): left out",
    ]


def test_a_sign_nobody_knows_is_kept_and_told() -> None:
    found = read(word(table(td('<w:r><w:sym w:font="Webdings" w:char="F061"/></w:r>'))))
    assert [n.code for n in found.notes] == ["sign_unknown"]
    assert found.grids[0].rows[0][0].text == "\uf061"
