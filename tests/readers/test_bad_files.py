"""Files that cannot be read are refused by name, with what to do about it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest
from archive import level_rows
from archive_files import docx, packed, pdf, xls, xlsx

from service.documents import all_of
from service.readers import Content, Unread, contents

ROWS = level_rows()


def refused(content: bytes) -> str:
    (found,) = contents(content, "a")
    assert isinstance(found, Unread)
    return str(found.refused)


def compound(stream: str) -> bytes:
    """An office file of before 2007 whose one stream is named so."""
    content = bytearray(xls(ROWS))
    at = content.index("Workbook".encode("utf-16-le"))
    content[at : at + 64] = stream.encode("utf-16-le").ljust(64, b"\0")
    content[at + 64] = 2 * len(stream) + 2
    return bytes(content)


def encrypted_xls() -> bytes:
    """A workbook whose second record says that the rest is encrypted."""
    content = bytearray(xls(ROWS))
    at = content.index(b"\x09\x08\x10\x00") + 20
    content[at : at + 2] = b"\x2f\x00"
    return bytes(content)


def encrypted_pdf(password: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    page = Canvas(made, encrypt=_encryption(password))
    page.drawString(50, 700, "total 5")
    page.save()
    return made.getvalue()


def _encryption(password: str) -> object:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return StandardEncryption(password, ownerPassword="owner", strength=128)


def encrypted_zip() -> bytes:
    content = bytearray(packed({"a.txt": b"5"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def strict() -> bytes:
    import zipfile

    ours = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    theirs = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    with zipfile.ZipFile(io.BytesIO(xlsx(ROWS))) as book:
        parts = {name: book.read(name).replace(ours, theirs) for name in book.namelist()}
    return packed(parts)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "encrypted xlsx or docx": (lambda: compound("EncryptedPackage"), "encrypted; take the pass"),
    "encrypted xls": (encrypted_xls, "encrypted; take the password off"),
    "encrypted pdf": (lambda: encrypted_pdf("x"), "encrypted; take the password off"),
    "encrypted zip": (encrypted_zip, "encrypted; take the password off"),
    "doc": (lambda: compound("WordDocument"), "(.doc, .wps); open it in Word or WPS, save it as"),
    "ppt": (lambda: compound("PowerPoint Document"), "(.ppt, .dps); print it to a PDF"),
    "other office": (lambda: compound("Something"), "an office file of unknown kind; save it as"),
    "ofd": (lambda: packed({"OFD.xml": b"<o/>", "Doc_0/D.xml": b""}), "an OFD document; convert"),
    "odt": (lambda: packed({"mimetype": b"x", "content.xml": b""}), "an OpenDocument file; save"),
    "pptx": (lambda: packed({"ppt/presentation.xml": b""}), "a presentation (.pptx); print it"),
    "xlsb": (lambda: packed({"xl/workbook.bin": b""}), "a binary workbook (.xlsb); open it"),
    "strict xlsx": (strict, "a workbook in strict OOXML; save it as an ordinary .xlsx"),
    "rtf": (lambda: b"{\\rtf1 x}", "an RTF document; open it in Word or WPS"),
    "gzip": (lambda: b"\x1f\x8b\x08abc", "a gzip archive; unpack it"),
    "mht": (lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related", "a web archive (.mht)"),
    "xml workbook": (
        lambda: (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
        ),
        "an XML workbook of Excel 2003; open it in Excel or WPS",
    ),
    "half an xlsx": (lambda: xlsx(ROWS)[:4000], "a broken zip archive; open it, save it anew"),
    "half a docx": (lambda: docx(ROWS)[:9000], "a broken zip archive; open it, save it anew"),
    "half an xls": (lambda: xls(ROWS)[:3000], "a broken office file; open it, save it anew"),
    "half a pdf": (lambda: pdf(ROWS)[:300], "a broken pdf file (PdfminerException); open it"),
    "an empty file": (lambda: b"", "empty; give a file with a table in it"),
    "an empty sheet": (lambda: xlsx([[""]]), "empty; give a file with a table in it"),
    "an empty archive": (lambda: b"PK\x05\x06" + bytes(18), "an archive without a file; give"),
    "rubbish": (lambda: bytes(range(128, 256)) * 30, "not UTF-8 at byte 0, not GB18030 at byte"),
    "half a picture": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", "a broken picture; open it"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refusals_say_what_it_is_and_what_to_do(case: str) -> None:
    make, reason = REFUSED[case]
    assert reason in refused(make())


def test_a_pdf_that_anybody_may_read_is_read() -> None:
    (found,) = contents(encrypted_pdf(""), "a")
    assert isinstance(found, Content)
    assert found.grids[0].rows[0][0].text == "total 5"


def test_a_photo_named_xlsx_is_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (80, 60), "white").save(made, "JPEG")
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    from service.readers import picture

    picture._engine.cache_clear()
    (found,) = contents(made.getvalue(), "绩效.xlsx")
    assert isinstance(found, Unread)
    assert str(found.refused).endswith("needs rapidocr to be read; pip install 'zhibiao[ocr]'")


@pytest.mark.parametrize(
    ("make", "library"), [(xlsx, "openpyxl"), (xls, "xlrd"), (pdf, "pdfplumber")]
)
def test_a_missing_library_is_named(
    make: Callable[[list[list[str]]], bytes], library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make(ROWS)
    for name in [library, *(n for n in sys.modules if n.startswith(f"{library}."))]:
        monkeypatch.setitem(sys.modules, name, None)
    assert refused(content).endswith(f"needs {library} to be read; pip install 'zhibiao[archive]'")


def test_no_table_at_all_is_a_document_with_a_note() -> None:
    ((_, document),) = [
        one for one in all_of(docx([["一封信"], ["谢谢。"]]), "a") if isinstance(one, tuple)
    ]
    assert [n.code for n in document.notes] == ["no_table"]


def test_a_bad_member_leaves_the_others() -> None:
    archive = packed({"坏.xlsx": xlsx(ROWS)[:4000], "好.xlsx": xlsx(ROWS), "空.txt": b""})
    found = list(contents(archive, "a.zip"))
    assert [(one.name, isinstance(one, Content)) for one in found] == [
        ("a.zip!坏.xlsx", False),
        ("a.zip!好.xlsx", True),
        ("a.zip!空.txt", False),
    ]
