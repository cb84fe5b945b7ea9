"""The weights of the package are what the examples give, and broken examples name their place."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nlp.lexicon import LexiconError
from nlp.narratives.weights import Weights
from nlp.training.design import take_apart
from nlp.training.examples import read, stories
from nlp.training.save import save
from nlp.training.train import Settings, train

ROOT = Path(__file__).parents[1]
MODEL = ("weights.npz", "labels.json")
HOME = ROOT / "nlp" / "narratives" / "model"


@pytest.mark.slow
def test_training_gives_the_same_bytes() -> None:
    before = [(HOME / name).read_bytes() for name in MODEL]
    subprocess.run([sys.executable, "-m", "nlp.training"], cwd=ROOT, check=True)
    assert [(HOME / name).read_bytes() for name in MODEL] == before


def test_what_is_trained_on_some_examples_can_be_read(tmp_path: Path) -> None:
    models = train([take_apart(story) for story in stories()[::24]], Settings())
    for home in (tmp_path / "one", tmp_path / "two"):
        save(models, home)
    assert all(
        (tmp_path / "one" / n).read_bytes() == (tmp_path / "two" / n).read_bytes() for n in MODEL
    )
    found = Weights(str(tmp_path / "one"))
    assert found.columns == Weights().columns
    known = found.rows_of("，图书馆，")
    assert known.shape == (3, 5) and known.any()


def test_broken_weights_are_named_with_their_remedy(tmp_path: Path) -> None:
    for name in MODEL:
        (tmp_path / name).write_bytes((HOME / name).read_bytes())
    Weights(str(tmp_path))
    columns = json.loads((tmp_path / "labels.json").read_text("utf-8"))
    columns["columns"]["domain"].pop()
    for broken in (json.dumps(columns), "{", "[]"):
        (tmp_path / "labels.json").write_text(broken, "utf-8")
        with pytest.raises(LexiconError, match=r"labels.json.*nlp\.training"):
            Weights(str(tmp_path))
    (tmp_path / "labels.json").write_bytes((HOME / "labels.json").read_bytes())
    for content in (b"", b"PK\x03\x04 torn"):
        (tmp_path / "weights.npz").write_bytes(content)
        with pytest.raises(LexiconError, match=r"weights.npz"):
            Weights(str(tmp_path))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("output\t11\t举办讲座5场\n", "206.txt:1"),
        ("= 206  培训宣传\noutput\t举办讲座5场\n", "206.txt:2"),
        ("= 206  培训宣传\nresult\t11\t举办讲座5场\n", "206.txt:2"),
        ("= science\n", "206.txt:1"),
        ("= 206  -\n    = 5 场\n", "206.txt:2"),
    ],
)
def test_a_broken_example_is_named_by_file_and_line(text: str, place: str, tmp_path: Path) -> None:
    path = tmp_path / "206.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(LexiconError, match=place):
        list(read(path))
