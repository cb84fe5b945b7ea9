"""Pictures and scanned pages: text recognized, joined into cells where rules part them."""

from __future__ import annotations

import io
import warnings
from functools import cache
from typing import Any

from nlp.notes import note
from nlp.schema import Note
from nlp.tables.grid import Grid, Origin
from service.mistakes import Refused
from service.readers.boxes import Box
from service.readers.libraries import needed
from service.readers.page import Page, grids
from service.readers.rules import tables

_WHAT = "a picture or scanned page"
_PIXELS = 40_000_000
_DPI = 180
_WIDTH = 800


def read(content: bytes, origin: Origin) -> tuple[list[Grid], list[Note]]:
    """The grid of a picture; every figure in it has to be checked, as its note says."""
    picture = needed("PIL.Image", _WHAT, "ocr")
    too_large = picture.DecompressionBombError
    try:
        with warnings.catch_warnings(action="ignore"):
            opened = picture.open(io.BytesIO(content))
        if opened.width * opened.height > _PIXELS:
            raise too_large
        image = opened.convert("RGB")
    except too_large:
        reason = f"a picture of more than {_PIXELS // 10**6} megapixels"
        raise Refused(reason, "scale it down and give it again") from None
    except (OSError, SyntaxError, ValueError):
        raise Refused("a broken picture", "open it, save it anew, try again") from None
    page = _recognized(1, image)
    return grids([page], origin)[0], [note("text_recognized", "text")]


def recognized_pages(content: bytes, numbers: list[int]) -> dict[int, Page]:
    """The pages of a PDF of these numbers, as far as they can be recognized."""
    needed("rapidocr", "a scanned PDF", "ocr")
    pdfium = needed("pypdfium2", "a scanned PDF")
    found: dict[int, Page] = {}
    document = pdfium.PdfDocument(content)
    for number in numbers:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_DPI / 72, (_PIXELS / max(width * height, 1)) ** 0.5)
        found[number] = _recognized(number, page.render(scale=scale).to_pil())
        page.close()
    document.close()
    return found


def _recognized(number: int, image: Any) -> Page:
    """A page of what is written in an image, set to the width of a printed page."""
    pixels = needed("numpy", _WHAT, "ocr").asarray(image.convert("RGB"))
    unit = image.width / _WIDTH
    found = _engine()(pixels)
    boxes = []
    for corners, text in zip(_listed(found.boxes), _listed(found.txts), strict=True):
        xs, ys = zip(*((x / unit, y / unit) for x, y in corners), strict=True)
        boxes.append(Box(text, min(xs), max(xs), min(ys), max(ys)))
    page = Page(number)
    page.lay(boxes, tables(pixels, unit))
    return page


def _listed(values: Any) -> list[Any]:
    return [] if values is None else list(values)


@cache
def _engine() -> Any:
    library = needed("rapidocr", _WHAT, "ocr")
    return library.RapidOCR(params={"Global.log_level": "critical"})
