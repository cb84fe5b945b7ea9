"""The command run in this process, or in one of its own, and its answers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from service.cli import app

ROOT = Path(__file__).parents[1]
TABLE = (
    "项目名称：石桥镇水渠整治\n单位：万元\n资金总额\t12.50\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\n"
    "产出指标\t数量指标\t新建水渠长度\t≥3.5公里\n"
    "产出指标\t数量指标\t新建闸门\t=9座\n"
    "满意度指标\t服务对象满意度指标\t村民满意度\t有效提升\n"
)


def run(*arguments: object, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=given)


def spawn(*arguments: object, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-W", "error", "-m", "service", *map(str, arguments)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=ROOT, **{**pipes, **options})


def answers(result: Result) -> list[Any]:
    return [json.loads(line) for line in result.stdout.splitlines()]
