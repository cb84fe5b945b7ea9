"""The same projects come back from every layout in every format of file."""

from __future__ import annotations

from decimal import Decimal

import pytest
from archive import LAYOUTS, PROJECTS, KnownProject, Layout, split_columns, with_noise
from archive_files import FILES, Write, packed, page, xlsx, zipped

from nlp import structure
from nlp.schema import Document, Project
from nlp.tables.grid import Grid, Origin
from service.documents import all_of
from service.readers import Unread

WAYS = [(layout, write) for write in FILES for layout in LAYOUTS]


def documents(content: bytes, name: str = "a") -> list[tuple[str, Document]]:
    found = []
    for one in all_of(content, name):
        assert not isinstance(one, Unread), one.refused
        found.append(one)
    return found


def indicators_of(project: Project) -> list[tuple[str | None, str, set[str]]]:
    return [(i.code, i.name, {t.target.text for t in i.targets}) for i in project.indicators]


def known_indicators(project: KnownProject) -> list[tuple[str | None, str, set[str]]]:
    return [(k.code, k.name, {k.target}) for k in project.indicators]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way[1].__name__}-{way[0].__name__}")
def test_projects_come_back(way: tuple[Layout, Write]) -> None:
    layout, write = way
    ((name, found),) = documents(write(layout()))
    assert found.notes == []
    assert found.year == 2025
    assert [p.name for p in found.projects] == [p.name for p in PROJECTS]
    for project, known in zip(found.projects, PROJECTS, strict=True):
        assert project.money.total == Decimal(known.sum.replace(",", "")) * 10_000
        assert indicators_of(project) == known_indicators(known)
        assert project.source.file == name
        if layout is not split_columns:
            assert (project.owner, project.narrative) == (known.owner, known.goal)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way[1].__name__}-{way[0].__name__}")
def test_projects_come_back_out_of_noise(way: tuple[Layout, Write]) -> None:
    layout, write = way
    ((_, found),) = documents(write(with_noise(layout())))
    assert [p.name for p in found.projects] == [p.name for p in PROJECTS]
    for project, known in zip(found.projects, PROJECTS, strict=True):
        assert project.money.total == Decimal(known.sum.replace(",", "")) * 10_000
        assert indicators_of(project) == known_indicators(known)


@pytest.mark.parametrize("write", FILES, ids=lambda write: write.__name__)
def test_actual_values_and_weights_come_back(write: Write) -> None:
    ((_, found),) = documents(write(LAYOUTS[3]()))
    for project, known in zip(found.projects, PROJECTS, strict=True):
        told = [(i.actual.text if i.actual else "", i.weight) for i in project.indicators]
        assert told == [(k.actual + k.unit, Decimal(k.weight)) for k in known.indicators]


def test_every_member_of_an_archive_is_a_document() -> None:
    rows = LAYOUTS[1]()
    archive = packed({"甲.html": page(rows), "乙/丙.xlsx": xlsx(rows), "丁.zip": zipped(rows)})
    names = [name for name, _ in documents(archive, "各局.zip")]
    assert names == [
        "各局.zip!甲.html",
        "各局.zip!乙/丙.xlsx",
        "各局.zip!丁.zip!2025/文化局.xlsx",
    ]


def test_the_place_of_a_project_is_told() -> None:
    rows = LAYOUTS[1]()
    ((_, book),) = documents(xlsx(rows))
    assert [(p.source.sheet, p.source.row) for p in book.projects] == [
        ("绩效目标", 3),
        ("绩效目标", 9),
        ("绩效目标", 14),
    ]


def test_the_page_of_a_project_is_told() -> None:
    from archive_files import pdf

    ((_, found),) = documents(pdf(LAYOUTS[0]()))
    assert [p.source.page for p in found.projects] == sorted(
        p.source.page or 0 for p in found.projects
    )
    assert len({p.source.page for p in found.projects}) > 1


def sheets(*tables: list[list[str]]) -> list[Grid]:
    return [Grid.of(rows, Origin("a", f"表{i}")) for i, rows in enumerate(tables)]


LAST_BLANK = [["项目名称", "总计", "财政拨款", "绩效目标"], ["修渠", "5", "5", None]]


@pytest.mark.parametrize(
    "other",
    [
        [["填表说明"], ["指标值应当量化"]],
        [["代码", "名称"], ["11", "数量指标"], ["12", "质量指标"]],
        [["甲", "乙"], ["本级", "5"]],
    ],
    ids=["remarks", "codes", "figures"],
)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_another_sheet_adds_nothing_to_a_table(layout: Layout, other: list[list[str]]) -> None:
    found = structure(sheets(layout(), other))
    assert [p.name for p in found.projects] == [p.name for p in PROJECTS]
    assert indicators_of(found.projects[-1]) == known_indicators(PROJECTS[-1])


def test_every_sheet_has_its_own_tables() -> None:
    found = structure(sheets(LAYOUTS[0](), LAYOUTS[3](), LAST_BLANK))
    assert [p.source.sheet for p in found.projects] == ["表0"] * 3 + ["表1"] * 3 + ["表2"]


def test_a_form_whose_label_is_repeated_on_the_next_page_is_one_project() -> None:
    rows = LAYOUTS[4]()
    starts = [i for i, row in enumerate(rows) if row[0] == "项目名称"]
    heads = next(i for i, row in enumerate(rows) if i > starts[1] and row[0] == "一级指标")
    found = structure([*rows[:heads], rows[starts[1]], *rows[heads:]])
    assert [p.name for p in found.projects] == [p.name for p in PROJECTS]
    assert indicators_of(found.projects[1]) == known_indicators(PROJECTS[1])
