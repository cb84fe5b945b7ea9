"""Files made to fill memory are refused before they do."""

from __future__ import annotations

import io
import struct
import zipfile

import mock_readers as mock
import pytest
from archive import level_rows
from archive_files import docx, packed, xlsx

from service.mistakes import Refused
from service.sandbox import Sandbox

MIB = 1 << 20
PEAK = 300
RATIO = "it unpacks to more than 100 times its size"
DECLARED = "a part of it declares a document type"
LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
DOCTYPE = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
CANARY = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/hostname">'


def flat(size: int, name: str = "a.txt", others: dict[str, bytes] | None = None) -> bytes:
    """An archive whose member is `size` MiB of blanks."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, content in (others or {}).items():
            archive.writestr(other, content)
        with archive.open(name, "w", force_zip64=True) as member:
            for _ in range(size):
                member.write(b" " * MIB)
    return made.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(content: bytes, name: str, change: bytes) -> bytes:
    return packed({**parts(content), name: change})


def lying(size: int) -> bytes:
    """An archive that tells a size of 1000 bytes for a member of `size` MiB."""
    content = bytearray(packed({"a.txt": b" " * size * MIB}))
    told, lie = struct.pack("<I", size * MIB), struct.pack("<I", 1000)
    assert content.count(told) == 2
    return bytes(content.replace(told, lie))


def overlapping(count: int) -> bytes:
    """An archive of `count` members that share their bytes."""
    one = packed({"a.txt": b"5" * 100_000})
    start = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    tail = bytearray(one[end:])
    tail[8:12] = struct.pack("<HH", count, count)
    tail[12:16] = struct.pack("<I", (end - start) * count)
    return one[:start] + one[start:end] * count + bytes(tail)


def nested(depth: int) -> bytes:
    content = packed({"a.txt": "≥5人".encode()})
    for _ in range(depth):
        content = packed({"inner.zip": content})
    return content


def many_times(content: bytes, count: int) -> bytes:
    return packed({f"{i}.zip": content for i in range(count)})


BOOK, LETTER = xlsx(level_rows()), docx(level_rows())
SHEET = "xl/worksheets/sheet1.xml"
BOMBS = {
    "a flat one": (lambda: flat(200), RATIO),
    "a sheet": (lambda: flat(200, "xl/worksheets/sheet9.xml", parts(BOOK)), RATIO),
    "a document": (lambda: flat(200, "word/theme.xml", parts(LETTER)), RATIO),
    "a lie about its size": (lambda: lying(50), "a broken zip archive"),
    "members that overlap": (lambda: overlapping(500), "files in it overlap"),
    "too many members": (
        lambda: packed({f"{i}.txt": b"" for i in range(2001)}),
        "more than 2000 files in an archive",
    ),
    "too many members in all": (
        lambda: many_times(packed({f"{i}.txt": b"5" for i in range(900)}), 4),
        "more than 2000 files in an archive",
    ),
    "too deep": (lambda: nested(3), "an archive too deep in others"),
    "laughs in a sheet": (lambda: with_part(BOOK, SHEET, DOCTYPE.encode()), DECLARED),
    "laughs in UTF-16": (lambda: with_part(BOOK, SHEET, DOCTYPE.encode("utf-16")), DECLARED),
    "laughs in a document": (
        lambda: with_part(LETTER, "word/document.xml", DOCTYPE.encode()),
        DECLARED,
    ),
    "an entity from outside": (
        lambda: with_part(LETTER, "word/document.xml", CANARY.encode()),
        DECLARED,
    ),
    "a deep list": (lambda: b"[" * 1_000_000, "JSON too deep to be a table"),
}


@pytest.mark.parametrize("case", BOMBS)
def test_bombs_are_refused_before_they_are_unpacked(case: str) -> None:
    make, reason = BOMBS[case]
    with Sandbox(jobs=1, seconds=60) as sandbox:
        reasons, peak = sandbox.wait(sandbox.submit(mock.measured, make(), "a"))
    assert reason in reasons
    assert peak < PEAK


def test_a_sparse_sheet_costs_nothing() -> None:
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "项目名称")
    sheet.write_string(1_048_575, 16_383, "≥5人")
    book.close()
    with Sandbox(jobs=1, seconds=60) as sandbox:
        reasons, peak = sandbox.wait(sandbox.submit(mock.measured, made.getvalue(), "a"))
    assert reasons == []
    assert peak < PEAK


def test_a_deep_page_costs_its_own_time_only() -> None:
    with Sandbox(jobs=1, seconds=2) as sandbox:
        task = sandbox.submit(mock.measured, b"<html>" + b"<div>" * 400_000, "a")
        with pytest.raises(Refused, match="reading it"):
            sandbox.wait(task)


def test_a_long_line_is_read_within_the_limits() -> None:
    line = ("项目名称,三级指标,指标值\n" + ",".join(["≥5人"] * 1_000_000)).encode()
    with Sandbox(jobs=1, seconds=60) as sandbox:
        task = sandbox.submit(mock.measured, line, "a.csv")
        try:
            assert sandbox.wait(task)[0] == []
        except Refused as refused:
            assert "reading it takes" in refused.reason
