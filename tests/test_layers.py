"""The way of the data has one direction: `service` imports `nlp`, never the reverse."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OUTSIDE = {"service", "fastapi", "starlette", "uvicorn", "httpx", "socket", "urllib", "requests"}
FILES = {"nlp/lexicon.py", "nlp/narratives/weights.py"}
HEAVY = ("spacy", "jieba", "rjieba", "fastapi", "pydantic", "numpy", "pyarrow", "rich", "typer")
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "nlp").rglob("*.py"))


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("module", MODULES)
def test_the_language_knows_no_outside(module: str) -> None:
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    assert {name.partition(".")[0] for name in imports(tree)}.isdisjoint(OUTSIDE)
    called = {
        n.func.id
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
    }
    assert "open" not in called or module in FILES


@pytest.mark.parametrize(
    "code",
    [
        "import nlp; nlp.parse('≥5万人')",
        "import nlp; nlp.assess('≥5万人', '48000人')",
        "import nlp; nlp.review(nlp.structure('三级指标\\t指标值\\n走访次数\\t≥5次'))",
        "import service.cli",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code: str) -> None:
    light = [name for name in HEAVY if not (name in ("rich", "typer") and "service" in code)]
    probe = f"import sys; {code}; print([m for m in {light!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True)
    assert found.stdout.strip() == "[]", found.stderr


def test_running_text_needs_words_and_nothing_else_that_is_heavy() -> None:
    loaded = f"[m for m in {HEAVY!r} if m in sys.modules]"
    probe = f"import sys, nlp; nlp.extract('新增5人'); print({loaded})"
    found = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True)
    assert found.stdout.strip() in ("['rjieba']", "['jieba']"), found.stderr


def test_reading_opens_no_socket_and_only_files_of_the_package() -> None:
    probe = """
import sys
seen = []
sys.addaudithook(lambda event, args: seen.append((event, str(args[:1]))))
import nlp
nlp.parse("≥5万人", name="受益人数")
nlp.structure("三级指标\\t指标值\\n走访次数\\t≥5次")
words = [f for e, f in seen if e == "open" and ".tsv" in f]
print(any(e.startswith("socket") for e, _ in seen), len(words) > 0, 
      all("/lexicons/" in f for f in words))
"""
    found = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True)
    assert found.stdout.split() == ["False", "True", "True"], found.stderr
