"""`python -m nlp.training`: fit the labels to `lexicons/narratives` and write `nlp/model`."""

from __future__ import annotations

import os
from pathlib import Path


def main() -> None:
    """Train and save; one thread, so that sums are always taken in the same order."""
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[variable] = "1"
    from nlp.narratives.weights import HOME
    from nlp.training.design import take_apart
    from nlp.training.examples import stories
    from nlp.training.save import save
    from nlp.training.train import Settings, train

    found = [take_apart(story) for story in stories()]
    save(train(found, Settings()), Path(HOME))
    print(f"{len(found)} narratives; wrote {HOME}")


if __name__ == "__main__":
    main()
