"""Bytes → text: a byte order mark decides, then strict UTF-8, then strict GB18030, else refused."""

from __future__ import annotations

import codecs

from nlp.grid import Grid, Origin
from nlp.plaintext import from_text
from service.mistakes import Refused

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
PICTURE = ("a picture", "give the text of the table; pictures are not read")
OFFICE = ("an office document or archive", "save the table as text, UTF-8, and give that file")
ARCHIVE = ("an archive", "unpack it and give the files in it")
SIGNATURES = (
    (b"\xff\xd8\xff", PICTURE),
    (b"\x89PNG", PICTURE),
    (b"GIF8", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"%PDF", ("a PDF", "save the table as text, UTF-8, and give that file")),
    (b"\xd0\xcf\x11\xe0", OFFICE),
    (b"PK\x03\x04", OFFICE),
    (b"\x1f\x8b", ARCHIVE),
    (b"7z\xbc\xaf", ARCHIVE),
    (b"Rar!", ARCHIVE),
)
_CONTROLS = dict.fromkeys(c for c in range(32) if chr(c) not in "\t\n\v\f\r")
_CONTROLS_IN_TEXT = 0.02


def read(content: bytes, origin: Origin) -> list[Grid]:
    """The lines of a text as one grid."""
    return [from_text(decode(content), origin)]


def decode(content: bytes) -> str:
    """The text that `content` holds.

    >>> decode("≥60人".encode("gb18030"))
    '≥60人'
    >>> decode(b"\\x89PNG...")
    Traceback (most recent call last):
    service.mistakes.Refused: a picture, not text; give the text of the table; ...
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
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error.start
    for signature, (what, remedy) in SIGNATURES:
        if content.startswith(signature):
            raise Refused(f"{what}, not text", remedy)
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 at byte {broken}, not GB18030 at byte {error.start}"
        raise Refused(reason, "give a text file, saved as UTF-8") from None
