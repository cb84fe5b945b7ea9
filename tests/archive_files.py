"""The rows of the archive as files of every format; blank cells are merged into those above."""

from __future__ import annotations

import csv
import html
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence

from archive import markdown, tabs

COLUMN, LINE = 60, 15
Rows = Sequence[Sequence[str]]
Span = tuple[int, int]


def spans(rows: Rows) -> dict[tuple[int, int], Span]:
    """How far every cell that is written reaches: (rows, columns), titles over the whole width."""
    widest = max(len(row) for row in rows)
    found: dict[tuple[int, int], Span] = {}
    owner: dict[int, int] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            merged = not text and r > 0 and len(rows[r - 1]) == len(row) > 1
            if merged:
                top = owner[c]
                found[top, c] = (r - top + 1, found[top, c][1])
            else:
                owner[c] = r
                found[r, c] = (1, widest - c if c == len(row) - 1 else 1)
    return found


def placed(rows: Rows) -> Iterator[tuple[int, int, str, Span]]:
    """Row, column, text and reach of every cell that is written."""
    for (r, c), reach in sorted(spans(rows).items()):
        yield r, c, rows[r][c], reach


def txt(rows: Rows) -> bytes:
    """Lines of tabs in GB18030."""
    return tabs([list(row) for row in rows]).encode("gb18030")


def tsv(rows: Rows) -> bytes:
    """Lines of tabs in UTF-16, as Excel writes its text."""
    return tabs([list(row) for row in rows]).encode("utf-16")


def md(rows: Rows) -> bytes:
    """Tables of Markdown in UTF-8."""
    return markdown([list(row) for row in rows]).encode()


def comma_csv(rows: Rows) -> bytes:
    """Commas, quotes where they are needed, with a byte order mark."""
    return b"\xef\xbb\xbf" + _parted(rows, ",").encode()


def semicolon_csv(rows: Rows) -> bytes:
    """Semicolons in GB18030."""
    return _parted(rows, ";").encode("gb18030")


def _parted(rows: Rows, delimiter: str) -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue()


def lists(rows: Rows) -> bytes:
    """One JSON document, rows as lists."""
    return json.dumps(rows, ensure_ascii=False).encode()


def jsonl(rows: Rows) -> bytes:
    """A line of JSON a row."""
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def page(rows: Rows) -> bytes:
    """A page of HTML in GBK with one table."""
    body = ""
    for r in range(len(rows)):
        cells = [(text, reach) for row, _, text, reach in placed(rows) if row == r]
        body += "<tr>" + "".join(_td(text, reach) for text, reach in cells) + "\n"
    head = '<!DOCTYPE html><html><head><meta charset="gbk"></head><body><h2>公开</h2>'
    return f"{head}<table>{body}</table><p>附注</p></body></html>".encode("gb18030")


def _td(text: str, reach: Span) -> str:
    return f"<td rowspan={reach[0]} colspan={reach[1]}>{html.escape(text)}</td>"


def xlsx(rows: Rows) -> bytes:
    """A workbook with merged cells."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("绩效目标")
    style = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 20, COLUMN)
    for r, row in enumerate(rows):
        longest = max(len(text) for text in row) if len(row) > 1 else 0
        sheet.set_row(r, LINE * (1 + 2 * longest // COLUMN))
    for r, c, text, (down, along) in placed(rows):
        if down * along > 1:
            sheet.merge_range(r, c, r + down - 1, c + along - 1, "", style)
        sheet.write_string(r, c, text, style)
    book.close()
    return made.getvalue()


def xls(rows: Rows) -> bytes:
    """A workbook of before 2007 with merged cells."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("绩效目标")
    for r, c, text, (down, along) in placed(rows):
        sheet.write_merge(r, r + down - 1, c, c + along - 1, text)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def docx(rows: Rows) -> bytes:
    """A document whose titles are paragraphs and whose rows are tables with merged cells."""
    import docx as library

    document = library.Document()
    for block in blocks(rows):
        if len(block[0]) == 1:
            document.add_paragraph(block[0][0])
            continue
        table = document.add_table(len(block), max(len(row) for row in block), "Table Grid")
        for r, c, text, (down, along) in placed(block):
            cell = table.cell(r, c)
            if down * along > 1:
                cell = cell.merge(table.cell(r + down - 1, c + along - 1))
            cell.text = text
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def blocks(rows: Rows) -> list[list[Sequence[str]]]:
    """Single cells by themselves, other rows together as they follow each other."""
    found: list[list[Sequence[str]]] = []
    for row in rows:
        if found and len(row) > 1 and len(found[-1][0]) > 1:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def pdf(rows: Rows) -> bytes:
    """A ruled table over as many pages as it takes, headings repeated, long cells wrapped."""
    from archive_pdf import ruled

    return ruled(rows)


def plain_pdf(rows: Rows) -> bytes:
    """A table without rules over as many pages as it takes."""
    from archive_pdf import unruled

    return unruled(rows)


def packed(files: dict[str, bytes]) -> bytes:
    """A zip archive of these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def zipped(rows: Rows) -> bytes:
    """An archive with a workbook in a folder."""
    return packed({"2025/文化局.xlsx": xlsx(rows)})


Write = Callable[[Rows], bytes]
FILES: tuple[Write, ...] = (
    txt,
    tsv,
    md,
    comma_csv,
    semicolon_csv,
    lists,
    jsonl,
    page,
    xlsx,
    xls,
    docx,
    pdf,
    plain_pdf,
    zipped,
)
