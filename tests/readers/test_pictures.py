"""Text in pictures and scanned pages is recognized, and said to be so."""

from __future__ import annotations

import io
import os
from collections.abc import Callable

import pytest
from archive_files import pdf

from service.documents import all_of
from service.readers import Unread, contents

ROWS = [
    ["单位：万元"],
    ["项目名称", "总计", "绩效目标"],
    ["湿地公园管护", "1,286.40", "管护湿地公园，保护候鸟栖息地。"],
    ["乡村医生培训", "75.00", "培训乡村医生。"],
]


def picture(content: bytes, kind: str = "PNG") -> bytes:
    """The first page of a PDF as a picture."""
    import pypdfium2

    made = io.BytesIO()
    document = pypdfium2.PdfDocument(content)
    document[0].render(scale=2.5).to_pil().convert("RGB").save(made, kind)
    return made.getvalue()


def scanned(content: bytes) -> bytes:
    """A PDF whose one page is a picture."""
    made = io.BytesIO()
    from PIL import Image

    Image.open(io.BytesIO(picture(content))).save(made, "PDF", resolution=180)
    return made.getvalue()


@pytest.fixture(scope="module")
def _chinese_font() -> None:
    """Pages are drawn with a font of the machine; without one they come out blank."""
    from PIL import Image

    drawn = Image.open(io.BytesIO(picture(pdf([["名称"], ["湿地公园"]])))).convert("L")
    ruled = Image.open(io.BytesIO(picture(pdf([["名称"], [""]])))).convert("L")
    if drawn.tobytes() == ruled.tobytes():
        missing = "no font with Chinese characters is installed (e.g. fonts-wqy-microhei)"
        if os.environ.get("ZHIBIAO_REQUIRE_TOOLS") == "1":
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.mark.usefixtures("_chinese_font")
@pytest.mark.parametrize("make", [picture, scanned], ids=lambda make: make.__name__)
def test_a_table_in_a_picture(make: Callable[[bytes], bytes]) -> None:
    ((_, found),) = [one for one in all_of(make(pdf(ROWS)), "a.xlsx") if isinstance(one, tuple)]
    assert [(p.name, p.money.total) for p in found.projects] == [
        ("湿地公园管护", 12_864_000),
        ("乡村医生培训", 750_000),
    ]
    assert [n.code for n in found.notes] == ["text_recognized"]


def test_a_picture_without_text_is_empty() -> None:
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (200, 100), "white").save(made, "PNG")
    (found,) = contents(made.getvalue(), "a")
    assert isinstance(found, Unread)
    assert found.refused.reason == "empty"


def test_a_picture_that_is_too_large() -> None:
    from PIL import Image

    made = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG")
    (found,) = contents(made.getvalue(), "a")
    assert isinstance(found, Unread)
    assert found.refused.reason == "a picture of more than 40 megapixels"
