"""The OpenAPI document: its examples work, its references hold, its schemas are the results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from nlp import narrative_schema, parse, schema, structure
from service.app import create_app
from service.http import models
from service.routes.feedback import Receipt
from service.settings import Settings

CLIENT = TestClient(create_app())
DOCUMENT: dict[str, Any] = CLIENT.get("/openapi.json").json()
RESULTS: dict[str, Any] = {
    "/v1/parse": models.Target | list[models.Target],
    "/v1/extract": models.Extraction | list[models.Extraction],
    "/v1/analyze": models.Narrative | list[models.Narrative],
    "/v1/assess": models.Assessment | list[models.Assessment],
    "/v1/structure": models.Document,
    "/v1/review": list[models.Finding],
    "/v1/feedback": Receipt,
}
MARKS = {"/v1/assess": '"met"', "/v1/review": '"remedy"', "/v1/feedback": '"agrees"'}


def examples() -> Iterator[Any]:
    for address, methods in DOCUMENT["paths"].items():
        content = methods.get("post", {}).get("requestBody", {}).get("content", {})
        for name, example in content.get("application/json", {}).get("examples", {}).items():
            yield pytest.param(address, example["value"], id=f"{address} {name}")


@pytest.mark.parametrize(("address", "body"), list(examples()))
def test_examples_work_as_they_stand(address: str, body: object, tmp_path: Path) -> None:
    client = TestClient(create_app(Settings(feedback=str(tmp_path / "feedback.db"))))
    answer = client.post(address, json=body)
    assert answer.status_code == (201 if address == "/v1/feedback" else 200)
    TypeAdapter(RESULTS[address]).validate_json(answer.content, strict=True)
    assert MARKS.get(address, '"rule"') in answer.text
    assert '"unparseable"' not in answer.text


def test_every_post_has_examples() -> None:
    posts = {address for address, methods in DOCUMENT["paths"].items() if "post" in methods}
    assert posts == RESULTS.keys() == {str(param.values[0]) for param in examples()}


def references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_every_reference_resolves() -> None:
    found = set(references(DOCUMENT))
    assert "#/components/schemas/ProblemReport" in found
    for reference in found:
        node = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]


def test_every_failure_is_a_problem_document() -> None:
    for methods in DOCUMENT["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"]


MIRRORED = {
    "Clause": narrative_schema.Clause,
    "Commitment": narrative_schema.Commitment,
    "Evidence": narrative_schema.Evidence,
    "Label": narrative_schema.Label,
    "Narrative": narrative_schema.Narrative,
    "Constraint": schema.Constraint,
    "Document": schema.Document,
    "Indicator": schema.Indicator,
    "Money": schema.Money,
    "Note": schema.Note,
    "PeriodTarget": schema.PeriodTarget,
    "Project": schema.Project,
    "Subtotal": schema.Subtotal,
    "Target": schema.Target,
    "Assessment": narrative_schema.Assessment,
    "Check": narrative_schema.Check,
    "Finding": narrative_schema.Finding,
    "Quote": narrative_schema.Quote,
}


@pytest.mark.parametrize("name", MIRRORED)
def test_models_mirror_the_results(name: str) -> None:
    result = MIRRORED[name]
    assert is_dataclass(result)
    model = getattr(models, name)
    assert list(model.model_fields) == [field.name for field in fields(result)]
    assert all(field.is_required() for field in model.model_fields.values())


def test_results_fit_their_models_exactly() -> None:
    target = parse("≥每月2场；2025年11月底前", "演出场次").to_dict()
    models.Target.model_validate_json(CLIENT.post("/v1/parse", json=target["text"]).content)
    document = structure("三级指标\t指标值\n新建水渠长度\t3.5公里").to_dict()
    assert (
        models.Document.model_validate(document, strict=False).model_dump(mode="json") == document
    )


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/docs", "text/html"),
        ("/docs/docs.html", "text/html"),
        ("/docs/docs.js", "text/javascript"),
        ("/docs/docs.css", "text/css"),
    ],
)
def test_the_docs_bring_all_that_they_need(address: str, kind: str) -> None:
    answer = CLIENT.get(address)
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "http:" not in answer.text and "https:" not in answer.text
    assert "innerHTML" not in answer.text
    for part in re.findall(r'(?:src|href)="(/docs/[^"]+)"', answer.text):
        assert CLIENT.get(part).status_code == 200


def test_there_are_no_other_files_below_the_docs() -> None:
    for name in ("docs.py", "..%2fsettings.py", "%2e%2e/app.py"):
        assert CLIENT.get(f"/docs/{name}").status_code in (404, 422)
