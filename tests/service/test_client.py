"""The client against the service: typed results, lists of any length, patience."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterator

import httpx
import pytest
from command import TABLE
from live import Live

from nlp import analyze, assess, extract, parse, review, structure
from service import calls
from service.client import AsyncClient, Client, Patience, ServiceError
from service.http import models

KEY = "钥匙-1"
HURRIED = Patience(tries=3, first=0.001)
BUSY = {"code": "busy", "type": "urn:zhibiao:problem:busy", "title": "t", "status": 503}


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    with Live(api_keys=hashlib.sha256(KEY.encode()).hexdigest(), max_items=500) as live:
        yield live


@pytest.fixture
def client(live: Live) -> Iterator[Client]:
    with Client(live.address, key=KEY) as client:
        yield client


def test_readings(client: Client) -> None:
    text = "带动就业超10万人，增收1.2亿元"
    assert dumped(client.parse("≥95", name="上报率（%）")) == parse("≥95", "上报率（%）").to_dict()
    assert dumped(client.extract(text))["constraints"] == [c.to_dict() for c in extract(text)]
    assert dumped(client.analyze(text)) == analyze(text).to_dict()
    wanted = assess("≥5场", "4场", weight=10, lang="en").to_dict()
    assert dumped(client.assess("≥5场", "4场", weight=10, lang="en")) == wanted


def dumped(result: models.Report) -> dict[str, object]:
    return result.model_dump(mode="json")


def test_tables_and_files(client: Client) -> None:
    grid = [row.split("\t") for row in TABLE.splitlines()]
    assert dumped(client.structure(TABLE)) == structure(TABLE).to_dict()
    assert client.structure(grid).projects
    found = [each.to_dict() for each in review(structure(TABLE), lang="en")]
    assert [dumped(each) for each in client.review(TABLE, lang="en")] == found
    [entry] = client.structure_file(TABLE.encode(), "a.txt")
    assert entry.name == "a.txt"
    [entry_of_findings] = client.review_file(TABLE.encode(), "a.txt", lang="en")
    assert dumped(entry_of_findings) == {"name": "a.txt", "findings": found}


def test_lists_of_any_length_keep_their_order(client: Client) -> None:
    taken = 0

    def items() -> Iterator[str]:
        nonlocal taken
        for taken in range(1, 1201):
            yield f"≥{taken}人"

    results = client.parse_many(items())
    first = next(results)
    assert isinstance(first, models.Target)
    assert (first.text, taken) == ("≥1人", 501)
    assert [getattr(each, "text", "") for each in results] == [f"≥{n}人" for n in range(2, 1201)]


def test_an_item_that_fails_is_an_error_in_its_place(client: Client) -> None:
    long = "9" * 4001
    first, second, third = client.parse_many(["5人", {"text": long}, {"text": "6人"}])
    assert isinstance(second, models.ItemError)
    assert second.error.code == "text_too_long"
    assert isinstance(first, models.Target) and isinstance(third, models.Target)
    assert [type(e) for e in client.extract_many(["5人"])] == [models.Extraction]
    assert [type(n) for n in client.analyze_many(["5人"])] == [models.Narrative]
    pair = {"target": "≥5场", "actual": "6场"}
    assert [type(a) for a in client.assess_many([pair])] == [models.Assessment]


def test_what_serves(client: Client) -> None:
    assert client.version().lexicon == client.lexicon().version


def test_a_refusal_is_an_error_with_its_problem(live: Live, client: Client) -> None:
    with pytest.raises(ServiceError, match=r"422 text_too_long /text: .* pieces") as refused:
        client.parse("9" * 4001)
    assert refused.value.problem is not None
    assert (refused.value.status, refused.value.problem.place) == (422, "/text")
    with Client(live.address) as stranger, pytest.raises(ServiceError, match="401 unauthorized"):
        stranger.parse("5")


def test_the_client_of_event_loops_gives_the_same(live: Live, client: Client) -> None:
    async def everything() -> list[object]:
        async with AsyncClient(live.address, key=KEY) as other:
            return [
                await other.parse("≥95", name="上报率（%）"),
                await other.extract("5人"),
                await other.analyze("举办讲座5场"),
                await other.assess("≥5场", "4场"),
                await other.structure(TABLE),
                await other.review(TABLE),
                await other.structure_file(TABLE.encode(), "a.txt"),
                await other.review_file(TABLE.encode(), "a.txt"),
                await other.version(),
                await other.lexicon(),
                await collected(other.parse_many(["5人", "6人"] * 400)),
                await collected(other.extract_many(["5人"])),
                await collected(other.analyze_many(["5人"])),
                await collected(other.assess_many([{"target": "5人"}])),
            ]

    assert asyncio.run(everything()) == [
        client.parse("≥95", name="上报率（%）"),
        client.extract("5人"),
        client.analyze("举办讲座5场"),
        client.assess("≥5场", "4场"),
        client.structure(TABLE),
        client.review(TABLE),
        client.structure_file(TABLE.encode(), "a.txt"),
        client.review_file(TABLE.encode(), "a.txt"),
        client.version(),
        client.lexicon(),
        list(client.parse_many(["5人", "6人"] * 400)),
        list(client.extract_many(["5人"])),
        list(client.analyze_many(["5人"])),
        list(client.assess_many([{"target": "5人"}])),
    ]


async def collected(results: AsyncIterator[object]) -> list[object]:
    return [result async for result in results]


Answer = Callable[[httpx.Request], httpx.Response]


def after(*failures: Exception | int) -> tuple[Answer, list[bytes]]:
    """A service that answers after these failures, and the bodies that it was sent."""
    bodies: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        bodies.append(request.content)
        if len(bodies) > len(failures):
            return httpx.Response(200, json=parse("5人").to_dict())
        failure = failures[len(bodies) - 1]
        if isinstance(failure, Exception):
            raise failure
        problem = {**BUSY, "status": failure, "place": "", "remedy": "r"}
        return httpx.Response(failure, json=problem, headers={"Retry-After": "0"})

    return answer, bodies


def hurried(answer: Answer) -> Client:
    return Client("http://a", patience=HURRIED, transport=httpx.MockTransport(answer))


@pytest.mark.parametrize(
    "failure", [429, 502, 503, 504, httpx.ConnectError(""), httpx.ReadError("")]
)
def test_it_is_patient(failure: Exception | int) -> None:
    answer, bodies = after(failure, failure)
    with hurried(answer) as client:
        assert client.parse("5人").text == "5人"
    assert bodies == [b'{"text": "5\xe4\xba\xba"}'] * 3

    async def alike() -> str:
        other, _ = after(failure, failure)
        transport = httpx.MockTransport(other)
        async with AsyncClient("http://a", patience=HURRIED, transport=transport) as client:
            return (await client.parse("5人")).text

    assert asyncio.run(alike()) == "5人"


def test_its_patience_ends() -> None:
    answer, bodies = after(503, 503, 503)
    with hurried(answer) as client, pytest.raises(ServiceError, match="503 busy"):
        client.parse("5人")
    assert len(bodies) == 3


@pytest.mark.parametrize("status", [400, 401, 413, 422, 500])
def test_what_will_not_get_better_is_not_tried_again(status: int) -> None:
    answer, bodies = after(status)
    with hurried(answer) as client, pytest.raises(ServiceError):
        client.parse("5人")
    assert len(bodies) == 1


def test_an_answer_that_is_no_problem_document_is_told_by_its_status() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(403, text="<html>"))
    with Client("http://a", transport=transport) as client, pytest.raises(ServiceError) as refused:
        client.parse("5人")
    assert (str(refused.value), refused.value.problem) == ("status 403", None)


def test_waiting_grows_and_heeds_the_service() -> None:
    patience = Patience(first=1)
    waits = [patience.wait(tried) for tried in range(10)]
    assert all(2**n / 2 <= wait <= 2**n for n, wait in enumerate(waits[:5]))
    assert waits[9] <= calls.LONGEST_WAIT
    assert patience.wait(0, "3600") == calls.LONGEST_WAIT
    assert patience.wait(0, "Wed, 21 Oct 2026 07:28:00 GMT") <= 1


def test_lists_are_bounded_in_bytes_too() -> None:
    long = "9" * 400_000
    sent = list(calls.lists("/v1/parse", calls.TARGETS, [long] * 5))
    assert [call.body.count(b",") + 1 if call.body else 0 for call in sent] == [2, 2, 1]
