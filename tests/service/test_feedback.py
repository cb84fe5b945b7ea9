"""`/v1/feedback` and the file that corrections are kept in."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from command import ROOT
from http_client import JSON, MARK, problem, small
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from nlp import __version__, lexicon, parse
from nlp.notation import read_reading
from service.app import create_app
from service.feedback import Feedback, Unstored
from service.settings import Settings

WRONG = {"text": "≥60人", "name": "受益人数", "expected": "> 60 户", "comment": "口径是户"}


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "feedback.db")


@pytest.fixture
def taking(file: str) -> TestClient:
    return TestClient(create_app(Settings(feedback=file)), raise_server_exceptions=False)


def test_a_correction_is_kept_beside_what_is_read(taking: TestClient, file: str) -> None:
    answer = taking.post("/v1/feedback", json={**WRONG, "given": ">= 60 人"})
    told = answer.json()
    assert answer.status_code == 201
    assert told["read"] == parse("≥60人", "受益人数").to_dict()
    assert (told["agrees"], told["differences"]) == (False, ["op", "low_inclusive", "unit"])
    (entry,) = Feedback(file).entries()
    assert (entry.id, entry.text, entry.name) == (told["id"], "≥60人", "受益人数")
    assert (entry.expected, entry.given, entry.comment) == ("> 60 户", ">= 60 人", "口径是户")
    assert (entry.read, entry.result) == (">= 60 人", told["read"])
    assert (entry.engine, entry.lexicon) == (__version__, lexicon.current().version)
    assert (entry.status, entry.times) == ("new", 1)


def test_the_same_correction_is_one_entry(taking: TestClient, file: str) -> None:
    same = [
        WRONG,
        {**WRONG, "expected": [{"op": ">", "value": 60, "unit": "户"}]},
        {"text": "≥60人", "name": "受益人数", "expected": " >  60 户 "},
    ]
    told = [taking.post("/v1/feedback", json=body).json() for body in same]
    assert [t["repeated"] for t in told] == [False, True, True]
    assert len({t["id"] for t in told}) == 1
    (entry,) = Feedback(file).entries()
    assert (entry.times, entry.comment) == (3, "口径是户")
    for other in ({"text": "≥60 人"}, {"name": "参会人数"}, {"expected": "> 61 户"}):
        assert not taking.post("/v1/feedback", json={**WRONG, **other}).json()["repeated"]


@pytest.mark.parametrize(
    ("stated", "line"),
    [
        ("qualitative", "qualitative"),
        ("unparseable", "unparseable"),
        ("unparseable no_value", "unparseable no_value"),
        ([{"op": "=", "value": 1.50, "unit": "元"}], "= 1.5 元"),
        ([{"op": "=", "value": 1e4}], "= 10000"),
        ([{"op": "range", "low": 6, "high": 10, "high_inclusive": False}], "range [6,10)"),
        ([{"op": "<=", "date": "2025-11-30"}], "date <= 2025-11-30"),
        (
            [{"op": "range", "date_low": "--03-01", "date_high": "--05-31"}],
            "date range --03-01..--05-31",
        ),
        ([{"op": ">=", "value": 5, "change": "increase", "subject": "a;b"}], None),
        ({"qualitative": "按时缴纳"}, "qualitative"),
        ({"qualitative": "按时"}, "qualitative 按时"),
        ({"kind": "unparseable"}, "unparseable"),
    ],
)
def test_what_is_right_is_stated_in_three_ways(
    taking: TestClient, stated: object, line: str | None
) -> None:
    body = {"text": "按时缴纳", "expected": stated}
    told = taking.post("/v1/feedback", json=body).json()["expected"]
    assert told == line or (line is None and "a\\u003bb" in told)
    assert read_reading(told)


@pytest.mark.parametrize("text", ["≥5万人", "2025年3-5月", "按时缴纳", "", "3次/月", "≥5人，按时"])
def test_a_result_states_itself(taking: TestClient, text: str) -> None:
    target = taking.post("/v1/parse", json=text).json()
    told = taking.post("/v1/feedback", json={"text": text, "expected": target}).json()
    assert told["agrees"], told


@pytest.mark.parametrize(
    ("stated", "code", "place"),
    [
        (f">= 60 人 {MARK}", "expected_unread", "/expected, column 9"),
        (f"{MARK} 60", "expected_unread", "/expected, column 1"),
        ("", "expected_unread", "/expected, column 1"),
        ([], "expected_unread", "/expected"),
        ({}, "expected_unread", "/expected"),
        ({"kind": "quantitative", "qualitative": MARK}, "expected_unread", "/expected"),
        ([{"op": ">="}], "missing", "/expected/0/value"),
        ([{"op": "range", "low": 5}], "missing", "/expected/0/high"),
        ([{"value": 5}], "missing", "/expected/0/op"),
        ([{"op": MARK, "value": 5}], "wrong_type", "/expected/0/op"),
        ([{"op": ">=", "value": "5"}], "wrong_type", "/expected/0/value"),
        ([{"op": ">=", "value": True}], "wrong_type", "/expected/0/value"),
        ([{"op": ">=", "value": 1e300}], "wrong_type", "/expected/0/value"),
        ([{"op": ">=", "value": 5, "unit": 3}], "not_text", "/expected/0/unit"),
        ([{"op": ">=", "value": 5, "units": MARK}], "unknown_key", "/expected/0/units"),
        ([{"op": ">=", "value": 5, "low": 6}], "expected_unread", "/expected/0/low"),
        (
            [{"op": ">", "value": 5, "low_inclusive": True}],
            "expected_unread",
            "/expected/0/low_inclusive",
        ),
        ([{"op": "range", "low": 6, "high": 5}], "expected_unread", "/expected/0"),
        ({"constraints": [{"op": ">="}]}, "missing", "/expected/constraints/0/value"),
        (
            {"constraints": [{"op": "<=", "date": MARK}]},
            "expected_unread",
            "/expected/constraints/0",
        ),
        (5, "wrong_type", "/expected"),
        (None, "wrong_type", "/expected"),
    ],
)
def test_what_cannot_be_right_is_named(
    taking: TestClient, file: str, stated: object, code: str, place: str
) -> None:
    body = {"text": MARK, "expected": stated}
    problem(taking.post("/v1/feedback", json=body), 422, code, place)
    assert not Path(file).exists()


def test_other_faults_of_a_correction(taking: TestClient) -> None:
    problem(taking.post("/v1/feedback", json={"text": MARK}), 422, "missing", "/expected")
    long = {**WRONG, "comment": MARK * 9000}
    problem(taking.post("/v1/feedback", json=long), 422, "text_too_long", "/comment")
    long = {**WRONG, "expected": MARK * 9000}
    problem(taking.post("/v1/feedback", json=long), 422, "text_too_long", "/expected")
    many = {**WRONG, "expected": [{"op": "=", "value": 5, "unit": "人"}] * 900}
    problem(taking.post("/v1/feedback", json=many), 422, "text_too_long", "/expected")
    given = {**WRONG, "given": ">= x"}
    problem(taking.post("/v1/feedback", json=given), 422, "expected_unread", "/given, column 4")


def test_without_a_file_no_corrections_are_taken() -> None:
    problem(small().post("/v1/feedback", json=WRONG), 404, "feedback_off")


def full(path: Path) -> TestClient:
    return TestClient(create_app(Settings(feedback=str(path), max_feedback_bytes=40_000)))


def test_the_file_is_bounded(tmp_path: Path) -> None:
    client = full(tmp_path / "feedback.db")
    for number in range(200):
        body = {"text": f"≥{number}人" + "，按时" * 200, "expected": "qualitative"}
        answer = client.post("/v1/feedback", json=body)
        if answer.status_code != 201:
            break
    problem(answer, 503, "feedback_full")
    assert 0 < number < 40
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 2 * 40_000
    store = Feedback(str(tmp_path / "feedback.db"), 40_000)
    kept = store.entries()
    assert len(kept) == number
    store.drop([entry.id for entry in kept])
    assert client.post("/v1/feedback", json=body).status_code == 201


def _text(path: Path) -> None:
    path.write_text("no database", "utf-8")


def _directory(path: Path) -> None:
    path.mkdir()


def _of_another(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE things (name)")
    other.close()


@pytest.mark.parametrize("make", [_text, _directory, _of_another])
def test_another_file_is_left_as_it_is(file: str, make: Callable[[Path], None]) -> None:
    make(Path(file))
    before = Path(file).is_file() and Path(file).read_bytes()
    client = TestClient(create_app(Settings(feedback=file)))
    problem(client.post("/v1/feedback", json=WRONG), 503, "feedback_unavailable")
    assert client.post("/v1/parse", json="≥5人").status_code == 200
    assert (Path(file).is_file() and Path(file).read_bytes()) == before


def test_a_file_in_use_by_another_is_tried_again(
    taking: TestClient, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taking.post("/v1/feedback", json=WRONG)
    monkeypatch.setattr("service.feedback.PATIENCE", 0.01)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = taking.post("/v1/feedback", json=WRONG)
    problem(answer, 503, "feedback_busy")
    assert answer.headers["retry-after"] == "1"
    other.execute("ROLLBACK")
    other.close()
    assert taking.post("/v1/feedback", json=WRONG).status_code == 201


WORK = """
import sys
from nlp import parse
from nlp.notation import read_reading
from service.feedback import Feedback
file, worker = sys.argv[1:]
for number in range(12):
    for text in (f"≥{worker}{number:02}人", "≥7人"):
        Feedback(file).add(parse(text), None, read_reading("qualitative"))
"""


def test_several_workers_share_the_file(file: str) -> None:
    commands = [[sys.executable, "-c", WORK, file, str(worker)] for worker in (1, 2, 3)]
    workers = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    assert [worker.wait() for worker in workers] == [0, 0, 0]
    found = {entry.text: entry.times for entry in Feedback(file).entries()}
    assert len(found) == 37
    assert found["≥7人"] == 36


def test_entries_stand_in_the_order_of_time(file: str) -> None:
    store = Feedback(file)
    for number in (1, 2, 3):
        store.add(parse(f"{number}人"), None, read_reading("unparseable"))
    assert [e.text for e in store.entries()] == ["1人", "2人", "3人"]
    assert [e.text for e in store.entries(newest=True, most=2)] == ["3人", "2人"]
    store.mark_exported(store.entries(most=1))
    assert [e.text for e in store.entries(status="new")] == ["2人", "3人"]
    assert [e.text for e in store.entries(status="exported")] == ["1人"]


def test_what_is_dropped_leaves_no_trace(file: str, tmp_path: Path) -> None:
    store = Feedback(file)
    entry, _ = store.add(parse("≥60人", MARK), MARK, read_reading("= 60 人"), comment=MARK)
    assert any(MARK.encode() in path.read_bytes() for path in tmp_path.iterdir())
    assert store.drop([entry, "0000"]) == ["0000"]
    assert store.entries() == []
    assert not any(MARK.encode() in path.read_bytes() for path in tmp_path.iterdir())


def test_a_store_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    with pytest.raises(Unstored, match="unable to open"):
        Feedback(str(tmp_path / "nowhere" / "feedback.db")).entries()


def test_texts_of_every_kind_are_kept(taking: TestClient, file: str) -> None:
    texts = ["a\0b", "'; DROP TABLE entries; --", "👩‍🌾" * 50, " \n", ""]
    for text in texts:
        body: dict[str, Any] = {"text": text, "expected": "unparseable"}
        assert taking.post("/v1/feedback", json=body).status_code == 201
    assert [e.text for e in Feedback(file).entries()] == texts


KEYS = st.sampled_from(["op", "value", "low", "unit", "date", "kind", "constraints", "qualitative"])
SCALARS = st.sampled_from([">=", "range", "~", "unparseable", "2025-11-30", "--13-01", "人", "", 5])
STATED = st.recursive(
    SCALARS | st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@settings(max_examples=50)
@given(stated=STATED, text=st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_whatever_is_stated_has_a_sound_answer(stated: object, text: str) -> None:
    with TemporaryDirectory() as folder:
        client = TestClient(create_app(Settings(feedback=f"{folder}/feedback.db")))
        body = json.dumps({"text": text, "expected": stated}).encode()
        answer = client.post("/v1/feedback", content=body, headers=JSON)
    assert answer.status_code in (201, 422)
    if answer.status_code == 201:
        assert read_reading(answer.json()["expected"])
