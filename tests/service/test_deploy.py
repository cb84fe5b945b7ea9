"""What is written for operators names settings, commands and files that there are."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from service.settings import CONFIG, variables

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "service" / "deploy").iterdir())
SETTINGS = {CONFIG, *(variable for variable, _, _ in variables())}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_variable_is_a_setting(path: Path) -> None:
    assert set(re.findall(r"ZHIBIAO_[A-Z_]+[A-Z]", path.read_text("utf-8"))) <= SETTINGS


def test_the_image_takes_what_there_is() -> None:
    text = (ROOT / "service/deploy/Containerfile").read_text("utf-8").replace("\\\n", " ")
    taken = [shlex.split(line)[1:-1] for line in text.splitlines() if line.startswith("COPY ")]
    names = [name for copied in taken for name in copied if not name.startswith(("--", "/"))]
    assert "lexicons" in names
    assert all((ROOT / name).exists() for name in names)
    assert "USER 10001" in text


def test_the_unit_lets_the_service_end_its_children() -> None:
    unit = (ROOT / "service/deploy/zhibiao.service").read_text("utf-8")
    assert "KillMode=mixed" in unit
    assert "zhibiao serve\n" in unit
