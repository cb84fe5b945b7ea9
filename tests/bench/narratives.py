"""The speed of reading narratives, as ratios within one run."""

from __future__ import annotations

from nlp import analyze
from nlp.training.examples import stories
from tests.bench.timing import ratio, ratio_of_processes


def under_spacy() -> float:
    """spaCy's blank Chinese pipeline with jieba merely tokenising, against `analyze`."""
    import spacy

    texts = [story.text for story in stories()[::3]]
    stock = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    return ratio(lambda: [stock(text) for text in texts], lambda: [analyze(t) for t in texts], 5)


def load() -> float:
    """A process that loads the pipeline against one that imports spaCy."""
    return ratio_of_processes("import nlp.pipeline; nlp.pipeline.load()", "import spacy", 5)
