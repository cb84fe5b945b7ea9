"""A published table through the hands of LibreOffice: the same projects, indicators and sums.

The table lies in the folder that the variable ZHIBIAO_DOCUMENTS names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from archive_files import Write, docx, xls, xlsx

from nlp import structure
from nlp.schema import Document
from nlp.tables.text.plaintext import from_text
from service.documents import all_of
from service.readers import Unread

TABLE = Path(os.environ.get("ZHIBIAO_DOCUMENTS", "")) / "huangpu-science-bureau-2024.txt"
OFFICE = shutil.which("soffice")
WAYS = [("xlsx", to) for to in ("xlsx", "xls", "html", "pdf")]
WAYS += [("docx", to) for to in ("docx", "html", "pdf")]

pytestmark = pytest.mark.skipif(
    not (OFFICE and TABLE.is_file()),
    reason="needs LibreOffice's soffice, and the published table in ZHIBIAO_DOCUMENTS",
)


def rows() -> list[list[str]]:
    """The cells of the table, blank ones as a blank, which merges with nothing."""
    grid = from_text(TABLE.read_text("utf-8"))
    found = [[cell.text for cell in row] for row in grid.rows]
    found = [row for row in found if any(text.strip() for text in row)]
    width = max(len(row) for row in found)
    wide = [row if len(row) == 1 else row + [""] * (width - len(row)) for row in found]
    return [[text or " " for text in row] for row in wide]


def indicators(document: Document) -> Iterator[tuple[str, Decimal | None, str | None, str]]:
    for project in document.projects:
        for i in project.indicators:
            targets = " ".join(t.target.text for t in i.targets)
            yield project.name, project.money.total, i.code, f"{i.name} {targets}"


def check(content: bytes) -> None:
    ((_, found),) = [one for one in all_of(content, "a") if not isinstance(one, Unread)]
    wanted = structure(TABLE.read_text("utf-8"))
    assert len(found.projects) == 14
    assert list(indicators(found)) == list(indicators(wanted))
    assert sum(1 for _ in indicators(found)) == 74
    assert sum(len(i.targets) for p in found.projects for i in p.indicators) == 148
    assert [p.narrative for p in found.projects] == [p.narrative for p in wanted.projects]
    assert [s.to_dict() for s in found.subtotals] == [s.to_dict() for s in wanted.subtotals]


@pytest.mark.parametrize("write", [docx, xls, xlsx], ids=lambda write: write.__name__)
def test_as_we_write_it(write: Write) -> None:
    check(write(rows()))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way[0]}-{way[1]}")
def test_as_libreoffice_writes_it(way: tuple[str, str], tmp_path: Path) -> None:
    given, to = way
    source = tmp_path / f"table.{given}"
    source.write_bytes({"docx": docx, "xlsx": xlsx}[given](rows()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    out = tmp_path / "out"
    order = [str(OFFICE), profile, "--headless", "--convert-to", to, "--outdir", str(out)]
    subprocess.run([*order, str(source)], check=True, capture_output=True, timeout=300)
    check((out / f"table.{to}").read_bytes())
