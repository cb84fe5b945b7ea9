"""The rows of the archive as PDF, with the font that Acrobat keeps for simplified Chinese."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from archive_files import blocks, placed

FONT = "STSong-Light"
WIDTH, HEIGHT, MARGIN = 842, 420, 40
SIZE, LEADING = 9, 12


def ruled(rows: Sequence[Sequence[str]]) -> bytes:
    """Tables between rules over several pages: headings repeated, rows split, lines wrapped."""
    from reportlab.platypus import Paragraph, Table, TableStyle

    style = _style()
    flow: list[Any] = []
    for block in blocks(rows):
        if len(block[0]) == 1:
            flow.append(Paragraph(block[0][0], style))
            continue
        widest = max(len(row) for row in block)
        cells: list[list[Any]] = [["" for _ in range(widest)] for _ in block]
        rules: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
        for r, c, text, (down, along) in placed(block):
            cells[r][c] = Paragraph(text, style)
            rules.append(("SPAN", (c, r), (c + along - 1, r + down - 1)))
        widths = [(WIDTH - 2 * MARGIN) / widest] * widest
        flow.append(Table(cells, widths, style=TableStyle(rules), repeatRows=_heads(block)))
    return _built(flow)


def _heads(block: Sequence[Sequence[str]]) -> int:
    """Headings are repeated on every page; the first line of a form is not."""
    return int(len(block[0]) > 2)


def _style() -> Any:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return ParagraphStyle("cell", fontName=FONT, fontSize=SIZE, leading=LEADING, wordWrap="CJK")


def _built(flow: list[Any]) -> bytes:
    from reportlab.platypus import SimpleDocTemplate

    made = io.BytesIO()
    margins = {f"{side}Margin": MARGIN for side in ("left", "right", "top", "bottom")}
    SimpleDocTemplate(made, pagesize=(WIDTH, HEIGHT), **margins).build(flow)
    return made.getvalue()


def unruled(rows: Sequence[Sequence[str]]) -> bytes:
    """Columns set apart by blank space alone, long cells wrapped within their column."""
    from reportlab.platypus import Paragraph, Table

    style = _style()
    flow: list[Any] = []
    for block in blocks(rows):
        if len(block[0]) == 1:
            flow.append(Paragraph(block[0][0], style))
            continue
        widest = max(len(row) for row in block)
        cells = [[Paragraph(text, style) for text in row] for row in block]
        widths = [(WIDTH - 2 * MARGIN) / widest] * widest
        padded = [[*row, *[""] * (widest - len(row))] for row in cells]
        flow.append(Table(padded, widths, repeatRows=_heads(block)))
    return _built(flow)
