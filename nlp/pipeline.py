"""The reading of narratives as spaCy components, for pipelines of spaCy's users.

Each component can be added to any pipeline by its name: `zhibiao_quantities`, `zhibiao_clauses`,
`zhibiao_labels`. Their results stand in `doc.spans` and in extensions that begin with `zhibiao_`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry

from nlp.narrative_schema import Narrative
from nlp.narratives.commitments import commitments
from nlp.narratives.narrative import analyze
from nlp.narratives.segment import segment

if TYPE_CHECKING:
    from spacy.vocab import Vocab

CONFIG = {"nlp": {"tokenizer": {"@tokenizers": "zhibiao.Tokenizer.v1"}}}
COMPONENTS = ("zhibiao_quantities", "zhibiao_clauses", "zhibiao_labels")


def load() -> Language:
    """A Chinese pipeline with the project's tokenizer and components.

    >>> doc = load()("举办科普讲座20场，公众满意度达到90%以上。")
    >>> [(span.text, span._.zhibiao_constraint.unit) for span in doc.spans["quantities"]]
    [('20场', '场'), ('达到90%以上', '%')]
    """
    made = spacy.blank("zh", config=CONFIG)
    for name in COMPONENTS:
        made.add_pipe(name)
    return made


class Tokenizer:
    """Words by `nlp.narratives.segment`, tags as jieba has them; half surrogates become `?`."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words = segment(text)
        doc = Doc(self.vocab, words=[word.text for word in words], spaces=[False] * len(words))
        for token, word in zip(doc, words, strict=True):
            token.tag_ = word.tag
        return doc

    def to_disk(self, path: object, **_: object) -> None:
        """Nothing to write: the lexicons are the package's."""

    def from_disk(self, path: object, **_: object) -> Tokenizer:
        """Nothing to read."""
        return self

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to write."""
        return b""

    def from_bytes(self, data: bytes, **_: object) -> Tokenizer:
        """Nothing to read."""
        return self


@registry.tokenizers("zhibiao.Tokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> object:
    """What spaCy's configuration names as the tokenizer."""
    return lambda nlp: Tokenizer(nlp.vocab)


def _span(doc: Doc, start: int, end: int, label: str) -> Span | None:
    return doc.char_span(start, end, label=label, alignment_mode="expand")


@Language.component("zhibiao_quantities", assigns=["doc.spans"])
def quantities(doc: Doc) -> Doc:
    """Put every promised number into `doc.spans["quantities"]`, labelled with its operator."""
    spans = []
    for found in commitments(doc.text):
        span = _span(doc, found.start, found.end, found.op.value)
        if span is not None:
            span._.zhibiao_constraint = found
            spans.append(span)
    doc.spans["quantities"] = spans
    return doc


@Language.component("zhibiao_clauses", assigns=["doc.spans"])
def clauses(doc: Doc) -> Doc:
    """Put the clauses into `doc.spans["clauses"]`, labelled with their roles."""
    spans = []
    for found in _narrative(doc).clauses:
        span = _span(doc, found.start, found.end, found.role.value)
        if span is not None:
            span._.zhibiao_clause = found
            spans.append(span)
    doc.spans["clauses"] = spans
    return doc


@Language.component("zhibiao_labels", assigns=["doc.cats"])
def labels(doc: Doc) -> Doc:
    """Put the scores of domains and activities into `doc.cats`."""
    told = _narrative(doc)
    doc.cats.update({label.label: label.score for label in (*told.domain, *told.activity)})
    return doc


def _narrative(doc: Doc) -> Narrative:
    """The narrative of a document, read once for all components."""
    found: Narrative = doc._.zhibiao_narrative or analyze(doc.text)
    doc._.zhibiao_narrative = found
    return found


for _holder, _name in (
    (Span, "zhibiao_constraint"),
    (Span, "zhibiao_clause"),
    (Doc, "zhibiao_narrative"),
):
    if not _holder.has_extension(_name):
        _holder.set_extension(_name, default=None)
