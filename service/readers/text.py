"""Bytes → text: a byte order mark decides, then strict UTF-8, a page's own word, strict GB18030."""

from __future__ import annotations

import codecs

import regex

from nlp.schema import Note
from nlp.tables.grid import Grid, Origin
from nlp.tables.text.plaintext import from_text
from service.mistakes import Refused
from service.readers import json

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = regex.compile(rb"<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)=[\"']?([\w\-]++)")
_DECLARED = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "euc-tw": "euc_tw"}
_HEAD = 4096
_PAGE = regex.compile(
    r"\s*+(?:<\?xml[^>]{0,200}+>\s*+|<!--(?:(?!-->)[\s\S]){0,2000}+-->\s*+){0,9}+"
    r"<(?:!doctype html|html|head|body|table|div|meta|style|center|p)\b",
    regex.IGNORECASE,
)
_FOREIGN = (
    ("urn:schemas-microsoft-com:office:spreadsheet", "<?xml", "an XML workbook of Excel 2003"),
    ("multipart/related", "MIME-Version", "a web archive (.mht)"),
)
_CONTROLS = dict.fromkeys(c for c in range(32) if chr(c) not in "\t\n\v\f\r")
_CONTROLS_IN_TEXT = 0.02


def read(content: bytes, origin: Origin) -> tuple[list[Grid], list[Note]]:
    """The grid of a text: a page of HTML, JSON, comma-separated values, or lines."""
    text = decode(content)
    if is_page(text):
        from service.readers.html import read_text

        return read_text(text, origin)
    for mark, start, what in _FOREIGN:
        if text.lstrip().startswith(start) and mark in text[:_HEAD]:
            raise Refused(what, "open it in Excel or WPS, save it as .xlsx and give that file")
    found = json.read_text(text, origin)
    if found is not None:
        return found
    return [from_text(text, origin)], []


def is_page(text: str) -> bool:
    """Whether a text is a page of HTML.

    >>> is_page("<!DOCTYPE html><table>"), is_page("1 < 2")
    (True, False)
    """
    return _PAGE.match(text, 0, _HEAD) is not None


def decode(content: bytes) -> str:
    """The text that `content` holds.

    >>> decode("≥60人".encode("gb18030"))
    '≥60人'
    >>> decode(b" ")
    Traceback (most recent call last):
    service.mistakes.Refused: empty; give a file with a table in it
    """
    text = _marked(content)
    if text is None:
        text = _unmarked(content)
    if not text.strip():
        raise Refused("empty", "give a file with a table in it")
    controls = len(text) - len(text.translate(_CONTROLS))
    if "\0" in text or controls > _CONTROLS_IN_TEXT * len(text):
        raise Refused("binary, not text", "give the table as a text file, UTF-8")
    return text


def _marked(content: bytes) -> str | None:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                place = error.start + len(mark)
                raise Refused(f"broken {encoding} at byte {place}", "save it as UTF-8") from None
    return None


def _unmarked(content: bytes) -> str:
    places = []
    for encoding in ("utf-8", *_told(content), "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            places.append(f"not {encoding.upper()} at byte {error.start}")
    raise Refused(", ".join(places), "give a text file, saved as UTF-8")


def _told(content: bytes) -> list[str]:
    """The encoding that a page names, where it is none of those tried anyway."""
    match = _CHARSET.search(content, 0, _HEAD)
    name = match[1].decode("ascii", "replace").lower() if match else ""
    return [_DECLARED[name]] if name in _DECLARED else []
