"""The files of the page as the service sends them; they need no browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter
from starlette.testclient import TestClient

from nlp.notes import CATALOGUE as NOTES
from service.app import create_app
from service.http.errors import CATALOGUE as PROBLEMS
from service.page import assets, edition
from service.settings import Settings

CLIENT = TestClient(create_app())
PLAIN = {"Accept-Encoding": "identity"}
STRINGS: dict[str, Any] = json.loads(assets()["strings.json"].content)
SCRIPTS = {n: a.content.decode() for n, a in assets().items() if n.endswith(".js")}
PAGE = assets()["index.html"].content.decode()
STYLE = assets()["css/base.css"].content.decode()


def test_the_page_is_sealed_off() -> None:
    answer = CLIENT.get("/")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy and "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", answer.text)


def test_the_files_are_kept_under_their_edition() -> None:
    page = CLIENT.get("/")
    assert page.headers["cache-control"] == "no-cache"
    for address in re.findall(r'(?:src|href)="(assets/[^"]+)"', page.text):
        answer = CLIENT.get(address)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
    stale = CLIENT.get("/assets/0123456789ab/js/app.js")
    assert (stale.status_code, stale.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("js/app.js", "text/javascript; charset=utf-8"),
        ("css/base.css", "text/css; charset=utf-8"),
        ("strings.json", "application/json"),
        ("mark.svg", "image/svg+xml"),
    ],
)
def test_every_file_has_its_type(name: str, kind: str) -> None:
    assert CLIENT.get(f"/assets/{edition()}/{name}").headers["content-type"] == kind


def test_what_is_known_is_not_sent_again() -> None:
    for address in ("/", f"/assets/{edition()}/js/app.js"):
        first = CLIENT.get(address, headers=PLAIN)
        again = CLIENT.get(address, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert CLIENT.head(address, headers=PLAIN).headers["content-length"] == str(
            len(first.content)
        )


@pytest.mark.parametrize(
    "name", ["none.js", "../app.py", "%2e%2e/app.py", "__init__.py", "workbook.py", "js", ""]
)
def test_nothing_else_is_sent(name: str) -> None:
    answer = CLIENT.get(f"/assets/{edition()}/{name}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_nothing_comes_from_elsewhere() -> None:
    for name, asset in assets().items():
        found = asset.content.decode().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|//cdn|@import|\burl\(", found), name


def test_texts_never_become_markup() -> None:
    for name, script in SCRIPTS.items():
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script
        ), name


def test_every_word_is_there_in_both_languages() -> None:
    for table in ("words", "rules", "problems"):
        for key, pair in STRINGS[table].items():
            assert len(pair) == 2 and all(pair), key
    holes = re.compile(r"\{\d?\}")
    for key, (zh, en) in STRINGS["words"].items():
        assert sorted(holes.findall(zh)) == sorted(holes.findall(en)), key
        assert not re.search(r"[\u4e00-\u9fff]", en) or "for example" in en or "指标" in en, key


def test_every_word_that_is_asked_for_is_there() -> None:
    asked = {key for script in SCRIPTS.values() for key in re.findall(r'\bt\("(\w+)"', script)}
    asked |= set(re.findall(r'data-t(?:-\w+)?="(\w+)"', PAGE))
    assert asked <= STRINGS["words"].keys()
    families = {m for s in SCRIPTS.values() for m in re.findall(r"\bt\(`(\w+)_\$\{", s)}
    left = {k for k in STRINGS["words"].keys() - asked if not k.startswith(tuple(families))}
    quoted = {m for s in SCRIPTS.values() for m in re.findall(r'"(\w+)"', s)}
    assert left <= quoted


def test_every_remark_of_the_service_has_its_chinese() -> None:
    assert NOTES.keys() <= STRINGS["notes"].keys()
    assert PROBLEMS.keys() <= STRINGS["problems"].keys()
    for code, (_, message) in NOTES.items():
        assert ("{}" in STRINGS["notes"][code]) == ("{}" in message), code


def test_the_page_says_at_first_what_it_says_in_chinese() -> None:
    for key, text in re.findall(r'data-t="(\w+)"[^>]*>([^<]*)<', PAGE):
        assert text == STRINGS["words"][key][0], key
    for key, text in re.findall(r'data-t-placeholder="(\w+)"\s+placeholder="([^"]*)"', PAGE):
        assert text == STRINGS["words"][key][0], key


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


ROLES = ("op", "number", "unit", "subject", "date", "bad", "care", "calm")
GROUNDS = ("paper", "card", "well")
PAIRS = [
    *((role, f"{role}-wash") for role in ROLES),
    *((role, ground) for role in (*ROLES, "ink", "soft", "accent") for ground in GROUNDS),
    *(("ink", f"{role}-wash") for role in ROLES),
    *(("ink", ground) for ground in ("lit", "dim", "hush", "accent-wash")),
    ("accent", "accent-wash"),
    ("on-accent", "accent"),
    ("soft", "lit"),
    ("card", "ink"),
]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_can_be_read(mode: str) -> None:
    light, dark = STYLE.split("@media (prefers-color-scheme: dark)", 1)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    if mode == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))
    poor = {pair for pair in PAIRS if contrast(found[pair[0]], found[pair[1]]) < 4.5}
    assert poor == set()


def test_workbooks_keep_to_the_limits_of_the_service() -> None:
    client = TestClient(create_app(Settings(max_cell_characters=5, max_text_characters=5)))
    long = client.post("/v1/export/cells", json=[{"text": "≥50000人"}])
    assert (long.status_code, long.json()["code"]) == (422, "text_too_long")
    long = client.post("/v1/export/narrative", json={"text": "举办讲座20场"})
    assert (long.status_code, long.json()["place"]) == (422, "/text")
    table = client.post("/v1/export/table", json={"text": "指标值", "lang": "fr"})
    assert (table.status_code, table.json()["place"]) == (422, "/lang")


def test_the_page_is_told_what_the_service_can_do(tmp_path: Path) -> None:
    assert TestClient(create_app()).get("/page/setup.json").json()["feedback"] is False
    kept = {"feedback": str(tmp_path / "corrections.sqlite")}
    app = create_app(Settings.model_validate(kept))
    corrections = APIRouter(prefix="/v1")
    corrections.post("/feedback")(lambda: None)
    app.include_router(corrections)
    assert TestClient(app).get("/page/setup.json").json()["feedback"] is True
