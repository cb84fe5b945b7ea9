"""`zhibiao report`: one page, right in its figures, safe and without a network."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from archive_folder import NOISE, WHY, write_archive
from command import run

from nlp import lexicon
from service.batch.figures import figures
from service.batch.page import page

HOSTILE = "<script>alert(1)</script>"


class Tags(HTMLParser):
    """The elements, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_archive(folder / "in", 3)
    rows = "三级指标\t指标值\n上报率\t86100\n走访次数\t\n"
    form = f"项目名称：走访{HOSTILE}\n资金总额（万元）\t1.5\n{rows}"
    (folder / "in" / "doubt.txt").write_text(form, "utf-8")
    (folder / "in" / "<b>.txt").write_bytes(NOISE)
    assert run("structure", folder / "in", "-o", folder / "out").exit_code == 1
    return folder / "out"


def read(dataset: Path, *options: str) -> Tags:
    target = dataset.parent / "page.html"
    assert run("report", dataset, "-o", target, *options).exit_code == 0
    found = Tags()
    found.feed(target.read_text("utf-8"))
    found.close()
    assert found.open == []
    return found


def test_figures(dataset: Path) -> None:
    found = figures(str(dataset))
    assert (found.rows["documents"], found.rows["projects"], found.rows["errors"]) == (4, 10, 1)
    assert found.money == 3 * (12_864_000 + 750_000 + 3_086_000) + 15_000
    assert sum(found.operators.values()) == found.rows["constraints"] == sum(found.units.values())
    assert sum(found.kinds.values()) == found.rows["targets"]
    assert sum(found.findings.values()) == found.rows["findings"]
    assert sum(count for count, _ in found.domains.values()) == 10
    assert found.reasons == {WHY: 1}


def test_the_least_certain_cells_come_with_their_place(dataset: Path) -> None:
    (doubt,) = figures(str(dataset)).doubts
    assert (doubt.text, doubt.name, doubt.confidence) == ("86100", "上报率", 0.32)
    assert doubt.file.endswith("doubt.txt") and doubt.row == 3
    assert doubt.readings and doubt.notes


def test_the_page_needs_no_network(dataset: Path) -> None:
    found = read(dataset)
    assert not {"script", "link", "img", "iframe", "object", "form", "a"} & set(found.tags)
    assert not {"src", "href", "style", "onload"} & {name for name, _ in found.attributes}
    policy = dict(found.attributes)["content"]
    assert any(v and v.startswith("default-src 'none'; ") for n, v in found.attributes), policy


def test_text_from_outside_is_text(dataset: Path) -> None:
    assert HOSTILE in read(dataset).text
    assert "<b>.txt" in read(dataset).text


@pytest.mark.parametrize(
    ("lang", "word"), [("zh", "最需核对的单元格"), ("en", "Cells to check first")]
)
def test_languages(dataset: Path, lang: str, word: str) -> None:
    assert word in read(dataset, "--lang", lang).text


def test_every_word_is_used(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    rows = lexicon.current().table("archive")

    class Asked(dict[str, tuple[str, str]]):
        def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
            asked.add(key)
            return super().get(key)

    words = Asked({name: (zh, en) for name, zh, en in rows})
    monkeypatch.setattr("service.batch.page._words", lambda: words)
    found = figures(str(dataset))
    found.kinds.update({"date": 1, "mixed": 1, "unparseable": 1})
    found.years[None] = found.units[None] = found.classes[None, None] = 1
    found.operators.update({"range": 1, "~": 1})
    found.domains["教育"] = 1, Decimal(5)
    found.errors *= 60
    found.rows["errors"] += 60
    found.doubts[0].page = 2
    page(found, "x", "zh")
    found.doubts, found.reasons, found.findings = [], Counter(), Counter()
    found.money = Decimal(5 * 10**8)
    page(found, "x", "zh")
    assert {name for name, *_ in rows} - asked == set()


def test_no_dataset(tmp_path: Path) -> None:
    result = run("report", tmp_path / "none", "-o", tmp_path / "page.html")
    assert "no dataset" in str(result.exception)
    (tmp_path / "half" / ".work").mkdir(parents=True)
    result = run("report", tmp_path / "half")
    assert "not finished: give the same structure command again" in str(result.exception)
    assert not (tmp_path / "half" / "report.html").exists()
