"""The same projects come back from every layout in every format of file."""

from __future__ import annotations

from decimal import Decimal

import pytest
from archive import LAYOUTS, PROJECTS, KnownProject, Layout, split_columns
from archive_files import FILES, Write, packed, page, xlsx, zipped

from nlp.schema import Document, Project
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
