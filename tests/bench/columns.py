"""The cost of `zhibiao column`, against pyarrow reading and writing the same file."""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

NAMES = [
    f"{deed}{thing}{measure}"
    for deed in ("走访", "培训", "新建", "宣传", "带动就业", "采购", "维修")
    for thing in ("群众", "企业", "设备", "道路", "学校")
    for measure in ("人次", "数量", "完成率", "面积", "（次）", "成本")
]
SIGNS = ["≥", "≤", ">", "", "不少于", "不超过", "="]
UNITS = ["人", "人次", "场", "%", "个", "家", "万元", "亩", "公里", "次"]
WORDS = ["有效提升", "显著改善", "按时缴纳", "长期", "较高", "逐步完善"]
ROWS, DISTINCT, ALL_DISTINCT = 5_000_000, 15_000, 1_000_000
COPY = "import sys, pyarrow.parquet as pq; pq.write_table(pq.read_table(sys.argv[1]), sys.argv[2])"

OWN_TIME = """
import atexit, sys, time
from service.cli import app
own = sys.argv.pop(1)
if __name__ == "__main__":
    atexit.register(lambda: open(own, "w").write(str(time.process_time())))
    app()
"""


def cell(chance: random.Random, most: int) -> str:
    """A cell such as an archive has: most are an operator, a number and a unit."""
    kind = chance.random()
    number = chance.randrange(1, most)
    if kind < 0.7:
        return f"{chance.choice(SIGNS)}{number}{chance.choice(UNITS)}"
    if kind < 0.8:
        return f"{chance.choice(WORDS)}{chance.choice(['', '水平', '能力'])}"
    if kind < 0.9:
        return f"参会人数>{number}人，企业>{chance.randrange(1, 300)}家"
    return f"2025年{chance.randrange(1, 13)}月{chance.randrange(1, 28)}日前"


def write_table(path: Path, rows: int, distinct: int) -> None:
    """A table of `rows` rows with exactly `distinct` pairs of name and cell."""
    chance = random.Random(4)
    most = max(2000, distinct)
    pairs: dict[tuple[str, str], None] = {}
    while len(pairs) < distinct:
        pairs[chance.choice(NAMES), cell(chance, most)] = None
    names, cells = zip(*pairs, strict=True)
    places = [*range(distinct), *chance.choices(range(distinct), k=rows - distinct)]
    chance.shuffle(places)
    taken = pa.array(places, pa.int32())
    columns = {"编号": pa.array(range(rows)), "指标": pa.array(names).take(taken)}
    pq.write_table(pa.table({**columns, "指标值": pa.array(cells).take(taken)}), path)


def spent(*command: object) -> tuple[float, float, float]:
    """Processor seconds, wall seconds and peak bytes of a program, with all its children.

    A process begins with the peak of the one that starts it: tables are made in one of their own.
    """
    begin = time.perf_counter()
    process = subprocess.Popen([sys.executable, *map(str, command)], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    wall = time.perf_counter() - begin
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024


def column(source: Path, target: Path, *options: object) -> tuple[float, float, float]:
    """The same of `zhibiao column`."""
    reading = ("--value", "指标值", "--name", "指标", "-o", target)
    return spent("-m", "service", "column", source, *reading, *options)


def repeated(rounds: int = 3) -> Iterator[tuple[str, float, float]]:
    """Processor time and peak memory over those of a copy, for rows that repeat."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.parquet"), Path(folder, "out.parquet")
        spent("-m", "tests.bench.columns", source, ROWS, DISTINCT)
        for form, options in (("nested", ()), ("flat", ("--flat",))):
            seconds, memory = [], []
            for _ in range(rounds):
                copy = spent("-c", COPY, source, target)
                read = column(source, target, *options)
                seconds.append(read[0] / copy[0])
                memory.append(read[2] / copy[2])
            yield f"column, {form}: processor time / copy", statistics.median(seconds), 8.0
            yield f"column, {form}: peak memory / copy", max(memory), 3.0


def all_distinct() -> tuple[float, float]:
    """Processors busy on the average, and what part of their time the process that writes took.

    Means something only where two processors are free.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, target, own = (Path(folder, n) for n in ("in.parquet", "out.parquet", "own"))
        spent("-m", "tests.bench.columns", source, ALL_DISTINCT, ALL_DISTINCT)
        options = ["column", source, "--value", "指标值", "--name", "指标", "-o", target]
        seconds, wall, _ = spent("-c", OWN_TIME, own, *options, "--jobs", 2)
        return seconds / wall, float(own.read_text()) / seconds


if __name__ == "__main__":
    write_table(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
