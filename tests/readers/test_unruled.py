"""Tables without rules: rows are told by their distances or their sums, or not at all."""

from __future__ import annotations

from service.readers.boxes import Box
from service.readers.unruled import Unruled

HEADS = [("项目名称", 0, 0), ("总计", 60, 0), ("绩效目标", 120, 0)]


def boxes(*words: tuple[str, float, float]) -> list[Box]:
    return [Box(text, x, x + 10 * len(text), y, y + 10) for text, x, y in words]


def texts(reader: Unruled, *words: tuple[str, float, float]) -> list[list[str]]:
    return [[cell[0] for cell in row] for row in reader.rows(boxes(*words))]


def lines(first: float, *columns: tuple[float, str]) -> list[tuple[str, float, float]]:
    """Words below each other, evenly: `first` is where the uppermost stands."""
    return [
        (word, x, first + 12 * i) for x, text in columns for i, word in enumerate(text.split("/"))
    ]


def test_evenly_set_rows_begin_where_their_sums_stand() -> None:
    words = [*HEADS, *lines(12, (0, "湿地/管护"), (60, "5.00"), (120, "管护湿地公园/保护候鸟"))]
    words += lines(36, (0, "修渠"), (60, "6.00"), (120, "整治水渠五公里/改善灌溉"))
    assert texts(Unruled(), *words) == [
        ["项目名称", "总计", "绩效目标"],
        ["湿地管护", "5.00", "管护湿地公园保护候鸟"],
        ["修渠", "6.00", "整治水渠五公里改善灌溉"],
    ]


def test_a_table_whose_rows_cannot_be_told_is_left_out_and_named() -> None:
    """Sums in the middle of their rows: the text above may belong to the row before."""
    words = [*HEADS, *lines(12, (0, "湿地/管护/公园"), (120, "管护湿地公园/保护候鸟/栖息"))]
    words += [("5.00", 60, 24), ("6.00", 60, 60)]
    words += lines(48, (0, "修/渠/一"), (120, "整治水渠五公里/改善灌溉/节水"))
    reader = Unruled()
    assert texts(reader, *words) == []
    assert reader.unclear == ["项目名称"]


def test_a_table_goes_on_at_the_head_of_the_next_page() -> None:
    reader = Unruled()
    assert len(texts(reader, *HEADS, *lines(12, (0, "修渠"), (60, "6.00"), (120, "整治")))) == 2
    rest = [*lines(0, (120, "水渠")), *lines(12, (0, "护林"), (60, "7.00"), (120, "护林/防火"))]
    assert texts(reader, *rest) == [["水渠"], ["护林", "7.00", "护林防火"]]


def test_single_lines_stay_rows_though_one_of_them_stands_apart() -> None:
    words = [("一级指标", 0, 0), ("三级指标", 60, 0), ("指标值", 120, 0)]
    words += [("产出", 0, 30), ("走访", 60, 30), ("≥5次", 120, 30)]
    words += [("培训", 60, 42), ("≥6次", 120, 42), ("上报", 60, 54), ("≥7次", 120, 54)]
    assert [row[-1] for row in texts(Unruled(), *words)] == ["指标值", "≥5次", "≥6次", "≥7次"]
