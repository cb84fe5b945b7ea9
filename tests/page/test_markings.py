"""The page's own reckoning, over the whole corpus: what it marks, and how it writes a reading."""

from __future__ import annotations

from typing import Any

import pytest
from corpus_reader import read_constraint, value_cases
from playground import Visit

from nlp import parse

CASES = sorted({(case.text, case.name) for case in value_cases()}, key=str)[::9]
WORDS = ("op", "unit", "per", "subject", "change", "baseline", "date", "date_low", "date_high")
NUMBERS = ("value", "low", "high")
MARKED = """async ([folder, targets]) => {
  const { source } = await import(folder + "js/reading.js");
  return targets.map((target) => {
    const made = source(target.text, target.constraints);
    const of = (kind) => [...made.querySelectorAll(kind)].map((e) => e.textContent);
    return { text: made.textContent, whole: of(".req"), unit: of(".unit"), number: of(".number") };
  });
}"""
WRITTEN = """async ([folder, targets]) => {
  const { spelled } = await import(folder + "js/normal.js");
  return targets.map(spelled);
}"""


@pytest.fixture
def folder(opened: Visit) -> str:
    script = opened.page.locator("script[type=module]").get_attribute("src") or ""
    return opened.address + script.removesuffix("js/app.js")


def targets() -> list[dict[str, Any]]:
    read = [parse(text, name).to_dict() for text, name in CASES]
    assert sum(len(target["constraints"]) for target in read) > 400
    return read


def test_marks_change_no_text_and_name_what_was_read(opened: Visit, folder: str) -> None:
    read = targets()
    for target, marked in zip(read, opened.page.evaluate(MARKED, [folder, read]), strict=True):
        text, found = target["text"], target["constraints"]
        assert marked["text"] == text
        spans = {text[c["start"] : c["end"]] for c in found}
        assert set(marked["whole"]) <= spans
        units = {c[key] for c in found for key in ("unit", "per")}
        assert set(marked["unit"]) <= units, text
        assert all(any(c.isnumeric() or c in "半两" for c in n) for n in marked["number"]), text


def test_what_the_page_writes_is_what_was_read(opened: Visit, folder: str) -> None:
    read = targets()
    for target, line in zip(read, opened.page.evaluate(WRITTEN, [folder, read]), strict=True):
        pieces = [piece for piece in line.split("; ") if piece and "qualitative" not in piece]
        assert len(pieces) == len(target["constraints"]), line
        for piece, found in zip(pieces, target["constraints"], strict=True):
            stated = read_constraint(piece)
            assert {name: getattr(stated, name) for name in WORDS} == {n: found[n] for n in WORDS}
            numbers = [getattr(stated, name) for name in NUMBERS]
            assert [n if n is None else float(n) for n in numbers] == [found[n] for n in NUMBERS]
