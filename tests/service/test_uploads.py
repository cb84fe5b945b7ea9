"""Files by HTTP: each document an entry; a hostile file costs only its own answer."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from command import TABLE
from http_client import JSON, MARK, problem, small
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from nlp import review, structure
from nlp.schema import Note
from service.documents import structured
from service.http import reports, uploads
from service.mistakes import Refused
from service.readers import Content, Unread, contents

BYTES = {"content-type": "application/octet-stream"}
CONTENTS = "service.http.uploads.contents"


def form(content: bytes, name: str = "table.txt", field: str = "file") -> dict[str, Any]:
    return {"files": {field: (name, content)}}


def test_a_file_in_a_form(client: TestClient) -> None:
    answer = client.post("/v1/structure", **form(TABLE.encode()))
    [entry] = answer.json()
    assert entry["name"] == "table.txt"
    [content] = contents(TABLE.encode(), "table.txt")
    assert isinstance(content, Content)
    assert entry["document"] == structured(content).to_dict()
    assert entry["document"]["projects"][0]["name"] == "石桥镇水渠整治"
    TypeAdapter(list[reports.FileDocument]).validate_json(answer.content, strict=True)


def test_a_bare_file(client: TestClient) -> None:
    content = TABLE.encode("gb18030")
    answer = client.post("/v1/structure?name=2025.txt", content=content, headers=BYTES)
    assert answer.json()[0]["name"] == "2025.txt"
    assert answer.json() == client.post("/v1/structure", **form(content, "2025.txt")).json()


def test_findings_on_a_file(client: TestClient) -> None:
    text = TABLE.replace("≥3.5公里", "≥3.5亩")
    wanted = [found.to_dict() for found in review(structure(text), lang="en")]
    answer = client.post("/v1/review?lang=en", **form(text.encode()))
    assert answer.json() == [{"name": "table.txt", "findings": wanted}]
    TypeAdapter(list[reports.FileFindings]).validate_json(answer.content, strict=True)


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "..\\..\\passwd", "C:passwd\\..\\passwd", "a/\x7fpasswd"],
)
def test_a_name_is_no_path(client: TestClient, name: str) -> None:
    answer = client.post("/v1/structure", params={"name": name}, **form(TABLE.encode()))
    assert answer.json()[0]["name"] == "passwd"


@pytest.mark.parametrize(
    ("given", "code", "place"),
    [
        (form(b"", field="table"), "unknown_key", "/table"),
        (form(b"", field=f"{MARK} x"), "unknown_key", ""),
        ({"data": {"file": MARK}, "files": {}}, "content_type", ""),
        ({"files": {"file": (None, MARK)}}, "file_missing", ""),
        ({"files": [("file", ("a", b"1")), ("file", ("b", b"2"))]}, "multipart_malformed", ""),
        (
            {"content": b"--x\r\n", "headers": {"content-type": "multipart/form-data"}},
            "multipart_malformed",
            "",
        ),
        (
            {"content": b"x" * 9, "headers": {"content-type": "multipart/form-data; boundary=x"}},
            "multipart_malformed",
            "",
        ),
        (
            {"content": b"--x--", "headers": {"content-type": "multipart/form-data; boundary=x"}},
            "file_missing",
            "",
        ),
        ({"content": b"", "headers": BYTES}, "body_missing", ""),
    ],
)
def test_forms_that_hold_no_file(
    client: TestClient, given: dict[str, Any], code: str, place: str
) -> None:
    answer = client.post("/v1/structure", **given)
    problem(answer, 415 if code == "content_type" else 422, code, place)


def test_a_file_that_cannot_be_read(client: TestClient) -> None:
    answer = client.post("/v1/structure", **form(b"\x00\x01\x02\xff\xfe\x00" * 9, f"{MARK}.bin"))
    found = problem(answer, 422, "file_unreadable")
    assert found["title"] != "the file cannot be read"


@pytest.mark.parametrize("bare", [False, True])
def test_a_large_file_has_the_answer_of_a_large_body(bare: bool) -> None:
    client = small(max_file_bytes=1000)
    content = b"9" * 50_000
    given = {"content": content, "headers": BYTES} if bare else form(content)
    problem(client.post("/v1/structure", **given), 413, "body_too_large")


def one_and_one_unread(content: bytes, name: str) -> Iterator[Content | Unread]:
    text = content.decode()
    yield next(c for c in contents(text.encode(), f"{name}!a.txt") if isinstance(c, Content))
    yield Unread(f"{name}!b.txt", Refused("its reader stops", "send another\n" + "x" * 9999))


def test_an_archive_gives_an_entry_for_each_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CONTENTS, one_and_one_unread)
    upload = uploads.Upload(TABLE.encode(), uploads.BYTES, "two.zip", "zh")
    answer = uploads.read_file("structure", upload, 1 << 20)
    read, unread = json.loads(answer.body)
    assert (read["name"], unread["name"]) == ("two.zip!a.txt", "two.zip!b.txt")
    assert read["document"]["projects"]
    assert unread["error"]["code"] == "file_unreadable"
    assert unread["error"]["message"] == "its reader stops"
    assert len(unread["error"]["remedy"]) < 400
    assert (answer.tally.items, answer.tally.failed) == (2, 1)
    TypeAdapter(list[reports.FileDocument | reports.FileError]).validate_json(answer.body)


def test_notes_of_the_reader_stand_in_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    note = Note("empty", "the reader says")
    monkeypatch.setattr(CONTENTS, lambda content, name: iter([Content(name, [], [note])]))
    upload = uploads.Upload(b"x", uploads.BYTES, "a.txt", "zh")
    [entry] = json.loads(uploads.read_file("structure", upload, 1 << 20).body)
    assert entry["document"]["notes"][0]["message"] == "the reader says"


def hostile(do: str) -> uploads.Answer:
    if do == "die":
        os._exit(9)
    if do == "eat":
        return uploads.Answer(b"x" * (1 << 40), uploads.Tally())
    time.sleep(60)
    raise AssertionError


@pytest.mark.parametrize(
    ("do", "code"),
    [
        ("die", "file_unreadable"),
        ("eat", "file_unreadable"),
        ("wait", "took_too_long"),
    ],
)
def test_a_hostile_file_costs_its_own_answer(
    monkeypatch: pytest.MonkeyPatch, do: str, code: str
) -> None:
    client = small(file_seconds=3)
    assert client.post("/v1/structure", **form(TABLE.encode())).status_code == 200
    with monkeypatch.context() as patch:
        patch.setattr("service.http.uploads.read_file", _Named(do))
        problem(client.post("/v1/structure", **form(b"")), 422, code)
    assert client.post("/v1/structure", **form(TABLE.encode())).status_code == 200
    assert client.post("/v1/parse", content=b'"5"', headers=JSON).status_code == 200


class _Named:
    """Calls `hostile` in a child process, whatever it is given."""

    def __init__(self, do: str) -> None:
        self.do = do

    def __call__(self, *_: object) -> uploads.Answer:
        return hostile(self.do)


def test_files_have_their_places() -> None:
    client = small(max_uploads=1)
    client.app.state.limits.uploads.taken = 1  # type: ignore[attr-defined]
    problem(client.post("/v1/structure", **form(TABLE.encode())), 503, "busy")


def test_a_large_answer_is_refused() -> None:
    problem(
        small(max_answer_bytes=100).post("/v1/structure", **form(TABLE.encode())),
        422,
        "answer_too_large",
    )
