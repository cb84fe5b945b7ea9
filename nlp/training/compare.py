"""`python -m nlp.training.compare`: the methods side by side, each judged on what it was not shown.

Needs scikit-learn and spaCy besides what training needs. The table goes into README.md here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from nlp.narratives.segment import segment
from nlp.training import design
from nlp.training.design import Text, take_apart
from nlp.training.examples import HOME, stories
from nlp.training.linear import sigmoid, softmax
from nlp.training.train import Models, Settings, clause_rows, spoken, train

FOLDS, SURE, HELD_OUT = 5, 0.35, HOME.parents[1] / "tests" / "corpus" / "narratives"
Told = tuple[list[str], list[set[str]], list[str]]
Method = Callable[[Sequence[Text], Sequence[Text]], Told]


def ours(settings: Settings) -> Method:
    """Sequences of characters with terms as they are weighed here."""

    def judge(shown: Sequence[Text], asked: Sequence[Text]) -> Told:
        return answers(train(shown, settings), asked)

    return judge


def answers(models: Models, asked: Sequence[Text]) -> Told:
    """The domain and activities of each text, and the role of each of all clauses."""
    rows, done = (
        design.matrix(groups, models.known)
        for groups in ([t.document() for t in asked], [t.done() for t in asked])
    )
    told = models.settings
    domain = models.domain.scores(
        rows, spoken(asked, "domain", models.domains, told.domain_terms)
    ).argmax(1)
    chances = sigmoid(
        models.activity.scores(
            done, spoken(asked, "activity", models.activities, told.activity_terms)
        )
    )
    clauses = clause_rows(asked, models.known, told.extra)
    role = softmax(models.role.scores(clauses, np.zeros(1))).argmax(1)
    return (
        [models.domains[i] for i in domain],
        [{a for a, c in zip(models.activities, row, strict=True) if c > SURE} for row in chances],
        [design.ROLES[i] for i in role],
    )


def terms_alone(shown: Sequence[Text], asked: Sequence[Text]) -> Told:
    """The strongest terms, with no training."""
    from nlp.narratives.terms import labels

    def best(text: Text, axis: str, start: int = 0, end: int | None = None) -> str:
        strength = text.strength(axis, start, end)
        return labels(axis)[int(np.argmax(strength))] if any(strength) else "-"

    acts = [
        {a for a, s in zip(labels("activity"), t.strength("activity"), strict=True) if s >= 6}
        for t in asked
    ]
    roles = [best(t, "role", a, b) for t in asked for a, b in t.spans]
    return [best(t, "domain") for t in asked], acts, [r if r != "-" else "activity" for r in roles]


def linear(words: bool) -> Method:
    """scikit-learn: logistic regression over TF-IDF of words or of one to three characters."""

    def judge(shown: Sequence[Text], asked: Sequence[Text]) -> Told:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.multiclass import OneVsRestClassifier
        from sklearn.preprocessing import MultiLabelBinarizer

        def cut(text: str) -> list[str]:
            return [word.text for word in segment(text)]

        def vectorizer() -> TfidfVectorizer:
            if words:
                return TfidfVectorizer(tokenizer=cut, token_pattern=None, ngram_range=(1, 2))
            return TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)

        documents, clauses = vectorizer(), vectorizer()
        rows = documents.fit_transform([t.story.text for t in shown])
        wanted = documents.transform([t.story.text for t in asked])
        domain = LogisticRegression(C=30, max_iter=300).fit(rows, [t.story.domain for t in shown])
        names = MultiLabelBinarizer().fit([t.story.activities for t in shown])
        many = OneVsRestClassifier(LogisticRegression(C=30, max_iter=300))
        many.fit(rows, names.transform([t.story.activities for t in shown]))
        chosen = many.predict_proba(wanted) > SURE
        known = [c for t in shown for c in t.story.clauses]
        role = LogisticRegression(C=10, max_iter=300)
        role.fit(clauses.fit_transform([c.text for c in known]), [c.role.value for c in known])
        asked_clauses = clauses.transform([c.text for t in asked for c in t.story.clauses])
        return (
            list(domain.predict(wanted)),
            [set(found) for found in names.inverse_transform(chosen)],
            list(role.predict(asked_clauses)),
        )

    return judge


def textcat(shown: Sequence[Text], asked: Sequence[Text]) -> Told:
    """spaCy's bag-of-words text categorizer on our tokenizer; domain only."""
    import spacy
    from spacy.training import Example
    from thinc.api import fix_random_seed

    from nlp.pipeline import CONFIG

    fix_random_seed(1)
    made = spacy.blank("zh", config=CONFIG)
    model = {"@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": True, "ngram_size": 2}
    made.add_pipe("textcat", config={"model": {**model, "length": 65536, "no_output_layer": False}})
    codes = sorted({t.story.domain for t in shown})
    examples = [
        Example.from_dict(
            made.make_doc(t.story.text), {"cats": {c: float(c == t.story.domain) for c in codes}}
        )
        for t in shown
    ]
    made.initialize(lambda: examples)
    for _ in range(20):
        made.update(examples)
    best = [
        max(doc.cats, key=lambda c: doc.cats[c]) for doc in map(made, (t.story.text for t in asked))
    ]
    return best, [set() for _ in asked], ["activity" for t in asked for _ in t.spans]


def score(told: Told, asked: Sequence[Text]) -> tuple[float, float, float]:
    """Domain top-1, activity micro-F1, clause role accuracy."""
    domains, activities, roles = told
    right = np.mean([d == t.story.domain for d, t in zip(domains, asked, strict=True)])
    shared = sum(len(a & set(t.story.activities)) for a, t in zip(activities, asked, strict=True))
    total = sum(len(a) + len(t.story.activities) for a, t in zip(activities, asked, strict=True))
    wanted = [c.role.value for t in asked for c in t.story.clauses]
    held = np.mean([r == w for r, w in zip(roles, wanted, strict=True)])
    return float(right), 2 * shared / max(1, total), float(held)


METHODS: dict[str, Method] = {
    "terms alone": terms_alone,
    "sequences of characters": ours(replace(Settings(), domain_terms=0, activity_terms=0, said=0)),
    "sequences and terms (kept)": ours(Settings()),
    "scikit-learn, words": linear(words=True),
    "scikit-learn, characters": linear(words=False),
    "spaCy textcat, words": textcat,
}


def main() -> None:
    """Print a row a method: cross-validated, then on the held-out narratives."""
    texts = [take_apart(story) for story in stories()]
    held = [take_apart(story) for story in stories(HELD_OUT)]
    print(f"{len(texts)} narratives in {FOLDS} folds; {len(held)} held out")
    for name, method in METHODS.items():
        folds = [range(fold, len(texts), FOLDS) for fold in range(FOLDS)]
        found = []
        for fold in folds:
            asked = [texts[i] for i in fold]
            shown = [t for i, t in enumerate(texts) if i not in fold]
            found.append(score(method(shown, asked), asked))
        row = [*np.mean(found, 0), *(score(method(texts, held), held) if held else ())]
        print(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in row) + " |", flush=True)


if __name__ == "__main__":
    main()
