"""The HTTP interface: results, order, each item for itself."""

from __future__ import annotations

import json

import pytest
from http_client import JSON, MARK, small
from starlette.testclient import TestClient

from nlp import __version__, extract, lexicon, parse, structure
from service.http import models


def test_parse_one(client: TestClient) -> None:
    wanted = parse("≥5万人", "科普活动受益人数").to_dict()
    item = {"text": "≥5万人", "name": "科普活动受益人数"}
    assert client.post("/v1/parse", json=item).json() == wanted
    assert client.post("/v1/parse", json={"text": "≥95", "name": None}).json() == (
        parse("≥95").to_dict()
    )
    assert client.post("/v1/parse", json="≥5人").json() == parse("≥5人").to_dict()


def test_parse_uses_the_name(client: TestClient) -> None:
    item = {"text": "≥95", "name": "上报率（%）"}
    assert client.post("/v1/parse", json=item).json()["constraints"][0]["unit"] == "%"


def test_a_list_keeps_its_order_and_length(client: TestClient) -> None:
    texts = [f"≥{number}人" for number in range(1000)]
    answer = client.post("/v1/parse", json=texts)
    assert [target["text"] for target in answer.json()] == texts
    assert client.post("/v1/parse", json=[]).json() == []


@pytest.mark.parametrize(
    ("item", "code", "place"),
    [
        ({"text": 5}, "not_text", "/1/text"),
        ({"text": None}, "not_text", "/1/text"),
        ({"text": MARK, "name": 5}, "not_text", "/1/name"),
        ({}, "missing", "/1/text"),
        ({"text": MARK, "nmae": MARK}, "unknown_key", "/1/nmae"),
        ({"text": MARK, MARK: 1}, "unknown_key", "/1"),
        ({"text": MARK, **{f"key{n}": n for n in range(99)}}, "unknown_key", "/1"),
        ({"text": "\ud800"}, "lone_surrogate", "/1/text"),
        ("\udfff", "lone_surrogate", "/1"),
        (7, "wrong_type", "/1"),
        (None, "wrong_type", "/1"),
        (True, "wrong_type", "/1"),
        ([MARK], "wrong_type", "/1"),
        (float("nan"), "wrong_type", "/1"),
        (MARK * 2001, "text_too_long", "/1"),
        ({"text": MARK * 2001}, "text_too_long", "/1/text"),
        ({"text": "5", "name": MARK * 2001}, "text_too_long", "/1/name"),
    ],
)
def test_a_bad_item_spoils_only_itself(
    client: TestClient, item: object, code: str, place: str
) -> None:
    body = json.dumps(["≥5人", item, {"text": "9座"}])
    answer = client.post("/v1/parse", content=body, headers=JSON)
    assert answer.status_code == 200
    before, failed, after = answer.json()
    assert before == parse("≥5人").to_dict()
    assert after == parse("9座").to_dict()
    assert (failed["error"]["code"], failed["error"]["place"]) == (code, place)
    assert MARK not in answer.text
    models.ItemError.model_validate(failed, strict=True)


def test_a_thousand_items_with_ten_bad_ones(client: TestClient) -> None:
    body = [{"text": f"≥{n}人"} if n % 100 else {"text": n} for n in range(1000)]
    answer = client.post("/v1/parse", json=body)
    failed = [n for n, result in enumerate(answer.json()) if "error" in result]
    assert (answer.status_code, failed) == (200, list(range(0, 1000, 100)))


def test_extract(client: TestClient) -> None:
    text = "带动就业超10万人，增收1.2亿元"
    wanted = {"text": text, "constraints": [found.to_dict() for found in extract(text)]}
    assert len(wanted["constraints"]) == 2
    assert client.post("/v1/extract", json={"text": text}).json() == wanted
    first, second = client.post("/v1/extract", json=[text, {"text": text, "name": "x"}]).json()
    assert first == wanted
    assert second["error"]["code"] == "unknown_key"


def test_offsets_are_code_points_of_the_text_as_sent(client: TestClient) -> None:
    text = "𠀀𠀁共≥5人"
    found = client.post("/v1/extract", json=text).json()["constraints"][0]
    assert text[found["start"] : found["end"]] == "≥5人"


TABLE = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t新建水渠长度\t≥3.5公里"


def test_structure_text(client: TestClient) -> None:
    answer = client.post("/v1/structure", json={"text": TABLE})
    assert answer.json() == structure(TABLE).to_dict()
    assert answer.json()["projects"][0]["indicators"][0]["name"] == "新建水渠长度"


def test_structure_grid(client: TestClient) -> None:
    grid = [row.split("\t") for row in TABLE.split("\n")]
    answer = client.post("/v1/structure", json={"grid": grid})
    assert answer.json() == structure(grid).to_dict()
    assert answer.json()["projects"][0]["indicators"][0]["name"] == "新建水渠长度"


def test_a_number_in_a_grid_keeps_its_digits(client: TestClient) -> None:
    body = '{"grid": [["三级指标", "指标值", null], ["新建水渠长度", 3.50, null]]}'
    answer = client.post("/v1/structure", content=body.encode(), headers=JSON).json()
    targets = answer["projects"][0]["indicators"][0]["targets"]
    assert targets[0]["target"]["text"] == "3.50"


def test_long_texts_are_read_in_a_child_process() -> None:
    text = "开展义诊12场，" * 500
    inline, threaded = small(max_inline_bytes=100_000), small(max_inline_bytes=0)
    wanted = inline.post("/v1/extract", json=text).json()
    assert len(wanted["constraints"]) == 500
    assert threaded.post("/v1/extract", json=text).json() == wanted


def test_healthz(client: TestClient) -> None:
    version = lexicon.current().version
    wanted = {"status": "ok", "version": __version__, "lexicon": version}
    assert client.get("/healthz").json() == wanted


def test_lexicon(client: TestClient) -> None:
    words = lexicon.current()
    assert client.get("/v1/lexicon").json() == {"version": words.version, "counts": words.counts}
    assert words.counts["units"] > 100
