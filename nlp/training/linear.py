"""Linear models by maximum likelihood with a ridge: softmax for one label, sigmoid for several.

Labels already spoken for by terms enter as an offset, so that the weights learn the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags

Array = NDArray[np.float64]
_STEPS = 60


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of shape (features, labels) and a bias a label."""

    weights: Array
    bias: Array

    def scores(self, features: csr_matrix, offset: Array) -> Array:
        """Scores before softmax or sigmoid; shape (rows, labels)."""
        found: Array = features @ self.weights + self.bias + offset
        return found


def softmax(scores: Array) -> Array:
    """Probabilities along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    found: Array = raised / raised.sum(axis=-1, keepdims=True)
    return found


def sigmoid(scores: Array) -> Array:
    """Probabilities, each by itself."""
    found: Array = 1 / (1 + np.exp(-np.clip(scores, -40, 40)))
    return found


def fit(
    features: csr_matrix, wanted: Array, offset: Array, counts: Array, ridge: float, *, one: bool
) -> Model:
    """The model under which `wanted` (rows by labels, 0 or 1) is likeliest.

    `counts` weighs the rows; `one`: exactly one label holds (softmax), else any number.
    """
    size, labels = features.shape[1], wanted.shape[1]
    turned = features.T.tocsr()
    total = counts.sum()

    def loss(flat: Array) -> tuple[float, Array]:
        table = flat.reshape(size + 1, labels)
        scores = features @ table[:-1] + table[-1] + offset
        found = softmax(scores) if one else sigmoid(scores)
        error = (found - wanted) * counts[:, None]
        slope = np.vstack([turned @ error / total + ridge * table[:-1], error.sum(0) / total])
        value = _surprise(found, wanted, counts, one=one) / total
        return value + ridge / 2 * float((table[:-1] ** 2).sum()), slope.ravel()

    start = np.zeros((size + 1) * labels)
    options: dict[str, Any] = {"maxiter": _STEPS}
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    table = best.x.reshape(size + 1, labels)
    return Model(table[:-1], table[-1])


def fit_telling(
    features: csr_matrix, wanted: Array, offset: Array, ridge: float, telling: float
) -> Model:
    """The model of labels that hold or not, each by itself, which trusts telling features more.

    A feature tells the more of a label, the more its share among rows with the label differs from
    that among the others (the log ratio of naive Bayes); `telling` mixes that, at mean 1, with 1.
    """
    present = (features > 0).astype(float)
    weights, bias = np.zeros((features.shape[1], wanted.shape[1])), np.zeros(wanted.shape[1])
    for label in range(wanted.shape[1]):
        with_it, without = (
            present.T @ side + 1 for side in (wanted[:, label], 1 - wanted[:, label])
        )
        ratio = np.abs(np.log(with_it / with_it.sum() * without.sum() / without))
        scale = 1 - telling + telling * ratio / ratio.mean()
        column = slice(label, label + 1)
        scaled = csr_matrix(features @ diags(scale))
        found = fit(
            scaled, wanted[:, column], offset[:, column], np.ones(len(wanted)), ridge, one=False
        )
        weights[:, label], bias[label] = found.weights[:, 0] * scale, found.bias[0]
    return Model(weights, bias)


def _surprise(found: Array, wanted: Array, counts: Array, *, one: bool) -> float:
    told = np.log(np.maximum(found, 1e-12)) * wanted
    if not one:
        told = told + np.log(np.maximum(1 - found, 1e-12)) * (1 - wanted)
    return -float((told.sum(1) * counts).sum())
