"""`zhibiao feedback`: corrections listed, exported, dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import answers, run
from corpus_reader import Case, read_cases
from starlette.testclient import TestClient
from test_corpus import test_spelling as run_the_corpus_test

from service.app import create_app
from service.feedback import Feedback
from service.mistakes import Mistake
from service.settings import Settings

CORRECTIONS = [
    {"text": "≥60人", "expected": "= 60 人"},
    {"text": "≥60", "name": "受益人数（人）", "expected": ">= 60 人"},
    {"text": "≥60人", "expected": ">= 60 人", "comment": "看错了\n# origin: wild"},
    {"text": " (70,80] ", "name": "得分(分", "expected": [{"op": "range", "low": 70, "high": 80}]},
    {"text": "2 94%", "expected": ">= 94 %"},
    {"text": "294%", "name": "合格率", "expected": ">= 94 %"},
    {"text": "", "expected": "unparseable empty"},
    {"text": "按时缴纳", "expected": "qualitative 按时"},
]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Feedback:
    path = str(tmp_path / "feedback.db")
    client = TestClient(create_app(Settings(feedback=path)))
    for correction in CORRECTIONS:
        assert client.post("/v1/feedback", json=correction).status_code == 201
    monkeypatch.setenv("ZHIBIAO_FEEDBACK", path)
    return Feedback(path)


def test_corrections_are_listed(store: Feedback) -> None:
    found = answers(run("feedback", "list"))
    assert [entry["text"] for entry in found] == [c["text"] for c in CORRECTIONS]
    assert found[1]["expected"] == ">= 60 人"
    (newest,) = answers(run("feedback", "list", "--newest", "--limit", 1))
    assert newest["read"] == "qualitative"
    shown = run("feedback", "list", "--format", "table").stdout
    assert found[0]["id"] in shown
    assert "= 60 人" in shown


def test_exported_lines_are_a_corpus(store: Feedback, tmp_path: Path) -> None:
    done = run("feedback", "export")
    lines = done.stdout.splitlines()
    kept = store.entries()
    assert lines[0] == "# origin: feedback"
    assert f"# {kept[2].id}: 看错了 # origin: wild" in lines
    assert "    (受益人数（人）) ≥60  ≥60人" in lines
    assert f"{kept[0].id}: left out; {kept[2].id} says otherwise of the same cell" in done.stderr
    assert {entry.status for entry in store.entries()} == {"exported"}
    path = tmp_path / "mended.txt"
    path.write_text(done.stdout, "utf-8")
    cases = list(read_cases(path))
    assert {(c.text, c.name) for c in cases} == {(c["text"], c.get("name")) for c in CORRECTIONS}
    assert {case.origin for case in cases} == {"feedback"}
    right = [case for case in cases if runs(case)]
    assert {case.text for case in cases} - {case.text for case in right} >= {"按时缴纳"}
    assert {"≥60人", "≥60", ""} <= {case.text for case in right}


def runs(case: Case) -> bool:
    try:
        run_the_corpus_test(case)
    except AssertionError:
        return False
    return True


def test_what_was_inferred_is_exported_with_it(store: Feedback) -> None:
    store.drop([entry.id for entry in store.entries()])
    client = TestClient(create_app(Settings(feedback=store.path)))
    client.post("/v1/feedback", json={"text": "》6%", "expected": ">= 6 %"})
    assert run("feedback", "export").stdout.splitlines()[1:] == [">= 6 % ?op", "    》6%"]


@pytest.mark.parametrize("form", ["corpus", "jsonl"])
def test_exported_lines_are_evaluated(store: Feedback, tmp_path: Path, form: str) -> None:
    path = tmp_path / "gold"
    path.write_text(run("feedback", "export", "--format", form).stdout, "utf-8")
    done = run("evaluate", path)
    assert done.exit_code == 0, done.stderr
    (scores,) = answers(done)
    assert scores["exact"]["of"] == len(CORRECTIONS) - 1
    wrong = {line["text"] for line in scores["lines"] if not line["exact"]}
    assert "按时缴纳" in wrong
    assert "≥60人" not in wrong


def test_only_new_ones_are_exported_again(store: Feedback) -> None:
    run("feedback", "export", "--limit", 2)
    lines = answers(run("feedback", "export", "--format", "jsonl", "--status", "new"))
    assert [line["text"] for line in lines] == [c["text"] for c in CORRECTIONS[2:]]
    assert lines[0]["comment"] == CORRECTIONS[2]["comment"]
    assert run("feedback", "export", "--status", "new").stdout == ""


def test_corrections_are_dropped(store: Feedback) -> None:
    first, second, *_ = store.entries()
    done = run("feedback", "drop", first.id, "nothing", second.id)
    assert done.exit_code == 1
    assert "nothing: no such entry" in done.stderr
    assert "2 dropped" in done.stderr
    assert len(store.entries()) == len(CORRECTIONS) - 2
    run("feedback", "export", "--limit", 1)
    assert run("feedback", "drop", "--status", "exported").exit_code == 0
    assert len(store.entries()) == len(CORRECTIONS) - 3


def test_wrong_usage(store: Feedback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert run("feedback", "drop").exit_code == 2
    assert run("feedback", "drop", "a", "--status", "new").exit_code == 2
    (tmp_path / "other.db").write_text("no database at all")
    done = run("feedback", "list", "--store", tmp_path / "other.db")
    assert (done.exit_code, "not a database" in done.stderr) == (1, True)
    none = run("feedback", "list", "--store", tmp_path / "none.db").exception
    assert isinstance(none, Mistake) and "no such file" in str(none)
    monkeypatch.delenv("ZHIBIAO_FEEDBACK")
    unset = run("feedback", "list").exception
    assert isinstance(unset, Mistake) and "ZHIBIAO_FEEDBACK" in str(unset)


def test_a_service_does_not_begin_with_a_file_that_it_cannot_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIBIAO_FEEDBACK", str(tmp_path))
    told = run("serve", "--port", 0).exception
    assert isinstance(told, Mistake)
    assert str(told).startswith(f"ZHIBIAO_FEEDBACK {tmp_path}: unable to open")
