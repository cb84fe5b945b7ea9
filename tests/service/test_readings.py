"""Distinct pairs, remembered within bounds, and read in processes of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pytest

from nlp import parse
from nlp.schema import Constraint, Note, Target
from service.column import Readings, Shape, readings
from service.column.build import built
from service.column.readings import in_order
from service.column.shape import FLAT, NESTED
from service.mistakes import Refused


def cells(count: int, first: int = 0) -> pa.Array:
    return pa.array([f"≥{n}人" for n in range(first, first + count)])


def values(found: pa.Array) -> list[float]:
    return [reading["constraints"][0]["value"] for reading in found.to_pylist()]


def test_a_pair_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str | None]] = []

    def read(text: str, name: str | None = None) -> Target:
        seen.append((text, name))
        return parse(text, name)

    monkeypatch.setattr("service.column.workers.parse", read)
    known = Readings()
    names = pa.array(["人数", "人数", "数量", None])
    for _ in range(3):
        known(pa.array(["≥5人", "≥5人", "≥5人", "≥5人"]), names)
    assert seen == [("≥5人", "人数"), ("≥5人", "数量"), ("≥5人", None)]
    known.forget()
    known(pa.array(["≥5人"]))
    assert len(seen) == 4


def test_an_interrupt_in_the_midst_leaves_nothing_half_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = Readings()
    known(cells(3))

    def interrupted(*_: object) -> Target:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("service.column.workers.parse", interrupted)
        with pytest.raises(KeyboardInterrupt):
            known(cells(9))
    assert values(known(cells(20, 2))) == list(range(2, 22))


@pytest.mark.parametrize("shape", Shape)
def test_no_cells_give_no_readings(shape: Shape) -> None:
    known = Readings(shape)
    nothing = pa.array([], pa.string())
    assert len(known(nothing)) == len(known(nothing, nothing)) == 0
    assert len(known(cells(2))) == 2


def test_a_pair_is_not_the_joining_of_its_parts() -> None:
    found = Readings()(pa.array(["≥5", "≥"]), pa.array(["人", "5人"]))
    assert found.field("kind").to_pylist() == ["quantitative", "unparseable"]


def test_what_is_remembered_is_bounded() -> None:
    known = Readings(kept=100)
    for first in range(0, 1000, 50):
        assert values(known(cells(50, first))) == list(range(first, first + 50))
        assert known._known.count <= 150


def test_processes_of_their_own_give_the_same_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "MANY", 10)
    monkeypatch.setattr(readings, "CHUNK", 7)
    batches = [pa.record_batch([cells(50, first)], ["c"]) for first in (0, 25, 200, 10)]
    with Readings(jobs=2) as known:
        found = [(len(b), values(r)) for b, r in in_order(iter(batches), known, 0, None)]
        assert known._workers is not None
    assert found == [(50, list(range(first, first + 50))) for first in (0, 25, 200, 10)]


def test_a_process_that_is_ended_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "MANY", 1)
    with Readings(jobs=2) as known:
        known(cells(4))
        assert known._workers is not None
        for process in known._workers._pool._processes.values():
            process.kill()
            process.join()
        with pytest.raises(Refused, match="free memory, or give --jobs 1"):
            known(cells(4, 10))


def pieces() -> Iterator[Target]:
    texts = [
        "≥5万人",
        "参会人数>500人，企业>100家",
        "及时",
        "",
        "2025年11月底前",
        "较2020年下降9%以上",
    ]
    yield from map(parse, texts)
    yield Target("", parse("≥5人").kind, [Constraint(parse("≥5人").constraints[0].op)])


def test_the_shapes_say_the_same() -> None:
    targets = list(pieces())
    nested, flat = built(Shape.NESTED, targets), built(Shape.FLAT, targets)
    assert (nested.type, flat.type) == (NESTED, FLAT)
    for one, row, target in zip(nested.to_pylist(), flat.to_pylist(), targets, strict=True):
        assert {"text": target.text, **one} == {**target.to_dict(), "exact": None}
        assert row["constraints"] == len(one["constraints"])
        assert row["notes"] == "; ".join(note["code"] for note in one["notes"])
        first = dict(one["constraints"][0]) if one["constraints"] else {}
        if first:
            first["inferred"] = "; ".join(first["inferred"])
        for name, value in first.items():
            assert row[name] == value


def test_every_field_is_described() -> None:
    kinds = [NESTED, FLAT, NESTED.field("notes").type.value_type]
    kinds.append(NESTED.field("constraints").type.value_type)
    for kind in kinds:
        assert all(field.metadata[b"description"] for field in kind)
    assert [f.name for f in kinds[-1]] == list(
        Constraint(parse("≥5人").constraints[0].op).to_dict()
    )
    assert [f.name for f in kinds[2]] == list(Note("", "").to_dict())
