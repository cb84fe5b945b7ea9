"""`python -m nlp.training`: fit the labels to `lexicons/narratives` and write `nlp/model`."""

from __future__ import annotations

from nlp.training.design import take_apart
from nlp.training.examples import stories
from nlp.training.save import save
from nlp.training.train import Settings, train
from nlp.weights import HOME

if __name__ == "__main__":
    from pathlib import Path

    found = [take_apart(story) for story in stories()]
    save(train(found, Settings()), Path(HOME))
    print(f"{len(found)} narratives; wrote {HOME}")
