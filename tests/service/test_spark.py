"""Spark in local mode, submitted as on a cluster, against the command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import ROOT, spawn

from nlp import lexicon
from service.engines.spark import _read, parse_column
from service.mistakes import Mistake, Refused

COLUMNS = ("--value", "指标值", "--name", "指标")
CELLS = ["≥5万人", "参会人数>500人，企业>100家", "及时", "≥5万人", "", "2025年11月底前", "=9座"]
NAMES = ["受益人数", "", "及时率", "受益人数", "数量", "时限", "闸门"]

SUBMIT = Path(sys.executable).with_name("spark-submit")
SCRIPT = ROOT / "service" / "engines" / "spark.py"

QUICK = (
    "--master=local[1]",
    "--conf=spark.ui.enabled=false",
    "--driver-java-options=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
)
OF_A_UNIT = "#: code\tdimension\tfactor\tname\taliases\n{span}\tspan\t1\t榀\t\n"


def submit(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    ours = {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(ROOT), **environment}
    command = [SUBMIT, *QUICK, SCRIPT, *map(str, arguments)]
    return subprocess.run(command, env={**os.environ, **ours}, capture_output=True, text=True)


@pytest.mark.skipif(not shutil.which("java"), reason="Spark needs Java 17, and there is no `java`")
@pytest.mark.skipif(not SUBMIT.exists(), reason="Spark is not here: pip install 'zhibiao[spark]'")
def test_spark_gives_the_rows_of_the_command(tmp_path: Path) -> None:
    source, by_spark, by_us = (tmp_path / n for n in ("in.parquet", "spark", "us.parquet"))
    cells, names = [*CELLS, None, "≥7榀"], [*NAMES, "闸门", None]
    pq.write_table(pa.table({"编号": range(9), "指标": names, "指标值": cells}), source)
    words = tmp_path / "words"
    words.mkdir()
    words.joinpath("units.tsv").write_text(OF_A_UNIT, "utf-8")
    found = submit(
        source, by_spark, "--value", "指标值", "--name", "指标", ZHIBIAO_LEXICON=str(words)
    )
    assert found.returncode == 0, found.stderr
    with spawn("column", "--lexicon", words, source, *COLUMNS, "-o", by_us) as command:
        _, told = command.communicate()
    assert command.returncode == 0, told.decode()
    rows = sorted(pq.read_table(by_spark).to_pylist(), key=lambda row: row["编号"])
    assert rows == pq.read_table(by_us).to_pylist()
    assert rows[8]["target"]["constraints"][0]["unit_code"] == "{span}"


def test_an_executor_with_other_words_stops() -> None:
    batch = pa.record_batch({"指标值": ["≥5人"]})
    ours = lexicon.current().version
    (found,) = _read([batch], cells=0, names=None, into="target", version=ours)
    assert found.column("target")[0]["kind"].as_py() == "quantitative"
    with pytest.raises(Mistake, match="give both the same ZHIBIAO_LEXICON"):
        next(_read([batch], cells=0, names=None, into="target", version="another"))


@pytest.mark.parametrize(
    ("value", "into", "message"),
    [
        ("目标", "target", "no column '目标'; its columns are '指标值'"),
        ("指标值", "指标值", "there already"),
    ],
)
def test_columns_that_spark_cannot_have(value: str, into: str, message: str) -> None:
    frame = SimpleNamespace(columns=["指标值"])
    with pytest.raises(Refused, match=message):
        parse_column(frame, value, into=into)  # type: ignore[arg-type]
