"""PDF: tables with and without rules, and the text between them, page by page."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator
from typing import Any

from nlp.notes import note
from nlp.schema import Note
from nlp.tables.grid import Grid, Origin
from service.mistakes import Refused
from service.readers.boxes import Box
from service.readers.libraries import needed
from service.readers.page import Page, grids

_UNKNOWN = "(cid:"
_READABLE = 0.5
_BOLD = 0.08
_NEAR = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


def read(content: bytes, origin: Origin) -> tuple[list[Grid], list[Note]]:
    """The grids of a PDF, one a page; scanned pages are recognized where that is installed."""
    pages = _pages(content)
    scanned = [page.number for page in pages if page.is_scanned]
    notes: list[Note] = []
    if scanned:
        from service.readers.picture import recognized_pages

        told = recognized_pages(content, scanned)
        notes.append(note("text_recognized", f"pages {', '.join(map(str, scanned))}:"))
        pages = [told.get(page.number, page) for page in pages]
    turned = sum(page.turned for page in pages)
    if turned:
        notes.append(note("part_left_out", f"{turned} characters that stand aslant"))
    made, torn = grids(pages, origin)
    return made, notes + torn


def _pages(content: bytes) -> list[Page]:
    pdfplumber = needed("pdfplumber", "a PDF")
    encrypted = needed("pdfminer.pdfdocument", "a PDF").PDFPasswordIncorrect
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        with pdfplumber.open(io.BytesIO(content)) as opened:
            found = []
            for page in opened.pages:
                found.append(_page(page))
                page.close()
            return found
    except Exception as error:
        causes = (error, *error.args, error.__context__)
        if any(isinstance(cause, encrypted) for cause in causes):
            raise Refused("encrypted", "take the password off and give it again") from None
        raise


def _page(page: Any) -> Page:
    made = Page(page.page_number)
    boxes = []
    for char in _once(page.chars):
        if char["upright"]:
            boxes.append(Box(char["text"], char["x0"], char["x1"], char["top"], char["bottom"]))
        else:
            made.turned += not char["text"].isspace()
    unknown = sum(box.text.startswith(_UNKNOWN) for box in boxes)
    told = sum(not box.text.isspace() for box in boxes) - unknown
    made.is_scanned = bool(unknown or page.images) and told <= _READABLE * unknown
    made.lay(boxes, [list(table.cells) for table in page.find_tables()])
    return made


def _once(chars: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Characters without those printed again at the same place, to look bold."""
    seen: set[tuple[str, int, int]] = set()
    for char in chars:
        unit = max(_BOLD * (char["bottom"] - char["top"]), 0.01)
        text, x, y = char["text"], round(char["x0"] / unit), round(char["top"] / unit)
        if text.isspace() or not any((text, x + i, y + j) in seen for i, j in _NEAR):
            yield char
        seen.add((text, x, y))
