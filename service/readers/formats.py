"""The format of a file, told by its content and never by its name."""

from __future__ import annotations

from enum import StrEnum

from service.mistakes import Refused
from service.readers.libraries import needed
from service.readers.zipped import Archive


class Format(StrEnum):
    """What a file is; the value is the module that reads it."""

    TEXT = "text"
    XLSX = "xlsx"
    XLS = "xls"
    DOCX = "docx"
    PDF = "pdf"
    PICTURE = "picture"
    ZIP = "zip"


_SAVE_AS_DOCX = "open it in Word or WPS, save it as .docx and give that file"
_SAVE_AS_XLSX = "open it in Excel or WPS, save it as .xlsx and give that file"
_PRINT = "print it to a PDF, or save it as .docx, and give that file"
_UNPACK = "unpack it and give the files in it, or pack them as .zip"
_PASSWORD = Refused("encrypted", "take the password off and give it again")
_UNREADABLE = (
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!", "a rar archive", _UNPACK),
    (b"{\\rtf", "an RTF document", _SAVE_AS_DOCX),
    (b"\x1bLua", "a program", "give the table itself"),
    (b"MZ\x90", "a program", "give the table itself"),
    (b"\x7fELF", "a program", "give the table itself"),
)
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")
_PARTS = (
    ("xl/workbook.bin", None, "a binary workbook (.xlsb)", _SAVE_AS_XLSX),
    ("xl/", Format.XLSX, "", ""),
    ("word/", Format.DOCX, "", ""),
    ("ppt/", None, "a presentation (.pptx)", _PRINT),
    ("OFD.xml", None, "an OFD document", "convert it to PDF in an OFD reader and give that file"),
    ("mimetype", None, "an OpenDocument file", "save it as .xlsx or .docx and give that file"),
    ("Index/Document.iwa", None, "an iWork document", "export it as .xlsx, .docx or PDF"),
)
_STREAMS = (
    ("EncryptedPackage", None, "", ""),
    ("Workbook", Format.XLS, "", ""),
    ("Book", Format.XLS, "", ""),
    ("WordDocument", None, "a document of old Word or WPS (.doc, .wps)", _SAVE_AS_DOCX),
    ("PowerPoint Document", None, "a presentation (.ppt, .dps)", _PRINT),
)


def told(content: bytes) -> Format:
    """The format of a file; raises `Refused`, with the remedy, for one that nobody here reads.

    >>> told(b"%PDF-1.7"), told("指标".encode())
    (<Format.PDF: 'pdf'>, <Format.TEXT: 'text'>)
    """
    if content.startswith(_ZIPPED):
        return _zipped(content)
    if content.startswith(_COMPOUND):
        return _compound(content)
    if b"%PDF-" in content[:1024]:
        return Format.PDF
    if content.startswith(_PICTURES) or _is_later_picture(content):
        return Format.PICTURE
    for signature, what, remedy in _UNREADABLE:
        if content.startswith(signature):
            raise Refused(what, remedy)
    return Format.TEXT


def _is_later_picture(content: bytes) -> bool:
    """BMP and WebP begin with letters that a text may begin with."""
    bitmap = content[:2] == b"BM" and content[6:10] == bytes(4)
    return bitmap or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")


def _zipped(content: bytes) -> Format:
    names = Archive(content).names
    for part, format_, what, remedy in _PARTS:
        if any(name == part or (part[-1] == "/" and name.startswith(part)) for name in names):
            if format_ is None:
                raise Refused(what, remedy)
            if "[Content_Types].xml" in names:
                return format_
    return Format.ZIP


def _compound(content: bytes) -> Format:
    """What the streams at the top of a compound file say."""
    for name, format_, what, remedy in _STREAMS:
        if name in _streams(content):
            if format_ is None:
                raise Refused(what, remedy) if what else _PASSWORD
            return format_
    raise Refused("an office file of unknown kind", "save it as .xlsx or .docx")


def _streams(content: bytes) -> set[str]:
    compdoc = needed("xlrd.compdoc", "an office file of before 2007")
    try:
        listed = compdoc.CompDoc(content, logfile=_Nowhere()).dirlist
        return {listed[child].name for child in listed[0].children}
    except Exception:
        raise Refused("a broken office file", "open it, save it anew, try again") from None


class _Nowhere:
    def write(self, _: str) -> None:
        """Forget what a library prints."""
